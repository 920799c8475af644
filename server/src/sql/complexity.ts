/**
 * The first article's complexity score and what it makes of it: a class and a thread count
 * (`analyze_model_complexity` and the "Threading Strategy Matrix" of its best practices).
 */
import type { SqlDialect } from "./dialect";
import { INDICATORS, type Indicator, type IndicatorCounts, sqlFeatures } from "./features";

/** Points per occurrence, as the article weighs them. */
export const INDICATOR_WEIGHTS: Readonly<Record<Indicator, number>> = {
  windowFunctions: 2,
  joins: 1.5,
  subqueries: 1.2,
  aggregations: 1,
  unions: 0.8,
  recursiveCtes: 3,
};

/** The matrix's four kinds of model, heaviest first. */
export type ComplexityClass =
  | "heavy-analytical"
  | "medium-processing"
  | "lightweight-staging"
  | "utility";

export interface Complexity {
  /** Sum of count × weight, exact to one decimal. */
  readonly score: number;
  readonly breakdown: IndicatorCounts;
  readonly class: ComplexityClass;
  /** Threads by the article's formula: 1, 2, 4 or 6. */
  readonly threads: number;
}

/** Complexity of a model's SQL, Jinja holes left in. O(length). */
export function sqlComplexity(text: string, dialect?: SqlDialect): Complexity {
  const { counts } = sqlFeatures(text, dialect);
  const score = complexityScore(counts);
  return {
    score,
    breakdown: counts,
    class: complexityClass(score),
    threads: threadsForScore(score),
  };
}

/** Sum of count × weight, in tenths so that no binary fraction shows. */
export function complexityScore(counts: IndicatorCounts): number {
  let tenths = 0;
  for (const indicator of INDICATORS)
    tenths += counts[indicator] * Math.round(INDICATOR_WEIGHTS[indicator] * 10);
  return tenths / 10;
}

/** The article's formula: 1 above 15, 2 above 8, 4 above 3, else 6. */
export function threadsForScore(score: number): number {
  if (score > 15) return 1;
  if (score > 8) return 2;
  if (score > 3) return 4;
  return 6;
}

/** The matrix's row for a score, by the same thresholds as the thread count. */
export function complexityClass(score: number): ComplexityClass {
  if (score > 15) return "heavy-analytical";
  if (score > 8) return "medium-processing";
  if (score > 3) return "lightweight-staging";
  return "utility";
}
