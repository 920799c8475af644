/**
 * The first article's own way of counting: plain text search, comments and strings included. Kept
 * so that a hover can say where it differs from the counts on structure.
 */
import { INDICATORS, type Indicator, type IndicatorCounts } from "./features";

/** What `analyze_model_complexity` would count in `rawSql`, as printed in the article. */
export function literalCounts(rawSql: string): IndicatorCounts {
  const lower = rawSql.toLowerCase();
  return {
    windowFunctions: countOf(rawSql, "over ("),
    joins: countOf(lower, " join "),
    subqueries: countOf(rawSql, "(select"),
    aggregations: countOf(lower, "group by"),
    unions: countOf(lower, "union"),
    recursiveCtes: countOf(lower, "recursive"),
  };
}

/** The indicators on which two countings differ, in the article's order. */
export function differingIndicators(a: IndicatorCounts, b: IndicatorCounts): readonly Indicator[] {
  return INDICATORS.filter((indicator) => a[indicator] !== b[indicator]);
}

/** Occurrences without overlap, as Python's `str.count`. */
function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
