/**
 * Random workloads that provoke what goes wrong in schedulers: ties, zero durations, few and many
 * parents, hints, pools, tasks without a thread, ids that sort differently by code point.
 */
import { seededRandom } from "../../server/src/schedule/seededRandom";
import type { Task, Workload } from "../../server/src/workload/workload";

export interface RandomShape {
  readonly tasks: number;
  readonly isPlain?: boolean;
  /** Durations are whole numbers up to this; 0 … 4 gives many ties. */
  readonly longest?: number;
}

/** Always the same workload for the same seed and shape. */
export function randomWorkload(seed: number, shape: RandomShape): Workload {
  const uniform = seededRandom(seed);
  const pick = (count: number) => Math.floor(uniform() * count);
  const longest = shape.longest ?? [0, 1, 4, 4, 20, 1000][pick(6)]!;
  const density = uniform() * 3;
  const reach = 1 + pick(shape.tasks);
  const isFractional = uniform() < 0.2;
  const hintShare = uniform();
  const tasks: Task[] = [];
  for (let i = 0; i < shape.tasks; i++) {
    const dependsOn = new Set<string>();
    const parents = uniform() < 0.25 ? 0 : Math.floor(uniform() * density + 0.7);
    for (let k = 0; k < parents && i > 0; k++) {
      dependsOn.add(tasks[Math.max(0, i - 1 - pick(reach))]!.id);
    }
    const duration = pick(longest + 1);
    const task: Task = {
      id: `${["m", "M", "é", "\u{1f9f6}", "\uff5e", "_"][pick(6)]}${pick(3)}.${i}`,
      durationMs: isFractional ? duration + pick(10) / 10 : duration,
      durationOrigin: "given",
      dependsOn: [...dependsOn],
    };
    if (shape.isPlain === true) tasks.push(task);
    else {
      tasks.push({
        ...task,
        ...(uniform() < hintShare ? { threads: 1 + pick(5) } : {}),
        ...(uniform() < 0.15 ? { pool: ["dw", "lake", "unknown"][pick(3)]! } : {}),
        ...(uniform() < 0.1 ? { noSlot: true } : {}),
      });
    }
  }
  // The order of the list must not matter, so it is not the order of creation.
  for (let last = tasks.length - 1; last > 0; last--) {
    const other = pick(last + 1);
    const kept = tasks[last]!;
    tasks[last] = tasks[other]!;
    tasks[other] = kept;
  }
  return {
    schema: "heddle.workload/1",
    name: `random ${seed}`,
    tasks,
    capacity: { threads: 1 + pick(8), pools: { dw: 1 + pick(3), lake: 1 + pick(3) } },
  };
}
