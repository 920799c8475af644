import { describe, expect, it } from "vitest";
import { HINT_MEANINGS } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { type SweepOptions, sweep } from "../../server/src/schedule/sweep";
import { GRAPHS } from "../support/graphs";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

/** `threads because` of the recommendation, and where the curve saturates. */
function checkSweep(notation: string, options: Partial<SweepOptions>, expected: string): void {
  const { recommended, saturatesAt } = sweep(workloadOf(notation), { ...TODAY, to: 8, ...options });
  const said = `${recommended.threads}: ${recommended.because}; saturates at ${saturatesAt}`;
  expect(said).toBe(expected);
}

describe("sweep", () => {
  it("is simulate at every thread count", () => {
    for (let seed = 0; seed < 60; seed++) {
      const workload = randomWorkload(seed, { tasks: 5 + (seed % 30) });
      const hints = HINT_MEANINGS[seed % 4]!;
      const policy = seed % 3 === 0 ? "longest-path" : "dbt-core";
      const pace = seed % 5 === 0 ? { capacity: 2.5 } : {};
      const { points } = sweep(workload, { hints, policy, to: 12, ...pace });
      for (const { threads, makespanMs, utilization } of points) {
        const schedule = simulate(workload, { threads, hints, policy, ...pace });
        expect(makespanMs, `seed ${seed}, ${threads} threads`).toBe(schedule.makespanMs);
        expect(utilization).toBeCloseTo(schedule.utilization, 12);
      }
    }
  });

  it("tells speedup and what each thread saves", () => {
    const { points } = sweep(workloadOf(GRAPHS.independent), { ...TODAY, to: 4 });
    expect(points.map(({ makespanMs }) => makespanMs)).toEqual([16, 8, 8, 4]);
    expect(points.map(({ gainPerThreadMs }) => gainPerThreadMs)).toEqual([0, 8, 0, 4]);
    expect(points.map(({ speedup }) => speedup)).toEqual([1, 2, 2, 4]);
  });

  it("knows makespans outside the range it shows", () => {
    const { points } = sweep(workloadOf(GRAPHS.independent), { ...TODAY, from: 2, to: 2 });
    expect(points).toEqual([
      { threads: 2, makespanMs: 8, utilization: 1, speedup: 2, gainPerThreadMs: 8 },
    ]);
  });

  it("recommends one thread for a chain", () => {
    checkSweep(GRAPHS.chain, {}, "1: no further thread saves anything; saturates at 1");
  });

  it("recommends where the last percents are not worth their threads", () => {
    checkSweep(
      `a:1000, ${Array.from({ length: 20 }, (_, i) => `t${i}:50`).join(" ")}`,
      {},
      "2: no further thread saves anything; saturates at 2",
    );
    checkSweep(
      "a:100 b:100 c:1 d:1 e:1",
      { to: 5 },
      "2: the 3rd thread saves 2.0 %; all up to 3 together save 2.0 %; saturates at 3",
    );
  });

  it("says when more might still help", () => {
    checkSweep(
      GRAPHS.independent,
      { to: 2 },
      "2: the 2nd thread still saves 50.0 %; more than 2 were not tried; saturates at 2",
    );
  });

  it("prefers fewer threads where a further one costs", () => {
    checkSweep(
      GRAPHS.moreThreadsAreSlower,
      { from: 3, to: 4 },
      "3: no further thread saves anything; 4 threads take 3 ms longer than 3; saturates at 3",
    );
  });

  it("never goes past the minimum where threads slow each other down", () => {
    for (let seed = 0; seed < 40; seed++) {
      const workload = randomWorkload(seed, { tasks: 30, isPlain: true, longest: 100 });
      const contention = { alpha: (seed % 5) / 10, beta: 0.002 * (1 + (seed % 9)) };
      const { points, recommended } = sweep(workload, { ...TODAY, to: 20, contention });
      const shortest = Math.min(...points.map(({ makespanMs }) => makespanMs));
      const at = points.find(({ makespanMs }) => makespanMs === shortest)!.threads;
      expect(recommended.threads).toBeLessThanOrEqual(at);
      expect(points[recommended.threads - 1]!.makespanMs).toBeLessThanOrEqual(shortest * 1.02);
    }
  });

  it("is flat beyond a capacity", () => {
    const tasks = Array.from({ length: 16 }, (_, i) => `t${10 + i}:100`).join(" ");
    checkSweep(
      tasks,
      { capacity: 2, to: 16 },
      "2: no further thread saves anything; saturates at 2",
    );
  });

  it("works for dbt 2, whose threads are clamped", () => {
    const { points } = sweep(workloadOf(GRAPHS.chain), {
      hints: "ignored",
      policy: "fusion",
      to: 3,
    });
    expect(points.map(({ makespanMs }) => makespanMs)).toEqual([8, 8, 8]);
  });

  it("refuses ranges that hold nothing", () => {
    expect(() => sweep(workloadOf(""), { ...TODAY, from: 3, to: 2 })).toThrow(/no thread counts/);
    expect(sweep(workloadOf(""), { ...TODAY, to: 2 }).points).toHaveLength(2);
  });
});
