/**
 * One simulated run as the page shows it: the schedule's tasks joined with what is known of the
 * models behind them. Pure data; knows no canvas and no document.
 */

import type { SimulateResult } from "../../server/src/protocol";
import type { ProjectFacts, TaskFacts } from "./messages";

export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** How far a node of a run that goes on has come. */
export type Progress = "ahead" | "running" | "done" | "failed" | "skipped";

export interface TaskView extends Stretch {
  readonly id: string;
  readonly name: string;
  readonly readyMs: number;
  readonly waitMs: number;
  readonly slackMs: number;
  readonly thread: number;
  readonly isCritical: boolean;
  readonly blockedBy: string | undefined;
  /** Where it stands in the run this one is compared with; absent where that is the same. */
  readonly before: Stretch | undefined;
  readonly facts: TaskFacts | undefined;
  /** Absent in a simulated run. */
  readonly progress?: Progress;
}

export interface Run {
  readonly schedule: SimulateResult;
  /** In start order, as in the schedule. */
  readonly tasks: readonly TaskView[];
  readonly byId: ReadonlyMap<string, TaskView>;
  /**
   * What decides the length of this run, in order: the task that ends last and, back from it, each
   * task whose end let the next one start. With few threads that is more than dependencies.
   */
  readonly decidingChain: readonly TaskView[];
  /** What `before` means: where a task stands `today`, in run `A`, or was predicted in this run. */
  readonly comparedWith: ComparedWith;
  /** How far a run that goes on has come; absent in a simulated one. */
  readonly nowMs?: number;
}

/** Today's run, run A when two are compared, or what was predicted of a run that goes on. */
export type ComparedWith = "today" | "A" | "prediction";

/** The run that another one is held against. */
export interface Reference {
  readonly name: ComparedWith;
  readonly schedule: SimulateResult;
}

/** `O(tasks)`. Tasks that are no model (tests) keep the readable part of their id as a name. */
export function joinRun(
  schedule: SimulateResult,
  project: ProjectFacts | undefined,
  reference?: Reference,
): Run {
  const before = new Map(reference?.schedule.tasks.map((task) => [task.id, task]));
  const facts = new Map(project?.tasks.map((task) => [task.uniqueId, task]));
  const tasks = schedule.tasks.map((task): TaskView => {
    const known = facts.get(task.id);
    return {
      id: task.id,
      name: known?.name ?? nameOf(task.id),
      startMs: task.startMs,
      endMs: task.endMs,
      readyMs: task.readyMs,
      waitMs: task.waitMs,
      slackMs: task.slackMs,
      thread: task.thread,
      isCritical: task.critical,
      blockedBy: task.blockedBy ?? undefined,
      before: movedFrom(before.get(task.id), task),
      facts: known,
    };
  });
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const comparedWith = reference?.name ?? "today";
  return { schedule, tasks, byId, decidingChain: decidingChainOf(tasks, byId), comparedWith };
}

function movedFrom(before: Stretch | undefined, now: Stretch): Stretch | undefined {
  if (before === undefined) return undefined;
  const isMoved =
    Math.abs(before.startMs - now.startMs) > 0.5 || Math.abs(before.endMs - now.endMs) > 0.5;
  return isMoved ? { startMs: before.startMs, endMs: before.endMs } : undefined;
}

function decidingChainOf(
  tasks: readonly TaskView[],
  byId: ReadonlyMap<string, TaskView>,
): TaskView[] {
  const end = tasks.reduce((latest, task) => Math.max(latest, task.endMs), 0);
  const ending = tasks.filter((task) => task.endMs === end);
  const last = ending.find(({ isCritical }) => isCritical) ?? ending[0];
  return last === undefined ? [] : [...blockersOf({ byId }, last).reverse(), last];
}

/** `model.shop.orders` → `orders`, `model.shop.orders.v2` → `orders.v2`, `a` → `a`. */
export function nameOf(id: string): string {
  const parts = id.split(".");
  return parts.length > 2 ? parts.slice(2).join(".") : id;
}

/** True where a real run has not come to the task, or passed it over: it holds no thread. */
export function isNotRun({ progress }: TaskView): boolean {
  return progress === "ahead" || progress === "skipped";
}

/** True where the duration is a guess, which the chart shows as hatching. */
export function isGuess(task: TaskView): boolean {
  const origin = task.facts?.duration?.origin;
  return origin === "estimated" || origin === "assumed";
}

/** The tasks whose ends let `task` start, one before the other, nearest first. */
export function blockersOf(run: Pick<Run, "byId">, task: TaskView): TaskView[] {
  const chain: TaskView[] = [];
  const seen = new Set([task.id]);
  let current = task.blockedBy === undefined ? undefined : run.byId.get(task.blockedBy);
  while (current !== undefined && !seen.has(current.id)) {
    chain.push(current);
    seen.add(current.id);
    current = current.blockedBy === undefined ? undefined : run.byId.get(current.blockedBy);
  }
  return chain;
}

/** Tasks whose name or id holds every word of `query`, without regard to case. */
export function findTasks(run: Run, query: string): ReadonlySet<string> | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const hits = run.tasks.filter(({ id, name }) => {
    const text = `${name} ${id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return new Set(hits.map(({ id }) => id));
}
