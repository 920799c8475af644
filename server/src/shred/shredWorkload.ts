/** A shred plan as a workload, so that its shape can be simulated before a byte moves. */
import type { DurationOrigin, Task, Workload } from "../workload/workload";
import type { PlanStep } from "./planShred";

/** Stage 1, then loads that take `busyMs` together, by their rows, then the commit. O(shards). */
export function shredWorkload(
  name: string,
  steps: readonly PlanStep[],
  shardRows: readonly number[],
  workers: number,
  busyMs: number,
  origin: DurationOrigin,
): Workload {
  const ms = (step: PlanStep["name"]) => steps.find((one) => one.name === step)?.ms ?? 0;
  const total = Math.max(
    1,
    shardRows.reduce((sum, rows) => sum + rows, 0),
  );
  const width = String(Math.max(0, shardRows.length - 1)).length;
  const loads = shardRows.map(
    (rows, shard): Task => ({
      id: `load.${String(shard).padStart(width, "0")}`,
      durationMs: (busyMs * rows) / total,
      durationOrigin: origin,
      dependsOn: ["shred"],
      kind: "load",
    }),
  );
  const tasks: readonly Task[] = [
    { id: "shred", durationMs: ms("shred"), durationOrigin: origin, dependsOn: [], kind: "shred" },
    ...loads,
    {
      id: "commit",
      durationMs: ms("commit"),
      durationOrigin: origin,
      dependsOn: loads.map(({ id }) => id),
      kind: "commit",
    },
  ];
  return { schema: "heddle.workload/1", name, tasks, capacity: { threads: workers, pools: {} } };
}
