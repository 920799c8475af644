import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  matrixClass,
  monitoringAdvice,
  performanceCategory,
  priorityTier,
  resourceCategory,
} from "../../server/src/advise/classify";
import {
  type RecommendInput,
  recommendThreads,
  reservedThreads,
} from "../../server/src/advise/recommendThreads";
import type { ModelDuration } from "../../server/src/dbt/artifacts/modelDuration";
import { type Complexity, complexityClass, threadsForScore } from "../../server/src/sql/complexity";

function complexity(score: number): Complexity {
  return {
    score,
    breakdown: {
      windowFunctions: 0,
      joins: 0,
      subqueries: 0,
      aggregations: 0,
      unions: 0,
      recursiveCtes: 0,
    },
    class: complexityClass(score),
    threads: threadsForScore(score),
  };
}

function measured(seconds: number, runs: number, rows?: number): ModelDuration {
  return {
    uniqueId: "model.shop.a",
    ms: seconds * 1000,
    origin: "measured",
    runs,
    ...(rows !== undefined && { rows }),
    source: "target/run_results.json",
  };
}

/** Recommendation as `threads class basis low..high: reasons`. */
function checkRecommendation(input: Partial<RecommendInput>, expected: string): void {
  const advice = recommendThreads({
    resourceType: "model",
    runThreads: 16,
    reservePercent: 20,
    isCritical: false,
    dependentCount: 0,
    ...input,
  });
  const shown =
    advice &&
    `${advice.threads} ${advice.class} ${advice.basis} ${advice.rangeLow}..${advice.rangeHigh}: ${advice.because.join("; ")}`;
  expect(shown).toBe(expected === "" ? undefined : expected);
}

describe("by complexity", () => {
  test("the article's formula", () => {
    checkRecommendation(
      { complexity: complexity(21.5) },
      "1 heavy-analytical complexity 1..1: complexity 21.5 > 15",
    );
    checkRecommendation(
      { complexity: complexity(15) },
      "2 medium-processing complexity 2..3: complexity 15 > 8",
    );
    checkRecommendation(
      { complexity: complexity(8) },
      "4 lightweight-staging complexity 4..8: complexity 8 > 3",
    );
    checkRecommendation(
      { complexity: complexity(3) },
      "6 utility complexity 4..12: complexity 3 ≤ 3",
    );
  });

  test("assumed and estimated durations class nothing", () => {
    checkRecommendation(
      { complexity: complexity(0), duration: { ...measured(480, 0), origin: "assumed" } },
      "6 utility complexity 4..12: complexity 0 ≤ 3",
    );
  });

  test("without SQL and history there is no advice, but a seed is static data", () => {
    checkRecommendation({}, "");
    checkRecommendation({ resourceType: "seed" }, "6 utility matrix 4..12: a seed is static data");
  });
});

describe("by run history", () => {
  test("five runs: time alone", () => {
    checkRecommendation(
      { complexity: complexity(0), duration: measured(480, 7) },
      "1 heavy-analytical history 1..1: run history: heavy (8 m 00 s, 7 runs); complexity 0 ≤ 3",
    );
    checkRecommendation(
      { complexity: complexity(21.5), duration: measured(30, 5) },
      "4 lightweight-staging history 4..8: run history: light (30 s, 5 runs); complexity 21.5 > 15",
    );
  });

  test("fewer runs: the rows must agree, and unknown rows are said", () => {
    checkRecommendation(
      { complexity: complexity(0), duration: measured(700, 1, 2_000_000) },
      "1 heavy-analytical history 1..1: run history: heavy (11 m 40 s, 1 run); complexity 0 ≤ 3",
    );
    checkRecommendation(
      { complexity: complexity(5), duration: measured(700, 1) },
      "4 lightweight-staging history 4..8: run history: light (11 m 40 s, 1 run); rows unknown, so no heavier class with so few runs; complexity 5 > 3",
    );
    checkRecommendation(
      { complexity: complexity(5), duration: measured(20, 1) },
      "4 lightweight-staging history 4..8: run history: minimal (20 s, 1 run); complexity 5 > 3",
    );
  });

  test("a given duration counts as the user's word", () => {
    checkRecommendation(
      { duration: { ...measured(120, 0), origin: "given" } },
      "2 medium-processing given 2..3: given duration: medium (2 m 00 s)",
    );
  });
});

