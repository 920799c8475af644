/**
 * The longest chain of dependencies and, for every task, how far it is from the first start and to
 * the last end along dependencies alone. Knows no threads: no thread count can beat it.
 */
import { NONE, type WorkloadGraph } from "../workload/graph";

/** Longest remaining path from each task's start, its own duration included. O(n + edges). */
export function remainingPaths(graph: WorkloadGraph, durationMs: Float64Array): Float64Array {
  const { size, childStart, children } = graph;
  const remaining = new Float64Array(size);
  for (let task = size - 1; task >= 0; task--) {
    let longest = 0;
    const last = childStart[task + 1]!;
    for (let at = childStart[task]!; at < last; at++) {
      const below = remaining[children[at]!]!;
      if (below > longest) longest = below;
    }
    remaining[task] = durationMs[task]! + longest;
  }
  return remaining;
}

/** Earliest possible start of each task: the longest path above it. O(n + edges). */
export function earliestStarts(graph: WorkloadGraph, durationMs: Float64Array): Float64Array {
  const { size, parentStart, parents } = graph;
  const earliest = new Float64Array(size);
  for (let task = 0; task < size; task++) {
    let latest = 0;
    const last = parentStart[task + 1]!;
    for (let at = parentStart[task]!; at < last; at++) {
      const parent = parents[at]!;
      const end = earliest[parent]! + durationMs[parent]!;
      if (end > latest) latest = end;
    }
    earliest[task] = latest;
  }
  return earliest;
}

/** A longest chain of dependencies. */
export interface CriticalPath {
  readonly lengthMs: number;
  /** From a root to its end; of equally long chains the one first in (level, id) order. */
  readonly tasks: readonly number[];
}

/** The critical path of the graph under these durations. O(n + edges). */
export function criticalPath(graph: WorkloadGraph, durationMs: Float64Array): CriticalPath {
  const remaining = remainingPaths(graph, durationMs);
  let task = NONE;
  for (let root = 0; root < graph.rootCount; root++) {
    if (task === NONE || remaining[root]! > remaining[task]!) task = root;
  }
  const lengthMs = task === NONE ? 0 : remaining[task]!;
  const tasks: number[] = [];
  while (task !== NONE) {
    tasks.push(task);
    let next = NONE;
    for (let at = graph.childStart[task]!; at < graph.childStart[task + 1]!; at++) {
      const child = graph.children[at]!;
      if (next === NONE || remaining[child]! > remaining[next]!) next = child;
    }
    task = next;
  }
  return { lengthMs, tasks };
}

/** Place of each task in order of longest remaining path first, ties by (level, id). O(n log n). */
export function longestPathRanks(graph: WorkloadGraph, durationMs: Float64Array): Int32Array {
  const remaining = remainingPaths(graph, durationMs);
  const order = Array.from({ length: graph.size }, (_, i) => i);
  order.sort((a, b) => remaining[b]! - remaining[a]! || a - b);
  const rank = new Int32Array(graph.size);
  for (let at = 0; at < order.length; at++) rank[order[at]!] = at;
  return rank;
}
