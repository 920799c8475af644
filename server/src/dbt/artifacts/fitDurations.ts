/**
 * Fits log durations of measured models on what is known without running them, and says how wrong
 * it is on models left out. Three candidates compete; the one that errs least on left-out models
 * wins, so that more features are used only where they help. Numbers in, numbers out.
 */
import { weightedQuantile } from "./weightedStatistics";

/** What is known of a model before it has ever run. */
export interface ModelFeatures {
  readonly score: number;
  readonly fanIn: number;
  readonly materialized: string;
  /** Rows of its parents together, 0 where unknown. */
  readonly parentRows: number;
}

export interface MeasuredModel extends ModelFeatures {
  readonly ms: number;
}

export interface DurationFit {
  /** What the estimate rests on, in words. */
  readonly basis: "materialisation" | "complexity and fan-in" | "complexity, fan-in and rows";
  readonly models: number;
  /** Median error on left-out models as a share: 0.38 means half of them are within ±38 %. */
  readonly error: number;
  /** Factors on an estimate between which nine left-out models in ten lie. */
  readonly lowFactor: number;
  readonly highFactor: number;
  /** Expected milliseconds. */
  estimate(model: ModelFeatures): number;
}

/** Fewer measured models than this say nothing about others. */
const LEAST_MODELS = 8;
/** Ridge on standardised features: keeps a feature without information near zero. */
const RIDGE = 1;

/** Below a millisecond there is only noise. */
const LEAST_MS = 1;
/** An estimate leaves the range of the measured durations by at most this factor. */
const REACH = 3;

interface Candidate {
  readonly basis: DurationFit["basis"];
  readonly predict: (model: ModelFeatures) => number;
  /** Error of each model's log duration when predicted from the others. */
  readonly leftOut: readonly number[];
}

/** The best candidate, or `undefined` below eight measured models. O(n). */
export function fitDurations(measured: readonly MeasuredModel[]): DurationFit | undefined {
  const models = measured
    .filter((model) => model.ms > 0)
    .map((model) => ({ ...model, ms: Math.max(LEAST_MS, model.ms) }));
  if (models.length < LEAST_MODELS) return undefined;
  const candidates = [
    byMaterialisation(models),
    linear("complexity and fan-in", models, (model) => plainFeatures(model)),
    linear("complexity, fan-in and rows", models, (model) => [
      ...plainFeatures(model),
      Math.log1p(model.parentRows),
    ]),
  ];
  const best = candidates.reduce((a, b) => (squares(b.leftOut) < squares(a.leftOut) ? b : a));
  const residuals = best.leftOut.map((value) => ({ value, weight: 1 }));
  const least =
    models.reduce((ms, model) => Math.min(ms, model.ms), Number.POSITIVE_INFINITY) / REACH;
  const most = models.reduce((ms, model) => Math.max(ms, model.ms), 0) * REACH;
  const misses = best.leftOut.map((value) => ({ value: Math.abs(Math.expm1(value)), weight: 1 }));
  return {
    basis: best.basis,
    models: models.length,
    error: weightedQuantile(misses, 0.5),
    lowFactor: Math.min(1, Math.exp(weightedQuantile(residuals, 0.05))),
    highFactor: Math.max(1, Math.exp(weightedQuantile(residuals, 0.95))),
    estimate: (model) => Math.min(most, Math.max(least, Math.exp(best.predict(model)))),
  };
}

function plainFeatures(model: ModelFeatures): number[] {
  return [
    model.score,
    Math.log1p(model.fanIn),
    model.materialized === "view" ? 1 : 0,
    model.materialized === "incremental" ? 1 : 0,
  ];
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The mean log duration of models of the same materialisation, drawn towards the overall mean. */
function byMaterialisation(models: readonly MeasuredModel[]): Candidate {
  const logs = models.map((model) => Math.log(model.ms));
  const total = logs.reduce((sum, value) => sum + value, 0);
  const groups = new Map<string, { sum: number; count: number }>();
  models.forEach((model, index) => {
    const group = groups.get(model.materialized) ?? { sum: 0, count: 0 };
    group.sum += logs[index]!;
    group.count++;
    groups.set(model.materialized, group);
  });
  const shrunk = (sum: number, count: number, mean: number): number =>
    (sum + RIDGE * mean) / (count + RIDGE);
  return {
    basis: "materialisation",
    predict: (model) => {
      const group = groups.get(model.materialized) ?? { sum: 0, count: 0 };
      return shrunk(group.sum, group.count, total / models.length);
    },
    leftOut: models.map((model, index) => {
      const group = groups.get(model.materialized)!;
      const log = logs[index]!;
      const mean = (total - log) / (models.length - 1);
      return log - shrunk(group.sum - log, group.count - 1, mean);
    }),
  };
}

/** Ridge regression; left-out errors by the hat matrix, without fitting n times. */
function linear(
  basis: DurationFit["basis"],
  models: readonly MeasuredModel[],
  featuresOf: (model: ModelFeatures) => readonly number[],
): Candidate {
  const rows = models.map(featuresOf);
  const width = rows[0]!.length;
  const means = Array.from({ length: width }, (_, i) => average(rows.map((row) => row[i]!)));
  const scales = Array.from({ length: width }, (_, i) => {
    const deviation = Math.sqrt(average(rows.map((row) => (row[i]! - means[i]!) ** 2)));
    return deviation > 0 ? deviation : 1;
  });
  const standard = (row: readonly number[]): number[] => [
    1,
    ...row.map((value, i) => (value - means[i]!) / scales[i]!),
  ];
  const design = rows.map(standard);
  const logs = models.map((model) => Math.log(model.ms));
  const size = width + 1;
  const normal = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      const penalty = i === j && i > 0 ? RIDGE : 0;
      return design.reduce((sum, row) => sum + row[i]! * row[j]!, penalty);
    }),
  );
  const inverse = inverted(normal);
  const moments = Array.from({ length: size }, (_, i) =>
    design.reduce((sum, row, k) => sum + row[i]! * logs[k]!, 0),
  );
  const weights = inverse.map((row) => dot(row, moments));
  return {
    basis,
    predict: (model) => dot(weights, standard(featuresOf(model))),
    leftOut: design.map((row, k) => {
      const leverage = dot(
        row,
        inverse.map((line) => dot(line, row)),
      );
      return (logs[k]! - dot(weights, row)) / Math.max(1e-9, 1 - leverage);
    }),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Inverse of a symmetric positive definite matrix by Gauss and Jordan; six by six at most here. */
function inverted(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [
    ...row,
    ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
  ]);
  for (let column = 0; column < size; column++) {
    const pivotRow = work[column]!;
    const pivot = pivotRow[column]!;
    for (let j = 0; j < 2 * size; j++) pivotRow[j] = pivotRow[j]! / pivot;
    for (let i = 0; i < size; i++) {
      if (i === column) continue;
      const row = work[i]!;
      const factor = row[column]!;
      for (let j = 0; j < 2 * size; j++) row[j] = row[j]! - factor * pivotRow[j]!;
    }
  }
  return work.map((row) => row.slice(size));
}
