/**
 * Evaluates a project's Jinja as dbt does while parsing: every name of its contexts, the project's
 * macros and dbt's own, calls recorded instead of made. Source: dbt-core 1.11
 * `context/providers.py`, `context/macros.py`, `clients/jinja.py`.
 */
import { dictOf } from "../../jinja/dicts";
import { PythonError } from "../../jinja/errors";
import { str } from "../../jinja/print";
import { callMacro, macroValue, type RenderOptions, renderTemplate } from "../../jinja/render";
import { parseTemplate, type Template } from "../../jinja/template";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isUnknown,
  orElse,
  textOf,
  type Value,
} from "../../jinja/values";
import { DISPATCHED_BUILTINS } from "../builtins/macroNames";
import type { Evaluator, RenderRequest, TestCallRequest } from "../evaluator";
import type { NodeDraft } from "../nodes/draft";
import type { Rendering } from "../nodes/rendering";
import { hasJinja } from "../render/yamlRender";
import type { Resolution } from "../resolution";
import { lookUpVar } from "../vars";
import { adapterObject, apiObject, exceptionsObject } from "./adapterObject";
import { baseNames } from "./baseNames";
import { callBuiltin } from "./builtinFunctions";
import { checkCalls } from "./checkCalls";
import { lateReferences } from "./lateReferences";
import { BUILTIN_TESTS } from "../builtins/builtinTests";
import { builtinMacroId, type MacroTable, type TableMacro } from "./macroTable";
import { nameMacros } from "./nameMacros";
import { modelDict } from "./nodeObject";
import { propertiesRenderer } from "./propertiesRenderer";
import { recordNames } from "./recordCalls";
import { newRecording, type Recording, renderingOf, siteOf } from "./recording";
import { relationValue } from "./relation";
import { targetValue } from "./targetValue";
import { mayRecord, renderTestCall } from "./testCalls";
import { argument, toJinja } from "./values";

const OPTIONS: RenderOptions = {
  undefinedMode: "dbt-parse",
  bindsLocalMacros: false,
  isTolerant: true,
};

export interface EvaluatorInput {
  readonly resolution: () => Resolution;
  readonly table: MacroTable;
  readonly env: Readonly<Record<string, string>>;
  readonly atMs: number | undefined;
  /** Stands for everything besides a node's own text that its evaluation can depend on. */
  readonly signature: string;
}

/** What the parts of an evaluator share. */
export interface EvaluatorCore {
  readonly input: EvaluatorInput;
  readonly options: RenderOptions;
  /** Runs `body` with `recording` as the evaluation under way. */
  during<T>(recording: Recording, body: () => T): T;
  contextOf(recording: Recording): { lookup(name: string): Value | undefined };
  /** A macro found by name, as a callable value; undefined where there is none. */
  macroFor(packageName: string, name: string): Value | undefined;
  dispatch(packageName: string, name: string, namespace: string | undefined): Value;
  readonly target: Value;
  /** A name of the parse context alone, macros apart. */
  parseName(name: string): Value | undefined;
}

export function jinjaEvaluator(input: EvaluatorInput): Evaluator & { readonly core: EvaluatorCore } {
  const core = evaluatorCore(input);
  const names = nameMacros(core);
  const properties = propertiesRenderer(core);
  const { table } = input;
  return {
    core,
    macros: table.macros,
    renderNode: (request) => {
      const { memory } = input.resolution();
      const { draft, site } = request;
      const key = `${input.signature}\0${draft.uniqueId}\0${request.file}\0${site?.span.start ?? request.offset}\0${request.text}`;
      return memory.of("rendering", key, () => renderNode(core, request));
    },
    propertiesText: properties,
    nameOf: names,
    macroId: (packageName, name, namespace) => macroId(input, packageName, name, namespace),
    testMacro(uniqueId) {
      const macro = table.macros.get(uniqueId);
      if (macro === undefined) return BUILTIN_TESTS.get(uniqueId);
      const { source } = (macro as TableMacro).template;
      return {
        parameters: macro.parameters,
        takesMore: /\bkwargs\b/.test(source),
        isRun: mayRecord(source),
      };
    },
    renderTest: (request: TestCallRequest) => renderTestCall(core, request),
  };
}

function macroId(
  { table }: EvaluatorInput,
  packageName: string,
  name: string,
  namespace: string | undefined,
): string | undefined {
  if (namespace === "dbt") return builtinMacroId(name);
  const found =
    namespace === undefined ? table.find(packageName, name) : table.findIn(namespace, name);
  if (found !== undefined) return found.uniqueId;
  if (namespace === undefined || !table.has(namespace)) {
    // Of several packages' macros of one name, dbt keeps the last.
    const last = namespace === undefined ? table.lastNamed(name) : undefined;
    if (last !== undefined) return last.uniqueId;
  }
  return namespace === undefined || table.has(namespace) ? builtinMacroId(name) : undefined;
}

