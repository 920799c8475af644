/**
 * A workload as typed arrays, built once and shared by every simulation, bound and ranking. Tasks
 * are numbered in dispatch order, so that a number is at once a place in (level, id) order and in
 * topological order. Knows nothing of threads or policies.
 */
import { compareCodePoints } from "./codePointOrder";
import type { Task, Workload } from "./workload";

/** Stands for "no pool" in `WorkloadGraph.pool` and "no task" elsewhere. */
export const NONE = -1;

/**
 * Tasks are `0 … size-1`, sorted by (level, id) with ids in Python's string order: parents have
 * smaller numbers than children, and the roots are `0 … rootCount-1`.
 */
export interface WorkloadGraph {
  readonly workload: Workload;
  readonly size: number;
  readonly rootCount: number;
  readonly edgeCount: number;
  readonly ids: readonly string[];
  readonly tasks: readonly Task[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Longest path from a root, counted in edges; a root has 0. */
  readonly level: Int32Array;
  /** Children of `i`, ascending: `children[childStart[i] … childStart[i+1]-1]`. */
  readonly childStart: Int32Array;
  readonly children: Int32Array;
  readonly parentStart: Int32Array;
  readonly parents: Int32Array;
  readonly durationMs: Float64Array;
  /** The hint; 0 = none. */
  readonly hint: Int32Array;
  /** 1 where the task takes a thread. */
  readonly takesThread: Uint8Array;
  /** Index into `poolLimits`; `NONE` where no limited pool is named. */
  readonly pool: Int32Array;
  readonly poolNames: readonly string[];
  readonly poolLimits: Int32Array;
}

const GRAPHS = new WeakMap<Workload, WorkloadGraph>();

/** The graph of a workload, built at most once for all that ask. */
export function graphOf(workload: Workload): WorkloadGraph {
  const graph = GRAPHS.get(workload) ?? buildGraph(workload);
  GRAPHS.set(workload, graph);
  return graph;
}

/**
 * Graph of a valid workload (see `validateWorkload`). O(n log n + edges).
 * Throws on what validation would have reported: repeated or unknown ids and cycles.
 */
export function buildGraph(workload: Workload): WorkloadGraph {
  const given = workload.tasks;
  const size = given.length;
  const givenIndex = new Map<string, number>();
  for (let i = 0; i < size; i++) {
    const id = given[i]!.id;
    if (givenIndex.has(id)) throw new Error(`buildGraph: task id ${id} occurs twice`);
    givenIndex.set(id, i);
  }
  const givenParents = given.map((task) => parentIndices(task, givenIndex));
  const givenLevel = longestPathLevels(givenParents, workload);

  const byRank = levelIdOrder(given, givenLevel, givenIndex);
  const rankOf = new Int32Array(size);
  for (let rank = 0; rank < size; rank++) rankOf[byRank[rank]!] = rank;
  const tasks = byRank.map((i) => given[i]!);
  const ids = tasks.map((task) => task.id);
  const level = Int32Array.from(byRank, (i) => givenLevel[i]!);
  let rootCount = 0;
  while (rootCount < size && level[rootCount] === 0) rootCount++;

  const poolNames = Object.keys(workload.capacity.pools).sort(compareCodePoints);
  const poolIndex = new Map(poolNames.map((name, index) => [name, index]));
  const parentLists = byRank.map((i) => givenParents[i]!.map((parent) => rankOf[parent]!));
  return {
    workload,
    size,
    rootCount,
    ids,
    tasks,
    indexOf: new Map(ids.map((id, index) => [id, index])),
    level,
    ...adjacency(parentLists),
    durationMs: Float64Array.from(tasks, (task) => task.durationMs),
    hint: Int32Array.from(tasks, (task) => task.threads ?? 0),
    takesThread: Uint8Array.from(tasks, (task) => (task.noSlot === true ? 0 : 1)),
    pool: Int32Array.from(tasks, (task) =>
      task.pool === undefined ? NONE : (poolIndex.get(task.pool) ?? NONE),
    ),
    poolNames,
    poolLimits: Int32Array.from(poolNames, (name) => workload.capacity.pools[name]!),
  };
}

function parentIndices(task: Task, indexOf: ReadonlyMap<string, number>): number[] {
  const parents: number[] = [];
  for (const id of task.dependsOn) {
    const parent = indexOf.get(id);
    if (parent === undefined) {
      throw new Error(`buildGraph: task ${task.id} depends on unknown id ${id}`);
    }
    parents.push(parent);
  }
  return parents.length < 2 ? parents : [...new Set(parents)];
}

/** Indices of tasks by level, then id in Python's order. */
function levelIdOrder(
  tasks: readonly Task[],
  level: Int32Array,
  indexOf: ReadonlyMap<string, number>,
): readonly number[] {
  const idsOfLevel: string[][] = [];
  for (let i = 0; i < tasks.length; i++) {
    const ids = idsOfLevel[level[i]!];
    if (ids === undefined) idsOfLevel[level[i]!] = [tasks[i]!.id];
    else ids.push(tasks[i]!.id);
  }
  // Code units order as code points do unless surrogates meet units above them; native is faster.
  const compare = tasks.some(({ id }) => HIGH_UNIT.test(id)) ? compareCodePoints : undefined;
  return idsOfLevel.flatMap((ids) => ids.sort(compare).map((id) => indexOf.get(id)!));
}

const HIGH_UNIT = /[\ud800-\uffff]/;

/** Kahn's layering: a task's level is one more than its deepest parent's. */
function longestPathLevels(
  parents: readonly (readonly number[])[],
  workload: Workload,
): Int32Array {
  const size = parents.length;
  const children: number[][] = Array.from({ length: size }, () => []);
  const missing = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    missing[i] = parents[i]!.length;
    for (const parent of parents[i]!) children[parent]!.push(i);
  }
  const level = new Int32Array(size);
  const ready: number[] = [];
  for (let i = 0; i < size; i++) if (missing[i] === 0) ready.push(i);
  for (let at = 0; at < ready.length; at++) {
    const task = ready[at]!;
    for (const child of children[task]!) {
      level[child] = Math.max(level[child]!, level[task]! + 1);
      missing[child] = missing[child]! - 1;
      if (missing[child] === 0) ready.push(child);
    }
  }
  if (ready.length < size) {
    const stuck = workload.tasks.find((_, i) => missing[i]! > 0);
    throw new Error(`buildGraph: task ${stuck?.id} lies on or behind a dependency cycle`);
  }
  return level;
}

function adjacency(parentLists: readonly (readonly number[])[]) {
  const size = parentLists.length;
  const parentStart = new Int32Array(size + 1);
  const childStart = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) {
    parentStart[i + 1] = parentStart[i]! + parentLists[i]!.length;
    for (const parent of parentLists[i]!) childStart[parent + 1] = childStart[parent + 1]! + 1;
  }
  for (let i = 0; i < size; i++) childStart[i + 1] = childStart[i + 1]! + childStart[i]!;
  const edgeCount = parentStart[size]!;
  const parents = new Int32Array(edgeCount);
  const children = new Int32Array(edgeCount);
  const filled = childStart.slice(0, size);
  for (let i = 0; i < size; i++) {
    const start = parentStart[i]!;
    parents.set(parentLists[i]!, start);
    parents.subarray(start, parentStart[i + 1]!).sort();
    for (const parent of parentLists[i]!) {
      children[filled[parent]!] = i;
      filled[parent] = filled[parent]! + 1;
    }
  }
  return { edgeCount, parentStart, parents, childStart, children };
}
