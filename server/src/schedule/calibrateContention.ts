/**
 * Whether tasks slow each other down, learned from runs of the same tasks in different company:
 * how much work the database does at once, and what each task takes alone. Says "no evidence"
 * unless the data show it. Pure; knows no files.
 */
import type { ObservedRun } from "./observedRun";
import { type PaceOptions, paceOf } from "./pace";
import type { ContentionLaw } from "./schedule";

export interface ContentionCalibration {
  /** `none`: nothing shown; `capacity`: flat beyond it; `law`: a real decline was seen. */
  readonly kind: "none" | "capacity" | "law";
  readonly capacity?: number;
  /** Capacities that explain the data about as well; `high` may be infinite. */
  readonly capacityRange?: { readonly low: number; readonly high: number };
  readonly contention?: ContentionLaw;
  /** Typical relative error of a task's duration without and with the model, as shares. */
  readonly errorWithout: number;
  readonly errorWith: number;
  /** Observations of tasks that were seen in at least two runs. */
  readonly observations: number;
  /** Most tasks ever seen at once. */
  readonly widest: number;
  /** One sentence for a person. */
  readonly because: string;
}

/** One task in one run: for how long it ran in which company. */
interface Observation {
  readonly id: string;
  /** Its share of say: the median span of its task in ms, for what is short matters little. */
  readonly weight: number;
  /** Milliseconds by number of tasks that ran, itself included. */
  readonly msBeside: readonly number[];
}

/** Observations with the number of their task, as the fits ask them some hundred times. */
interface Compared {
  readonly observations: readonly Observation[];
  readonly taskOf: Int32Array;
  /** By number of the task. */
  readonly weights: Float64Array;
  readonly widest: number;
}

/**
 * Fewer observations than this, counted as if all had the same weight, halve the squared error by
 * accident once in some dozen histories; from here on, once in some hundred.
 */
const FEWEST_OBSERVATIONS = 16;
/** Observations that decide; the tasks that are left out are shorter than all of theirs. */
const MOST_OBSERVATIONS = 4_000;
/** Squared error must at least halve before a model is believed. */
const BELIEVED = 0.5;
/** A law has one parameter more and invents peaks, so it must be clearly better. */
const CLEARLY_BETTER = 0.8;
/** Squared relative differences below this are rounding. */
const ROUNDING = 1e-12;
/** Throughput at the widest below this share of its peak is a decline. */
const DECLINE = 0.97;

/**
 * Learns from runs; tasks seen once tell nothing. Each model turns a task's span into the work it
 * did alone; the model under which the same task did the same work in every run is the best.
 */
export function calibrateContention(runs: readonly ObservedRun[]): ContentionCalibration {
  const compared = numbered(comparable(runs.flatMap(observationsOf)));
  const { observations, widest } = compared;
  const without = disagreement(compared, {});
  const base = {
    errorWithout: relativeError(without, observations),
    observations: observations.length,
    widest,
  };
  const none = (because: string): ContentionCalibration => ({
    kind: "none",
    errorWith: base.errorWithout,
    ...base,
    because,
  });
  if (effectiveCount(observations) < FEWEST_OBSERVATIONS) {
    return none("too few tasks were seen in more than one run to tell");
  }
  if (widest < 2) return none("no two tasks ever ran at once");
  const capacity = fitCapacity(compared);
  if (without === 0 || capacity.error > without * BELIEVED) {
    return none("tasks take about the same in any company");
  }
  const law = fitLaw(compared);
  const isDecline = throughput(widest, law.contention) < DECLINE * peakUpTo(widest, law.contention);
  if (isDecline && law.error < capacity.error * CLEARLY_BETTER) {
    return {
      kind: "law",
      contention: law.contention,
      ...base,
      errorWith: relativeError(law.error, observations),
      because: `${widest} tasks at once get less done than fewer would`,
    };
  }
  return {
    kind: "capacity",
    capacity: capacity.capacity,
    capacityRange: capacity.range,
    ...base,
    errorWith: relativeError(capacity.error, observations),
    because: `beyond ${capacity.capacity.toFixed(1)} tasks at once each only gets slower`,
  };
}

