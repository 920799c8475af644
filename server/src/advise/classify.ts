/**
 * The classes that the first article's queries put models into, thresholds as printed, and the rows
 * of its strategy matrix. Knows durations and scores, not where they come from.
 */
import type { ComplexityClass } from "../sql/complexity";

/** `resource_category` of the article's model_performance_analysis. */
export type ResourceCategory = "heavy" | "medium" | "light" | "minimal";

/** `priority_tier` of the same query. */
export type PriorityTier = "high" | "medium" | "low";

/** Samples below which the article's current_performance_analysis leaves a model out. */
export const SIGNIFICANT_RUNS = 5;

const MINUTE = 60_000;

/**
 * The article's first query: average time in ms and average rows. Unknown rows never pass a row
 * threshold, so that such a model is at most `light`.
 */
export function resourceCategory(averageMs: number, averageRows?: number): ResourceCategory {
  const rows = averageRows ?? 0;
  if (averageMs > 10 * MINUTE && rows > 1_000_000) return "heavy";
  if (averageMs > 5 * MINUTE && rows > 100_000) return "medium";
  if (averageMs > MINUTE) return "light";
  return "minimal";
}

/** The article's second query, on time alone; meant for at least `SIGNIFICANT_RUNS` samples. */
export function performanceCategory(averageMs: number): Exclude<ResourceCategory, "minimal"> {
  if (averageMs > 5 * MINUTE) return "heavy";
  if (averageMs > MINUTE) return "medium";
  return "light";
}

/** Above 15 minutes high, above 5 medium, else low. */
export function priorityTier(averageMs: number): PriorityTier {
  if (averageMs > 15 * MINUTE) return "high";
  if (averageMs > 5 * MINUTE) return "medium";
  return "low";
}

/** What the article's monitoring query would advise for a measured model. */
export type MonitoringAdvice =
  | "reduce_threads"
  | "consider_optimization"
  | "performance_issue"
  | "optimal";

/**
 * The article's threading_analysis: time per thread above 60 s with several threads, above 300 s
 * with one, below 1,000 rows a second. Unknown rows leave the third case out.
 */
export function monitoringAdvice(
  averageMs: number,
  threads: number,
  averageRows?: number,
): MonitoringAdvice {
  if (averageMs / threads > MINUTE && threads > 1) return "reduce_threads";
  if (averageMs > 5 * MINUTE && threads === 1) return "consider_optimization";
  if (averageRows !== undefined && averageMs > 0 && (averageRows / averageMs) * 1000 < 1000) {
    return "performance_issue";
  }
  return "optimal";
}

/** A row of the article's "Threading Strategy Matrix"; no `high` = "and more". */
export interface MatrixRow {
  readonly name: string;
  readonly low: number;
  readonly high?: number;
  /** Threads of the article's formula for a score in this row. */
  readonly threads: number;
}

/**
 * The matrix by class. Its last row says 8 and more while the formula gives 6 to every light model,
 * and no score tells a look-up table from simple staging (4–8): the row starts at 4.
 */
export const MATRIX: Readonly<Record<ComplexityClass, MatrixRow>> = {
  "heavy-analytical": { name: "heavy analytical", low: 1, high: 1, threads: 1 },
  "medium-processing": { name: "medium processing", low: 2, high: 3, threads: 2 },
  "lightweight-staging": { name: "lightweight staging", low: 4, high: 8, threads: 4 },
  utility: { name: "utility", low: 4, threads: 6 },
};

/**
 * Row of the matrix for a class of run history. `light` and `minimal` are the two light rows; the
 * score decides which, as time alone does not tell staging from a look-up table.
 */
export function matrixClass(
  category: ResourceCategory,
  byScore: ComplexityClass | undefined,
): ComplexityClass {
  if (category === "heavy") return "heavy-analytical";
  if (category === "medium") return "medium-processing";
  return byScore === "utility" ? "utility" : "lightweight-staging";
}
