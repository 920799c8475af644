/**
 * What dbt itself adds to a run, learned from runs that were observed: time that `execution_time`
 * leaves out, and where the SQL's own time is known, overhead by kind, connections, and how much
 * of it dbt's interpreter can only do one node at a time. Pure; knows no files.
 */
import { buildGraph, type WorkloadGraph } from "../workload/graph";
import type { Workload } from "../workload/workload";
import { createEngine } from "./engine";
import { type ObservedRun, type ObservedTask, observedMakespan } from "./observedRun";
import type { OverheadModel, TaskOverhead } from "./schedule";

/** A run with the graph it ran, durations being those of the SQL alone. */
export interface CalibrationRun {
  readonly observed: ObservedRun;
  readonly nominal: Workload;
}

export interface OverheadCalibration {
  readonly model: OverheadModel;
  /** Mean error of the makespans of the runs it was learned from, as a share. */
  readonly meanError: number;
  readonly runCount: number;
  readonly taskCount: number;
}

/** Time between start and end events that `execution_time` does not contain, in ms. */
export interface UnreportedTime {
  readonly perTaskMs: number;
  /** Further time on a thread's first task. */
  readonly firstOfThreadMs: number;
  readonly taskCount: number;
}

/** Means over all tasks whose `execution_time` is known. O(n). */
export function unreportedTime(runs: readonly ObservedRun[]): UnreportedTime {
  const later: number[] = [];
  const first: number[] = [];
  for (const run of runs) {
    for (const { task, isFirst } of byThread(run)) {
      // dbt reports nothing of ephemeral models; a time that is exactly the span tells nothing.
      const missing = task.endMs - task.startMs - (task.executionMs ?? Infinity);
      if (missing > 1e-6) (isFirst ? first : later).push(missing);
    }
  }
  const perTaskMs = trimmedMean(later);
  return {
    perTaskMs,
    firstOfThreadMs: Math.max(0, trimmedMean(first) - perTaskMs),
    taskCount: later.length + first.length,
  };
}

/**
 * Mean time from the end that let a task start to its start, in ms: half a millisecond on an idle
 * machine, tens on a busy one. Tasks before the first end have none. O(n log n).
 */
export function handoverTime(run: ObservedRun): number {
  return trimmedMean([...handoverTimes(run).values()]);
}

/**
 * Each task's own time from the last end before its start to that start, in ms by id. On a busy
 * machine a few tasks wait long and the others do not, so that a mean charged to all of them says
 * too much. Tasks before the first end have none. O(n log n).
 */
export function handoverTimes(run: ObservedRun): ReadonlyMap<string, number> {
  const ends = Float64Array.from(run.tasks, ({ endMs }) => endMs).sort();
  const waits = new Map<string, number>();
  for (const { id, startMs } of run.tasks) {
    const before = countUpTo(ends, startMs);
    if (before > 0) waits.set(id, startMs - ends[before - 1]!);
  }
  return waits;
}

/** The model that `unreportedTime` amounts to, for durations that are `execution_time`s. */
export function unreportedModel(unreported: UnreportedTime): OverheadModel {
  const other = { interpreterMs: 0, databaseMs: unreported.perTaskMs };
  const ephemeral = { interpreterMs: 0, databaseMs: 0 };
  return { kinds: { ephemeral }, other, connectMs: unreported.firstOfThreadMs };
}

/** Shares of the overhead that the interpreter may take, and sizes of a connection tried. */
const SHARES: readonly number[] = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1];
const SCALES: readonly number[] = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5];
const CONNECTS: readonly number[] = [0, 0.25, 0.5, 0.75, 1, 1.25];
const ROUNDS = 2;

/**
 * Overhead model that predicts the makespans of `runs` best. Sizes come from the tasks (median by
 * kind of what a task took beyond its SQL); how much of it is the interpreter's, how large it is in
 * sum and what a connection costs are chosen, one after the other, by simulating the runs.
 * `undefined` where no run tells the time of its SQL. Some hundred simulations per run.
 */
