/** The article's queries at and around each threshold, in its own units: seconds and rows. */
import { expect, test } from "vitest";
import { basisOf, confidenceOf } from "../../server/src/advise/basis";
import {
  MATRIX,
  matrixClass,
  monitoringAdvice,
  performanceCategory,
  priorityTier,
  resourceCategory,
} from "../../server/src/advise/classify";

test.each([
  [600.001, 1_000_001, "heavy"],
  [600, 1_000_001, "medium"],
  [601, 1_000_000, "medium"],
  [300.001, 100_001, "medium"],
  [300, 100_001, "light"],
  [301, 100_000, "light"],
  [60.001, 0, "light"],
  [60, 5_000_000, "minimal"],
  [10_000, undefined, "light"],
  [0, 0, "minimal"],
] as const)("model_performance_analysis: %s s, %s rows are %s", (seconds, rows, category) => {
  expect(resourceCategory(seconds * 1000, rows)).toBe(category);
});

test.each([
  [900.001, "high"],
  [900, "medium"],
  [300.001, "medium"],
  [300, "low"],
  [0, "low"],
] as const)("priority_tier: %s s is %s", (seconds, tier) => {
  expect(priorityTier(seconds * 1000)).toBe(tier);
});

test.each([
  [300.001, "heavy"],
  [300, "medium"],
  [60.001, "medium"],
  [60, "light"],
  [0, "light"],
] as const)("current_performance_analysis: %s s is %s", (seconds, category) => {
  expect(performanceCategory(seconds * 1000)).toBe(category);
});

test.each([
  [122, 2, 1_000_000, "reduce_threads"],
  [120, 2, 1_000_000, "optimal"],
  [61, 1, 1_000_000, "optimal"],
  [300.1, 1, 1_000_000_000, "consider_optimization"],
  [300, 1, 1_000_000_000, "optimal"],
  [10, 1, 9_999, "performance_issue"],
  [10, 1, 10_000, "optimal"],
  [10, 1, undefined, "optimal"],
  [0, 1, 0, "optimal"],
  // The query's first case that holds decides.
  [1000, 4, 10, "reduce_threads"],
  [1000, 1, 10, "consider_optimization"],
] as const)(
  "threading_analysis: %s s on %s threads, %s rows: %s",
  (seconds, threads, rows, advice) => {
    expect(monitoringAdvice(seconds * 1000, threads, rows)).toBe(advice);
  },
);

test("classes of history lead to the rows of the matrix", () => {
  const rows = (["heavy", "medium", "light", "minimal"] as const).map((category) => {
    const {
      low,
      high = Number.POSITIVE_INFINITY,
      threads,
    } = MATRIX[matrixClass(category, undefined)];
    expect(threads).toBeGreaterThanOrEqual(low);
    expect(threads).toBeLessThanOrEqual(high);
    return [low, high];
  });
  expect(rows).toEqual([
    [1, 1],
    [2, 3],
    [4, 8],
    [4, 8],
  ]);
  expect(matrixClass("light", "utility")).toBe("utility");
  expect(matrixClass("heavy", "utility")).toBe("heavy-analytical");
});

const measured = (ms: number, runs: number, spread = 0) => ({
  uniqueId: "model.shop.a",
  ms,
  origin: "measured" as const,
  runs,
  lowMs: ms * (1 - spread),
  highMs: ms * (1 + spread),
  source: "",
});
const assumed = (ms: number) => ({ ...measured(ms, 0), origin: "assumed" as const });

test.each([
  ["all known, enough runs, little spread", [measured(10, 5, 0.2)], 0, "high"],
  ["given by the user", [{ ...measured(10, 0), origin: "given" as const }], 0, "high"],
  ["few runs", [measured(10, 4, 0.2)], 0, "medium"],
  ["some spread", [measured(10, 9, 0.4)], 0, "medium"],
  ["a fifth assumed", [measured(80, 9), assumed(20)], 0, "medium"],
  ["a month old", [measured(10, 9)], 31, "medium"],
  ["wild", [measured(10, 9, 0.6)], 0, "low"],
  ["mostly assumed", [measured(40, 9), assumed(60)], 0, "low"],
  ["long ago", [measured(10, 9)], 91, "low"],
  ["nothing known", [], 0, "low"],
] as const)("confidence: %s", (_, durations, ageDays, expected) => {
  expect(confidenceOf(basisOf(durations, ageDays))).toBe(expected);
});
