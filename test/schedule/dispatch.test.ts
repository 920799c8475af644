/** The special cases of dbt's dispatch: failures, fail-fast, `on_error`, one thread. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Failures, simulateFailures } from "../../server/src/schedule/failures";
import { simulate } from "../../server/src/schedule/simulate";
import { parseWhatIf } from "../../server/src/schedule/whatIf";
import { buildGraph } from "../../server/src/workload/graph";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core", threads: 2 } as const;

function fail(source: string, failures: Failures) {
  const { makespanMs, failed, skipped, cancelled, notStarted, tasks } = simulateFailures(
    buildGraph(workloadOf(source)),
    TODAY,
    failures,
  );
  const times = tasks.map(({ id, startMs, endMs }) => `${id} ${startMs}-${endMs}`).join(" ");
  return { makespanMs, failed, skipped, cancelled, notStarted, times };
}

/*  a:3 ─> b:5 ─> d:4 ─> e:1
    a:3 ─> c:2 ─> d:4          f:9 */
const DIAMOND = "a:3 -> b:5, a -> c:2, b c -> d:4, d -> e:1, f:9";

describe("a model that fails", () => {
  it("skips all that stands on it and nothing else", () => {
    expect(fail(DIAMOND, { failed: ["c"] })).toEqual({
      makespanMs: 10,
      failed: ["c"],
      skipped: ["d", "e"],
      cancelled: [],
      notStarted: [],
      times: "a 0-3 f 0-9 b 3-8 c 8-10",
    });
  });

  it("skips nobody with on_error: continue", () => {
    const found = fail(DIAMOND, { failed: ["c"], continuing: ["c"] });
    expect(found.skipped).toEqual([]);
    expect(found.makespanMs).toBe(simulate(workloadOf(DIAMOND), TODAY).makespanMs);
  });

  it("cannot fail where it is skipped", () => {
    expect(fail(DIAMOND, { failed: ["a", "d"], continuing: ["d"] })).toMatchObject({
      failed: ["a"],
      skipped: ["b", "c", "d", "e"],
      makespanMs: 9,
    });
  });

  it("is a what-if", () => {
    const graph = buildGraph(workloadOf(DIAMOND));
    const { edit, skipped } = parseWhatIf("c=fails", graph);
    expect(edit).toEqual({ task: graph.indexOf.get("c"), durationMs: 2 });
    expect(skipped?.map((task) => graph.ids[task])).toEqual(["d", "e"]);
    expect(parseWhatIf("c=fail", graph).problem).toMatch(/gone or fails$/);
  });

  it("ends the run at once with fail-fast", () => {
    expect(fail(DIAMOND, { failed: ["b", "f"], failFast: true })).toEqual({
      makespanMs: 8,
      failed: ["b"],
      skipped: ["d", "e"],
      cancelled: ["f"],
      notStarted: ["c"],
      times: "a 0-3 f 0-8 b 3-8",
    });
  });

  it("leaves every other task as it is", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.boolean(), (seed, pick, failFast) => {
        const graph = buildGraph(randomWorkload(seed, { tasks: 20 }));
        const failedId = graph.ids[pick % graph.size]!;
        const run = simulateFailures(graph, TODAY, { failed: [failedId], failFast });
        const all = [...run.skipped, ...run.notStarted, ...run.tasks.map(({ id }) => id)].sort();
        expect(all).toEqual([...graph.ids].sort());
        expect(run.failed).toEqual([failedId]);
        for (const { endMs } of run.tasks) expect(endMs).toBeLessThanOrEqual(run.makespanMs);
        if (!failFast) expect(run.notStarted).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("--single-threaded", () => {
  // x is ready first, behind a; w comes first by id.
  const source = "a:1 b:1 c:1, a -> x:1, b -> w:1";
  const order = (options: object) =>
    simulate(workloadOf(source), { ...TODAY, ...options })
      .tasks.map(({ id }) => id)
      .join(" ");

  it("takes the first by (level, id), where one thread takes who came first", () => {
    expect(order({ threads: 1 })).toBe("a b c x w");
    expect(order({ singleThreaded: true })).toBe("a b c w x");
  });

  it("runs one task at a time whatever threads are asked for", () => {
    const { threads, peakThreads, makespanMs } = simulate(workloadOf(source), {
      ...TODAY,
      threads: 8,
      singleThreaded: true,
    });
    expect([threads, peakThreads, makespanMs]).toEqual([1, 1, 5]);
  });
});
