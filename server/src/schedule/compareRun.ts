/**
 * A predicted schedule beside the run that really happened: how far off, in what order, and which
 * tasks explain it. Knows no files; any observed run will do.
 */
import type { ObservedRun } from "./observedRun";
import { observedMakespan } from "./observedRun";
import type { Schedule } from "./schedule";

/** One task, predicted and observed. Times in ms from the first start of each run. */
export interface TaskComparison {
  readonly id: string;
  readonly predictedStartMs: number;
  readonly observedStartMs: number;
  /** Observed minus predicted duration. */
  readonly durationErrorMs: number;
  /** Observed minus predicted end. */
  readonly endErrorMs: number;
}

export interface RunComparison {
  readonly predictedMs: number;
  readonly observedMs: number;
  /** Predicted over observed, minus 1: negative = predicted too short. */
  readonly makespanError: number;
  /** Tasks in both, in observed start order. */
  readonly tasks: readonly TaskComparison[];
  readonly onlyPredicted: readonly string[];
  readonly onlyObserved: readonly string[];
  /**
   * Agreement of the two start orders: share of pairs of tasks that start in the same order in
   * both, among pairs whose starts lie further apart than the tolerance. 1 = the same order.
   */
  readonly orderAgreement: number;
  /**
   * What explains a difference, largest first: tasks of the observed deciding chain, by how much
   * longer or shorter than predicted they took.
   */
  readonly explainedBy: readonly { readonly id: string; readonly byMs: number }[];
}

/** Starts closer than this may be logged in either order. */
const TOLERANCE_MS = 20;
const SHOWN_CAUSES = 10;

/** O(n log n). */
export function compareRun(predicted: Schedule, observed: ObservedRun): RunComparison {
  const originMs = observed.tasks.reduce(
    (first, { startMs }) => Math.min(first, startMs),
    Infinity,
  );
  const predictedById = new Map(predicted.tasks.map((task) => [task.id, task]));
  const seen = [...observed.tasks].sort((a, b) => a.startMs - b.startMs);
  const tasks = seen.flatMap((task): TaskComparison[] => {
    const other = predictedById.get(task.id);
    if (other === undefined) return [];
    const durationErrorMs = task.endMs - task.startMs - (other.endMs - other.startMs);
    return [
      {
        id: task.id,
        predictedStartMs: other.startMs,
        observedStartMs: task.startMs - originMs,
        durationErrorMs,
        endErrorMs: task.endMs - originMs - other.endMs,
      },
    ];
  });
  const ran = new Set(seen.map(({ id }) => id));
  const observedMs = observedMakespan(observed);
  const errorOf = new Map(tasks.map(({ id, durationErrorMs }) => [id, durationErrorMs]));
  return {
    predictedMs: predicted.makespanMs,
    observedMs,
    makespanError: observedMs === 0 ? 0 : predicted.makespanMs / observedMs - 1,
    tasks,
    onlyPredicted: predicted.tasks.flatMap(({ id }) => (ran.has(id) ? [] : [id])),
    onlyObserved: seen.flatMap(({ id }) => (predictedById.has(id) ? [] : [id])),
    orderAgreement: orderAgreement(tasks),
    explainedBy: decidingChain(observed)
      .flatMap((id) => {
        const byMs = errorOf.get(id);
        return byMs === undefined ? [] : [{ id, byMs }];
      })
      .sort((a, b) => Math.abs(b.byMs) - Math.abs(a.byMs))
      .slice(0, SHOWN_CAUSES),
  };
}

/**
 * From the task that ended last back to the first: before each the one on any thread whose end lies
 * closest before its start, since that end let it start.
 */
export function decidingChain(observed: ObservedRun): readonly string[] {
  const byEnd = [...observed.tasks].sort((a, b) => a.endMs - b.endMs || a.startMs - b.startMs);
  const chain = new Set<string>();
  let task = byEnd.at(-1);
  while (task !== undefined && !chain.has(task.id)) {
    chain.add(task.id);
    const { startMs } = task;
    let low = 0;
    let high = byEnd.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byEnd[middle]!.endMs <= startMs) low = middle + 1;
      else high = middle;
    }
    let before = low - 1;
    while (before >= 0 && byEnd[before] === task) before--;
    task = byEnd[before];
  }
  return [...chain].reverse();
}

/** Counts pairs in opposite order by a Fenwick tree over predicted places; ties count as agreed. */
function orderAgreement(tasks: readonly TaskComparison[]): number {
  const size = tasks.length;
  const starts = Float64Array.from(tasks, (task) => task.predictedStartMs).sort();
  const tree = new Int32Array(size + 1);
  let pairs = 0;
  let agreed = 0;
  let entered = 0;
  for (const task of tasks) {
    while (
      entered < size &&
      tasks[entered]!.observedStartMs < task.observedStartMs - TOLERANCE_MS
    ) {
      const place = firstAtLeast(starts, tasks[entered]!.predictedStartMs);
      for (let at = place + 1; at <= size; at += at & -at) tree[at] = tree[at]! + 1;
      entered++;
    }
    // All that entered started clearly earlier; those predicted clearly later disagree.
    const limit = firstAtLeast(starts, task.predictedStartMs + TOLERANCE_MS);
    for (let at = limit; at > 0; at -= at & -at) agreed += tree[at]!;
    pairs += entered;
  }
  return pairs === 0 ? 1 : agreed / pairs;
}

function firstAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
