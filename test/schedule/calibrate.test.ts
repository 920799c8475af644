/** What calibration learns from runs that were simulated with a known truth. */
import { describe, expect, it } from "vitest";
import { aloneDurations, calibrateContention } from "../../server/src/schedule/calibrateContention";
import {
  calibrateOverhead,
  unreportedModel,
  unreportedTime,
} from "../../server/src/schedule/calibrateOverhead";
import type { ObservedRun } from "../../server/src/schedule/observedRun";
import { paceOf, peakThroughput } from "../../server/src/schedule/pace";
import type { OverheadModel, SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import type { Workload } from "../../server/src/workload/workload";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

/** A simulated run as if it had been observed. */
function observe(
  workload: Workload,
  options: Omit<SimulateOptions, "hints" | "policy">,
): ObservedRun {
  const { tasks } = simulate(workload, { ...TODAY, ...options });
  const durations = new Map(workload.tasks.map((task) => [task.id, task.durationMs]));
  return {
    threads: options.threads,
    tasks: tasks.map(({ id, startMs, endMs, thread }) => ({
      id,
      startMs,
      endMs,
      thread,
      kind: "table",
      sqlMs: durations.get(id)!,
      executionMs: Math.max(0, endMs - startMs - 3),
    })),
  };
}

describe("pace", () => {
  it("is full speed within a capacity and the law's above", () => {
    expect([1, 2, 4].map((n) => paceOf(n, { capacity: 2 }))).toEqual([1, 1, 0.5]);
    expect(paceOf(3, { contention: { alpha: 0.1, beta: 0.05 } })).toBeCloseTo(1 / 1.5, 12);
    expect(paceOf(4, { capacity: 1, contention: { alpha: 0.1, beta: 0 } })).toBe(0.25);
    expect(peakThroughput(64, { capacity: 1.93 })).toBeCloseTo(1.93, 12);
  });
});

describe("stretching", () => {
  it("shares the database's work evenly", () => {
    const { tasks, makespanMs } = simulate(workloadOf("a:2 b:6"), {
      ...TODAY,
      threads: 2,
      capacity: 1,
    });
    expect(tasks.map(({ endMs }) => endMs)).toEqual([4, 8]);
    expect(makespanMs).toBe(8);
  });

  it("changes nothing where the capacity is not reached", () => {
    const workload = randomWorkload(4, { tasks: 40 });
    const plain = simulate(workload, { ...TODAY, threads: 4 });
    expect(simulate(workload, { ...TODAY, threads: 4, capacity: 4 })).toEqual(plain);
    const law = { alpha: 0, beta: 0 };
    expect(simulate(workload, { ...TODAY, threads: 4, contention: law })).toEqual(plain);
  });

  it("refuses models that are none", () => {
    const work = workloadOf("a:1");
    expect(() => simulate(work, { ...TODAY, threads: 1, capacity: 0 })).toThrow(/capacity/);
    const law = { alpha: -1, beta: 0 };
    expect(() => simulate(work, { ...TODAY, threads: 1, contention: law })).toThrow(/contention/);
    expect(() => simulate(work, { ...TODAY, threads: 1, overheadMs: -1 })).toThrow(/overhead/);
  });

  it("adds a fixed overhead to tasks that take time", () => {
    const { tasks } = simulate(workloadOf("a:0 -> b:5"), { ...TODAY, threads: 1, overheadMs: 3 });
    expect(tasks.map(({ endMs }) => endMs)).toEqual([0, 8]);
  });
});

describe("dbt's interpreter", () => {
  const overhead: OverheadModel = {
    kinds: {},
    other: { interpreterMs: 30, databaseMs: 10 },
    connectMs: 0,
  };

  it("serves one task at a time: threads buy nothing for tiny models", () => {
    const tiny = workloadOf(Array.from({ length: 100 }, (_, i) => `t${i}:1`).join(" "));
    const at = (threads: number) => simulate(tiny, { ...TODAY, threads, overhead });
    expect(at(1).makespanMs).toBeCloseTo(4100, 6);
    // Two threads are enough to hide the database's part behind the interpreter's.
    expect(at(16).makespanMs).toBeGreaterThan(3000);
    expect(at(16).makespanMs / at(4).makespanMs).toBeGreaterThan(0.9);
    expect(at(16).lowerBoundMs).toBeGreaterThanOrEqual(3000 * (1 - 1e-9));
    expect(at(16).lowerBoundMs).toBeLessThanOrEqual(at(16).makespanMs);
  });

  it("connects once per thread", () => {
    const work = workloadOf("a:10 b:10 c:10 d:10");
    const connect = { kinds: {}, other: { interpreterMs: 0, databaseMs: 0 }, connectMs: 5 };
    const { tasks } = simulate(work, { ...TODAY, threads: 2, overhead: connect });
    expect(tasks.map(({ endMs }) => endMs)).toEqual([15, 15, 25, 25]);
  });
});

describe("calibrateContention", () => {
  const workload = randomWorkload(2, { tasks: 40, isPlain: true, longest: 1000 });
  const widths = [1, 2, 4, 8];

  it("finds the capacity that stretched the runs, and the durations behind them", () => {
    const runs = widths.map((threads) => observe(workload, { threads, capacity: 2.5 }));
    const found = calibrateContention(runs);
    expect(found.kind).toBe("capacity");
    expect(found.capacity).toBeCloseTo(2.5, 2);
    const alone = aloneDurations(runs, { capacity: found.capacity });
    for (const { id, durationMs } of workload.tasks) {
      if (durationMs > 0) expect(alone.get(id)! / durationMs).toBeCloseTo(1, 2);
    }
  });

  it("finds a decline only where there is one", () => {
    const contention = { alpha: 0.1, beta: 0.06 };
    const found = calibrateContention(
      widths.map((threads) => observe(workload, { threads, contention })),
    );
    expect(found.kind).toBe("law");
    expect(found.contention?.alpha).toBeCloseTo(0.1, 1);
    expect(found.contention?.beta).toBeCloseTo(0.06, 1);
  });

  it("sees nothing where nothing is", () => {
    const runs = widths.map((threads) => observe(workload, { threads }));
    expect(calibrateContention(runs)).toMatchObject({ kind: "none", errorWithout: 0 });
    expect(calibrateContention(runs.slice(0, 1)).because).toMatch(/too few/);
    expect(calibrateContention([])).toMatchObject({ kind: "none", observations: 0 });
  });
});

describe("overhead", () => {
  it("unreported time is found again", () => {
    const runs = [1, 2].map((seed) =>
      observe(randomWorkload(seed, { tasks: 30, isPlain: true, longest: 500 }), { threads: 3 }),
    );
    const found = unreportedTime(runs);
    expect(found.perTaskMs).toBeCloseTo(3, 6);
    expect(unreportedModel(found).other.databaseMs).toBeCloseTo(3, 6);
  });

  it("predicts a run that it was not learned from", () => {
    const truth: OverheadModel = {
      kinds: {},
      other: { interpreterMs: 25, databaseMs: 20 },
      connectMs: 40,
    };
    const cases = Array.from({ length: 10 }, (_, seed) => {
      const nominal = randomWorkload(seed, { tasks: 40, isPlain: true, longest: 400 });
      return { nominal, observed: observe(nominal, { threads: 1 + seed, overhead: truth }) };
    });
    const model = calibrateOverhead(cases.slice(1))!.model;
    const [first] = cases;
    const predicted = simulate(first!.nominal, { ...TODAY, threads: 1, overhead: model });
    const observed = simulate(first!.nominal, { ...TODAY, threads: 1, overhead: truth });
    expect(predicted.makespanMs / observed.makespanMs).toBeCloseTo(1, 1);
    expect(calibrateOverhead([])).toBeUndefined();
  });
});
