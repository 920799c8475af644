/**
 * What a run looks like when tasks fail: who is skipped, how long the rest takes, and with
 * fail-fast where it breaks off. Source: dbt-core 1.12 `task/runnable.py` (`_mark_dependent_errors`,
 * `_raise_next_tick`): all descendants of a failed node are skipped, pass through the queue all the
 * same and hold a worker for no time worth counting.
 */
import type { WorkloadGraph } from "../workload/graph";
import type { Schedule, ScheduledTask, SimulateOptions } from "./schedule";
import { simulate } from "./simulate";

export interface Failures {
  /** Ids of the tasks that fail at their end; one that is skipped itself cannot fail. */
  readonly failed: readonly string[];
  /** Ids whose failure skips nobody (`on_error: continue`, dbt-core 1.12 and later). */
  readonly continuing?: readonly string[];
  /** `--fail-fast`: the first failure ends the run; what runs is cancelled, nothing else starts. */
  readonly failFast?: boolean;
}

export interface FailedRun {
  /** From the first start to the end of the run. */
  readonly makespanMs: number;
  /** Tasks that started and were not skipped, in start order; cancelled ones end with the run. */
  readonly tasks: readonly ScheduledTask[];
  readonly failed: readonly string[];
  /** Sorted as the graph is, as are the next two. */
  readonly skipped: readonly string[];
  /** Running when fail-fast ended the run. */
  readonly cancelled: readonly string[];
  /** Not begun when fail-fast ended the run. */
  readonly notStarted: readonly string[];
  /** The run as it would go on without fail-fast, skipped tasks taking no time. */
  readonly schedule: Schedule;
}

/** The run with these failures. Ids that the graph does not have are passed over. O(simulation). */
export function simulateFailures(
  graph: WorkloadGraph,
  options: SimulateOptions,
  { failed, continuing = [], failFast = false }: Failures,
): FailedRun {
  const isFailed = marked(graph, failed);
  const skipped = skippedBy(graph, failed, continuing);
  const isSkipped = new Uint8Array(graph.size);
  const durationMs = graph.durationMs.slice();
  for (const task of skipped) {
    isSkipped[task] = 1;
    durationMs[task] = 0;
  }
  const schedule = simulate({ ...graph, durationMs }, options);
  const fails = (id: string) => {
    const task = graph.indexOf.get(id)!;
    return isFailed[task] === 1 && isSkipped[task] === 0;
  };
  const firstFailure = failFast
    ? schedule.tasks.reduce(
        (least, { id, endMs }) => (fails(id) ? Math.min(least, endMs) : least),
        Infinity,
      )
    : Infinity;
  const ran = schedule.tasks.filter(({ id }) => isSkipped[graph.indexOf.get(id)!] === 0);
  const begun = ran.filter(({ startMs, endMs }) => startMs < firstFailure || endMs <= firstFailure);
  const cancelled = begun.filter(({ endMs }) => endMs > firstFailure);
  const isBegun = new Set(begun.map(({ id }) => id));
  const ids = (tasks: readonly ScheduledTask[]) => inGraphOrder(graph, tasks);
  return {
    makespanMs: Math.min(firstFailure, schedule.makespanMs),
    tasks: begun.map((task) =>
      task.endMs > firstFailure ? { ...task, endMs: firstFailure } : task,
    ),
    failed: ids(begun.filter(({ id, endMs }) => fails(id) && endMs <= firstFailure)),
    skipped: skipped.map((task) => graph.ids[task]!),
    cancelled: ids(cancelled),
    notStarted: ids(ran.filter(({ id }) => !isBegun.has(id))),
    schedule,
  };
}

/**
 * Numbers of all that is skipped when tasks with these ids fail: descendants, ascending. A skipped
 * task fails no more, but its own descendants are skipped with it. O(n + edges).
 */
export function skippedBy(
  graph: WorkloadGraph,
  failed: readonly string[],
  continuing: readonly string[] = [],
): readonly number[] {
  const isFailed = marked(graph, failed);
  const isContinuing = marked(graph, continuing);
  const isSkipped = new Uint8Array(graph.size);
  const skipped: number[] = [];
  for (let task = 0; task < graph.size; task++) {
    if (isSkipped[task] === 1) skipped.push(task);
    else if (isFailed[task] === 0 || isContinuing[task] === 1) continue;
    for (let at = graph.childStart[task]!; at < graph.childStart[task + 1]!; at++) {
      isSkipped[graph.children[at]!] = 1;
    }
  }
  return skipped;
}

function marked(graph: WorkloadGraph, ids: readonly string[]): Uint8Array {
  const marks = new Uint8Array(graph.size);
  for (const id of ids) {
    const task = graph.indexOf.get(id);
    if (task !== undefined) marks[task] = 1;
  }
  return marks;
}

function inGraphOrder(graph: WorkloadGraph, tasks: readonly ScheduledTask[]): readonly string[] {
  return tasks
    .map(({ id }) => graph.indexOf.get(id)!)
    .sort((a, b) => a - b)
    .map((task) => graph.ids[task]!);
}