function renderNode(core: EvaluatorCore, request: RenderRequest): Rendering {
  const { draft, text, file, offset, site } = request;
  const recording = newRecording({ packageName: draft.package.name, draft, file, offset, site });
  const template = parseTemplate(text, { file });
  recording.own = template;
  const place = (span: { start: number; end: number }) =>
    site?.span ?? { start: span.start + offset, end: span.end + offset };
  for (const problem of template.problems) {
    recording.faults.push({
      file: site?.file ?? file,
      span: place(problem.span),
      code: problem.code,
      message: problem.message,
      fixes:
        site === undefined
          ? problem.fixes.map((fix) => ({
              ...fix,
              edits: fix.edits.map((edit) => ({ ...edit, file, span: place(edit.span) })),
            }))
          : [],
    });
  }
  const result = core.during(recording, () =>
    renderTemplate(template, core.contextOf(recording), core.options),
  );
  if (result.error !== undefined && template.problems.length === 0) {
    recording.faults.push(faultOf(core, recording, result.error));
  }
  if (result.error === undefined) checkCalls(core, recording, template);
  const late = lateReferences(recording, template, core.input.table.placeOf);
  const rendering = renderingOf(recording, result.text);
  return late.length === 0 ? rendering : { ...rendering, late };
}

/** An evaluation's error as a fault at the place in the project where it happened. */
export function faultOf(
  core: EvaluatorCore,
  recording: Recording,
  error: NonNullable<ReturnType<typeof renderTemplate>["error"]>,
): Rendering["faults"][number] {
  const template =
    error.file === undefined ? recording.own : templateOf(core, error.file, recording);
  const site = siteOf(
    recording,
    template ?? { source: "", file: undefined },
    error.span,
    core.input.table.placeOf,
  );
  return {
    ...site,
    code: error.message.startsWith("Required var") ? "var-missing" : "evaluation-error",
    message:
      error.pythonClass === "CompilationError" ? `${error.message}` : `Jinja: ${error.message}.`,
  };
}

function templateOf(core: EvaluatorCore, file: string, recording: Recording): Template | undefined {
  if (recording.own !== undefined && recording.own.file === file) return recording.own as Template;
  for (const macro of core.input.table.macros.values()) {
    if (macro.file === file) return (macro as TableMacro).template;
  }
  return undefined;
}

