/**
 * Counts what makes a query heavy, on its structure: the first article's six indicators, each with
 * its places. It reads brackets and clauses, not whole grammars, and knows no dbt.
 */
import type { Span } from "../base/text";
import {
  isClauseStart,
  isNameStart,
  isTableExpected,
  isTableStart,
  JOIN_MODIFIERS,
  K,
  SET_OPERATORS,
} from "./clauses";
import type { SqlDialect } from "./dialect";
import { type Frame, newFrame, type SavedState } from "./frames";
import type { FlowKind } from "./jinjaFlow";
import { Code, type SignificantTokens, significantTokens } from "./keywords";
import { type SqlTokens, tokenizeSql } from "./tokens";

/** The first article's indicators, in its order. */
export const INDICATORS = [
  "windowFunctions",
  "joins",
  "subqueries",
  "aggregations",
  "unions",
  "recursiveCtes",
] as const;
export type Indicator = (typeof INDICATORS)[number];
export type IndicatorCounts = Readonly<Record<Indicator, number>>;

/** One place that counts. */
export interface Occurrence {
  readonly indicator: Indicator;
  readonly span: Span;
}

export interface SqlFeatures {
  readonly counts: IndicatorCounts;
  /** In text order. */
  readonly occurrences: readonly Occurrence[];
}

/**
 * The indicators of `text`, O(length). What counts, and what does not, is listed in
 * docs/advice.md; Jinja holes stand for operands, Jinja tags for nothing, so both branches of an
 * `{% if %}` count.
 */
export function sqlFeatures(text: string, dialect?: SqlDialect): SqlFeatures {
  const sql = tokenizeSql(text, dialect);
  const occurrences = findOccurrences(sql, significantTokens(sql));
  const counts: Record<Indicator, number> = {
    windowFunctions: 0,
    joins: 0,
    subqueries: 0,
    aggregations: 0,
    unions: 0,
    recursiveCtes: 0,
  };
  for (const { indicator } of occurrences) counts[indicator]++;
  return { counts, occurrences };
}

/** Brackets nested deeper than this are not looked into; no query is. */
const DEPTH_LIMIT = 2000;

