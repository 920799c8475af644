import { describe, expect, it } from "vitest";
import { cycleOf, editWorkload } from "../../server/src/schedule/editWorkload";
import { simulate } from "../../server/src/schedule/simulate";
import { parseWhatIf } from "../../server/src/schedule/whatIf";
import { buildGraph } from "../../server/src/workload/graph";
import { validateWorkload } from "../../server/src/workload/validateWorkload";
import type { Workload } from "../../server/src/workload/workload";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const SHOP = "a:4 -> b:6, a -> c:2, b c -> d:3";

/** Checks the makespan of a workload after what-ifs, in the words of the command line. */
function checkWhatIf(notation: string, wishes: string, threads: number, makespanMs: number): void {
  const workload = workloadOf(notation);
  const edits = wishes.split(" ").flatMap((wish) => {
    const { change, problem } = parseWhatIf(wish, buildGraph(workload));
    expect(problem, wish).toBeUndefined();
    return change === undefined ? [] : [change];
  });
  const edited = editWorkload(workload, edits);
  const options = { threads, hints: "seats", policy: "dbt-core" } as const;
  expect(simulate(edited, options).makespanMs, wishes).toBe(makespanMs);
}

describe("editWorkload", () => {
  it("splits a task into parts that run at once", () => {
    checkWhatIf(SHOP, "b=split:2", 2, 4 + 3 + 2 + 3);
    checkWhatIf(SHOP, "b=split:2", 3, 4 + 3 + 3);
    checkWhatIf(SHOP, "b=split:3 d=split:3", 4, 4 + 2 + 1);
  });

  it("makes each reader of a view do its work", () => {
    checkWhatIf(SHOP, "a=view", 2, 4 + 6 + 3);
    checkWhatIf(SHOP, "a=view b=view", 2, 0 + 6 + (4 + 6 + 3));
    checkWhatIf(SHOP, "d=view", 2, 10);
  });

  it("moves hints and edges", () => {
    checkWhatIf(SHOP, "b=hint:1 c=hint:1", 2, 4 + 6 + 2 + 3);
    checkWhatIf(SHOP, "b=hint:1 c=hint:1 c=hint:none", 2, 13);
    checkWhatIf(SHOP, "c=after:b", 2, 4 + 6 + 2 + 3);
    checkWhatIf(SHOP, "b=without:a", 2, 9);
  });

  it("says what it does not understand", () => {
    const graph = buildGraph(workloadOf(SHOP));
    const problemOf = (text: string) => parseWhatIf(text, graph).problem;
    expect(problemOf("b=split:1")).toMatch(/expected split:N with N from 2/);
    expect(problemOf("b=hint:0")).toMatch(/hint:none/);
    expect(problemOf("b=after:x")).toMatch(/no task is called x/);
    expect(problemOf("b=after:b")).toMatch(/cannot wait for itself/);
    expect(problemOf("d=without:a")).toMatch(/does not depend on a directly/);
  });

  it("tells of a cycle instead of closing it", () => {
    const workload = workloadOf(SHOP);
    const cycle = cycleOf(workload, [{ kind: "after", id: "a", other: "d" }]);
    expect(cycle?.at(0)).toBe(cycle?.at(-1));
    expect(cycleOf(workload, [{ kind: "after", id: "c", other: "b" }])).toBeUndefined();
  });

  it("leaves a workload that others can read, and no less or more work but a view's", () => {
    const workOf = ({ tasks }: Workload) =>
      tasks.reduce((sum, { durationMs }) => sum + durationMs, 0);
    for (let seed = 0; seed < 60; seed++) {
      const workload = randomWorkload(seed, { tasks: 2 + (seed % 20) });
      const { id } = workload.tasks[seed % workload.tasks.length]!;
      const split = editWorkload(workload, [{ kind: "split", id, parts: 2 + (seed % 3) }]);
      expect(validateWorkload(split).workload, `seed ${seed}`).toBeDefined();
      expect(workOf(split)).toBeCloseTo(workOf(workload), 6);
      expect(editWorkload(workload, [{ kind: "hint", id: "nobody", threads: 1 }])).toEqual(
        workload,
      );
    }
  });
});
