import { describe, expect, it } from "vitest";
import { compareRun, decidingChain } from "../../server/src/schedule/compareRun";
import type { ObservedRun } from "../../server/src/schedule/observedRun";
import { simulate } from "../../server/src/schedule/simulate";
import { GRAPHS } from "../support/graphs";
import { recordedRuns, workloadOfRun } from "../support/recordedRuns";
import { workloadOf } from "../support/workloadOf";

const TODAY = { threads: 2, hints: "ignored", policy: "dbt-core" } as const;

/** `a 0-3 1, b 3-8 1` = id, start, end, thread. */
function observed(text: string): ObservedRun {
  const tasks = text.split(",").map((part) => {
    const [, id = "", start, end, thread] = /(\w+) (\d+)-(\d+) (\d+)/.exec(part) ?? [];
    return { id, startMs: Number(start), endMs: Number(end), thread: Number(thread) };
  });
  return { threads: 2, tasks };
}

describe("compareRun", () => {
  const predicted = simulate(workloadOf(GRAPHS.diamond), TODAY);

  it("finds nothing where the run was as predicted", () => {
    const run = { threads: 2, tasks: predicted.tasks };
    expect(compareRun(predicted, run)).toMatchObject({
      makespanError: 0,
      orderAgreement: 1,
      onlyPredicted: [],
      onlyObserved: [],
    });
  });

  it("names the task that explains a longer run", () => {
    const run = observed("a 100-103 1, b 103-118 1, c 103-105 2, d 118-122 1");
    const found = compareRun(predicted, run);
    expect(found).toMatchObject({ predictedMs: 12, observedMs: 22 });
    expect(found.makespanError).toBeCloseTo(-10 / 22, 9);
    expect(found.explainedBy[0]).toEqual({ id: "b", byMs: 10 });
    expect(found.tasks.find(({ id }) => id === "d")).toMatchObject({
      observedStartMs: 18,
      endErrorMs: 10,
      durationErrorMs: 0,
    });
  });

  it("says what only one of them holds", () => {
    const found = compareRun(predicted, observed("a 0-3 1, b 3-8 1, x 3-5 2"));
    expect(found.onlyPredicted).toEqual(["c", "d"]);
    expect(found.onlyObserved).toEqual(["x"]);
  });

  it("counts pairs in the other order", () => {
    const work = workloadOf("a:100 b:100 c:100");
    const plan = simulate(work, { ...TODAY, threads: 1 });
    expect(compareRun(plan, observed("a 0-100 1, b 100-200 1, c 200-300 1")).orderAgreement).toBe(
      1,
    );
    expect(compareRun(plan, observed("c 0-100 1, b 100-200 1, a 200-300 1")).orderAgreement).toBe(
      0,
    );
    const swapped = compareRun(plan, observed("b 0-100 1, a 100-200 1, c 200-300 1"));
    expect(swapped.orderAgreement).toBeCloseTo(2 / 3, 9);
  });

  it("agrees with recorded runs in order and length", () => {
    for (const run of recordedRuns()) {
      const schedule = simulate(
        workloadOfRun(run, ({ startMs, endMs }) => endMs - startMs),
        { ...TODAY, threads: run.observed.threads },
      );
      const found = compareRun(schedule, run.observed);
      expect(found.tasks).toHaveLength(run.observed.tasks.length);
      expect(found.orderAgreement, run.name).toBeGreaterThan(0.99);
      expect(Math.abs(found.makespanError), run.name).toBeLessThan(0.01);
    }
  });
});

describe("decidingChain", () => {
  it("goes back from end to start", () => {
    expect(decidingChain(observed("a 0-3 1, b 3-8 1, c 3-5 2, d 8-12 1"))).toEqual(["a", "b", "d"]);
    expect(decidingChain({ threads: 1, tasks: [] })).toEqual([]);
    expect(decidingChain(observed("a 0-0 1, b 0-0 1"))).toHaveLength(2);
  });
});
