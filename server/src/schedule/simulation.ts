/**
 * The discrete-event core: start and end of every task for one thread count, with nothing but typed
 * arrays inside. Knows no ids, threads' names or reasons; `simulate` derives those from `events`.
 */
import type { WorkloadGraph } from "../workload/graph";
import { EndHeap } from "./endHeap";
import { ReadyLine } from "./readyLine";
import type { HintMeaning } from "./schedule";

/** What one run left behind. Overwritten by the next run of the same simulation. */
export interface RunRecord {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** In order of happening: `task` when it started, `~task` when it ended; 2 × size entries. */
  readonly events: Int32Array;
  /** Most threads in use at once. */
  readonly peakThreads: number;
}

/** In which order tasks enter that become ready at once; by default (level, id). */
export interface ArrivalOrder {
  readonly roots: Int32Array;
  /** Permutation of the graph's `children`, within each task's own stretch. */
  readonly children: Int32Array;
}

/** Tasks in (level, id) order, which is the order of their numbers. */
export function levelIdOrder(graph: WorkloadGraph): ArrivalOrder {
  return {
    roots: Int32Array.from({ length: graph.rootCount }, (_, i) => i),
    children: graph.children,
  };
}

/** Reusable buffers around one graph, hint meaning and order; `run` is the simulation. */
export class Simulation implements RunRecord {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly events: Int32Array;
  private readonly graph: WorkloadGraph;
  private readonly line: ReadyLine;
  private readonly running: EndHeap;
  private readonly missing: Int32Array;
  private readonly parentCount: Int32Array;

  constructor(graph: WorkloadGraph, meaning: HintMeaning, rank?: Int32Array) {
    const { size } = graph;
    this.graph = graph;
    this.line = new ReadyLine(graph, meaning, rank);
    this.running = new EndHeap(size);
    this.startMs = new Float64Array(size);
    this.endMs = new Float64Array(size);
    this.events = new Int32Array(2 * size);
    this.missing = new Int32Array(size);
    this.parentCount = parentCounts(graph);
  }

  /** Takes over changes that the caller made in `rank`. */
  readRanks(): void {
    this.line.readRanks();
  }

  get peakThreads(): number {
    return this.line.peakUsed;
  }

  /**
   * Makespan in ms with `threads` and the given time of each task on its thread.
   * O((n + edges) log n), without allocation. Dispatch as dbt-core 1.x does it, see docs/schedule.md.
   */
  run(threads: number, durationMs: Float64Array, arrival: ArrivalOrder): number {
    const { line, running, startMs, endMs, events, missing } = this;
    const { childStart } = this.graph;
    const { roots, children } = arrival;
    missing.set(this.parentCount);
    line.reset(threads);
    running.clear();
    for (let i = 0; i < roots.length; i++) line.enter(roots[i]!);
    let now = 0;
    let happened = 0;
    for (;;) {
      for (let task = line.next(); task >= 0; task = line.next()) {
        const end = now + durationMs[task]!;
        startMs[task] = now;
        endMs[task] = end;
        events[happened++] = task;
        running.push(end, task);
      }
      if (running.size === 0) return now;
      now = running.topEnd();
      const ended = running.pop();
      events[happened++] = ~ended;
      line.leave(ended);
      const last = childStart[ended + 1]!;
      for (let at = childStart[ended]!; at < last; at++) {
        const child = children[at]!;
        const left = missing[child]! - 1;
        missing[child] = left;
        if (left === 0) line.enter(child);
      }
    }
  }
}

/** Number of dependencies of each task. */
export function parentCounts(graph: WorkloadGraph): Int32Array {
  const { parentStart } = graph;
  return Int32Array.from({ length: graph.size }, (_, i) => parentStart[i + 1]! - parentStart[i]!);
}
