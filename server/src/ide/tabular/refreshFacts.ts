/**
 * Parts of a predicted refresh: what one table, partition or data source does in it, how long it
 * waits, and what of the chain that decides the length it is. Words nothing.
 */
import type { ScheduledTask } from "../../schedule/schedule";
import type { RefreshTask } from "../../tabular/refreshTask";
import type { ModelSnapshot } from "../../workspace/openModel";

export interface StepTime {
  readonly step: RefreshTask["step"];
  /** Work, in ms, and what of it lies on the deciding chain. */
  readonly ms: number;
  readonly decidingMs: number;
}

export interface RefreshPart {
  readonly startMs: number;
  readonly endMs: number;
  /** Sum over its tasks of the time between being ready and starting. */
  readonly waitMs: number;
  readonly decidingMs: number;
  /** In the order of the first task of each. */
  readonly steps: readonly StepTime[];
}

interface PlacedTask extends RefreshTask {
  readonly place: ScheduledTask;
  readonly isDeciding: boolean;
}

const known = new WeakMap<ModelSnapshot, readonly PlacedTask[]>();

/** All tasks but the commit with their places; made once per snapshot. */
function placedTasks(snapshot: ModelSnapshot): readonly PlacedTask[] {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const schedule = snapshot.schedule();
  const places = new Map(schedule?.tasks.map((task) => [task.id, task]));
  const deciding = new Set(schedule?.bindingChain);
  const placed = (snapshot.plan()?.tasks ?? []).flatMap((one): readonly PlacedTask[] => {
    const place = places.get(one.task.id);
    return place === undefined ? [] : [{ ...one, place, isDeciding: deciding.has(one.task.id) }];
  });
  known.set(snapshot, placed);
  return placed;
}

/** The part of the refresh that `isOf` picks; absent where it picks nothing. O(tasks). */
export function refreshPart(
  snapshot: ModelSnapshot,
  isOf: (task: RefreshTask) => boolean,
): RefreshPart | undefined {
  return partOf(placedTasks(snapshot).filter(isOf));
}

/** The parts of all tables, by the name that tasks give them, or by partition object. O(tasks). */
export function refreshParts<K>(
  snapshot: ModelSnapshot,
  keyOf: (task: RefreshTask) => K | undefined,
): ReadonlyMap<K, RefreshPart> {
  const groups = new Map<K, PlacedTask[]>();
  for (const task of placedTasks(snapshot)) {
    const key = keyOf(task);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  const parts = new Map<K, RefreshPart>();
  for (const [key, tasks] of groups) {
    const part = partOf(tasks);
    if (part !== undefined) parts.set(key, part);
  }
  return parts;
}

/** What the length of the refresh hangs on most, the largest first: steps of tables. O(tasks). */
export function decidingSteps(
  snapshot: ModelSnapshot,
): readonly { readonly table: string; readonly step: RefreshTask["step"]; readonly ms: number }[] {
  const sums = new Map<string, { table: string; step: RefreshTask["step"]; ms: number }>();
  for (const { table, step, place, isDeciding } of placedTasks(snapshot)) {
    if (!isDeciding) continue;
    const key = `${step}\n${table.name}`;
    const sum = sums.get(key) ?? { table: table.name, step, ms: 0 };
    sum.ms += place.endMs - place.startMs;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms || (a.table < b.table ? -1 : 1));
}

function partOf(tasks: readonly PlacedTask[]): RefreshPart | undefined {
  if (tasks.length === 0) return undefined;
  const steps = new Map<RefreshTask["step"], { ms: number; decidingMs: number }>();
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = 0;
  let waitMs = 0;
  let decidingMs = 0;
  for (const { step, place, isDeciding } of tasks) {
    const ms = place.endMs - place.startMs;
    const sum = steps.get(step) ?? { ms: 0, decidingMs: 0 };
    sum.ms += ms;
    if (isDeciding) sum.decidingMs += ms;
    steps.set(step, sum);
    startMs = Math.min(startMs, place.startMs);
    endMs = Math.max(endMs, place.endMs);
    waitMs += place.waitMs;
    if (isDeciding) decidingMs += ms;
  }
  return {
    startMs,
    endMs,
    waitMs,
    decidingMs,
    steps: [...steps].map(([step, sum]) => ({ step, ...sum })),
  };
}