export function calibrateOverhead(
  runs: readonly CalibrationRun[],
): OverheadCalibration | undefined {
  const sizes = overheadSizes(runs.map(({ observed }) => observed));
  if (sizes === undefined) return undefined;
  const prepared = runs.map(({ observed, nominal }) => ({
    graph: buildGraph(nominal),
    threads: observed.threads,
    makespanMs: observedMakespan(observed),
  }));
  let share = 0.6;
  let scale = 1;
  let connect = 0.5;
  const errorOf = (model: OverheadModel) => meanError(prepared, model);
  for (let round = 0; round < ROUNDS; round++) {
    share = best(SHARES, (tried) => errorOf(modelOf(sizes, tried, scale, connect)));
    scale = best(SCALES, (tried) => errorOf(modelOf(sizes, share, tried, connect)));
    connect = best(CONNECTS, (tried) => errorOf(modelOf(sizes, share, scale, tried)));
  }
  const model = modelOf(sizes, share, scale, connect);
  return {
    model,
    meanError: errorOf(model),
    runCount: runs.length,
    taskCount: sizes.taskCount,
  };
}

interface OverheadSizes {
  readonly kinds: ReadonlyMap<string, number>;
  readonly otherMs: number;
  readonly firstMs: number;
  readonly taskCount: number;
}

function overheadSizes(runs: readonly ObservedRun[]): OverheadSizes | undefined {
  const byKind = new Map<string, number[]>();
  const all: number[] = [];
  const firsts: { readonly kind: string; readonly beyond: number }[] = [];
  for (const run of runs) {
    for (const { task, isFirst } of byThread(run)) {
      if (task.sqlMs === undefined) continue;
      const beyond = Math.max(0, task.endMs - task.startMs - task.sqlMs);
      const kind = task.kind ?? "";
      if (isFirst) firsts.push({ kind, beyond });
      else {
        all.push(beyond);
        byKind.set(kind, [...(byKind.get(kind) ?? []), beyond]);
      }
    }
  }
  if (all.length === 0) return undefined;
  const otherMs = median(all);
  const kinds = new Map([...byKind].map(([kind, values]) => [kind, median(values)]));
  const extra = firsts.map(({ kind, beyond }) =>
    Math.max(0, beyond - (kinds.get(kind) ?? otherMs)),
  );
  return { kinds, otherMs, firstMs: median(extra), taskCount: all.length + firsts.length };
}

function modelOf(
  sizes: OverheadSizes,
  share: number,
  scale: number,
  connect: number,
): OverheadModel {
  const split = (ms: number): TaskOverhead => ({
    interpreterMs: ms * scale * share,
    databaseMs: ms * scale * (1 - share),
  });
  return {
    kinds: Object.fromEntries([...sizes.kinds].map(([kind, ms]) => [kind, split(ms)])),
    other: split(sizes.otherMs),
    connectMs: sizes.firstMs * connect,
  };
}

function meanError(
  runs: readonly { graph: WorkloadGraph; threads: number; makespanMs: number }[],
  overhead: OverheadModel,
): number {
  let sum = 0;
  for (const { graph, threads, makespanMs } of runs) {
    const engine = createEngine(graph, { hints: "ignored", policy: "dbt-core", overhead });
    sum += Math.abs(engine.run(threads) / makespanMs - 1);
  }
  return runs.length === 0 ? 0 : sum / runs.length;
}

/** Tasks in start order, each with whether it was the first on its thread. */
function byThread(run: ObservedRun): { readonly task: ObservedTask; readonly isFirst: boolean }[] {
  const seen = new Set<number>();
  return [...run.tasks]
    .sort((a, b) => a.startMs - b.startMs)
    .map((task) => {
      const isFirst = !seen.has(task.thread);
      seen.add(task.thread);
      return { task, isFirst };
    });
}

function best(candidates: readonly number[], errorOf: (candidate: number) => number): number {
  let chosen = candidates[0]!;
  let least = Infinity;
  for (const candidate of candidates) {
    const error = errorOf(candidate);
    if (error < least) {
      least = error;
      chosen = candidate;
    }
  }
  return chosen;
}

function median(values: readonly number[]): number {
  const ascending = Float64Array.from(values).sort();
  const middle = ascending.length >> 1;
  if (ascending.length === 0) return 0;
  return ascending.length % 2 === 1
    ? ascending[middle]!
    : (ascending[middle - 1]! + ascending[middle]!) / 2;
}

/** Number of ascending values that are at most `limit`. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Mean without the largest and smallest twentieth: sums need means, outliers spoil them. */
function trimmedMean(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const ascending = Float64Array.from(values).sort();
  const cut = Math.floor(ascending.length / 20);
  const kept = ascending.subarray(cut, ascending.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}
