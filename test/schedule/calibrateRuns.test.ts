/** What slows tasks down is told apart, taken out of durations, and put into predictions. */
import { describe, expect, it } from "vitest";
import { calibrateInterpreter } from "../../server/src/schedule/calibrateInterpreter";
import { calibrateRuns } from "../../server/src/schedule/calibrateRuns";
import type { ObservedRun } from "../../server/src/schedule/observedRun";
import { predictionHistory, predictionWords } from "../../server/src/schedule/predictionHistory";
import type { SimulateOptions } from "../../server/src/schedule/schedule";
import { normalRandom, seededRandom } from "../../server/src/schedule/seededRandom";
import { simulate } from "../../server/src/schedule/simulate";
import { sweep } from "../../server/src/schedule/sweep";
import type { Workload } from "../../server/src/workload/workload";
import { evaluateTiny } from "../support/evaluateEarlier";
import { randomWorkload } from "../support/randomWorkload";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;
type Slow = Omit<SimulateOptions, "hints" | "policy" | "threads">;

/** Runs at several widths of a workload whose durations vary a little from run to run. */
function observe(workload: Workload, widths: readonly number[], slow: Slow): ObservedRun[] {
  const normal = normalRandom(seededRandom(7));
  return widths.map((threads) => {
    const tasks = workload.tasks.map((task) => ({
      ...task,
      durationMs: task.durationMs * (1 + 0.02 * normal()),
    }));
    return {
      threads,
      tasks: simulate({ ...workload, tasks }, { ...TODAY, ...slow, threads }).tasks,
    };
  });
}

/** A wide workload of 60 tasks of 20 ms to 2 s. */
function wide(seed: number): Workload {
  const workload = randomWorkload(seed, { tasks: 60 });
  const uniform = seededRandom(seed);
  const tasks = workload.tasks.map((task, at) => ({
    id: task.id,
    durationOrigin: task.durationOrigin,
    durationMs: 20 * 100 ** uniform(),
    dependsOn: at % 3 === 0 ? [] : task.dependsOn.slice(0, 1),
  }));
  return { ...workload, tasks };
}

const interpreter = (perTaskMs: number): Slow => ({
  overhead: { kinds: {}, other: { interpreterMs: perTaskMs, databaseMs: 0 }, connectMs: 0 },
});

