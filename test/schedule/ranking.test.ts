/** Causal ranking, Monte-Carlo runs, local search and jitter. */
import { describe, expect, it } from "vitest";
import { causalRanking } from "../../server/src/schedule/causalRanking";
import { jitterBand } from "../../server/src/schedule/jitterBand";
import { localSearch } from "../../server/src/schedule/localSearch";
import { monteCarlo, quantile, type Spread } from "../../server/src/schedule/monteCarlo";
import type { SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { withDurations } from "../../server/src/schedule/whatIf";
import { buildGraph } from "../../server/src/workload/graph";
import { bestMakespan } from "../support/bruteForce";
import { GRAPHS } from "../support/graphs";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

describe("causalRanking", () => {
  it("is the difference that a faster task makes", () => {
    const graph = buildGraph(workloadOf(GRAPHS.diamond));
    const { gains, makespanMs, criticalCount, method } = causalRanking(graph, {
      ...TODAY,
      threads: 2,
    });
    expect(makespanMs).toBe(12);
    expect(criticalCount).toBe(3);
    expect(method).toBe("all 3 tasks without slack, each simulated 10 % faster, halved and gone");
    // b can only save until c decides; a and d save all of theirs.
    expect(gains.map(({ id, halfMs, goneMs }) => [id, halfMs, goneMs])).toEqual([
      ["b", 2.5, 3],
      ["d", 2, 4],
      ["a", 1.5, 3],
    ]);
  });

  it("agrees with simulating the edit", () => {
    for (let seed = 0; seed < 25; seed++) {
      const graph = buildGraph(randomWorkload(seed, { tasks: 25, longest: 100 }));
      const options: SimulateOptions = { threads: 3, hints: "seats", policy: "dbt-core" };
      const before = simulate(graph, options).makespanMs;
      for (const { id, halfMs } of causalRanking(graph, options).gains.slice(0, 4)) {
        const task = graph.indexOf.get(id)!;
        const edit = { task, durationMs: graph.durationMs[task]! / 2 };
        const after = simulate(withDurations(graph, [edit]), options).makespanMs;
        expect(before - after).toBe(halfMs);
      }
    }
  });

  it("shows a faster task that makes the run longer", () => {
    const graph = buildGraph(workloadOf(GRAPHS.fasterIsLonger));
    const { gains } = causalRanking(graph, { ...TODAY, threads: 2 });
    expect(gains.find(({ id }) => id === "b")?.tenPercentMs).toBeCloseTo(-0.4, 9);
  });

  it("says when it looked at the longest only", () => {
    const graph = buildGraph(workloadOf("a:4 -> b:3 -> c:2 -> d:1"));
    const { gains, method } = causalRanking(graph, { ...TODAY, threads: 2 }, 2);
    expect(gains.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(method).toMatch(/^the 2 longest of 4 tasks without slack/);
  });
});

describe("monteCarlo", () => {
  const graph = buildGraph(workloadOf(GRAPHS.diamond));
  const options: SimulateOptions = { ...TODAY, threads: 2 };
  const spreads = new Map<string, Spread>([
    ["b", { lowMs: 4, highMs: 8 }],
    ["c", { lowMs: 1, highMs: 10 }],
  ]);

  it("without spreads is the run itself", () => {
    const result = monteCarlo(graph, options, { spreads: new Map(), samples: 5 });
    expect(result).toMatchObject({ p10Ms: 12, p50Ms: 12, p90Ms: 12, lowestMs: 12, highestMs: 12 });
    expect([...result.criticalProbability]).toEqual([
      ["a", 1],
      ["b", 1],
      ["d", 1],
    ]);
  });

  it("is repeatable, and another seed gives another draw", () => {
    const first = monteCarlo(graph, options, { spreads, seed: 3 });
    expect(monteCarlo(graph, options, { spreads, seed: 3 })).toEqual(first);
    expect(monteCarlo(graph, options, { spreads, seed: 4 }).p90Ms).not.toBe(first.p90Ms);
  });

  it("draws so that low and high are the 10th and 90th percentile", () => {
    const one = buildGraph(workloadOf("b:5"));
    const { p10Ms, p50Ms, p90Ms } = monteCarlo(one, options, { spreads, samples: 4000 });
    expect(p10Ms / 4).toBeCloseTo(1, 1);
    expect(p50Ms / 5).toBeCloseTo(1, 1);
    expect(p90Ms / 8).toBeCloseTo(1, 1);
  });

  it("tells how often each of two branches decides", () => {
    const { criticalProbability } = monteCarlo(graph, options, { spreads, samples: 2000 });
    const b = criticalProbability.get("b")!;
    const c = criticalProbability.get("c")!;
    expect(criticalProbability.get("a")).toBe(1);
    expect(b + c).toBeCloseTo(1, 6);
    expect(c).toBeGreaterThan(0.1);
    expect(b).toBeGreaterThan(c);
  });

  it("interpolates quantiles", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([7], 0.9)).toBe(7);
    expect(quantile([], 0.9)).toBe(0);
  });
});