function findOccurrences(sql: SqlTokens, significant: SignificantTokens): readonly Occurrence[] {
  const { codes: all, count, flow } = significant;
  const occurrences: Occurrence[] = [];
  let frame = newFrame(undefined, -1, false, "none");
  let depth = 0;
  let mark = 0;
  const saved: SavedState[] = [];
  const codeAt = (index: number): number => (index < 0 || index >= count ? Code.none : all[index]!);

  const add = (indicator: Indicator, from: number, to: number): void => {
    const start = sql.starts[significant.tokens[from]!]!;
    const end = sql.starts[significant.tokens[to]! + 1]!;
    occurrences.push({ indicator, span: { start, end } });
  };

  for (let index = 0; index < count; index++) {
    while (mark < flow.length && flow[mark]!.index <= index) follow(flow[mark++]!.kind);
    const code = all[index]!;
    const before = codeAt(index - 1);
    const next = codeAt(index + 1);
    if (depth > DEPTH_LIMIT && code !== Code.open && code !== Code.close) continue;

    switch (code) {
      case Code.open: {
        depth++;
        if (depth > DEPTH_LIMIT) continue;
        const child = openFrame(frame, index);
        frame.isEmpty = false;
        frame = child;
        continue;
      }
      case Code.close:
        if (depth > 0) depth--;
        if (depth < DEPTH_LIMIT) frame = frame.parent ?? frame;
        break;
      case Code.semicolon:
        if (!frame.parent) frame = newFrame(undefined, -1, false, "none");
        continue;
      case Code.comma:
        if (frame.clause === "from" && isTableStart(next)) {
          add("joins", index, next === K.lateral ? index + 1 : index);
        }
        break;
      case K.select:
        startQuery(frame, index);
        frame.clause = "select";
        frame.hasSelect = true;
        break;
      case K.with:
        if (isNameStart(next) && startsStatement(frame, index)) {
          startQuery(frame, index);
          frame.clause = "with";
        }
        break;
      case K.recursive:
        if (before === K.with && isNameStart(next)) add("recursiveCtes", index, index);
        break;
      case K.from:
        enterFrom(frame, index);
        break;
      case K.values:
        if (isTableExpected(before) || frame.isEmpty) frame.clause = "values";
        break;
      case K.join:
      case K.straightJoin:
        if (isTableStart(next) && before !== Code.comma && before !== K.select) {
          let first = index;
          while (JOIN_MODIFIERS.has(codeAt(first - 1))) first--;
          add("joins", first, index);
          frame.clause = "from";
        }
        break;
      case K.apply:
        if ((before === K.cross || before === K.outer) && isTableStart(next)) {
          add("joins", index - 1, index);
        }
        break;
      case K.lateral:
        if (next === K.view) {
          add("joins", index, index + 1);
          frame.clause = "lateral view";
        }
        break;
      case K.over:
        if (isWindowUse(index)) add("windowFunctions", index, index + 1);
        break;
      case K.union:
        if (isUnion(index)) {
          let last = next === K.all || next === K.distinct ? index + 1 : index;
          if (codeAt(last + 1) === K.by && codeAt(last + 2) === K.name) last += 2;
          add("unions", index, last);
        }
        break;
      case K.group:
        if (next === K.by) add("aggregations", index, index + 1);
        break;
    }
    if (isClauseStart(code, before, next)) frame.clause = "other";
    frame.isEmpty = false;
  }
  // Without the free places that growing leaves: every model keeps its list.
  return occurrences.slice().sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);

  /** Both branches of an `if` start from one state; what a `set` keeps aside stands for itself. */
  function follow(kind: FlowKind): void {
    if (kind === "branch" || kind === "aside") {
      saved.push({ kind, frame, depth, fields: { ...frame } });
      if (kind === "aside") {
        frame = newFrame(undefined, -1, false, "none");
        depth = 0;
      }
      return;
    }
    const state = saved.at(-1);
    if (state === undefined || (state.kind === "aside") !== (kind === "back")) return;
    if (kind !== "otherwise") saved.pop();
    if (kind === "join") return;
    ({ frame, depth } = state);
    const { clause, hasSelect, isEmpty } = state.fields;
    Object.assign(frame, { clause, hasSelect, isEmpty });
  }

  function openFrame(parent: Frame, index: number): Frame {
    const before = codeAt(index - 1);
    const isChained = parent.isEmpty && parent.parent !== undefined;
    const isTable =
      before === K.from ||
      before === K.join ||
      before === K.straightJoin ||
      (before === Code.comma && parent.clause === "from") ||
      (isChained && parent.clause === "from");
    return newFrame(parent, index, isChained, isTable ? "from" : "none", isCallName(index - 1));
  }

  function isCallName(index: number): boolean {
    const code = codeAt(index);
    if (code === Code.word || code === Code.quoted) return true;
    if (code !== Code.hole) return false;
    const token = significant.tokens[index]!;
    return sql.starts[token + 1] === sql.starts[significant.tokens[index + 1]!];
  }

  /** `select`, `with` or a leading `from` begins a query here: is it one inside another? */
  function startQuery(inner: Frame, index: number): void {
    if (!inner.isEmpty || !inner.parent) return;
    let outer = inner;
    while (outer.isChained && outer.parent?.parent) outer = outer.parent;
    if (outer.isCounted) return;
    outer.isCounted = true;
    if (isSubquery(outer)) add("subqueries", outer.openIndex, index);
  }

  function isSubquery({ parent, openIndex, isCall }: Frame): boolean {
    const before = codeAt(openIndex - 1);
    if (isCall) return true;
    if (before === K.as || before === K.materialized) return false;
    if (isSetOperatorBefore(openIndex)) return false;
    if (parent?.clause === "with") return before !== Code.close;
    const opensStatement = parent?.clause === "none" && !parent.hasSelect && !parent.isCall;
    return !(opensStatement && [Code.none, Code.hole, Code.semicolon].some((c) => c === before));
  }

  function isSetOperatorBefore(index: number): boolean {
    let at = index - 1;
    if (codeAt(at) === K.name && codeAt(at - 1) === K.by) at -= 2;
    if (codeAt(at) === K.all || codeAt(at) === K.distinct) at--;
    return SET_OPERATORS.has(codeAt(at));
  }

  function startsStatement(current: Frame, index: number): boolean {
    const before = codeAt(index - 1);
    if (current.isEmpty || before === K.as || isSetOperatorBefore(index)) return true;
    return current.clause === "none" && !current.isCall && !current.hasSelect;
  }

  function enterFrom(current: Frame, index: number): void {
    const before = codeAt(index - 1);
    const isComparison = before === K.distinct && [K.is, K.not].includes(codeAt(index - 2));
    const next = codeAt(index + 1);
    const isNthValue = before === Code.close && (next === K.first || next === K.last);
    if (isComparison || isNthValue || (current.isCall && !current.hasSelect)) return;
    startQuery(current, index);
    current.clause = "from";
  }

  function isWindowUse(index: number): boolean {
    const before = codeAt(index - 1);
    const next = codeAt(index + 1);
    const isNthValue = (before === K.first || before === K.last) && codeAt(index - 2) === K.from;
    if (before !== Code.close && before !== Code.hole && before !== K.nulls && !isNthValue) {
      return false;
    }
    if (next === Code.open) return true;
    return before !== Code.hole && (isNameStart(next) || next === K.first || next === K.last);
  }

  function isUnion(index: number): boolean {
    const before = codeAt(index - 1);
    const next = codeAt(index + 1);
    if (next === K.all || next === K.distinct || next === K.select || next === K.with) return true;
    const endsQuery = before !== K.select && before !== Code.comma && before !== Code.operator;
    if (!endsQuery) return false;
    if (next === Code.open) {
      let at = index + 1;
      while (codeAt(at) === Code.open) at++;
      const first = codeAt(at);
      return [K.select, K.with, K.values, K.from, Code.hole].includes(first);
    }
    return [K.by, K.from, K.values, Code.hole].includes(next);
  }
}
