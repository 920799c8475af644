/** Durations of models that never ran: the order of origins, and an error that means something. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateDurations } from "../../server/src/dbt/artifacts/estimateDurations";
import { fitDurations, type MeasuredModel } from "../../server/src/dbt/artifacts/fitDurations";
import type { Durations, ModelDuration } from "../../server/src/dbt/artifacts/modelDuration";
import { dbtNode, dbtProject } from "../dbt-select/handBuilt";

const scoreOf = (node: { readonly rawCode: string }): number => Number(node.rawCode || 0);

function measured(entries: Readonly<Record<string, number>>): Durations {
  return new Map(
    Object.entries(entries).map(([uniqueId, ms]): [string, ModelDuration] => [
      uniqueId,
      { uniqueId, ms, origin: "measured", runs: 3, source: "3 runs" },
    ]),
  );
}

function checkEstimate(
  uniqueId: string,
  project: ReturnType<typeof dbtProject>,
  history: Durations,
  expected: string,
): void {
  const { ms, origin, source } = estimateDurations(project, history, scoreOf).durations.get(
    uniqueId,
  )!;
  expect(`${Math.round(ms)} ms ${origin}: ${source}`).toBe(expected);
}

const table = { materialized: "table" };

test("given wins over measured, measured over all else", () => {
  const project = dbtProject([
    dbtNode("model.p.a", { givenDurationMs: 5, config: table }),
    dbtNode("model.p.b", { config: table }),
  ]);
  const history = measured({ "model.p.a": 70, "model.p.b": 80 });
  checkEstimate("model.p.a", project, history, "5 ms given: meta.heddle.durationMs");
  checkEstimate("model.p.b", project, history, "80 ms measured: 3 runs");
});

test("without history the class of the SQL decides, and what builds nothing costs little", () => {
  const project = dbtProject([
    dbtNode("model.p.heavy", { rawCode: "15.5", config: table }),
    dbtNode("model.p.medium", { rawCode: "9", config: { materialized: "incremental" } }),
    dbtNode("model.p.light", { rawCode: "0", config: table }),
    dbtNode("model.p.view", { rawCode: "40", config: { materialized: "view" } }),
    dbtNode("model.p.inner", { rawCode: "40", config: { materialized: "ephemeral" } }),
    dbtNode("seed.p.s", { resourceType: "seed" }),
    dbtNode("exposure.p.e", { resourceType: "exposure" }),
  ]);
  const check = (id: string, expected: string): void =>
    checkEstimate(id, project, new Map(), expected);
  check(
    "model.p.heavy",
    "480000 ms assumed: default for heavy analytical models: no run is recorded",
  );
  check(
    "model.p.medium",
    "120000 ms assumed: default for medium processing models: no run is recorded",
  );
  check("model.p.light", "30000 ms assumed: default for utility models: no run is recorded");
  check("model.p.view", "1000 ms assumed: default for views: no run is recorded");
  check("model.p.inner", "0 ms assumed: ephemeral: its SQL runs inside the models that use it");
  check("seed.p.s", "2000 ms assumed: default for seeds: no run is recorded");
  check("exposure.p.e", "0 ms assumed: nothing to run");
});

test("other kinds take the median of their measured siblings", () => {
  const tests = ["a", "b", "c", "new"].map((name) =>
    dbtNode(`test.p.${name}`, { resourceType: "test" }),
  );
  checkEstimate(
    "test.p.new",
    dbtProject(tests),
    measured({ "test.p.a": 100, "test.p.b": 900, "test.p.c": 300 }),
    "300 ms estimated: median of 3 measured tests",
  );
});

/** Models whose log duration is linear in score and fan-in, with a little seeded noise. */
function linearModels(count: number, noise: number): readonly MeasuredModel[] {
  let state = 12345;
  const random = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  return Array.from({ length: count }, () => {
    const score = Math.round(random() * 25);
    const fanIn = Math.floor(random() * 6);
    const materialized = random() < 0.3 ? "view" : "table";
    const log = 6 + 0.15 * score + 0.5 * Math.log1p(fanIn) - (materialized === "view" ? 2 : 0);
    return {
      score,
      fanIn,
      materialized,
      parentRows: 0,
      ms: Math.exp(log + noise * (random() - 0.5)),
    };
  });
}

test("a law in the data is found, and the stated error holds for new models", () => {
  const all = linearModels(400, 0.4);
  const fit = fitDurations(all.slice(0, 80))!;
  expect(fit.basis).toBe("complexity and fan-in");
  const misses = all.slice(80).map((model) => Math.abs(model.ms / fit.estimate(model) - 1));
  misses.sort((a, b) => a - b);
  const median = misses[misses.length >> 1]!;
  expect(median).toBeLessThan(0.15);
  expect(Math.abs(median - fit.error)).toBeLessThan(0.04);
  const inside = all.slice(80).filter((model) => {
    const ratio = model.ms / fit.estimate(model);
    return ratio >= fit.lowFactor && ratio <= fit.highFactor;
  });
  expect(inside.length / 320).toBeGreaterThan(0.82);
});

test("where nothing explains the durations, their middle is used and the error is large", () => {
  const flat = linearModels(60, 0).map((model, index) => ({
    ...model,
    materialized: "table",
    ms: index % 2 === 0 ? 1_000 : 100_000,
  }));
  const fit = fitDurations(flat)!;
  expect(fit.error).toBeGreaterThan(0.8);
});

test("eight models are the least to learn from", () => {
  expect(fitDurations(linearModels(7, 0))).toBeUndefined();
  expect(fitDurations(linearModels(8, 0))).toBeDefined();
});

test("left-out errors are those of really leaving each model out", () => {
  // Standardising moves by a hair when a model leaves, so the two agree closely, not exactly.
  const models = linearModels(40, 0.6);
  const fit = fitDurations(models)!;
  const misses = models
    .map((model, index) => {
      const others = fitDurations(models.filter((_, i) => i !== index))!;
      return Math.abs(model.ms / others.estimate(model) - 1);
    })
    .sort((a, b) => a - b);
  expect(Math.abs((misses[19]! + misses[20]!) / 2 - fit.error)).toBeLessThan(0.01);
});

test("any features give finite, positive figures", () => {
  const model = fc.record({
    score: fc.double({ min: 0, max: 200, noNaN: true }),
    fanIn: fc.nat(40),
    materialized: fc.constantFrom("view", "table", "incremental", "own"),
    parentRows: fc.double({ min: 0, max: 1e9, noNaN: true }),
    ms: fc.double({ min: 0, max: 1e7, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(model, { minLength: 8, maxLength: 30 }), model, (models, other) => {
      const fit = fitDurations(models);
      if (fit === undefined) return;
      const ms = fit.estimate(other);
      expect(Number.isNaN(ms)).toBe(false);
      expect(ms).toBeGreaterThan(0);
      expect(fit.lowFactor).toBeLessThanOrEqual(1);
      expect(fit.highFactor).toBeGreaterThanOrEqual(1);
    }),
    { numRuns: 200, seed: 11 },
  );
});
