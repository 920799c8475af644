/**
 * Names that every template of dbt can use, whatever file it stands in: conversions, clock, logs.
 * Source: dbt-core 1.11 `context/base.py`.
 */
import { dictEntries, dictOf, setOf } from "../../jinja/dicts";
import { PythonError, typeError } from "../../jinja/errors";
import { iterate } from "../../jinja/iterate";
import { dumpJson, loadJson } from "../../jinja/json";
import { utcMoment } from "../../jinja/moments";
import { str } from "../../jinja/print";
import { returnFunction } from "../../jinja/returnSignal";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isUnknown,
  orElse,
  textOf,
  tuple,
  typeName,
  unknown,
  type Value,
} from "../../jinja/values";
import { parseYaml } from "../../yaml/parseYaml";
import type { Release } from "../release";
import { md5 } from "../tests/md5";
import { modules } from "./modules";
import { argument, signedFunction, toJinja } from "./values";

export interface BaseInput {
  /** The dbt-core that `dbt_version` names. */
  readonly release: Release;
  /** Epoch milliseconds that macros take for now. */
  readonly atMs: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Called for each variable of the environment that is neither given nor has a default. */
  readonly onMissingEnv: (name: string, call: HostCall) => void;
  readonly onLog: (text: string) => void;
  /** True where variables called `DBT_ENV_SECRET…` may be read. */
  readonly areSecretsSeen?: boolean;
}

/** The names; those that depend on the file (`var`, `target`) are added by the callers. */
export function baseNames(input: BaseInput): Map<string, Value> {
  const at = input.atMs === undefined ? unknown("the clock") : utcMoment(input.atMs);
  const names = new Map<string, Value>([
    ["return", returnFunction],
    ["run_started_at", at],
    ["invocation_id", unknown("invocation_id")],
    ["dbt_version", `1.${input.release}.0`],
    ["thread_id", null],
    ["modules", modules(input.atMs)],
    ["env_var", signedFunction("env_var", ["var", "default="], (call) => envVar(call, input))],
    ["log", signedFunction("log", ["msg", "info="], (call) => logged(call, input))],
    ["print", signedFunction("print", ["msg"], (call) => logged(call, input))],
    ["debug", hostFunction("debug", () => "")],
    ["tojson", hostFunction("tojson", toJsonText)],
    ["fromjson", hostFunction("fromjson", fromJsonText)],
    ["toyaml", hostFunction("toyaml", (call) => toYamlText(call))],
    ["fromyaml", signedFunction("fromyaml", ["value", "default="], fromYamlText)],
    ["set", hostFunction("set", (call) => setFunction(call, false))],
    ["set_strict", hostFunction("set_strict", (call) => setFunction(call, true))],
    ["zip", hostFunction("zip", (call) => zipFunction(call, false))],
    ["zip_strict", hostFunction("zip_strict", (call) => zipFunction(call, true))],
    ["local_md5", signedFunction("local_md5", ["value"], hashOf)],
    [
      "diff_of_two_dicts",
      signedFunction("diff_of_two_dicts", ["dict_a", "dict_b"], differenceOfDicts),
    ],
  ]);
  names.set("flags", flags());
  names.set(
    "builtins",
    hostObject(
      "dict",
      {},
      { item: (key) => names.get(textOf(key) ?? ""), attribute: (name) => names.get(name) },
    ),
  );
  return names;
}

function envVar(call: HostCall, { env, onMissingEnv, areSecretsSeen }: BaseInput): Value {
  const given = orElse(argument(call, 0, "var"), () => "");
  if (isUnknown(given)) return unknown("env_var with a name that is not known");
  const name = textOf(given);
  if (name === undefined) throw typeError(`env_var() takes a text, not ${typeName(given)}`);
  if (areSecretsSeen !== true && name.startsWith("DBT_ENV_SECRET")) {
    throw new PythonError(
      "CompilationError",
      `Secret environment variables can be read in profiles.yml and packages.yml only, not '${name}' here`,
    );
  }
  if (Object.hasOwn(env, name)) return env[name]!;
  const fallback = argument(call, 1, "default");
  if (fallback !== undefined && fallback !== null) return fallback;
  onMissingEnv(name, call);
  return unknown(`env_var('${name}')`);
}

function logged(call: HostCall, { onLog }: BaseInput): Value {
  onLog(str(orElse(argument(call, 0, "msg"), () => "")));
  return "";
}

