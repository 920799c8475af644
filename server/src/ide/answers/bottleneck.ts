/**
 * What a run's length hangs on: its longest chain of dependencies, its threads, or tasks that wait
 * for one another's places. Reads a schedule; simulates nothing.
 */
import type { Schedule, ScheduledTask } from "../../schedule/schedule";

export interface Bottleneck {
  readonly kind: "dependencies" | "threads" | "places" | "nothing";
  /** The chain of tasks that decides the makespan, each let start by the one before. */
  readonly chain: readonly ScheduledTask[];
  /** Tasks of the chain that were ready and waited for a place: a thread, a seat, a pool. */
  readonly waitingCount: number;
  /** The task of the chain that takes the most time. */
  readonly longest?: ScheduledTask;
}

/** A run this near to a bound is held by that bound. */
const NEAR = 0.03;
/** Threads that are this busy leave nothing for another order to gain. */
const BUSY = 0.93;

/** O(tasks). */
export function bottleneck(schedule: Schedule): Bottleneck {
  const { makespanMs, criticalPathMs, utilization } = schedule;
  const byId = new Map(schedule.tasks.map((task) => [task.id, task]));
  const chain = schedule.bindingChain.flatMap((id) => byId.get(id) ?? []);
  const longest = chain.reduce<ScheduledTask | undefined>(
    (best, task) => (best === undefined || lengthMs(task) > lengthMs(best) ? task : best),
    undefined,
  );
  const waitingCount = chain.filter(({ waitMs }) => waitMs > 0).length;
  const kind =
    makespanMs === 0
      ? "nothing"
      : criticalPathMs >= makespanMs * (1 - NEAR)
        ? "dependencies"
        : utilization >= BUSY
          ? "threads"
          : "places";
  return { kind, chain, waitingCount, ...(longest !== undefined && { longest }) };
}

export function lengthMs(task: ScheduledTask): number {
  return task.endMs - task.startMs;
}