describe("boost and reserve", () => {
  const critical = { isCritical: true, dependentCount: 3 };

  test("a measured model on the critical path gets one more inside its row", () => {
    checkRecommendation(
      { complexity: complexity(9), duration: measured(90, 5), ...critical },
      "3 medium-processing history 2..3: run history: medium (1 m 30 s, 5 runs); complexity 9 > 8; on the critical path, 3 models wait on it: 1 more",
    );
    checkRecommendation(
      { duration: measured(480, 5), ...critical },
      "1 heavy-analytical history 1..1: run history: heavy (8 m 00 s, 5 runs); on the critical path, but heavy analytical models get 1 at most",
    );
  });

  test("a critical path of assumed durations proves nothing", () => {
    checkRecommendation(
      { complexity: complexity(9), ...critical },
      "2 medium-processing complexity 2..3: complexity 9 > 8",
    );
  });

  test("a fifth of the threads stays free", () => {
    checkRecommendation(
      { complexity: complexity(0), runThreads: 4 },
      "3 utility complexity 3..3: complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most",
    );
    checkRecommendation(
      { complexity: complexity(0), runThreads: 4, reservePercent: 0 },
      "4 utility complexity 4..4: complexity 0 ≤ 3; the run has 4 threads",
    );
    checkRecommendation(
      { complexity: complexity(0), runThreads: 1 },
      "1 utility complexity 1..1: complexity 0 ≤ 3; 20 % of 1 thread stay in reserve: 1 at most; with 1 thread no hint changes anything",
    );
  });

  test("the reserve is exact in whole numbers", () => {
    for (let threads = 1; threads <= 200; threads++) {
      for (let percent = 0; percent <= 90; percent++) {
        const free = reservedThreads(threads, percent);
        const isExact =
          free * 100 <= threads * (100 - percent) && (free + 1) * 100 > threads * (100 - percent);
        expect(isExact || free === 1, `${threads} ${percent}`).toBe(true);
      }
    }
  });

  test("never below 1, never above the reserve, always inside its own range", () => {
    fc.assert(
      fc.property(
        fc.record({
          score: fc.double({ min: 0, max: 40, noNaN: true }),
          seconds: fc.integer({ min: 0, max: 2000 }),
          runs: fc.integer({ min: 1, max: 9 }),
          rows: fc.option(fc.integer({ min: 0, max: 3_000_000 }), { nil: undefined }),
          runThreads: fc.integer({ min: 1, max: 64 }),
          reservePercent: fc.integer({ min: 0, max: 90 }),
          isCritical: fc.boolean(),
          dependentCount: fc.integer({ min: 0, max: 5 }),
        }),
        ({ score, seconds, runs, rows, ...rest }) => {
          const advice = recommendThreads({
            resourceType: "model",
            complexity: complexity(score),
            duration: measured(seconds, runs, rows),
            ...rest,
          })!;
          expect(advice.threads).toBeGreaterThanOrEqual(1);
          expect(advice.threads).toBeLessThanOrEqual(
            reservedThreads(rest.runThreads, rest.reservePercent),
          );
          expect(advice.rangeLow).toBeLessThanOrEqual(advice.threads);
          expect(advice.rangeHigh).toBeGreaterThanOrEqual(advice.threads);
          expect(advice.because.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

test("the article's classes, thresholds as printed", () => {
  const minute = 60_000;
  expect(resourceCategory(10 * minute, 2_000_000)).toBe("medium");
  expect(resourceCategory(10 * minute + 1, 1_000_000)).toBe("medium");
  expect(resourceCategory(10 * minute + 1, 1_000_001)).toBe("heavy");
  expect(resourceCategory(5 * minute + 1, 100_000)).toBe("light");
  expect(resourceCategory(minute, 5_000_000)).toBe("minimal");
  expect(performanceCategory(5 * minute)).toBe("medium");
  expect(performanceCategory(minute)).toBe("light");
  expect([15 * minute + 1, 15 * minute, 5 * minute].map(priorityTier)).toEqual([
    "high",
    "medium",
    "low",
  ]);
  expect(monitoringAdvice(3 * minute, 2)).toBe("reduce_threads");
  expect(monitoringAdvice(6 * minute, 1)).toBe("consider_optimization");
  expect(monitoringAdvice(minute, 1, 1000)).toBe("performance_issue");
  expect(monitoringAdvice(minute, 1, 100_000)).toBe("optimal");
  expect(monitoringAdvice(minute, 1)).toBe("optimal");
  expect(matrixClass("minimal", "utility")).toBe("utility");
  expect(matrixClass("minimal", "heavy-analytical")).toBe("lightweight-staging");
});
