/**
 * What reading a node's code at parse time told dbt: its `config()` calls, what it refers to, the
 * macros it called. Made by the literal scanner or by evaluation; both give the same.
 */
import type { Fix, Problem } from "../../base/problem";
import type { Span } from "../../base/text";
import type { YamlMap } from "../../yaml/values";
import type { AskedMacros } from "../context/macroLookups";
import type { MacroTrace } from "../project";

/** One `config()` call. */
export interface ConfigCall {
  readonly file: string;
  readonly span: Span;
  readonly values: YamlMap;
  /** Span of a key's value in the call, where it stands there as such. */
  readonly spans: ReadonlyMap<string, Span>;
  /** `config()`, or the macro that decided a value. */
  readonly via: string;
  /** Macro that decided a single key's value (`threads=optimal('x')`), by key. */
  readonly viaByKey?: ReadonlyMap<string, string>;
  readonly unknowns?: ReadonlyMap<string, string>;
}

export interface RefCall {
  readonly kind: "ref" | "source";
  readonly file: string;
  readonly span: Span;
  /** The text that names the target; what a problem about it underlines. */
  readonly nameSpan: Span;
  readonly args: readonly string[];
  readonly version: string | number | null;
  readonly isCertain: boolean;
}

/** `metric()` or `function()`. */
export interface NamedCall {
  readonly kind: "metric" | "function";
  readonly file: string;
  readonly span: Span;
  readonly args: readonly string[];
}

/** What stopped the evaluation, or would stop dbt at compile time. */
export interface RenderFault {
  readonly file: string;
  readonly span: Span;
  readonly code: string;
  readonly message: string;
  readonly fixes?: readonly Fix[];
  /** True where it only matters if a branch is taken. */
  readonly isUnlikely?: boolean;
  /** True where dbt-core stops and dbt 2 does not. */
  readonly isOfCore?: boolean;
  /** True where only compiling stops: it does not matter for nodes that are switched off. */
  readonly isOfCompiling?: boolean;
}

export interface Rendering {
  readonly configs: readonly ConfigCall[];
  readonly refs: readonly RefCall[];
  readonly named: readonly NamedCall[];
  /** unique_ids of macros called directly, sorted. */
  readonly macros: readonly string[];
  readonly faults: readonly RenderFault[];
  readonly unknowns: readonly string[];
  readonly logs: readonly string[];
  readonly traces: readonly MacroTrace[];
  readonly text?: string;
  /** References that only the compiling run sees; they make no dependency. */
  readonly late?: readonly RefCall[];
  /** What is worth saying though dbt may go on: environment variables that nobody gave. */
  readonly warnings?: readonly Problem[];
  /** What was asked of the project's macros, by each evaluation that led here. */
  readonly asked?: readonly AskedMacros[];
}

export const EMPTY_RENDERING: Rendering = {
  configs: [],
  refs: [],
  named: [],
  macros: [],
  faults: [],
  unknowns: [],
  logs: [],
  traces: [],
};

/**
 * A rendering that says nothing but `parts`. Its fields are always the same ones in the same order, so
 * that the tens of thousands of a project have one shape.
 */
export function plainRendering(
  parts: Partial<Pick<Rendering, "configs" | "refs" | "macros" | "faults" | "asked">>,
): Rendering {
  const { named, unknowns, logs, traces } = EMPTY_RENDERING;
  const configs = parts.configs ?? EMPTY_RENDERING.configs;
  const refs = parts.refs ?? EMPTY_RENDERING.refs;
  const macros = parts.macros ?? EMPTY_RENDERING.macros;
  const faults = parts.faults ?? EMPTY_RENDERING.faults;
  const { asked } = parts;
  return asked === undefined
    ? { configs, refs, named, macros, faults, unknowns, logs, traces }
    : { configs, refs, named, macros, faults, unknowns, logs, traces, asked };
}

/** Everything `b` adds to `a`. */
export function joinRenderings(a: Rendering, b: Rendering): Rendering {
  return {
    ...a,
    configs: [...a.configs, ...b.configs],
    refs: [...a.refs, ...b.refs],
    named: [...a.named, ...b.named],
    macros: [...new Set([...a.macros, ...b.macros])].sort(),
    faults: [...a.faults, ...b.faults],
    unknowns: [...a.unknowns, ...b.unknowns],
    logs: [...a.logs, ...b.logs],
    traces: [...a.traces, ...b.traces],
    ...(b.warnings === undefined ? {} : { warnings: [...(a.warnings ?? []), ...b.warnings] }),
    ...(b.asked === undefined ? {} : { asked: [...(a.asked ?? []), ...b.asked] }),
  };
}
