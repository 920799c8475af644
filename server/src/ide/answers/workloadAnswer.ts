/** CONTRACT "heddle.workload/1" as it is published: every field present, `null` where none. */
import type { Workload } from "../../workload/workload";

/** Tasks keep their order. A task without a hint has no `threads`, as the contract says. */
export function workloadAnswer({ schema, name, tasks, capacity }: Workload): object {
  return {
    schema,
    name,
    tasks: tasks.map((task) => ({
      id: task.id,
      durationMs: task.durationMs,
      durationOrigin: task.durationOrigin,
      dependsOn: task.dependsOn,
      ...(task.threads !== undefined && { threads: task.threads }),
      kind: task.kind ?? "task",
      pool: task.pool ?? null,
      noSlot: task.noSlot === true,
    })),
    capacity: { threads: capacity.threads, pools: capacity.pools },
  };
}
