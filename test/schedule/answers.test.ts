/** Key figures, alternatives, reserve, what-if and idle gaps of small schedules. */
import { describe, expect, it } from "vitest";
import { alternatives } from "../../server/src/schedule/alternatives";
import { idleCauses, idleGaps } from "../../server/src/schedule/idleGaps";
import { kpis } from "../../server/src/schedule/kpis";
import { reservedThreads } from "../../server/src/schedule/reserve";
import { HINT_MEANINGS, type SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { parseWhatIf, withDurations } from "../../server/src/schedule/whatIf";
import { buildGraph } from "../../server/src/workload/graph";
import { GRAPHS } from "../support/graphs";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

describe("kpis", () => {
  const graph = buildGraph(workloadOf("a:4000/1 b:6000 c:3000/2 d:1000/4"));
  const options: SimulateOptions = { ...TODAY, threads: 2 };

  it("are the article's formulas", () => {
    const { makespanMs } = simulate(graph, options);
    expect(kpis(graph, options, makespanMs, { threads: 2 })).toEqual({
      durationReductionPercent: 0,
      threadEfficiency: 14_000 - 7000,
      singleThreadMs: 10_000,
      multiThreadMs: 4000,
      threadSeconds: 4 + 6 + 6 + 4,
      threadUtilizationPercent: (14 / (20 / 2)) * 100,
    });
  });

  it("compare with today's run: hints ignored, dbt's order, the profile's threads", () => {
    const seats: SimulateOptions = { threads: 4, hints: "seats", policy: "longest-path" };
    const { makespanMs } = simulate(graph, seats);
    const { durationReductionPercent } = kpis(graph, seats, makespanMs, { threads: 1 });
    expect(durationReductionPercent).toBeCloseTo((1 - 6 / 14) * 100, 9);
    const edited = withDurations(graph, [{ task: 1, durationMs: 0 }]);
    const after = kpis(edited, options, 4000, { threads: 2, graph });
    expect(after.durationReductionPercent).toBeCloseTo((1 - 4 / 7) * 100, 9);
  });

  it("save nothing by the only thread", () => {
    expect(kpis(graph, { ...TODAY, threads: 1 }, 14_000, { threads: 1 }).threadEfficiency).toBe(0);
  });
});

describe("alternatives", () => {
  it("hold every meaning in both orders, today's run first", () => {
    const workload = randomWorkload(11, { tasks: 30 });
    const list = alternatives(buildGraph(workload), {
      threads: 3,
      hints: "slots",
      policy: "fusion",
    });
    expect(list).toHaveLength(2 * HINT_MEANINGS.length);
    expect(list[0]).toMatchObject(TODAY);
    for (const { hints, policy, makespanMs } of list) {
      expect(makespanMs).toBe(simulate(workload, { threads: 3, hints, policy }).makespanMs);
    }
  });
});

describe("reservedThreads", () => {
  it("rounds down, and leaves at least one", () => {
    expect([16, 10, 8, 4, 1].map((threads) => reservedThreads(threads, 20))).toEqual([
      12, 8, 6, 3, 1,
    ]);
    expect(reservedThreads(100, 7)).toBe(93);
    expect(reservedThreads(8, 0)).toBe(8);
    expect(reservedThreads(8, 100)).toBe(1);
    expect(() => reservedThreads(8, 101)).toThrow(/percent/);
  });
});

describe("what-if", () => {
  const graph = buildGraph(
    workloadOf("model.shop.orders:1000 model.shop.clv:400 model.crm.clv:300 a=b:50"),
  );

  /** `id → ms`, or the problem. */
  function checkWhatIf(text: string, expected: string): void {
    const { edit, problem } = parseWhatIf(text, graph);
    expect(edit === undefined ? problem : `${graph.ids[edit.task]} → ${edit.durationMs}`).toBe(
      expected,
    );
  }

  it("reads ids and durations as people write them", () => {
    checkWhatIf("model.shop.orders=1500", "model.shop.orders → 1500");
    checkWhatIf("orders=90s", "model.shop.orders → 90000");
    checkWhatIf("orders = 8m04s", "model.shop.orders → 484000");
    checkWhatIf("orders=8 m 04 s", "model.shop.orders → 484000");
    checkWhatIf("orders=1h 30m", "model.shop.orders → 5400000");
    checkWhatIf("orders=0.5s", "model.shop.orders → 500");
    checkWhatIf("orders=50%", "model.shop.orders → 500");
    checkWhatIf("orders=gone", "model.shop.orders → 0");
    checkWhatIf("shop.clv=7", "model.shop.clv → 7");
    checkWhatIf("a=b=7", "a=b → 7");
  });

  it("says what it cannot read", () => {
    checkWhatIf("orders", "what-if orders: expected ID=DURATION, e.g. orders=90s");
    checkWhatIf("nope=1", "what-if nope=1: no task is called nope");
    checkWhatIf(
      "clv=1",
      "what-if clv=1: clv could be model.crm.clv, model.shop.clv; give the whole id",
    );
    for (const duration of ["", "-5", "5 x", "s", "1e9999", "5s5"]) {
      expect(parseWhatIf(`orders=${duration}`, graph).problem, duration).toMatch(
        /, or a duration such as 1500, /,
      );
    }
  });

  it("changes durations and nothing else", () => {
    const edits = ["orders=7", "a=b=9"].map((text) => parseWhatIf(text, graph).edit!);
    const edited = withDurations(graph, edits);
    expect(edited.tasks.map(({ durationMs }) => durationMs)).toEqual([...edited.durationMs]);
    expect(edited.workload.tasks.find(({ id }) => id === "a=b")).toMatchObject({
      durationMs: 9,
      durationOrigin: "given",
    });
    expect(edited.children).toBe(graph.children);
    expect(graph.tasks.map(({ durationMs }) => durationMs)).not.toContain(7);
  });
});

describe("idleGaps", () => {
  it("name the task that was waited for", () => {
    const schedule = simulate(workloadOf(GRAPHS.diamond), { ...TODAY, threads: 3 });
    expect(idleGaps(schedule)).toEqual([
      { thread: 1, startMs: 0, endMs: 3, reason: "dependency", waitingFor: "a" },
      { thread: 1, startMs: 5, endMs: 12, reason: "end", waitingFor: "d" },
    ]);
    expect(idleCauses(idleGaps(schedule))).toEqual([
      { waitingFor: "d", idleMs: 7, gapCount: 1 },
      { waitingFor: "a", idleMs: 3, gapCount: 1 },
    ]);
  });

  it("tell waiting for a place from waiting for a parent", () => {
    const schedule = simulate(workloadOf("a:2/1 b:2/1 c:3 -> d:1"), {
      threads: 2,
      hints: "exclusive",
      policy: "dbt-core",
    });
    const [first] = idleGaps(schedule).filter(({ reason }) => reason === "limit");
    expect(first).toBeUndefined();
    const seats = simulate(workloadOf("a:5/1 b:2/1, c:3"), {
      threads: 2,
      hints: "seats",
      policy: "dbt-core",
    });
    expect(idleGaps(seats)).toEqual([
      { thread: 1, startMs: 3, endMs: 7, reason: "end", waitingFor: "b" },
    ]);
  });

  it("add up to the idle time", () => {
    for (let seed = 0; seed < 60; seed++) {
      const workload = randomWorkload(seed, { tasks: 25 });
      const hints = (["ignored", "seats", "exclusive"] as const)[seed % 3]!;
      const schedule = simulate(workload, { threads: 1 + (seed % 6), hints, policy: "dbt-core" });
      const sum = idleGaps(schedule).reduce((total, gap) => total + gap.endMs - gap.startMs, 0);
      const unusedMs = (schedule.threads - schedule.peakThreads) * schedule.makespanMs;
      expect(sum + unusedMs).toBeCloseTo(schedule.idleMs, 6);
    }
  });
});
