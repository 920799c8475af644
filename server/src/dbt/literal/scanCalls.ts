/**
 * Reads models whose only Jinja is `config`, `ref`, `source`, `var` and macro calls with literal
 * arguments, and blocks that only print, without parsing a template. Gives up (undefined) at anything
 * else, so that what it returns is always what full evaluation would give.
 */
import type { Span } from "../../base/text";
import { isYamlList, isYamlMap, YamlFloat, type YamlValue } from "../../yaml/values";
import type { ConfigCall, RefCall } from "../nodes/rendering";
import { type Reading, readArguments } from "./literals";
import { scanBlock } from "./scanBlock";

export interface LiteralVar {
  readonly span: Span;
  readonly name: string;
  readonly hasDefault: boolean;
}

/** A call of some macro; whether it can be left unevaluated is for others to say. */
export interface LiteralMacro {
  readonly name: string;
  readonly argCount: number;
  readonly keywords: readonly string[];
}

export interface LiteralCalls {
  readonly configs: readonly ConfigCall[];
  readonly refs: readonly RefCall[];
  readonly vars: readonly LiteralVar[];
  readonly macros: readonly LiteralMacro[];
  /** True where something is printed in incremental runs only. */
  readonly isIncrementalAsked: boolean;
}

const NAME = /[A-Za-z_]\w*/y;

/**
 * Keywords that dbt-core's static reader leaves to Jinja. Source: dbt-extractor 0.6, by asking it.
 */
const HOOKS: ReadonlySet<string> = new Set(["pre_hook", "post_hook"]);

/**
 * The calls of `text`, which begins at `offset` of `file`; undefined where it holds other Jinja, or
 * what the static reader does not take. O(n).
 */
export function scanLiteralCalls(
  text: string,
  file: string,
  offset: number,
  reading: Reading = "jinja",
): LiteralCalls | undefined {
  const isStatic = reading === "static";
  const configs: ConfigCall[] = [];
  const refs: RefCall[] = [];
  const placed = (span: Span): Span =>
    offset === 0 ? span : { start: span.start + offset, end: span.end + offset };
  const vars: LiteralVar[] = [];
  const macros: LiteralMacro[] = [];
  let isIncrementalAsked = false;
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at)) {
    const next = text[at + 1];
    if (next === "%") {
      if (isStatic) return undefined;
      const block = scanBlock(text, at);
      if (block === undefined) return undefined;
      isIncrementalAsked ||= block.kind === "incremental";
      at = block.end;
      continue;
    }
    if (next === "#") {
      const end = text.indexOf("#}", at + 2);
      if (end < 0) return undefined;
      at = end + 2;
      continue;
    }
    if (next !== "{") {
      at++;
      continue;
    }
    let start = at + 2;
    if (text[start] === "-" || text[start] === "+") {
      if (isStatic) return undefined;
      start++;
    }
    start = skipBlanks(text, start);
    NAME.lastIndex = start;
    const name = NAME.exec(text)?.[0];
    if (name === undefined) return undefined;
    const open = skipBlanks(text, start + name.length);
    if (text[open] !== "(") {
      const end = name === "this" && !isStatic ? tagEnd(text, open) : undefined;
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    const call = readArguments(text, open, reading);
    if (call === undefined) return undefined;
    const close = tagEnd(text, call.end);
    if (close === undefined || (isStatic && /[-+]/.test(text[close - 3]!))) return undefined;
    const span = { start: start + offset, end: call.end + offset };
    at = close;

    const { args, kwargs, spans, argSpans } = call;
    if (name === "config") {
      const isDict = args.length === 1 && kwargs.size === 0;
      if (isDict) return undefined;
      if (args.length > 0 || kwargs.size === 0) return undefined;
      if (isStatic && [...kwargs].some(([key, value]) => HOOKS.has(key) || holdsNumber(value)))
        return undefined;
      const places =
        offset === 0 ? spans : new Map([...spans].map(([key, one]) => [key, placed(one)]));
      const values = Object.fromEntries(kwargs);
      configs.push({ file, span, values, spans: places, via: "config()" });
    } else if (isStatic && name !== "ref" && name !== "source") {
      return undefined;
    } else if (name === "var") {
      const [key] = args;
      if (typeof key !== "string" || args.length > 2 || kwargs.size > 0) return undefined;
      vars.push({ span, name: key, hasDefault: args.length === 2 });
    } else if (name !== "ref" && name !== "source") {
      macros.push({ name, argCount: args.length, keywords: [...kwargs.keys()] });
    } else {
      if (!args.every((arg) => typeof arg === "string")) return undefined;
      if (
        name === "source"
          ? args.length !== 2 || kwargs.size > 0
          : args.length < 1 || args.length > 2
      ) {
        return undefined;
      }
      let version: YamlValue = null;
      for (const [key, value] of kwargs) {
        if (key !== "v" && key !== "version") return undefined;
        version = value;
      }
      if (version !== null && typeof version !== "string" && typeof version !== "number")
        return undefined;
      refs.push({
        kind: name === "ref" ? "ref" : "source",
        file,
        span,
        nameSpan: placed(argSpans[argSpans.length - 1]!),
        args: args as string[],
        version: version === 0 || version === "" ? null : version,
        isCertain: true,
      });
    }
  }
  // Lists that grew keep free places, which tens of thousands of kept lists would multiply.
  return { configs: configs.slice(), refs: refs.slice(), vars, macros, isIncrementalAsked };
}

function holdsNumber(value: YamlValue): boolean {
  if (typeof value === "number" || value instanceof YamlFloat) return true;
  if (isYamlList(value)) return value.some(holdsNumber);
  return isYamlMap(value) && Object.values(value).some(holdsNumber);
}

/** Just after the `}}` that `offset` and blanks lead to; undefined where something else follows. */
function tagEnd(text: string, offset: number): number | undefined {
  let close = skipBlanks(text, offset);
  if (text[close] === "-" || text[close] === "+") close++;
  return text[close] === "}" && text[close + 1] === "}" ? close + 2 : undefined;
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return at;
    at++;
  }
}
