/**
 * How much better any order could be: a seeded search over priority lists, and its distance from
 * the lower bound, so that nobody chases the last minute. Knows orders only, no hints to change.
 */
import type { WorkloadGraph } from "../workload/graph";
import { lowerBound } from "./bounds";
import { longestPathRanks } from "./criticalPath";
import { createEngine, effectiveDurations } from "./engine";
import { bindingChain, releasers } from "./runDetails";
import type { SimulateOptions } from "./schedule";
import { seededRandom } from "./seededRandom";
import type { RunRecord } from "./simulation";

export interface LocalSearchOptions {
  /** Simulations to spend; by default as many as take about a second. */
  readonly evaluations?: number;
  readonly seed?: number;
}

export interface LocalSearch {
  /** Shortest run found. */
  readonly makespanMs: number;
  readonly lowerBoundMs: number;
  /** The best possible lies between bound and makespan: at most this much below it, in percent. */
  readonly gapPercent: number;
  /** True where the makespan is the bound: no order is shorter. */
  readonly isOptimal: boolean;
  /** Priority list of that run, first to last; every ready task is taken in this order. */
  readonly order: readonly string[];
  /** Makespan of longest path first, where the search began. */
  readonly longestPathMs: number;
  readonly evaluations: number;
}

/** Task starts to spend in all when no number of evaluations is given. */
const DEFAULT_TASK_STARTS = 4_000_000;
const LARGEST_DEFAULT = 3_000;
const SAME = 1e-9;
/** Within a thousandth of the bound nothing is left that a run's own variation would not hide. */
const WORTH_CHASING = 1.001;

/**
 * Hill climbing with sideways steps over priority lists, from longest path first. Each step moves
 * a task of the deciding chain that had to wait before one that started while it waited.
 */
export function localSearch(
  graph: WorkloadGraph,
  options: SimulateOptions,
  { evaluations, seed = 1 }: LocalSearchOptions = {},
): LocalSearch {
  const uniform = seededRandom(seed);
  const durationMs = effectiveDurations(graph, options);
  const rank = longestPathRanks(graph, durationMs);
  const engine = createEngine(graph, { ...options, policy: "longest-path" }, rank);
  const bound = lowerBound(graph, durationMs, options, engine.interpreterMs);
  const budget =
    evaluations ??
    Math.min(LARGEST_DEFAULT, Math.floor(DEFAULT_TASK_STARTS / Math.max(1, graph.size)));
  const longestPathMs = engine.run(options.threads);
  let current = longestPathMs;
  let best = longestPathMs;
  let bestRank = rank.slice();
  let spent = 1;
  let chances = waitingTasks(graph, engine.record(), current);
  const before = rank.slice();
  while (spent < budget && best > bound * WORTH_CHASING && chances.length > 0) {
    const { task, meanwhile } = chances[Math.floor(uniform() * chances.length)]!;
    moveBefore(rank, task, meanwhile[Math.floor(uniform() * meanwhile.length)]!);
    engine.readRanks();
    const makespanMs = engine.run(options.threads);
    spent++;
    if (makespanMs > current) {
      rank.set(before);
      continue;
    }
    before.set(rank);
    current = makespanMs;
    if (makespanMs < best) {
      best = makespanMs;
      bestRank = rank.slice();
    }
    chances = waitingTasks(graph, engine.record(), current);
  }
  const order = new Array<string>(graph.size);
  for (let task = 0; task < graph.size; task++) order[bestRank[task]!] = graph.ids[task]!;
  return {
    makespanMs: best,
    lowerBoundMs: Math.min(bound, best),
    gapPercent: best === 0 ? 0 : Math.max(0, 1 - bound / best) * 100,
    isOptimal: best <= bound * (1 + SAME),
    order,
    longestPathMs,
    evaluations: spent,
  };
}

/** A task of the deciding chain that was ready and waited, and what started while it did. */
interface Chance {
  readonly task: number;
  readonly meanwhile: Int32Array;
}

function waitingTasks(graph: WorkloadGraph, run: RunRecord, makespanMs: number): Chance[] {
  const starts = run.events.filter((event) => event >= 0);
  const placeOf = new Int32Array(graph.size);
  for (let at = 0; at < starts.length; at++) placeOf[starts[at]!] = at;
  const chances: Chance[] = [];
  for (const task of bindingChain(run, releasers(run), makespanMs)) {
    const readyMs = latestParentEnd(graph, run.endMs, task);
    if (run.startMs[task]! <= readyMs) continue;
    const own = placeOf[task]!;
    let first = own;
    while (first > 0 && run.startMs[starts[first - 1]!]! >= readyMs) first--;
    if (first < own) chances.push({ task, meanwhile: starts.subarray(first, own) });
  }
  return chances;
}

function latestParentEnd(graph: WorkloadGraph, endMs: Float64Array, task: number): number {
  let latest = 0;
  for (let at = graph.parentStart[task]!; at < graph.parentStart[task + 1]!; at++) {
    latest = Math.max(latest, endMs[graph.parents[at]!]!);
  }
  return latest;
}

/** Puts `task` right before `other` in the list; those between move down by one. */
function moveBefore(rank: Int32Array, task: number, other: number): void {
  const from = rank[task]!;
  const to = rank[other]!;
  if (to >= from) return;
  for (let i = 0; i < rank.length; i++) {
    const at = rank[i]!;
    if (at >= to && at < from) rank[i] = at + 1;
  }
  rank[task] = to;
}
