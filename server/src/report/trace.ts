/**
 * A schedule in the Chrome Trace Event format, which Perfetto and chrome://tracing open: a row per
 * thread, an event per task, an arrow from the task that let another one start.
 */
import type { SimulateResult } from "../protocol";
import type { ScheduledTask } from "../schedule/schedule";

/** Trace times are microseconds. */
const MICROSECONDS = 1000;

/** The trace of one schedule under the name of its workload. O(tasks). */
export function traceOf(answer: SimulateResult, name: string): object {
  const rows = [...new Set(answer.tasks.map(({ thread }) => thread))].sort((a, b) => a - b);
  const byId = new Map(answer.tasks.map((task) => [task.id, task]));
  return {
    displayTimeUnit: "ms",
    otherData: {
      workload: name,
      threads: answer.threads,
      hints: answer.hints,
      policy: answer.policy,
      makespanMs: answer.makespanMs,
    },
    traceEvents: [
      { ph: "M", name: "process_name", pid: 1, args: { name } },
      ...rows.flatMap(rowNames),
      ...answer.tasks.map(taskEvent),
      ...answer.tasks.flatMap((task, index) => arrow(task, index, byId)),
    ],
  };
}

function rowNames(thread: number): readonly object[] {
  const tid = rowOf(thread);
  const name = thread < 0 ? "no thread" : `thread ${thread + 1}`;
  return [
    { ph: "M", name: "thread_name", pid: 1, tid, args: { name } },
    { ph: "M", name: "thread_sort_index", pid: 1, tid, args: { sort_index: tid } },
  ];
}

/** Row 0 holds tasks that take no thread. */
function rowOf(thread: number): number {
  return thread + 1;
}

function taskEvent(task: ScheduledTask): object {
  return {
    ph: "X",
    name: task.id,
    cat: task.critical ? "critical" : "task",
    pid: 1,
    tid: rowOf(task.thread),
    ts: task.startMs * MICROSECONDS,
    dur: (task.endMs - task.startMs) * MICROSECONDS,
    args: {
      readyMs: task.readyMs,
      waitMs: task.waitMs,
      slackMs: task.slackMs,
      blockedBy: task.blockedBy,
    },
  };
}

function arrow(
  task: ScheduledTask,
  id: number,
  byId: ReadonlyMap<string, ScheduledTask>,
): readonly object[] {
  const before = task.blockedBy === null ? undefined : byId.get(task.blockedBy);
  if (before === undefined) return [];
  const shared = { cat: "start", name: "lets start", id, pid: 1 };
  return [
    // A flow must begin inside its slice, so it leaves from the start of the former task.
    { ph: "s", ...shared, tid: rowOf(before.thread), ts: before.startMs * MICROSECONDS },
    { ph: "f", bp: "e", ...shared, tid: rowOf(task.thread), ts: task.startMs * MICROSECONDS },
  ];
}
