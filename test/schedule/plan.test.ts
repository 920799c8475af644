import { describe, expect, it } from "vitest";
import { type PlanOptions, plan } from "../../server/src/schedule/plan";
import { buildGraph } from "../../server/src/workload/graph";
import { GRAPHS } from "../support/graphs";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

/** Verdict, then each phase as `threads: tasks`. */
function checkPlan(notation: string, options: Partial<PlanOptions>, expected: readonly string[]) {
  const found = plan(buildGraph(workloadOf(notation)), {
    threads: 4,
    hints: "seats",
    policy: "dbt-core",
    startupMs: 1,
    ...options,
  });
  const chosen =
    found.verdict === "phases"
      ? found.phased!
      : found.verdict === "one-run"
        ? found.single
        : found.today;
  const phases = chosen.phases.map(({ threads, tasks }) => `${threads}: ${tasks.join(" ")}`);
  expect([found.verdict, ...phases]).toEqual(expected);
  return found;
}

describe("plan", () => {
  it("runs heavy tasks in a phase of their own where hints count", () => {
    const light = Array.from({ length: 16 }, (_, i) => `l${10 + i}:10`).join(" ");
    const found = checkPlan(`${light} h1:20/1 h2:20/1`, {}, [
      "phases",
      `1: h1 h2`,
      `4: ${light.replaceAll(":10", "")}`,
    ]);
    expect(found.phased?.makespanMs).toBe(40 + 1 + 40);
    expect(found.single.makespanMs).toBe(200);
    expect(found.because).toBe(
      "2 runs with 1, then 4 threads save 119 ms against one run that keeps within all hints, start-up included",
    );
  });

  it("says when a split is not worth its start-up", () => {
    const found = checkPlan("a:10 b:10 h1:5/1 h2:5/1", { startupMs: 1000 }, [
      "one-run",
      "1: a b h1 h2",
    ]);
    expect(found.because).toMatch(
      /^one run with 1 thread keeps within all hints; no split is better/,
    );
  });

  it("keeps today's run where hints limit nothing", () => {
    checkPlan(GRAPHS.diamond, {}, ["keep-today", "4: a b c d"]);
    checkPlan(GRAPHS.heavyAndLight, { hints: "ignored" }, ["keep-today", "4: h1 h2 h3 l1 l2 l3"]);
  });

  it("finds fewer threads where more slow each other down", () => {
    const contention = { alpha: 0, beta: 0.5 };
    checkPlan("a:10 b:10 c:10 d:10", { hints: "ignored", contention }, ["one-run", "1: a b c d"]);
  });

  it("ends where a part has no work, as models that are never built", () => {
    checkPlan("a:0 -> c:0, b:0", { hints: "ignored" }, ["keep-today", "4: a b c"]);
    checkPlan("h:20/1 -> v:0 -> w:0, l:20", { hints: "seats" }, ["keep-today", "4: h l v w"]);
  });

  it("covers every task once, dependencies first, and counts seats in every phase", () => {
    for (let seed = 0; seed < 60; seed++) {
      const workload = randomWorkload(seed, { tasks: 30, longest: 50 });
      const graph = buildGraph(workload);
      const options: PlanOptions = { threads: 5, hints: "seats", policy: "dbt-core", startupMs: 2 };
      const { phased, single, steeredMs } = plan(graph, options);
      expect(steeredMs).toBeGreaterThan(0);
      for (const { phases } of [single, ...(phased === undefined ? [] : [phased])]) {
        const phaseOf = new Map(phases.flatMap(({ tasks }, at) => tasks.map((id) => [id, at])));
        expect(phaseOf.size).toBe(workload.tasks.length);
        expect(phases.reduce((sum, { tasks }) => sum + tasks.length, 0)).toBe(phaseOf.size);
        for (const { id, dependsOn } of workload.tasks) {
          for (const parent of dependsOn) {
            expect(phaseOf.get(parent)).toBeLessThanOrEqual(phaseOf.get(id)!);
          }
        }
        for (const { tasks, threads } of phases) {
          const members = workload.tasks.filter((task) => tasks.includes(task.id) && !task.noSlot);
          for (const { threads: hint } of members) {
            const alike = members.filter((task) => task.threads === hint).length;
            if (hint !== undefined) expect(Math.min(threads, alike)).toBeLessThanOrEqual(hint);
          }
        }
      }
    }
  });
});
