/**
 * Whether a run falls into parts that need nothing of each other, so that several jobs could run them
 * at the same time, each with threads of its own. Knows tasks and times only.
 */
import { buildGraph, type WorkloadGraph } from "../workload/graph";
import { createEngine } from "./engine";
import type { SimulateOptions } from "./schedule";

/** Tasks of one job, all their dependencies among them. */
export interface SplitJob {
  /** In (level, id) order. */
  readonly tasks: readonly string[];
  readonly makespanMs: number;
}

export interface JobSplit {
  /** Longest first. */
  readonly jobs: readonly SplitJob[];
  /** Of the longest job: all start at once. */
  readonly makespanMs: number;
}

const MOST_JOBS = 4;

/**
 * Independent parts packed into at most `mostJobs` jobs of about equal work, each run with all the
 * threads in dbt's order. `undefined` where everything hangs together, and where tasks are known to
 * slow each other down, for then jobs would too. O(n log n) and one simulation per job.
 */
export function splitJobs(
  graph: WorkloadGraph,
  options: SimulateOptions,
  mostJobs = MOST_JOBS,
): JobSplit | undefined {
  const { capacity, contention, overhead, threads } = options;
  if (capacity !== undefined || contention !== undefined || overhead !== undefined)
    return undefined;
  const parts = independentParts(graph);
  if (parts.length < 2) return undefined;
  const packed: { tasks: number[]; workMs: number }[] = [];
  for (const part of parts) {
    if (packed.length < mostJobs) packed.push({ tasks: [...part.tasks], workMs: part.workMs });
    else {
      const least = packed.reduce((a, b) => (b.workMs < a.workMs ? b : a));
      for (const task of part.tasks) least.tasks.push(task);
      least.workMs += part.workMs;
    }
  }
  const jobs = packed
    .map(({ tasks }): SplitJob => {
      const members = tasks.sort((a, b) => a - b).map((task) => graph.tasks[task]!);
      const part = buildGraph({ ...graph.workload, tasks: members });
      const engine = createEngine(part, { ...options, hints: "ignored", policy: "dbt-core" });
      return { tasks: part.ids, makespanMs: engine.run(threads) };
    })
    .sort((a, b) => b.makespanMs - a.makespanMs);
  return { jobs, makespanMs: jobs[0]!.makespanMs };
}

/** Sets of tasks without a dependency between them, most work first. */
function independentParts(graph: WorkloadGraph) {
  const root = Int32Array.from({ length: graph.size }, (_, task) => task);
  const rootOf = (task: number): number => {
    let at = task;
    while (root[at] !== at) {
      root[at] = root[root[at]!]!;
      at = root[at]!;
    }
    return at;
  };
  for (let task = 0; task < graph.size; task++) {
    for (let at = graph.parentStart[task]!; at < graph.parentStart[task + 1]!; at++) {
      root[rootOf(task)] = rootOf(graph.parents[at]!);
    }
  }
  const parts = new Map<number, { readonly tasks: number[]; workMs: number }>();
  for (let task = 0; task < graph.size; task++) {
    const first = rootOf(task);
    const part = parts.get(first) ?? { tasks: [], workMs: 0 };
    part.tasks.push(task);
    part.workMs += graph.durationMs[task]!;
    parts.set(first, part);
  }
  return [...parts.values()].sort((a, b) => b.workMs - a.workMs || a.tasks[0]! - b.tasks[0]!);
}
