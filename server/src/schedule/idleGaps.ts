/** Where threads stand still in a schedule, and for whom they wait. Knows only the schedule. */
import type { Schedule, ScheduledTask } from "./schedule";

/**
 * Why a thread stood still: `dependency` = nothing was ready that could use it; `limit` = what it
 * ran next was ready, but had to wait for a seat, a pool or its turn; `end` = nothing was left.
 */
export type IdleReason = "dependency" | "limit" | "end";

export interface IdleGap {
  readonly thread: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: IdleReason;
  /** The task whose end ended the gap; at the run's end the task that ends it. */
  readonly waitingFor: string | undefined;
}

/** Idle time by the task that was waited for. */
export interface IdleCause {
  readonly waitingFor: string;
  readonly idleMs: number;
  readonly gapCount: number;
}

/**
 * Gaps of the threads that were used, by thread and time. With the makespan of each unused thread
 * they add up to the run's idle time (under `slots`, less what wide tasks hold). O(n).
 */
export function idleGaps(schedule: Schedule): readonly IdleGap[] {
  const rows: ScheduledTask[][] = Array.from({ length: schedule.peakThreads }, () => []);
  for (const task of schedule.tasks) {
    for (const thread of task.threadsHeld ?? [task.thread]) rows[thread]?.push(task);
  }
  const last = schedule.bindingChain.at(-1);
  const gaps: IdleGap[] = [];
  for (const [thread, row] of rows.entries()) {
    let free = 0;
    for (const task of row) {
      if (task.startMs > free) {
        gaps.push({
          thread,
          startMs: free,
          endMs: task.startMs,
          reason: task.waitMs > 0 ? "limit" : "dependency",
          waitingFor: task.blockedBy ?? undefined,
        });
      }
      free = Math.max(free, task.endMs);
    }
    const endMs = schedule.makespanMs;
    if (endMs > free) gaps.push({ thread, startMs: free, endMs, reason: "end", waitingFor: last });
  }
  return gaps;
}

/** Sums gaps by whom they wait for, longest first. */
export function idleCauses(gaps: readonly IdleGap[]): readonly IdleCause[] {
  const causes = new Map<string, { idleMs: number; gapCount: number }>();
  for (const { startMs, endMs, waitingFor } of gaps) {
    if (waitingFor === undefined) continue;
    const cause = causes.get(waitingFor) ?? { idleMs: 0, gapCount: 0 };
    cause.idleMs += endMs - startMs;
    cause.gapCount++;
    causes.set(waitingFor, cause);
  }
  return [...causes]
    .map(([waitingFor, cause]) => ({ waitingFor, ...cause }))
    .sort((a, b) => b.idleMs - a.idleMs);
}
