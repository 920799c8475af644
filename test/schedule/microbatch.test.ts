/** Microbatch models batch by batch, as dbt-core hands them out. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Batches, simulateMicrobatch } from "../../server/src/schedule/microbatch";
import { simulate } from "../../server/src/schedule/simulate";
import { buildGraph } from "../../server/src/workload/graph";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

function run(source: string, threads: number, batches: Record<string, Batches>, isCapped = true) {
  const graph = buildGraph(workloadOf(source));
  const found = simulateMicrobatch(graph, {
    threads,
    isCapped,
    batches: new Map(Object.entries(batches)),
  });
  const spans = [...found.spans].map(([id, { startMs, endMs }]) => `${id} ${startMs}-${endMs}`);
  const lines = found.batches.map(({ id, batch, startMs }) => `${id}#${batch}@${startMs}`);
  return { ...found, spans: spans.sort().join(" "), lines: lines.join(" ") };
}

const parallel = (count: number): Batches => ({ count, isParallel: true });

describe("a microbatch model", () => {
  it("runs its first and last batch alone and those between in the pool", () => {
    const { makespanMs, lines } = run("m:12", 4, { m: parallel(6) });
    // Three workers are left for four batches of 2 ms.
    expect(lines).toBe("m#0@0 m#1@2 m#2@2 m#3@2 m#4@4 m#5@6");
    expect(makespanMs).toBe(8);
  });

  it("runs its batches one by one where as many nodes as threads are in progress", () => {
    const { lines, spans } = run("m:8 x:3 y:9", 2, { m: parallel(4) });
    expect(lines).toBe("m#0@0 m#1@2 m#2@4 m#3@6");
    expect(spans).toBe("m 0-8 x 0-3 y 3-12");
  });

  it("puts batches behind what waits already", () => {
    const { lines, spans } = run("m:8 x:5", 3, { m: parallel(4) });
    expect(lines).toBe("m#0@0 m#1@2 m#2@4 m#3@6");
    expect(spans).toBe("m 0-8 x 0-5");
  });

  it("runs as any other with fewer than three batches, or one thread", () => {
    expect(run("m:8", 4, { m: parallel(2) }).lines).toBe("");
    expect(run("m:8", 1, { m: parallel(4) }).makespanMs).toBe(8);
  });

  it("is one of at most half as many as there are threads, and holds up what comes after it", () => {
    const source = "a:8 b:8 c:8 z:1";
    const batches = { a: parallel(4), b: parallel(4), c: parallel(4) };
    const capped = run(source, 4, batches);
    const free = run(source, 4, batches, false);
    expect(capped.spans).toContain("a 0-");
    expect(capped.spans).toContain("b 0-");
    // c waits in the main thread's hand until a or b is done, and z behind it.
    const [end] = ["a", "b"].map((id) =>
      Number(/-(\d+)/.exec(capped.spans.slice(capped.spans.indexOf(`${id} `)))?.[1]),
    );
    expect(capped.spans).toContain(`c ${end}-`);
    expect(capped.spans).toContain(`z ${end}-`);
    expect(free.spans).toContain("c 0-");
    expect(free.spans).toContain("z 0-1");
  });

  it("changes nothing where batches are not parallel", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 8 }), (seed, threads) => {
        const plain = randomWorkload(seed, { tasks: 25 });
        const tasks = plain.tasks.map(({ id, durationMs, durationOrigin, dependsOn }) => ({
          id,
          // Whole numbers that three and four divide, so that sums of batches are exact.
          durationMs: Math.ceil(durationMs) * 12,
          durationOrigin,
          dependsOn,
        }));
        const graph = buildGraph({ ...plain, tasks });
        const serial = new Map(
          tasks.slice(0, 10).map(({ id }, at) => [id, { count: 3 + (at % 2), isParallel: false }]),
        );
        const { spans, makespanMs, isDeadlocked } = simulateMicrobatch(graph, {
          threads,
          isCapped: false,
          batches: serial,
        });
        const expected = simulate(graph, { ...TODAY, threads });
        expect(isDeadlocked).toBe(false);
        expect(makespanMs).toBe(expected.makespanMs);
        for (const { id, startMs } of expected.tasks) expect(spans.get(id)?.startMs).toBe(startMs);
      }),
      { numRuns: 60 },
    );
  });

  it("never runs more at once than there are threads, nor a batch outside its model", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (seed, threads, isCapped) => {
          const graph = buildGraph(randomWorkload(seed, { tasks: 15 }));
          const batches = new Map(graph.ids.slice(0, 6).map((id, at) => [id, parallel(3 + at)]));
          const found = simulateMicrobatch(graph, { threads, isCapped, batches });
          if (found.isDeadlocked) return;
          for (const { id, startMs, endMs } of found.batches) {
            const span = found.spans.get(id)!;
            expect(startMs).toBeGreaterThanOrEqual(span.startMs - 1e-6);
            expect(endMs).toBeLessThanOrEqual(span.endMs + 1e-6);
            const beside = found.batches.filter(
              (one) => one.startMs <= startMs && one.endMs > startMs + 1e-6,
            );
            expect(beside.length).toBeLessThanOrEqual(threads);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