describe("localSearch", () => {
  it("finds the best order of small graphs nearly always, and never claims a better one", () => {
    let optimal = 0;
    const runs = 60;
    for (let seed = 0; seed < runs; seed++) {
      const workload = randomWorkload(seed, { tasks: 6, isPlain: true, longest: 9 });
      const options: SimulateOptions = { ...TODAY, threads: 2 };
      const result = localSearch(buildGraph(workload), options, { evaluations: 300 });
      const best = bestMakespan(workload, 2, "ignored");
      expect(result.makespanMs).toBeGreaterThanOrEqual(best * (1 - 1e-9));
      expect(result.lowerBoundMs).toBeLessThanOrEqual(best * (1 + 1e-9));
      expect(result.makespanMs).toBeLessThanOrEqual(result.longestPathMs);
      if (result.makespanMs <= best * (1 + 1e-9)) optimal++;
    }
    expect(optimal).toBeGreaterThanOrEqual(runs * 0.9);
  });

  it("improves on longest path first where that is not the best", () => {
    let improved = 0;
    for (let seed = 0; seed < 40; seed++) {
      const graph = buildGraph(randomWorkload(seed, { tasks: 40, longest: 100 }));
      const options: SimulateOptions = { threads: 3, hints: "seats", policy: "dbt-core" };
      const result = localSearch(graph, options, { evaluations: 400 });
      if (result.makespanMs < result.longestPathMs) improved++;
      expect(result.order).toHaveLength(40);
      expect(new Set(result.order).size).toBe(40);
    }
    expect(improved).toBeGreaterThan(3);
  });

  it("is repeatable and stops at the bound", () => {
    const graph = buildGraph(randomWorkload(5, { tasks: 40, longest: 100 }));
    const options: SimulateOptions = { ...TODAY, threads: 3 };
    expect(localSearch(graph, options, { seed: 2 })).toEqual(
      localSearch(graph, options, { seed: 2 }),
    );
    const chain = localSearch(buildGraph(workloadOf(GRAPHS.chain)), options);
    expect(chain).toMatchObject({ isOptimal: true, gapPercent: 0, evaluations: 1 });
  });
});

describe("jitterBand", () => {
  it("holds the run itself, and is a point without jitter", () => {
    const workload = randomWorkload(8, { tasks: 40, longest: 1000 });
    const graph = buildGraph(workload);
    const options: SimulateOptions = { ...TODAY, threads: 4 };
    const { makespanMs } = simulate(workload, options);
    const band = jitterBand(graph, options);
    expect(band.lowMs).toBeLessThanOrEqual(makespanMs);
    expect(band.highMs).toBeGreaterThanOrEqual(makespanMs);
    expect(band.highMs).toBeGreaterThan(band.lowMs);
    expect(jitterBand(graph, options, { relative: 0, absoluteMs: 0 })).toMatchObject({
      lowMs: makespanMs,
      highMs: makespanMs,
    });
  });
});
