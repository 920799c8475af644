import { describe, expect, it } from "vitest";
import { HINT_MEANINGS, type SimulateOptions } from "../../server/src/schedule/schedule";
import { createShareSaving } from "../../server/src/schedule/shareSaving";
import { simulate } from "../../server/src/schedule/simulate";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { threads: 2, hints: "ignored", policy: "dbt-core" } as const;

/** `id ms` of each task whose halving changes the run, or other `options` for another run. */
function checkHalved(
  notation: string,
  expected: string,
  options: Partial<SimulateOptions> = {},
): void {
  const workload = workloadOf(notation);
  const savingIf = createShareSaving(workload, { ...TODAY, ...options });
  const said = workload.tasks.flatMap(({ id }) => {
    const saved = savingIf(id, 0.5);
    return saved === 0 ? [] : [`${id} ${saved}`];
  });
  expect(said.join(", ")).toBe(expected);
}

describe("saving of a faster task", () => {
  it("is what the path gets shorter, up to the next path", () => {
    checkHalved("a:4 -> b:10, c:12", "a 2, b 2", { threads: 3 });
    checkHalved("a:4 -> b:10, c:6", "a 2, b 5");
  });

  it("leaves what dbt adds around a task as it is", () => {
    checkHalved("a:4 -> b:10", "a 2, b 5", { overheadMs: 100 });
  });

  it("holds for the connections that dbt 2 opens", () => {
    checkHalved("a:4 -> b:10", "a 2, b 5", { policy: "fusion", threads: 1 });
  });

  it("says nothing of a task that is not part of the run", () => {
    expect(createShareSaving(workloadOf("a:4"), TODAY)("b", 0.5)).toBe(0);
  });

  it("is the difference of two simulations, asked in any order", () => {
    for (let seed = 0; seed < 60; seed++) {
      const workload = randomWorkload(seed, { tasks: 5 + (seed % 30) });
      const pace = seed % 5 === 0 ? { capacity: 2.5 } : {};
      const options = {
        ...TODAY,
        threads: 1 + (seed % 6),
        hints: HINT_MEANINGS[seed % 4]!,
        ...pace,
      };
      const before = simulate(workload, options).makespanMs;
      const savingIf = createShareSaving(workload, options);
      for (const share of [0.9, 0.5]) {
        for (const faster of workload.tasks) {
          const tasks = workload.tasks.map((task) =>
            task === faster ? { ...task, durationMs: task.durationMs * share } : task,
          );
          const after = simulate({ ...workload, tasks }, options).makespanMs;
          expect(savingIf(faster.id, share), `seed ${seed}, ${faster.id}`).toBeCloseTo(
            before - after,
            6,
          );
        }
      }
    }
  });
});