function evaluatorCore(input: EvaluatorInput): EvaluatorCore {
  const { table } = input;
  const options = OPTIONS;
  let current = newRecording({
    packageName: "",
    draft: undefined,
    file: "",
    offset: 0,
    site: undefined,
  });
  const resolution = input.resolution;
  const missing = new Set<string>();

  const during = <T>(recording: Recording, body: () => T): T => {
    const outer = current;
    current = recording;
    try {
      return body();
    } finally {
      current = outer;
    }
  };

  const base = baseNames({
    atMs: input.atMs,
    env: input.env,
    onLog: (text) => current.logs.push(text),
    onMissingEnv: (name, call) => {
      if (missing.has(name)) return;
      missing.add(name);
      const site = siteOf(current, call.template, call.span, table.placeOf);
      resolution().problems.push({
        ...site,
        code: "env-var-unset",
        severity: "warning",
        message: `env_var('${name}') has no default, and Heddle reads no environment: give it with --env ${name}=…, else what depends on it stays unknown. dbt stops where it is not set.`,
      });
    },
  });
  const adapter = resolution().profile.adapter;
  const target = targetValue(resolution().profile);

  const tracked = (id: string, name: string, run: (call: HostCall) => Value): Value => ({
    kind: "function",
    typeName: "MacroGenerator",
    name,
    call: (call) => {
      const recording = current;
      if (recording.depth === 0) recording.macros.add(id);
      const logCount = recording.logs.length;
      recording.depth++;
      try {
        return run(call);
      } finally {
        recording.depth--;
        if (recording.depth === 0 && recording.logs.length > logCount) {
          recording.traces.push({ macro: name, logs: recording.logs.slice(logCount) });
        }
      }
    },
  });
  const functions = new Map<string, Value>();
  const functionOf = (macro: TableMacro): Value => {
    let found = functions.get(macro.uniqueId);
    if (found === undefined) {
      const value = macroValue(macro.definition, macro.template, () => contextOf(current));
      found = tracked(macro.uniqueId, macro.name, value.call);
      functions.set(macro.uniqueId, found);
    }
    return found;
  };
  const builtinOf = (name: string): Value => {
    const key = `builtin ${name}`;
    let found = functions.get(key);
    if (found === undefined) {
      found = tracked(builtinMacroId(name) ?? `macro.dbt.${name}`, name, (call) =>
        callBuiltin(name, call, resolution().profile.target),
      );
      functions.set(key, found);
    }
    return found;
  };
  const macroFor = (packageName: string, name: string): Value | undefined => {
    const found = table.find(packageName, name);
    if (found !== undefined) return functionOf(found);
    return builtinMacroId(name) === undefined ? undefined : builtinOf(name);
  };
  const dispatch = (packageName: string, name: string, namespace: string | undefined): Value => {
    const { root, packages, profile } = resolution();
    const order = namespace === undefined ? undefined : root.project.dispatch.get(namespace);
    const searched: readonly (string | undefined)[] =
      order ??
      (namespace !== undefined && (packages.has(namespace) || namespace === "dbt")
        ? [root.name, namespace]
        : [undefined]);
    const prefixes = [...(profile.adapter?.dispatchTypes ?? []), "default"];
    for (const owner of searched) {
      for (const prefix of prefixes) {
        const full = `${prefix}__${name}`;
        const macro =
          owner === undefined ? table.find(packageName, full) : table.findIn(owner, full);
        if (macro !== undefined) return functionOf(macro);
      }
      if ((owner === "dbt" || owner === undefined) && DISPATCHED_BUILTINS.has(name)) {
        return builtinOf(`default__${name}`);
      }
    }
    throw new PythonError(
      "CompilationError",
      `In dispatch: no macro named '${name}' was found in ${searched.map((one) => one ?? "any package").join(", ")} with the prefixes ${prefixes.join(", ")}`,
    );
  };
  const namespaces = new Map<string, Value>();
  const namespaceOf = (packageName: string): Value => {
    let found = namespaces.get(packageName);
    if (found === undefined) {
      const member = (name: string): Value | undefined => {
        if (packageName === "dbt") {
          return builtinMacroId(name) === undefined ? undefined : builtinOf(name);
        }
        const macro = table.findIn(packageName, name);
        return macro === undefined ? undefined : functionOf(macro);
      };
      found = hostObject(
        "dict",
        {
          get: hostFunction("get", (call) =>
            orElse(member(textOf(orElse(call.args[0], () => "")) ?? ""), () => null),
          ),
        },
        {
          attribute: (name) => member(name),
          item: (key) => member(textOf(key) ?? ""),
        },
      );
      namespaces.set(packageName, found);
    }
    return found;
  };

  // Relations compare by their parts in Python: one object per name does that here.
  const relations = new Map<string | null, Value>();
  const ownRelation = (): Value => {
    const { draft } = current;
    const { profile } = resolution();
    const known = relations.get(draft?.name ?? null);
    if (known !== undefined) return known;
    const value = relationValue(
      {
        database: profile.target?.database ?? null,
        schema: profile.target?.schema ?? null,
        identifier: draft?.name ?? null,
      },
      profile.adapter,
    );
    relations.set(draft?.name ?? null, value);
    return value;
  };
  const records = recordNames({
    recording: () => current,
    placeOf: table.placeOf,
    ownRelation,
    isFusion: () => resolution().engine === "fusion",
    isMacro: (name) => {
      const [first, second] = name.split(".");
      if (second === undefined) return table.find(current.packageName, first!) !== undefined;
      return table.findIn(first!, second) !== undefined;
    },
  });
  const varFunction = variable(() => current, core, resolution, table);
  const statics = new Map<string, Value>([
    ...base,
    ...records,
    ["builtins", dictOf([...records].concat([["var", varFunction]]))],
    ["var", varFunction],
    ["target", target],
    ["execute", false],
    [
      "adapter",
      adapterObject(adapter, (name, namespace) => dispatch(current.packageName, name, namespace)),
    ],
    ["api", apiObject(adapter)],
    ["exceptions", exceptionsObject((text) => current.logs.push(text))],
    ["database", resolution().profile.target?.database ?? null],
    ["schema", resolution().profile.target?.schema ?? null],
    ["graph", dictOf([])],
    ["load_result", hostFunction("load_result", () => null)],
    ["store_result", hostFunction("store_result", () => "")],
    ["store_raw_result", hostFunction("store_raw_result", () => "")],
    ["load_agate_table", hostFunction("load_agate_table", () => null)],
    ["submit_python_job", hostFunction("submit_python_job", () => null)],
    ["write", hostFunction("write", () => "")],
    ["selected_resources", []],
    ["dbt_metadata_envs", dictOf([])],
    ["invocation_args_dict", dictOf([["which", "parse"]])],
    ["context_macro_stack", null],
    ["sql_now", ""],
    ["env", dictOf([])],
    ["pre_hooks", []],
    ["post_hooks", []],
    ["sql", null],
    ["compiled_code", null],
    ["defer_relation", null],
    ["column", hostObject("type", {})],
    [
      "validation",
      hostObject("dict", { any: hostFunction("any", () => hostFunction("validate", () => null)) }),
    ],
    ["render", hostFunction("render", (call) => renderText(call))],
    [
      "try_or_compiler_error",
      hostFunction("try_or_compiler_error", (call) => {
        const [, callee, ...rest] = call.args;
        return callee === undefined ? null : call.machine.call(callee, rest, call.kwargs);
      }),
    ],
    [
      "adapter_macro",
      hostFunction("adapter_macro", (call) => {
        const [name, ...rest] = call.args;
        const text = textOf(orElse(name, () => "")) ?? "";
        const [first, second] = text.split(".");
        const found = dispatch(
          current.packageName,
          second ?? first!,
          second === undefined ? undefined : first,
        );
        return call.machine.call(found, rest, call.kwargs);
      }),
    ],
  ]);
  const renderText = (call: HostCall): Value => {
    const value = orElse(argument(call, 0, "string"), () => "");
    const text = textOf(value);
    if (text === undefined || !hasJinja(text)) return value;
    return renderNested(core, current, text, call);
  };

  const contextOf = (recording: Recording) => ({
    lookup(name: string): Value | undefined {
      const macro = table.find(recording.packageName, name);
      if (macro !== undefined) return functionOf(macro);
      if (name === "dbt" || table.has(name)) return namespaceOf(name);
      const special = recording.names?.get(name);
      if (special !== undefined) return special;
      if (builtinMacroId(name) !== undefined) return builtinOf(name);
      const known = statics.get(name);
      if (known !== undefined) return known;
      if (name === "context") return contextObject(recording);
      const { draft } = recording;
      if (draft === undefined) return undefined;
      if (name === "this") return draft.resourceType === "operation" ? null : ownRelation();
      if (name === "model") return modelOf(draft);
      return undefined;
    },
  });
  const contextObject = (recording: Recording): Value => {
    const context = contextOf(recording);
    const find = (name: string): Value | undefined => context.lookup(name);
    return hostObject(
      "dict",
      {
        get: hostFunction("get", (call) =>
          orElse(find(textOf(orElse(call.args[0], () => "")) ?? ""), () =>
            orElse(call.args[1], () => null),
          ),
        ),
      },
      { attribute: find, item: (key) => find(textOf(key) ?? "") },
    );
  };
  const models = new WeakMap<NodeDraft, Value>();
  const modelOf = (draft: NodeDraft): Value => {
    let found = models.get(draft);
    if (found === undefined) {
      found = modelDict(draft, { resolution: resolution() });
      models.set(draft, found);
    }
    return found;
  };

  function core(): EvaluatorCore {
    const parseName = (name: string): Value | undefined => statics.get(name);
    return { input, options, during, contextOf, macroFor, dispatch, target, parseName };
  }
  return core();
}