/**
 * What each task takes alone, in ms: the median over runs of the work it did at the model's pace.
 * Durations recorded in a wide run must go through this before another width is simulated.
 */
export function aloneDurations(
  runs: readonly ObservedRun[],
  pace: PaceOptions,
): ReadonlyMap<string, number> {
  const byId = new Map<string, number[]>();
  for (const observation of runs.flatMap(observationsOf)) {
    const work = workOf(observation, pace);
    byId.set(observation.id, [...(byId.get(observation.id) ?? []), work]);
  }
  return new Map([...byId].map(([id, works]) => [id, middle(works)]));
}

/** What each task of one run did alone by the model, in ms by id: its span at the model's pace. */
export function workInRun(run: ObservedRun, pace: PaceOptions): ReadonlyMap<string, number> {
  return new Map(observationsOf(run).map((one) => [one.id, workOf(one, pace)]));
}

/** Sweep over start and end events; ends come first at one instant. O(n log n + n × width). */
function observationsOf(run: ObservedRun): Observation[] {
  const events = run.tasks.flatMap((task, index) =>
    task.endMs > task.startMs
      ? [
          { atMs: task.startMs, index, isStart: true },
          { atMs: task.endMs, index, isStart: false },
        ]
      : [],
  );
  events.sort((a, b) => a.atMs - b.atMs || Number(a.isStart) - Number(b.isStart));
  const spans = new Map<number, number[]>();
  const running = new Set<number>();
  let now = 0;
  for (const { atMs, index, isStart } of events) {
    const beside = running.size;
    for (const one of running) {
      const span = spans.get(one)!;
      while (span.length <= beside) span.push(0);
      span[beside] = span[beside]! + (atMs - now);
    }
    now = atMs;
    if (isStart) {
      running.add(index);
      spans.set(index, []);
    } else running.delete(index);
  }
  return [...spans].map(([index, msBeside]) => ({
    id: run.tasks[index]!.id,
    weight: 1,
    msBeside,
  }));
}

/** Observations of tasks that were seen more than once, weighted; of many those of the longest. */
function comparable(observations: readonly Observation[]): readonly Observation[] {
  const seen = new Map<string, number[]>();
  for (const observation of observations) {
    const span = workOf(observation, {});
    const known = seen.get(observation.id);
    if (known === undefined) seen.set(observation.id, [span]);
    else known.push(span);
  }
  const longestFirst = [...seen]
    .filter(([, spans]) => spans.length > 1)
    .map(([id, spans]) => ({ id, weight: middle(spans), count: spans.length }))
    .sort((a, b) => b.weight - a.weight);
  const weights = new Map<string, number>();
  let kept = 0;
  for (const { id, weight, count } of longestFirst) {
    if (kept >= MOST_OBSERVATIONS) break;
    weights.set(id, weight);
    kept += count;
  }
  return observations.flatMap((observation) => {
    const weight = weights.get(observation.id);
    return weight === undefined ? [] : [{ ...observation, weight }];
  });
}

function numbered(observations: readonly Observation[]): Compared {
  const tasks = new Map<string, number>();
  const weights: number[] = [];
  let widest = 0;
  const taskOf = Int32Array.from(observations, ({ id, weight, msBeside }) => {
    widest = Math.max(widest, msBeside.length - 1);
    let task = tasks.get(id);
    if (task === undefined) {
      task = weights.push(weight) - 1;
      tasks.set(id, task);
    }
    return task;
  });
  return { observations, taskOf, weights: Float64Array.from(weights), widest };
}

function workOf(observation: Observation, pace: PaceOptions): number {
  return workAt(observation, paces(observation.msBeside.length - 1, pace));
}

/** Speed of a task among n, at index n. */
function paces(widest: number, pace: PaceOptions): Float64Array {
  const table = new Float64Array(widest + 1);
  for (let n = 1; n <= widest; n++) table[n] = paceOf(n, pace);
  return table;
}

function workAt({ msBeside }: Observation, paceAt: Float64Array): number {
  let work = 0;
  for (let n = 1; n < msBeside.length; n++) {
    if (msBeside[n]! > 0) work += msBeside[n]! * paceAt[n]!;
  }
  return work;
}