describe("calibrateRuns", () => {
  it("is off without evidence, and says so", () => {
    expect(calibrateRuns([])).toMatchObject({ slowedBy: "nothing", because: "no recorded run" });
    const once = observe(wide(1), [8], {});
    expect(calibrateRuns(once).because).toMatch(/one recorded run is not enough/);
    const same = calibrateRuns(observe(wide(1), [8, 8, 8], {}));
    expect(same).toMatchObject({ slowedBy: "nothing", slowdown: {} });
    expect(same.because).toMatch(/all runs had 8 threads/);
    const task = { id: "m", startMs: 5, endMs: 125, thread: 0 };
    expect(same.aloneMs({ threads: 1, tasks: [task] }).get("m")).toBe(120);
    const fast = calibrateRuns(observe(wide(2), [1, 2, 4, 8, 16], {}));
    expect(fast).toMatchObject({ slowedBy: "nothing", slowdown: {} });
  });

  it("finds the database's capacity and takes the stretch out", () => {
    for (const capacity of [1.5, 2, 3.5]) {
      const workload = wide(3);
      const found = calibrateRuns(observe(workload, [1, 2, 4, 8, 16], { capacity }));
      expect(found.slowedBy).toBe("database");
      expect(found.slowdown.capacity).toBeGreaterThan(capacity * 0.9);
      expect(found.slowdown.capacity).toBeLessThan(capacity * 1.1);
    }
  });

  it("predicts another width from runs that were all wide", () => {
    const workload = wide(4);
    const runs = observe(workload, [6, 12, 16, 16], { capacity: 2 });
    const found = calibrateRuns(runs);
    expect(found.slowedBy).toBe("database");
    const alone = found.aloneMs(runs[2]!);
    const tasks = workload.tasks.map((task) => ({ ...task, durationMs: alone.get(task.id)! }));
    const truth = simulate(workload, { ...TODAY, threads: 2, capacity: 2 }).makespanMs;
    const predicted = simulate(
      { ...workload, tasks },
      { ...TODAY, ...found.slowdown, threads: 2 },
    ).makespanMs;
    expect(Math.abs(predicted / truth - 1)).toBeLessThan(0.1);
  });

  it("tells dbt's interpreter from a busy database", () => {
    for (const perTaskMs of [15, 30, 60]) {
      const found = calibrateRuns(observe(wide(5), [1, 4, 8, 16], interpreter(perTaskMs)));
      expect(found.slowedBy).toBe("interpreter");
      expect(found.interpreter.perTaskMs).toBeGreaterThan(perTaskMs * 0.8);
      expect(found.interpreter.perTaskMs).toBeLessThan(perTaskMs * 1.25);
      expect(found.because).toMatch(/interpreter works \d+ ms on each task/);
    }
  });

  it("tells a project of tiny tasks that threads buy nothing", () => {
    const base = wide(6);
    const tiny = { ...base, tasks: base.tasks.map((task) => ({ ...task, durationMs: 3 })) };
    const found = calibrateRuns(observe(tiny, [1, 2, 8], interpreter(30)));
    expect(found.slowedBy).not.toBe("nothing");
    const aloneMs = found.aloneMs(observe(tiny, [8], interpreter(30))[0]!);
    const alone = tiny.tasks.map((task) => ({ ...task, durationMs: aloneMs.get(task.id)! }));
    const { recommended, points } = sweep(
      { ...tiny, tasks: alone },
      { ...TODAY, ...found.slowdown },
    );
    expect(recommended.threads).toBeLessThanOrEqual(3);
    expect(points.at(-1)!.makespanMs).toBeGreaterThan(points[0]!.makespanMs * 0.8);
  });

  it("keeps the few runs of another width among many nightly ones", () => {
    const widths = [2, 4, ...Array.from({ length: 30 }, () => 16)];
    const found = calibrateRuns(observe(wide(3), widths, { capacity: 2 }), 300);
    expect(found.runs).toBe(5);
    expect(found.slowdown.capacity).toBeCloseTo(2, 0);
  });

  it("does not take accidents for evidence", () => {
    let believed = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const uniform = seededRandom(seed);
      // One long model decides most of the error; each run of it takes what it takes.
      const runs = [4, 8, 2, 8, 4].map((threads): ObservedRun => {
        const tasks = wide(9)
          .tasks.slice(0, 8)
          .map((task, at) => ({
            ...task,
            durationMs: (at === 0 ? 60_000 : task.durationMs) * (0.7 + 0.6 * uniform()),
            dependsOn: [],
          }));
        const workload = { ...wide(9), tasks };
        return { threads, tasks: simulate(workload, { ...TODAY, threads }).tasks };
      });
      if (calibrateRuns(runs).slowedBy !== "nothing") believed++;
    }
    expect(believed).toBeLessThanOrEqual(1);
  });

  it("finds no interpreter where tasks were seen once", () => {
    expect(calibrateInterpreter(observe(wide(1), [4], {}))).toMatchObject({
      kind: "none",
      observations: 0,
    });
  });
});

describe("recorded dbt runs of 40 empty models", () => {
  const { calibration, recordedMs, predicted } = evaluateTiny();

  it("were not faster with more threads, and are not predicted to be", () => {
    expect(Math.min(...recordedMs.values())).toBe(recordedMs.get(1));
    expect(calibration.slowedBy).not.toBe("nothing");
    expect(predicted.recommended.threads).toBe(1);
    for (const [threads, ms] of recordedMs) {
      const { makespanMs } = predicted.points[threads - 1]!;
      expect(Math.abs(makespanMs / ms - 1), `${threads} threads`).toBeLessThan(0.3);
    }
  });
});

describe("predictionHistory", () => {
  const options = { ...TODAY, threads: 4 };
  const predicted = [1, 1.1, 0.95].map((factor, at) => {
    const workload = wide(8);
    const tasks = workload.tasks.map((one) => ({ ...one, durationMs: one.durationMs * factor }));
    const observed = { threads: 4, tasks: simulate({ ...workload, tasks }, options).tasks };
    return { name: `run ${at}`, observed, workload, options };
  });

  it("is the signed error of each run and their median", () => {
    const history = predictionHistory(predicted);
    const errors = history.runs.map(({ makespanError }) => makespanError);
    expect(errors[0]).toBeCloseTo(0, 9);
    expect(errors[1]).toBeCloseTo(1 / 1.1 - 1, 6);
    expect(errors[2]).toBeCloseTo(1 / 0.95 - 1, 6);
    expect(history.medianError).toBeCloseTo(0, 9);
    expect(predictionWords(history)).toBe("last 3 runs: ±0.0 % median, −9.1 % at worst");
  });

  it("says nothing where there is nothing to say", () => {
    expect(predictionWords(predictionHistory([]))).toBe("");
    expect(predictionWords(predictionHistory(predicted.slice(1, 2)))).toBe("last run: −9.1 %");
  });
});
