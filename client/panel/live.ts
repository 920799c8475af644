/** A run that goes on, as the chart shows it: what has happened so far over what was predicted. Pure. */

import type { LiveEvent, LiveRun } from "./liveMessages";
import { nameOf, type Progress, type Run, type Stretch, type TaskView } from "./run";

interface Told {
  readonly predicted?: Stretch;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly status?: string;
}

export interface LiveState extends Omit<LiveRun, "events" | "isWhole"> {
  readonly nodes: ReadonlyMap<string, Told>;
  /** By the page's own clock, in milliseconds. */
  readonly heardAt: number;
}

const failures: ReadonlySet<string> = new Set([
  "error",
  "fail",
  "partial success",
  "runtime error",
]);

/** What is known after a message; without `before`, or of another run, only a whole one counts. */
export function heard(
  before: LiveState | undefined,
  { events, isWhole, ...facts }: LiveRun,
  heardAt: number,
): LiveState | undefined {
  const goesOn = before?.startedAt === facts.startedAt;
  if (!isWhole && !goesOn) return undefined;
  const nodes = new Map(isWhole ? [] : before?.nodes);
  for (const event of events) nodes.set(event.id, { ...nodes.get(event.id), ...toldBy(event) });
  return { ...facts, nodes, heardAt };
}

function toldBy(event: LiveEvent): Told {
  if (event.kind === "predicted") {
    return { predicted: { startMs: event.fromMs, endMs: event.toMs } };
  }
  if (event.kind === "start") return { startMs: event.atMs };
  return { endMs: event.atMs, status: event.status };
}

/** How long the run has gone on: its own word, and what has passed since by the page's clock. */
export function elapsedMs({ state, nowMs, heardAt }: LiveState, clockMs: number): number {
  return state === "running" ? nowMs + Math.max(0, clockMs - heardAt) : nowMs;
}

export interface Count {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly running: number;
}

export function countOf({ nodes }: LiveState): Count {
  let [done, failed, skipped, running] = [0, 0, 0, 0];
  for (const told of nodes.values()) {
    const progress = progressOf(told);
    if (progress === "running") running++;
    if (told.status === undefined) continue;
    done++;
    if (progress === "failed") failed++;
    if (progress === "skipped") skipped++;
  }
  return { done, failed, skipped, running };
}

function progressOf({ startMs, status }: Told): Progress {
  if (status === undefined) return startMs === undefined ? "ahead" : "running";
  if (failures.has(status)) return "failed";
  // What never started and yet has ended was left out.
  return startMs === undefined || status === "skipped" ? "skipped" : "done";
}

/**
 * The run so far, with `before` = where a task was predicted. Tasks not started yet stand where they
 * were predicted, and names and facts are those of `model`, the run that the page has simulated.
 * `O(n log n)`.
 */
export function runSoFar(model: Run, live: LiveState, clockMs: number): Run {
  const nowMs = elapsedMs(live, clockMs);
  const lanes: number[] = [];
  const placed = [...live.nodes].flatMap(([id, told]) => {
    const progress = progressOf(told);
    const predicted = told.predicted;
    const stretch =
      told.startMs === undefined
        ? predicted
        : { startMs: told.startMs, endMs: Math.max(told.startMs, told.endMs ?? nowMs) };
    return stretch === undefined ? [] : [{ id, progress, predicted, ...stretch }];
  });
  // What takes no time makes way for what starts at the same moment.
  placed.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || (a.id < b.id ? -1 : 1));
  const tasks = placed.map(({ id, progress, predicted, startMs, endMs }): TaskView => {
    const known = model.byId.get(id);
    const hasRun = progress !== "ahead" && progress !== "skipped";
    return {
      id,
      name: known?.name ?? nameOf(id),
      startMs,
      endMs,
      readyMs: startMs,
      waitMs: 0,
      slackMs: known?.slackMs ?? 0,
      thread: hasRun ? laneFor(lanes, startMs, endMs) : -1,
      isCritical: known?.isCritical ?? false,
      blockedBy: known?.blockedBy,
      before: hasRun ? predicted : undefined,
      facts: known?.facts,
      progress,
    };
  });
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const decidingChain = model.decidingChain
    .flatMap(({ id }) => byId.get(id) ?? [])
    .sort((a, b) => a.startMs - b.startMs);
  const makespanMs = tasks.reduce((end, task) => Math.max(end, task.endMs), nowMs);
  const schedule = { ...model.schedule, makespanMs, threads: live.threads };
  return { schedule, tasks, byId, decidingChain, comparedWith: "prediction", nowMs };
}

/** The first thread that is free; dbt does not say which one it took. */
function laneFor(lanes: number[], startMs: number, endMs: number): number {
  const free = lanes.findIndex((until) => until <= startMs);
  const lane = free < 0 ? lanes.length : free;
  lanes[lane] = endMs;
  return lane;
}
