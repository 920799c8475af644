/**
 * `config`, `ref`, `source`, `metric` and `function` as dbt's parse context gives them: they record
 * and return the current node's own relation. Source: dbt-core 1.11 `context/providers.py`.
 */
import type { Span } from "../../base/text";
import { PythonError } from "../../jinja/errors";
import { str } from "../../jinja/print";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isKind,
  isUndefined,
  isUnknown,
  textOf,
  typeName,
  unknown,
  type Value,
} from "../../jinja/values";
import { setEntry, type YamlMap, type YamlValue } from "../../yaml/values";
import { calledName, callNodeAt, keywordValues } from "./callNodes";
import { type PlaceOf, type Recording, siteOf } from "./recording";
import { fromJinja, type NoData, resolverObject, signedFunction } from "./values";

export interface RecordInput {
  /** The evaluation under way. */
  readonly recording: () => Recording;
  readonly placeOf: PlaceOf;
  /** The relation of the node being read. */
  readonly ownRelation: () => Value;
  /** True where a name is a macro of the project, for `via`. */
  readonly isMacro: (name: string) => boolean;
  readonly isFusion: () => boolean;
}

/** The functions by name. */
export function recordNames(input: RecordInput): ReadonlyMap<string, Value> {
  const named = (kind: "metric" | "function"): Value =>
    resolverObject(kind, (call) => {
      const args = call.args.map((arg) => textOf(arg));
      if (args.some((arg) => arg === undefined) || args.length < 1 || args.length > 2) {
        throw compilation(`${kind}() takes a name, or a package and a name`);
      }
      const site = siteOf(input.recording(), call.template, call.span, input.placeOf);
      input.recording().named.push({ kind, ...site, args: args as string[] });
      return input.ownRelation();
    });
  return new Map<string, Value>([
    ["config", configObject(input)],
    ["ref", resolverObject("ref", (call) => recordRef(call, input))],
    ["source", resolverObject("source", (call) => recordSource(call, input))],
    ["metric", named("metric")],
    ["function", named("function")],
  ]);
}

function compilation(message: string): PythonError {
  return new PythonError("CompilationError", message);
}

function configObject(input: RecordInput): Value {
  const empty = (name: string, parameters: readonly string[]): Value =>
    signedFunction(name, parameters, () => "");
  return hostObject(
    "ParseConfigObject",
    {
      get: empty("get", ["name", "default=", "validator="]),
      require: empty("require", ["name", "validator="]),
      meta_get: empty("meta_get", ["name", "default=", "validator="]),
      meta_require: empty("meta_require", ["name", "validator="]),
      set: hostFunction("set", (call) => {
        const [name, value] = call.args;
        const key = name === undefined ? undefined : textOf(name);
        if (key !== undefined && value !== undefined)
          recordConfig(call, new Map([[key, value]]), input);
        return "";
      }),
      persist_relation_docs: hostFunction("persist_relation_docs", () => false),
      persist_column_docs: hostFunction("persist_column_docs", () => false),
    },
    { call: (call) => configCall(call, input) },
  );
}

function configCall(call: HostCall, input: RecordInput): Value {
  const [only] = call.args;
  if (call.args.length === 1 && call.kwargs.size === 0 && only !== undefined) {
    if (isUnknown(only)) {
      input.recording().unknowns.add(`config(…): ${only.reason}`);
      return "";
    }
    if (!isKind(only, "dict")) {
      throw compilation(`config() takes keyword arguments or one dict, not ${typeName(only)}`);
    }
    recordConfig(call, textKeys(only), input);
    return "";
  }
  if (input.isFusion() && isKind(only ?? null, "dict") && call.args.length === 1) {
    // dbt 2 takes a dict and keywords together.
    recordConfig(call, new Map([...textKeys(only), ...call.kwargs]), input);
    return "";
  }
  if (input.isFusion() && call.args.length > 1) return "";
  if (call.args.length > 0 || call.kwargs.size === 0) {
    throw compilation(
      call.args.length > 0
        ? "config() takes keyword arguments or one dict, not both"
        : "config() needs at least one argument",
    );
  }
  recordConfig(call, call.kwargs, input);
  return "";
}

function textKeys(dict: Value | undefined): Map<string, Value> {
  const pairs = new Map<string, Value>();
  if (dict === undefined || !isKind(dict, "dict")) return pairs;
  for (const { key, value } of dict.entries.values()) pairs.set(str(key), value);
  return pairs;
}

/** Keys whose values dbt-core wants as Python's lists, and no other sequence. */
const LISTS: ReadonlySet<string> = new Set(
  "tags unique_key check_cols packages pre_hook post_hook pre-hook post-hook".split(" "),
);

