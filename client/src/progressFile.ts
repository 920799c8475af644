/**
 * Reads what a running `heddle run` publishes in `.heddle/progress.jsonl`, as it grows. Pure; the file
 * may be anybody's, so every line is checked and what says nothing is let pass.
 */

import type { LiveEvent, LiveRun, LiveWaiting } from "../panel/liveMessages";

export interface ProgressReader {
  /** Takes the whole file as it is now. Cost: what was added since. */
  read(text: string): void;
  /** What was not told yet, or everything; `undefined` while no run has been read. */
  take(isWhole: boolean): LiveRun | undefined;
}

interface RunRead {
  /** The first line, by which one run is told from the next. */
  readonly head: string;
  readonly startedAt: number;
  readonly total: number;
  readonly threads: number;
  readonly predictedMs: number | null;
  readonly events: LiveEvent[];
  offset: number;
  told: number;
  nowMs: number;
  left: LiveRun["left"];
  waiting: readonly LiveWaiting[];
  isOver: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const schema = "heddle.progress/1";

export function createProgressReader(): ProgressReader {
  let run: RunRead | undefined;
  return {
    read(text) {
      const end = text.indexOf("\n");
      if (end < 0) return;
      const head = text.slice(0, end);
      if (run?.head !== head || text.length < run.offset) run = begun(head);
      if (run === undefined) return;
      const last = text.lastIndexOf("\n");
      const lines = text.slice(run.offset, last).split("\n");
      run.offset = last + 1;
      for (const line of lines) hear(run, fieldsOf(line));
    },
    take(isWhole) {
      if (run === undefined) return undefined;
      const { startedAt, total, threads, predictedMs, nowMs, left, waiting, isOver } = run;
      const events = isWhole ? [...run.events] : run.events.slice(run.told);
      const state = isOver ? "over" : "running";
      const facts = {
        startedAt,
        total,
        threads,
        predictedMs,
        nowMs,
        left,
        waiting,
        state,
      } as const;
      const isFirst = isWhole || run.told === 0;
      run.told = run.events.length;
      return { ...facts, isWhole: isFirst, events };
    },
  };
}

function begun(head: string): RunRead | undefined {
  const fields = fieldsOf(head);
  const { startedAt, total, threads } = fields;
  const isRun =
    fields["schema"] === schema && isTime(startedAt) && isTime(total) && isTime(threads);
  if (!isRun) return undefined;
  return {
    head,
    startedAt,
    total,
    threads,
    predictedMs: timeOf(fields["predictedMs"]),
    events: [],
    offset: head.length + 1,
    told: 0,
    nowMs: 0,
    left: null,
    waiting: [],
    isOver: false,
  };
}

function hear(run: RunRead, fields: Fields): void {
  const { id, predicted, startMs, endMs, status, atMs, overMs } = fields;
  if (typeof id === "string") {
    const event = eventOf(id, predicted, startMs, endMs, status);
    if (event !== undefined) run.events.push(event);
  } else if (isTime(atMs)) {
    run.nowMs = atMs;
    run.left = leftOf(fields["left"]);
    run.waiting = Array.isArray(fields["waiting"]) ? fields["waiting"].flatMap(waitingOf) : [];
  } else if (isTime(overMs)) {
    run.nowMs = overMs;
    run.left = null;
    run.waiting = [];
    run.isOver = true;
  }
}

function eventOf(
  id: string,
  predicted: unknown,
  startMs: unknown,
  endMs: unknown,
  status: unknown,
): LiveEvent | undefined {
  if (isTime(startMs)) return { kind: "start", id, atMs: startMs };
  if (isTime(endMs) && typeof status === "string") return { kind: "end", id, atMs: endMs, status };
  if (!Array.isArray(predicted)) return undefined;
  const [fromMs, toMs]: readonly unknown[] = predicted;
  return isTime(fromMs) && isTime(toMs) ? { kind: "predicted", id, fromMs, toMs } : undefined;
}

function leftOf(value: unknown): LiveRun["left"] {
  const fields = recordOf(value);
  const ms = timeOf(fields["ms"]);
  if (ms === null) return null;
  return { ms, leastMs: timeOf(fields["leastMs"]), mostMs: timeOf(fields["mostMs"]) };
}

function waitingOf(value: unknown): LiveWaiting[] {
  const { id, parents, pool } = recordOf(value);
  if (typeof id !== "string" || !Array.isArray(parents)) return [];
  const known = parents.filter((one) => typeof one === "string");
  return [{ id, parents: known, pool: typeof pool === "string" ? pool : null }];
}

function fieldsOf(line: string): Fields {
  try {
    return recordOf(JSON.parse(line));
  } catch {
    return {};
  }
}

function recordOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function timeOf(value: unknown): number | null {
  return isTime(value) ? value : null;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
