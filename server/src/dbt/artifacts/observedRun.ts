/**
 * One past run as a schedule that really happened: who started when, on which thread, beside how
 * many others. For comparing with a prediction; says nothing about why.
 */
import { compareText } from "../../base/problem";
import type { RunRecord } from "./runRecord";

/** Times are milliseconds from the first start of the run. */
export interface ObservedTask {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  /** dbt's threads in the order of their first use, from 0. */
  readonly thread: number;
  readonly status: string;
  /** When its last executed dependency ended; 0 for those that waited for none. */
  readonly readyMs: number;
  /** From ready to start; small negative values are clock noise and given as 0. */
  readonly waitMs: number;
  /** Mean number of nodes that ran while it did, itself included. */
  readonly company: number;
}

export interface ObservedRun {
  /** In start order; equal starts by id. */
  readonly tasks: readonly ObservedTask[];
  /** From the first start to the last end. */
  readonly makespanMs: number;
  /** dbt's own figure for the whole command's execution, where recorded. */
  readonly elapsedMs?: number;
  /** From the start of the process to the first node, where recorded (dbt 1.10 and later). */
  readonly startupMs?: number;
  /** Configured threads where recorded, else the number of distinct threads seen. */
  readonly threads: number;
  readonly peakRunning: number;
  readonly workMs: number;
}

/**
 * The schedule of `run`, hooks left out. `dependsOn` gives the parents of a node (through nodes
 * that did not run, as the caller sees fit). O(n log n + edges).
 */
export function observeRun(
  run: RunRecord,
  dependsOn: (uniqueId: string) => readonly string[],
): ObservedRun {
  const timed = run.nodes.flatMap((node) =>
    node.startMs === undefined || node.endMs === undefined || isHook(node.uniqueId)
      ? []
      : [{ ...node, startMs: node.startMs, endMs: Math.max(node.startMs, node.endMs) }],
  );
  timed.sort((a, b) => a.startMs - b.startMs || compareText(a.uniqueId, b.uniqueId));
  const originMs = timed[0]?.startMs ?? 0;
  const ends = new Map(timed.map((node) => [node.uniqueId, node.endMs - originMs]));
  const threads = new Map<string, number>();
  const profile = concurrencyProfile(timed.map((node) => [node.startMs, node.endMs]));
  const tasks = timed.map((node): ObservedTask => {
    const name = node.thread ?? "";
    const thread = threads.get(name) ?? threads.size;
    threads.set(name, thread);
    const startMs = node.startMs - originMs;
    const readyMs = dependsOn(node.uniqueId).reduce(
      (latest, id) => Math.max(latest, ends.get(id) ?? 0),
      0,
    );
    return {
      id: node.uniqueId,
      startMs,
      endMs: node.endMs - originMs,
      thread,
      status: node.status,
      readyMs,
      waitMs: Math.max(0, startMs - readyMs),
      company: profile.meanBetween(node.startMs, node.endMs),
    };
  });
  return {
    tasks,
    makespanMs: tasks.reduce((latest, task) => Math.max(latest, task.endMs), 0),
    threads: run.threads ?? threads.size,
    peakRunning: profile.peak,
    workMs: tasks.reduce((sum, task) => sum + task.endMs - task.startMs, 0),
    ...(run.elapsedMs === undefined ? {} : { elapsedMs: run.elapsedMs }),
    ...(run.invocationStartedMs === undefined || tasks.length === 0
      ? {}
      : { startupMs: originMs - run.invocationStartedMs }),
  };
}

/** Hooks of on-run-start and on-run-end run on the main thread, outside the queue. */
function isHook(uniqueId: string): boolean {
  return uniqueId.startsWith("operation.");
}

interface ConcurrencyProfile {
  readonly peak: number;
  /** Mean number of spans that cover a moment between two times. O(log n). */
  meanBetween(startMs: number, endMs: number): number;
}

/** How many spans cover each moment, with running sums so that a mean is two look-ups. */
function concurrencyProfile(spans: readonly (readonly [number, number])[]): ConcurrencyProfile {
  const events = spans.flatMap(([start, end]) => [
    { atMs: start, change: 1 },
    { atMs: end, change: -1 },
  ]);
  events.sort((a, b) => a.atMs - b.atMs || a.change - b.change);
  const times: number[] = [];
  const running: number[] = [];
  const areas: number[] = [];
  let count = 0;
  let area = 0;
  let peak = 0;
  for (const { atMs, change } of events) {
    const previous = times.at(-1) ?? atMs;
    area += count * (atMs - previous);
    count += change;
    peak = Math.max(peak, count);
    times.push(atMs);
    running.push(count);
    areas.push(area);
  }
  const areaUntil = (ms: number): number => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle]! <= ms) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : areas[low - 1]! + running[low - 1]! * (ms - times[low - 1]!);
  };
  return {
    peak,
    meanBetween: (startMs, endMs) =>
      endMs > startMs ? (areaUntil(endMs) - areaUntil(startMs)) / (endMs - startMs) : 1,
  };
}