/** Renders a text inside a running evaluation (`var`'s values, `render()`). */
function renderNested(
  core: () => EvaluatorCore,
  recording: Recording,
  text: string,
  call: HostCall,
): Value {
  const { options, contextOf } = core();
  call.machine.step(text.length);
  const template = parseTemplate(text);
  if (template.syntaxError !== undefined) {
    throw new PythonError("CompilationError", template.syntaxError.message);
  }
  const result = renderTemplate(template, contextOf(recording), options);
  if (result.error !== undefined)
    throw new PythonError(result.error.pythonClass, result.error.message);
  return result.text;
}

function variable(
  current: () => Recording,
  core: () => EvaluatorCore,
  resolution: () => Resolution,
  table: MacroTable,
): Value {
  const look = (name: string) => lookUpVar(resolution(), current().packageName, name);
  return hostObject(
    "Var",
    {
      has_var: hostFunction(
        "has_var",
        (call) => look(str(orElse(call.args[0], () => ""))) !== undefined,
      ),
    },
    {
      call: (call) => {
        const nameValue = orElse(argument(call, 0, "var_name"), () => "");
        if (isUnknown(nameValue)) return nameValue;
        const name = str(nameValue);
        const value = look(name);
        if (value !== undefined) {
          if (typeof value !== "string" || !hasJinja(value)) return toJinja(value);
          return renderNested(core, current(), value, call);
        }
        const fallback = argument(call, 1, "default");
        if (fallback !== undefined) return fallback;
        if (call.isCertain) {
          const site = siteOf(current(), call.template, call.span, table.placeOf);
          current().faults.push({
            ...site,
            code: "var-missing",
            message: `No value is given for the variable '${name}', and it has no default: dbt stops here when it compiles this.`,
          });
        }
        return null;
      },
    },
  );
}
