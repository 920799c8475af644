/** The judge of recorded runs: blind to a machine's noise, not to another order. */
import { describe, expect, it } from "vitest";
import { normalRandom, seededRandom } from "../../server/src/schedule/seededRandom";
import { simulate } from "../../server/src/schedule/simulate";
import type { Workload } from "../../server/src/workload/workload";
import { judgeRun } from "../support/judgeRun";
import { randomWorkload } from "../support/randomWorkload";
import type { RecordedRun } from "../support/recordedRuns";

/** A run as a machine would record it: durations vary, and now and then a thread starts late. */
function recorded(workload: Workload, threads: number, policy: "dbt-core" | "longest-path") {
  const noise = normalRandom(seededRandom(workload.tasks.length));
  const stall = seededRandom(threads);
  const varied = workload.tasks.map((task) => ({
    ...task,
    durationMs: Math.max(1, task.durationMs + 3 * noise()) + (stall() < 0.05 ? 60 : 0),
  }));
  const { tasks } = simulate({ ...workload, tasks: varied }, { threads, hints: "ignored", policy });
  const late = seededRandom(threads);
  const run: RecordedRun = {
    name: workload.name,
    command: "run",
    observed: {
      threads,
      tasks: tasks.map(({ id, startMs, endMs, thread }) => ({
        id,
        startMs: startMs + Math.min(3 * late(), (endMs - startMs) / 2),
        endMs,
        thread,
      })),
    },
    order: tasks.map(({ id }) => id),
    dependsOn: new Map(workload.tasks.map(({ id, dependsOn }) => [id, dependsOn])),
  };
  return run;
}

function workloadOfSeed(seed: number): Workload {
  const workload = randomWorkload(seed, { tasks: 40, isPlain: true, longest: 20 });
  return {
    ...workload,
    tasks: workload.tasks.map((task) => ({ ...task, durationMs: 50 + 30 * task.durationMs })),
  };
}

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

describe("judgeRun", () => {
  it("finds a run in dbt's order as predicted, noise and late threads or not", () => {
    for (const seed of SEEDS) {
      const judged = judgeRun(recorded(workloadOfSeed(seed), 1 + (seed % 4), "dbt-core"));
      expect(judged, `seed ${seed}`).toMatchObject({ isOrderKept: true, isTimeMet: true });
    }
  });

  it("finds another order out", () => {
    const found = SEEDS.map((seed) =>
      judgeRun(recorded(workloadOfSeed(seed), 2 + (seed % 3), "longest-path")),
    );
    expect(found.filter(({ isOrderKept }) => !isOrderKept).length).toBeGreaterThan(9);
  });

  it("charges a late start to the task that was late", () => {
    const run = recorded(workloadOfSeed(3), 1, "dbt-core");
    const [first, ...rest] = run.observed.tasks;
    const shifted = rest.map((task) => ({
      ...task,
      startMs: task.startMs + 400,
      endMs: task.endMs + 400,
    }));
    const stalled = { ...run, observed: { threads: 1, tasks: [first!, ...shifted] } };
    expect(Math.abs(judgeRun(stalled).error)).toBeLessThan(0.001);
  });
});
