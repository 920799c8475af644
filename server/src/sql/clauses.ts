/** Which keywords open and end the clauses of a query, by position rather than by word alone. */
import { Code, keyword } from "./keywords";

/** Codes of the keywords that decisions name. */
export const K = {
  select: keyword("select"),
  from: keyword("from"),
  with: keyword("with"),
  recursive: keyword("recursive"),
  as: keyword("as"),
  materialized: keyword("materialized"),
  not: keyword("not"),
  over: keyword("over"),
  nulls: keyword("nulls"),
  join: keyword("join"),
  straightJoin: keyword("straight_join"),
  apply: keyword("apply"),
  lateral: keyword("lateral"),
  view: keyword("view"),
  cross: keyword("cross"),
  outer: keyword("outer"),
  group: keyword("group"),
  by: keyword("by"),
  union: keyword("union"),
  all: keyword("all"),
  distinct: keyword("distinct"),
  name: keyword("name"),
  is: keyword("is"),
  first: keyword("first"),
  last: keyword("last"),
  values: keyword("values"),
  start: keyword("start"),
} as const;

/** Words between the left side of a join and `join`. */
export const JOIN_MODIFIERS = codes(
  "inner left right full outer cross natural semi anti asof hash merge loop positional",
);
/** Words between two queries that make one of them. */
export const SET_OPERATORS = codes("union intersect except minus");
/** Keywords that end a FROM clause wherever an operand cannot stand. */
const CLAUSE_KEYWORDS = codes(
  "where prewhere having limit qualify window union intersect except minus fetch offset " +
    "returning set settings option",
);
/** Keywords that end it only before `by`. */
const BY_KEYWORDS = codes("group order cluster distribute sort connect");

/** True where `code` can begin a name. */
export function isNameStart(code: number): boolean {
  return code === Code.word || code === Code.quoted || code === Code.hole || code === K.recursive;
}

/** True where `code` can begin a table in a FROM clause. */
export function isTableStart(code: number): boolean {
  if (code === Code.open || code === Code.literal || isNameStart(code)) return true;
  if (code < Code.firstKeyword) return code === Code.sigil;
  if (code === K.select || code === K.from) return false;
  return !JOIN_MODIFIERS.has(code) && !CLAUSE_KEYWORDS.has(code);
}

/** True behind a word that a table must follow. */
export function isTableExpected(before: number): boolean {
  return before === K.from || before === Code.comma || before === K.join || before === K.lateral;
}

/** True where a keyword ends a FROM clause rather than names a table or column in it. */
export function isClauseStart(code: number, before: number, next: number): boolean {
  if (code < Code.firstKeyword) return false;
  if (BY_KEYWORDS.has(code)) return next === K.by;
  if (code === K.start) return next === K.with;
  return CLAUSE_KEYWORDS.has(code) && !isTableExpected(before);
}

function codes(words: string): ReadonlySet<number> {
  return new Set(words.split(" ").map(keyword));
}
