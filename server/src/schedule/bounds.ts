/**
 * What no order of the tasks can beat: lower bounds of the makespan from dependencies and from
 * everything that tasks share (threads, seats, pools, a database, dbt's interpreter). And Graham's
 * upper bound for list scheduling. Knows nothing of policies.
 */
import type { WorkloadGraph } from "../workload/graph";
import { earliestStarts, remainingPaths } from "./criticalPath";
import { peakThroughput } from "./pace";
import type { SimulateOptions } from "./schedule";

/** Options that change what is possible, whatever the order. */
export type BoundOptions = Pick<SimulateOptions, "threads" | "hints" | "capacity" | "contention">;

/** Tasks that share something: in any stretch of time their weighted work is at most limit × time. */
interface Resource {
  readonly tasks: readonly number[];
  readonly limit: number;
  /** Share of the resource that a running task takes. */
  weightOf(task: number): number;
  /** True where a running task holds exactly one of `limit` equal places. */
  readonly isCounted: boolean;
}

/** Below the rounding of sums, so that rounding cannot lift a bound over a makespan. */
const ROUNDING = 1 - 1e-12;
/** Interval ends tried per side: all of them on small graphs, a sample on large ones. */
const MOST_ENDS = 24;
const FEWEST_ENDS = 8;
/** Overlaps to work out per resource, all intervals together. */
const OVERLAPS = 1_500_000;

/**
 * Lower bound of the makespan in ms: the longest of the critical path, work / threads, the
 * interval bound of Fernandez and Bussell (1973) and the pigeonhole bound, the latter two for each
 * shared resource. Never above the best possible. `extraMs` is time on a thread besides the work.
 * O(n × intervals).
 */
export function lowerBound(
  graph: WorkloadGraph,
  durationMs: Float64Array,
  options: BoundOptions,
  extraMs?: Float64Array,
): number {
  const onThread =
    extraMs === undefined ? durationMs : durationMs.map((duration, i) => duration + extraMs[i]!);
  const earliest = earliestStarts(graph, onThread);
  const remaining = remainingPaths(graph, onThread);
  const pathMs = remaining.reduce((longest, path) => Math.max(longest, path), 0);
  let bound = pathMs;
  for (const resource of sharedResources(graph, options)) {
    const workMs = resource.tasks.reduce(
      (sum, task) => sum + onThread[task]! * resource.weightOf(task),
      0,
    );
    bound = Math.max(bound, workMs / resource.limit);
    const windows = { earliest, remaining, onThread, pathMs };
    bound = Math.max(bound, intervalBound(resource, windows) * ROUNDING);
    if (resource.isCounted) bound = Math.max(bound, pigeonholeBound(resource, onThread) * ROUNDING);
  }
  return Math.max(bound, throughputBound(graph, durationMs, options), sumOf(extraMs) * ROUNDING);
}

/** Graham's bound for list scheduling on equal threads (1966): work / T + (1 - 1/T) path, in ms. */
export function grahamBound(workMs: number, criticalPathMs: number, threads: number): number {
  return workMs / threads + (1 - 1 / threads) * criticalPathMs;
}

function sharedResources(graph: WorkloadGraph, { threads, hints }: BoundOptions): Resource[] {
  const onThreads = indicesWhere(graph, (task) => graph.takesThread[task] === 1);
  const ownLimit = (task: number) => Math.min(threads, graph.hint[task]! || threads);
  const resources: Resource[] = [];
  if (hints === "exclusive") {
    // At most ownLimit tasks run beside a task, itself included: each takes at least this share.
    const weightOf = (task: number) => 1 / ownLimit(task);
    resources.push({ tasks: onThreads, limit: 1, weightOf, isCounted: false });
  } else if (hints === "slots") {
    const weightOf = (task: number) => Math.min(threads, graph.hint[task]! || 1);
    resources.push({ tasks: onThreads, limit: threads, weightOf, isCounted: false });
  }
  resources.push(places(onThreads, threads));
  if (hints === "seats") {
    for (const hint of new Set(graph.hint)) {
      if (hint === 0 || hint >= threads) continue;
      resources.push(
        places(
          onThreads.filter((task) => graph.hint[task] === hint),
          hint,
        ),
      );
    }
  }
  for (const [pool, members] of poolMembers(graph).entries()) {
    // A pool with a place for each of its tasks keeps none of them waiting.
    const limit = graph.poolLimits[pool]!;
    if (members.length > limit) resources.push(places(members, limit));
  }
  return resources;
}

