/**
 * The stub of dbt's context that `macros.py` describes, built of Heddle's values: the same names,
 * the same constants, so that what a macro gives in both can be compared.
 */
import { baseNames } from "../../../server/src/dbt/context/baseNames";
import type { Context } from "../../../server/src/jinja/context";
import { dictEntries, dictOf } from "../../../server/src/jinja/dicts";
import { PythonError } from "../../../server/src/jinja/errors";
import { iterate } from "../../../server/src/jinja/iterate";
import { fromJson, type JsonValue } from "../../../server/src/jinja/json";
import { repr, str } from "../../../server/src/jinja/print";
import { macroValue } from "../../../server/src/jinja/render";
import { parseTemplate } from "../../../server/src/jinja/template";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isUndefined,
  orElse,
  tuple,
  typeName,
  type Value,
} from "../../../server/src/jinja/values";

type JsonMap = Readonly<Record<string, JsonValue>>;

interface StubSpec {
  readonly type: string;
  readonly text: string;
  readonly attrs: JsonMap;
  readonly methods: JsonMap;
  readonly echo: readonly string[];
}

export interface MacroSource {
  readonly package: string;
  readonly name: string;
  readonly source: string;
}

export interface StubWorld {
  readonly stubs: Readonly<Record<string, StubSpec>>;
  readonly data: JsonMap;
  readonly config: JsonMap;
  readonly vars: JsonMap;
  readonly macros: readonly MacroSource[];
}

/** Everything that macros of `world` can see, and the log lines they write. */
export interface StubContext {
  readonly contextOf: (packageName: string) => Context;
  readonly macro: (packageName: string, name: string) => Value | undefined;
  /** An argument of a recorded call: `$name` is a stub. */
  readonly argument: (value: JsonValue) => Value;
  readonly logs: string[];
}

/** The moment at which the recorded runs started. */
const STARTED_MS = Date.UTC(2024, 2, 6, 10, 30);

const templates = new Map<string, ReturnType<typeof parseTemplate>>();

/** Builds the objects anew, because macros may change them. */
export function stubContext(world: StubWorld): StubContext {
  const logs: string[] = [];
  const stubs = new Map<string, Value>();
  const build = (spec: JsonValue): Value => {
    if (Array.isArray(spec)) return spec.map(build);
    if (typeof spec !== "object" || spec === null) return fromJson(spec);
    const map = spec as JsonMap;
    if (typeof map["$stub"] === "string") return stub(map["$stub"]);
    if (Array.isArray(map["$tuple"])) return tuple(map["$tuple"].map(build));
    return dictOf(Object.keys(map).map((key) => [key, build(map[key]!)] as const));
  };
  const stub = (name: string): Value => {
    const known = stubs.get(name);
    if (known !== undefined) return known;
    const spec = world.stubs[name];
    if (spec === undefined) throw new Error(`no stub is called ${name}`);
    const attributes = new Map<string, Value>();
    const made = hostObject(spec.type, attributes, { text: () => spec.text });
    stubs.set(name, made);
    for (const key of Object.keys(spec.attrs)) attributes.set(key, build(spec.attrs[key]!));
    for (const key of Object.keys(spec.methods)) {
      attributes.set(
        key,
        hostFunction(key, () => constant(spec.methods[key]!, build)),
      );
    }
    for (const key of spec.echo) {
      attributes.set(
        key,
        hostFunction(key, ({ args }) => orElse(args[0], () => null)),
      );
    }
    if (name === "adapter") attributes.set("dispatch", hostFunction("dispatch", dispatch));
    return made;
  };

  const byPackage = new Map<string, Map<string, Value>>();
  for (const { package: owner, name, source } of world.macros) {
    let template = templates.get(source);
    if (template === undefined) {
      template = parseTemplate(source);
      templates.set(source, template);
    }
    const definition = template.definitions[0];
    if (definition === undefined) continue;
    const own = byPackage.get(owner) ?? new Map<string, Value>();
    own.set(
      name,
      macroValue(definition, template, () => contextOf(owner), "jinja"),
    );
    byPackage.set(owner, own);
  }
  function dispatch({ args, kwargs }: HostCall): Value {
    const name = str(orElse(args[0], () => kwargs.get("macro_name") ?? null));
    const space = orElse(args[1], () => kwargs.get("macro_namespace") ?? null);
    for (const owner of space === null ? byPackage.keys() : [str(space), "dbt"]) {
      for (const prefix of ["postgres", "default"]) {
        const found = byPackage.get(owner)?.get(`${prefix}__${name}`);
        if (found !== undefined) return found;
      }
    }
    throw new PythonError("CompilationError", `no macro named ${name}`);
  }

  const names = baseNames({
    release: 11,
    atMs: STARTED_MS,
    env: {},
    onMissingEnv: () => undefined,
    onLog: (text) => logs.push(text),
  });
  const packages = new Map<string, Value>();
  for (const [owner, macros] of byPackage) {
    const get = hostFunction("get", ({ args }) =>
      orElse(macros.get(str(args[0] ?? "")), () => orElse(args[1], () => null)),
    );
    packages.set(
      owner,
      hostObject(
        "dict",
        { get },
        {
          attribute: (name) => macros.get(name),
          item: (key) => macros.get(str(key)),
        },
      ),
    );
  }
  for (const [name, value] of stubNames({ world, stub, build, logs })) names.set(name, value);
  const contextOf = (owner: string): Context => {
    const lookup = (name: string): Value | undefined =>
      byPackage.get(owner)?.get(name) ??
      byPackage.get("dbt")?.get(name) ??
      packages.get(name) ??
      (name === "context" ? own : names.get(name));
    const own: Value = hostObject(
      "dict",
      {
        get: hostFunction("get", ({ args }) =>
          orElse(lookup(str(args[0] ?? "")), () => orElse(args[1], () => null)),
        ),
      },
      { attribute: lookup, item: (key) => lookup(str(key)) },
    );
    return { lookup };
  };
  const argument = (value: JsonValue): Value => {
    if (typeof value === "string" && value.startsWith("$")) return stub(value.slice(1));
    if (Array.isArray(value)) return value.map(argument);
    return fromJson(value);
  };
  return { contextOf, macro: (owner, name) => byPackage.get(owner)?.get(name), argument, logs };
}