/** Flags as they stand while dbt parses. Everything not listed is None. */
function flags(): Value {
  const known = new Map<string, Value>([
    ["WHICH", "parse"],
    ["FULL_REFRESH", false],
    ["STORE_FAILURES", false],
    ["EMPTY", false],
    ["INTROSPECT", true],
    ["USE_COLORS", true],
    ["PARTIAL_PARSE", true],
    ["VERSION_CHECK", true],
    ["STATIC_PARSER", true],
    ["INDIRECT_SELECTION", "eager"],
  ]);
  const find = (name: string): Value => orElse(known.get(name.toUpperCase()), () => null);
  return hostObject("Flags", {}, { attribute: (name) => find(name) });
}

function toJsonText(call: HostCall): Value {
  const value = orElse(argument(call, 0, "value"), () => null);
  if (isUnknown(value)) return value;
  const sortKeys = argument(call, 2, "sort_keys") === true;
  try {
    return dumpJson(value, { indent: undefined, sortKeys }, call.machine);
  } catch (error) {
    // dbt falls back where json refuses a value (a list in itself), not a type.
    if (error instanceof PythonError && error.pythonClass === "ValueError")
      return orElse(argument(call, 1, "default"), () => null);
    throw error;
  }
}

function fromJsonText(call: HostCall): Value {
  const value = orElse(argument(call, 0, "string"), () => "");
  const text = textOf(value);
  if (text === undefined) {
    if (isUnknown(value)) return value;
    throw typeError(`the JSON object must be str, bytes or bytearray, not ${typeName(value)}`);
  }
  try {
    return loadJson(text, call.machine);
  } catch {
    return orElse(argument(call, 1, "default"), () => null);
  }
}

function fromYamlText(call: HostCall): Value {
  const value = orElse(argument(call, 0, "value"), () => "");
  const text = textOf(value);
  if (text === undefined) {
    if (isUnknown(value)) return value;
    throw typeError(`fromyaml() takes a text, not ${typeName(value)}`);
  }
  const document = parseYaml(text);
  if (document.problems.length > 0) return orElse(argument(call, 1, "default"), () => null);
  return toJinja(document.value);
}

function hashOf(call: HostCall): Value {
  const value = orElse(argument(call, 0, "value"), () => "");
  if (isUnknown(value)) return value;
  const text = textOf(value);
  if (text === undefined) throw typeError(`local_md5() takes a text, not ${typeName(value)}`);
  return md5(text);
}

function toYamlText(call: HostCall): Value {
  const value = orElse(argument(call, 0, "value"), () => null);
  return isUnknown(value) ? value : unknown("toyaml(…)");
}

function setFunction(call: HostCall, isStrict: boolean): Value {
  const value = orElse(argument(call, 0, "value"), () => null);
  if (isUnknown(value)) return value;
  try {
    return setOf(iterate(value));
  } catch (error) {
    if (isStrict) throw error;
    return orElse(argument(call, 1, "default"), () => null);
  }
}

function zipFunction(call: HostCall, isStrict: boolean): Value {
  const unknownArgument = call.args.find(isUnknown);
  if (unknownArgument !== undefined) return unknownArgument;
  try {
    const lists = call.args.map((list) => [...iterate(list)]);
    const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
    return Array.from({ length }, (_, i) => tuple(lists.map((list) => list[i]!)));
  } catch (error) {
    if (isStrict) throw error;
    return orElse(call.kwargs.get("default"), () => null);
  }
}

function differenceOfDicts(call: HostCall): Value {
  const [a, b] = call.args;
  const left =
    a !== undefined && typeof a === "object" && a !== null && "kind" in a && a.kind === "dict"
      ? a
      : undefined;
  const right =
    b !== undefined && typeof b === "object" && b !== null && "kind" in b && b.kind === "dict"
      ? b
      : undefined;
  if (left === undefined || right === undefined) return unknown("diff_of_two_dicts");
  const lower = new Map<string, Set<string>>();
  for (const { key, value } of dictEntries(right)) {
    lower.set(
      str(key).toLowerCase(),
      new Set([...iterate(value)].map((item) => str(item).toLowerCase())),
    );
  }
  const pairs: [string, Value][] = [];
  for (const { key, value } of dictEntries(left)) {
    const known = lower.get(str(key).toLowerCase());
    const rest = [...iterate(value)].filter((item) => !known?.has(str(item).toLowerCase()));
    if (rest.length > 0) pairs.push([str(key), rest]);
  }
  return dictOf(pairs);
}