/** Weighted sum over observations of the squared log distance from the task's mean work. */
function disagreement(
  { observations, taskOf, weights, widest }: Compared,
  pace: PaceOptions,
): number {
  const paceAt = paces(widest, pace);
  const tasks = weights.length;
  const counts = new Int32Array(tasks);
  const sums = new Float64Array(tasks);
  const squares = new Float64Array(tasks);
  for (let at = 0; at < observations.length; at++) {
    const log = Math.log(workAt(observations[at]!, paceAt));
    const task = taskOf[at]!;
    counts[task] = counts[task]! + 1;
    sums[task] = sums[task]! + log;
    squares[task] = squares[task]! + log * log;
  }
  let total = 0;
  for (let task = 0; task < tasks; task++) {
    const spread = squares[task]! - (sums[task]! * sums[task]!) / counts[task]!;
    if (spread > ROUNDING * counts[task]!) total += spread * weights[task]!;
  }
  return total;
}

function fitCapacity(compared: Compared): {
  capacity: number;
  error: number;
  range: { low: number; high: number };
} {
  const { observations, widest } = compared;
  const errorAt = (capacity: number) => disagreement(compared, { capacity });
  const steps = 120;
  const tried = Array.from({ length: steps + 1 }, (_, i) => widest ** (i / steps));
  const errors = tried.map(errorAt);
  const at = errors.indexOf(Math.min(...errors));
  let low = tried[Math.max(0, at - 1)]!;
  let high = tried[Math.min(steps, at + 1)]!;
  for (let round = 0; round < 40; round++) {
    const left = low + (high - low) / 3;
    const right = high - (high - low) / 3;
    if (errorAt(left) <= errorAt(right)) high = right;
    else low = left;
  }
  const capacity = (low + high) / 2;
  const error = errorAt(capacity);
  // Two standard errors of a one-parameter least-squares fit.
  const close = error * (1 + 4 / Math.max(1, observations.length - 1));
  const within = tried.filter((_, i) => errors[i]! <= close);
  return {
    capacity,
    error,
    range: {
      low: Math.min(capacity, ...within),
      high: within.includes(tried[steps]!) ? Infinity : Math.max(capacity, ...within),
    },
  };
}

function fitLaw(compared: Compared): {
  contention: ContentionLaw;
  error: number;
} {
  let contention: ContentionLaw = { alpha: 0, beta: 0 };
  let error = Infinity;
  let alphaStep = 0.1;
  let betaStep = 0.01;
  let center = { alpha: 0.5, beta: 0.05 };
  // Each round looks at an 11 × 11 grid around the best so far, a third as wide.
  for (let round = 0; round < 6; round++) {
    for (let i = -5; i <= 5; i++) {
      for (let k = -5; k <= 5; k++) {
        const alpha = Math.max(0, center.alpha + i * alphaStep);
        const beta = Math.max(0, center.beta + k * betaStep);
        const found = disagreement(compared, { contention: { alpha, beta } });
        if (found >= error) continue;
        error = found;
        contention = { alpha, beta };
      }
    }
    center = contention;
    alphaStep /= 3;
    betaStep /= 3;
  }
  return { contention, error };
}

function throughput(n: number, contention: ContentionLaw): number {
  return n * paceOf(n, { contention });
}

function peakUpTo(widest: number, contention: ContentionLaw): number {
  let peak = 0;
  for (let n = 1; n <= widest; n++) peak = Math.max(peak, throughput(n, contention));
  return peak;
}

/** As many equal observations as say as much: one long task among short ones counts for one. */
function effectiveCount(observations: readonly Observation[]): number {
  let sum = 0;
  let squares = 0;
  for (const { weight } of observations) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

function relativeError(squares: number, observations: readonly Observation[]): number {
  const weight = observations.reduce((sum, one) => sum + one.weight, 0);
  return weight === 0 ? 0 : Math.sqrt(squares / weight);
}

function middle(values: number[]): number {
  values.sort((a, b) => a - b);
  const at = values.length >> 1;
  return values.length % 2 === 1 ? values[at]! : (values[at - 1]! + values[at]!) / 2;
}