/** Tasks of each pool. O(n + pools): a tabular model has pools by the thousand. */
function poolMembers({ poolLimits, pool, size }: WorkloadGraph): readonly (readonly number[])[] {
  const members = Array.from(poolLimits, (): number[] => []);
  for (let task = 0; task < size; task++) members[pool[task]!]?.push(task);
  return members;
}

function places(tasks: readonly number[], limit: number): Resource {
  return { tasks, limit, weightOf: () => 1, isCounted: true };
}

interface Windows {
  readonly earliest: Float64Array;
  readonly remaining: Float64Array;
  readonly onThread: Float64Array;
  readonly pathMs: number;
}

/**
 * If everything ended by the critical path's length, each task would have to do at least its
 * overlap of the interval [from, to] in it; what exceeds the resource there must come on top.
 */
function intervalBound(resource: Resource, windows: Windows): number {
  const { earliest, remaining, onThread, pathMs } = windows;
  const tasks = resource.tasks.filter((task) => onThread[task]! > 0);
  const duration = Float64Array.from(tasks, (task) => onThread[task]!);
  const earliestEnd = Float64Array.from(tasks, (task) => earliest[task]! + onThread[task]!);
  const latestStart = Float64Array.from(tasks, (task) => pathMs - remaining[task]!);
  const share = Float64Array.from(tasks, (task) => resource.weightOf(task) / resource.limit);
  const count = Math.floor(Math.sqrt(OVERLAPS / Math.max(1, tasks.length)));
  const endCount = Math.max(FEWEST_ENDS, Math.min(count, MOST_ENDS));
  const starts = sampleEnds(
    endCount,
    tasks.map((task) => earliest[task]!),
  );
  const ends = sampleEnds(
    endCount,
    tasks.map((_, i) => latestStart[i]! + duration[i]!),
  );
  let excess = 0;
  for (const from of starts) {
    for (const to of ends) {
      if (to <= from) continue;
      let work = 0;
      for (let i = 0; i < duration.length; i++) {
        const before = Math.min(earliestEnd[i]! - from, duration[i]!);
        const overlap = Math.min(before, to - latestStart[i]!, to - from);
        if (overlap > 0) work += overlap * share[i]!;
      }
      excess = Math.max(excess, work - (to - from));
    }
  }
  return pathMs + excess;
}

/** Distinct values, thinned evenly to at most `count` with the extremes kept. */
function sampleEnds(count: number, values: readonly number[]): number[] {
  const distinct = Float64Array.from(new Set(values)).sort();
  if (distinct.length <= count) return [...distinct];
  return Array.from(
    { length: count },
    (_, i) => distinct[Math.round((i * (distinct.length - 1)) / (count - 1))]!,
  );
}

/** Of the k L + 1 longest tasks some place gets k + 1, so it works at least the k + 1 shortest. */
function pigeonholeBound({ tasks, limit }: Resource, onThread: Float64Array): number {
  const longest = Float64Array.from(tasks, (task) => onThread[task]!)
    .sort()
    .reverse();
  let bound = 0;
  for (let k = 1; k * limit < longest.length; k++) {
    let sum = 0;
    for (let at = k * limit - k; at <= k * limit; at++) sum += longest[at]!;
    bound = Math.max(bound, sum);
    if (k > MOST_ENDS) break;
  }
  return bound;
}

/** The database cannot work faster than its best throughput below the thread limit. */
function throughputBound(
  graph: WorkloadGraph,
  durationMs: Float64Array,
  options: BoundOptions,
): number {
  if (options.capacity === undefined && options.contention === undefined) return 0;
  let workMs = 0;
  for (let task = 0; task < graph.size; task++) {
    if (graph.takesThread[task] === 1) workMs += durationMs[task]!;
  }
  const limit = Math.max(1, Math.min(options.threads, graph.size));
  return (workMs / peakThroughput(limit, options)) * ROUNDING;
}

function indicesWhere(graph: WorkloadGraph, isMember: (task: number) => boolean): number[] {
  const members: number[] = [];
  for (let task = 0; task < graph.size; task++) if (isMember(task)) members.push(task);
  return members;
}

function sumOf(values: Float64Array | undefined): number {
  return values === undefined ? 0 : values.reduce((sum, value) => sum + value, 0);
}