function recordConfig(call: HostCall, pairs: ReadonlyMap<string, Value>, input: RecordInput): void {
  const recording = input.recording();
  const values: { [key: string]: YamlValue } = {};
  const unknowns = new Map<string, string>();
  const spans = new Map<string, Span>();
  const viaByKey = new Map<string, string>();
  const site = siteOf(recording, call.template, call.span, input.placeOf);
  const node = callNodeAt(call.template, call.span);
  const expressions = node === undefined ? new Map<string, never>() : keywordValues(node);
  for (const [key, value] of pairs) {
    const gaps: NoData[] = [];
    const data = fromJinja(value, gaps);
    const unknownGap = gaps.find((gap) => gap.unknown !== undefined);
    if (unknownGap?.unknown !== undefined || !call.isCertain) {
      unknowns.set(key, unknownGap?.unknown ?? "set in a branch that is not known offline");
      continue;
    }
    const undefinedGap = gaps.find((gap) => gap.undefined !== undefined);
    if (undefinedGap?.undefined !== undefined) {
      recording.faults.push({
        ...site,
        code: "evaluation-error",
        // dbt 2 also reads Python's constants in capitals.
        isOfCore: /^(?:TRUE|FALSE|NONE)$/.test(undefinedGap.undefined),
        message: `config(${key}=…): '${undefinedGap.undefined}' is not defined here.`,
      });
      continue;
    }
    if (LISTS.has(key) && Array.isArray(data) && !Array.isArray(value)) {
      recording.faults.push({
        ...site,
        code: "invalid-config",
        isOfCore: true,
        message: `config(${key}=…) is a ${typeName(value)}, where dbt takes a list only: write it in [ ].`,
      });
      continue;
    }
    setEntry(values, key, data);
    const expression = expressions.get(key);
    if (expression === undefined) continue;
    spans.set(key, siteOf(recording, call.template, expression, input.placeOf).span);
    const macro = calledName(expression);
    if (macro !== undefined && input.isMacro(macro)) viaByKey.set(key, macro);
  }
  for (const [old, fresh] of [
    ["pre_hook", "pre-hook"],
    ["post_hook", "post-hook"],
  ] as const) {
    if (pairs.has(old) && pairs.has(fresh)) {
      throw compilation(`config() has both ${old} and ${fresh}; dbt refuses that`);
    }
  }
  recording.configs.push({
    file: site.file,
    span: site.span,
    values: values as YamlMap,
    spans,
    via: "config()",
    ...(viaByKey.size > 0 ? { viaByKey } : {}),
    ...(unknowns.size > 0 ? { unknowns } : {}),
  });
}

function recordRef(call: HostCall, input: RecordInput): Value {
  const { args, kwargs } = call;
  if (args.length < 1 || args.length > 2) {
    throw compilation(`ref() takes at most two arguments (${args.length} given)`);
  }
  const unknownArgument = args.find(isUnknown);
  if (unknownArgument !== undefined) {
    input.recording().unknowns.add(`ref of a name that is not known: ${unknownArgument.reason}`);
    return unknownArgument;
  }
  const texts = args.map((arg) => textOf(arg));
  const [first, second] = texts;
  const name = args.length === 2 ? second : first;
  if (name === undefined) {
    const value = args[args.length - 1]!;
    throw compilation(
      isUndefined(value)
        ? `ref() was given '${typeof value.name === "string" ? value.name : "something"}', which is not defined`
        : `the name in ref() must be a text, got ${typeName(value)}`,
    );
  }
  if (args.length === 2 && first === undefined && args[0] !== null) {
    throw compilation(`the package in ref() must be a text, got ${typeName(args[0]!)}`);
  }
  const version = kwargs.get("version") || kwargs.get("v") || null;
  if (version !== null && isUnknown(version)) return unknown(version.reason);
  const plain =
    typeof version === "bigint" || typeof version === "number"
      ? Number(version)
      : version === null
        ? null
        : (textOf(version) ?? str(version));
  push(
    call,
    "ref",
    args.length === 2 && first !== undefined ? [first, name] : [name],
    plain,
    input,
  );
  return input.ownRelation();
}

function recordSource(call: HostCall, input: RecordInput): Value {
  const { args, kwargs } = call;
  const [extra] = kwargs.keys();
  if (extra !== undefined) throw compilation(`source() takes no argument '${extra}'`);
  if (args.length !== 2)
    throw compilation(`source() takes exactly two arguments (${args.length} given)`);
  const unknownArgument = args.find(isUnknown);
  if (unknownArgument !== undefined) {
    input.recording().unknowns.add(`source of a name that is not known: ${unknownArgument.reason}`);
    return unknownArgument;
  }
  const texts = args.map((arg) => textOf(arg));
  const wrong = texts.indexOf(undefined);
  if (wrong >= 0) {
    throw compilation(`the names in source() must be texts, got ${typeName(args[wrong]!)}`);
  }
  push(call, "source", texts as string[], null, input);
  return input.ownRelation();
}

function push(
  call: HostCall,
  kind: "ref" | "source",
  args: readonly string[],
  version: string | number | null,
  input: RecordInput,
): void {
  const recording = input.recording();
  const site = siteOf(recording, call.template, call.span, input.placeOf);
  const isPlain = site !== recording.site;
  recording.refs.push({
    kind,
    file: site.file,
    span: site.span,
    nameSpan: isPlain ? nameSpan(call, site.span, args.at(-1) ?? "") : site.span,
    args,
    version,
    isCertain: call.isCertain,
  });
}

/** The text that names the target inside the call, else the whole call. */
function nameSpan(call: HostCall, span: Span, name: string): Span {
  const text = call.template.source.slice(call.span.start, call.span.end);
  for (const quote of ["'", '"']) {
    const at = text.lastIndexOf(`${quote}${name}${quote}`);
    if (at >= 0) return { start: span.start + at, end: span.start + at + name.length + 2 };
  }
  return span;
}