/** A list of one tuple stands for the tuple itself. */
function constant(spec: JsonValue, build: (spec: JsonValue) => Value): Value {
  const only = Array.isArray(spec) && spec.length === 1 ? spec[0] : undefined;
  const isTuple = typeof only === "object" && only !== null && "$tuple" in only;
  return build(isTuple ? only : spec);
}

function stubNames({
  world,
  stub,
  build,
  logs,
}: {
  readonly world: StubWorld;
  readonly stub: (name: string) => Value;
  readonly build: (spec: JsonValue) => Value;
  readonly logs: string[];
}): Map<string, Value> {
  const names = new Map<string, Value>();
  for (const key of Object.keys(world.data)) names.set(key, build(world.data[key]!));
  const given = (call: HostCall, index: number, name: string): Value | undefined =>
    call.args[index] === undefined ? call.kwargs.get(name) : call.args[index];
  const fail = (message: string): never => {
    throw new PythonError("CompilationError", message);
  };
  const put = (name: string, call: (call: HostCall) => Value): void =>
    void names.set(name, hostFunction(name, call));
  put("var", (call) => {
    const name = str(given(call, 0, "name") ?? null);
    if (Object.hasOwn(world.vars, name)) return build(world.vars[name]!);
    const fallback = given(call, 1, "default") ?? null;
    return fallback === null ? fail(`Required var '${name}' not found in config`) : fallback;
  });
  put("env_var", (call) => {
    const fallback = given(call, 1, "default") ?? null;
    const name = str(given(call, 0, "name") ?? null);
    return fallback === null ? fail(`Env var required but not provided: '${name}'`) : fallback;
  });
  put("ref", () => stub("orders"));
  put("source", () => stub("people"));
  put("load_result", () => stub("result"));
  put("load_agate_table", () => stub("table"));
  for (const name of ["store_result", "store_raw_result", "write", "submit_python_job", "debug"]) {
    put(name, () => "");
  }
  put("render", (call) => given(call, 0, "text") ?? "");
  put("try_or_compiler_error", (call) =>
    call.machine.call(call.args[1] ?? null, call.args.slice(2), call.kwargs),
  );
  const exceptions: Record<string, Value> = {
    warn: hostFunction("warn", ({ args }) => {
      logs.push(str(args[0] ?? ""));
      return "";
    }),
    warn_snapshot_timestamp_data_types: hostFunction("warn", () => ""),
  };
  for (const name of (
    "raise_compiler_error raise_database_error raise_not_implemented column_type_missing missing_config " +
    "raise_contract_error relation_wrong_type raise_fail_fast_error raise_invalid_value"
  ).split(" ")) {
    exceptions[name] = hostFunction(name, ({ args }) =>
      fail(args.length === 0 ? "" : str(args[0]!)),
    );
  }
  names.set("exceptions", hostObject("Exceptions", exceptions));
  const configValue = (call: HostCall): Value | undefined => {
    const key = str(given(call, 0, "name") ?? "");
    return Object.hasOwn(world.config, key) ? build(world.config[key]!) : undefined;
  };
  const config = hostObject(
    "Config",
    {
      get: hostFunction("get", (call) =>
        orElse(configValue(call), () => given(call, 1, "default") ?? null),
      ),
      require: hostFunction("require", (call) =>
        orElse(configValue(call), () => fail(str(call.args[0] ?? ""))),
      ),
      meta_get: hostFunction("meta_get", (call) => given(call, 1, "default") ?? null),
      set: hostFunction("set", () => ""),
      persist_relation_docs: hostFunction("persist_relation_docs", () => true),
      persist_column_docs: hostFunction("persist_column_docs", () => false),
    },
    { call: () => "" },
  );
  names.set("config", config);
  names.set("adapter", stub("adapter"));
  names.set("api", stub("api"));
  names.set("flags", stub("flags"));
  names.set("this", stub("orders"));
  names.set("context_macro_stack", null);
  names.set("defer_relation", null);
  const builtins = ["ref", "source", "config"].map((key) => [key, names.get(key)!] as const);
  names.set("builtins", dictOf(builtins));
  return names;
}

/** `canonical` of `macros.py`: a value as JSON that keeps Python's types apart. */
export function canonical(value: Value, depth = 0): JsonValue {
  if (depth > 20) return { deep: true };
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return { int: String(value) };
  if (typeof value === "number") return { float: repr(value) };
  if (Array.isArray(value)) return { list: value.map((item) => canonical(item, depth + 1)) };
  if (isUndefined(value)) return { undefined: true };
  switch (value.kind) {
    case "tuple":
      return { tuple: value.items.map((item) => canonical(item, depth + 1)) };
    case "dict":
      return {
        dict: [...dictEntries(value)].map((entry) => [
          canonical(entry.key, depth + 1),
          canonical(entry.value, depth + 1),
        ]),
      };
    case "set":
      return { set: [...iterate(value)].map(str).sort() };
    case "markup":
      return value.text;
    default:
      return { object: typeName(value).replace("datetime.", ""), text: str(value) };
  }
}
