/**
 * Where bars and idle gaps of a run lie: rows by thread or by model, times in milliseconds. Knows
 * neither pixels nor colours.
 */

import { isNotRun, type Run, type TaskView } from "./run";

export type RowsBy = "threads" | "models";

export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  /** The task whose end finished the waiting; absent at the end of the run. */
  readonly waitsFor: string | undefined;
}

export interface Row {
  readonly label: string;
  /** By start time, not overlapping. */
  readonly bars: readonly TaskView[];
  readonly gaps: readonly Gap[];
}

export interface Layout {
  readonly rowsBy: RowsBy;
  readonly rows: readonly Row[];
  readonly endMs: number;
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Gaps shorter than this share of the run are not worth an idle mark. */
const smallestGapShare = 0.004;

/**
 * `O(n log n)`. Tasks without a thread get rows of their own below the threads. By model only the
 * tasks in `hits` get a row, when something is searched for and found.
 */
export function layOut(run: Run, rowsBy: RowsBy, hits?: ReadonlySet<string>): Layout {
  const endMs = run.tasks.reduce((end, task) => Math.max(end, task.endMs), 0);
  const rows = rowsBy === "models" ? rowsByModel(run, hits) : rowsByThread(run, run.nowMs ?? endMs);
  const rowOf = new Map<string, number>();
  rows.forEach((row, index) => {
    for (const bar of row.bars) rowOf.set(bar.id, index);
  });
  return { rowsBy, rows, endMs, rowOf };
}

function rowsByModel(run: Run, hits: ReadonlySet<string> | undefined): Row[] {
  const tasks = hits?.size ? run.tasks.filter(({ id }) => hits.has(id)) : run.tasks;
  return tasks.map((task) => ({ label: task.name, bars: [task], gaps: [] }));
}

function rowsByThread(run: Run, endMs: number): Row[] {
  const threads: TaskView[][] = [];
  const threadless: TaskView[] = [];
  for (const task of run.tasks) {
    if (isNotRun(task)) continue;
    if (task.thread < 0) threadless.push(task);
    else {
      threads[task.thread] ??= [];
      threads[task.thread]?.push(task);
    }
  }
  // A sparse array has holes where a thread never ran anything.
  const rows = Array.from(threads, (bars = [], index): Row => {
    const sorted = bars.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
    return { label: `${index + 1}`, bars: sorted, gaps: gapsBetween(sorted, endMs) };
  });
  return [...rows, ...packed(threadless)];
}

function gapsBetween(bars: readonly TaskView[], endMs: number): Gap[] {
  const smallest = endMs * smallestGapShare;
  const gaps: Gap[] = [];
  let freeFrom = 0;
  for (const bar of bars) {
    if (bar.startMs - freeFrom > smallest) {
      gaps.push({ startMs: freeFrom, endMs: bar.startMs, waitsFor: bar.blockedBy });
    }
    freeFrom = Math.max(freeFrom, bar.endMs);
  }
  if (endMs - freeFrom > smallest) gaps.push({ startMs: freeFrom, endMs, waitsFor: undefined });
  return gaps;
}

/** Puts tasks that take no thread into as few rows as do not overlap. */
function packed(tasks: readonly TaskView[]): Row[] {
  const rows: TaskView[][] = [];
  for (const task of tasks) {
    const free = rows.find((row) => (row.at(-1)?.endMs ?? 0) <= task.startMs);
    if (free) free.push(task);
    else rows.push([task]);
  }
  return rows.map((bars) => ({ label: "–", bars, gaps: [] }));
}

/** Index of the first bar that ends after `timeMs`; `O(log n)`. */
export function firstBarAfter(row: Row, timeMs: number): number {
  let low = 0;
  let high = row.bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row.bars[middle]!.endMs > timeMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The bar of `row` that runs at `timeMs`, allowing for `toleranceMs` around short bars. */
export function barAt(row: Row, timeMs: number, toleranceMs: number): TaskView | undefined {
  const first = firstBarAfter(row, timeMs - toleranceMs);
  const bar = row.bars[first];
  return bar !== undefined && bar.startMs <= timeMs + toleranceMs ? bar : undefined;
}

/** The idle gap of `row` at `timeMs`. */
export function gapAt(row: Row, timeMs: number): Gap | undefined {
  return row.gaps.find((gap) => gap.startMs <= timeMs && timeMs < gap.endMs);
}

export type Direction = "left" | "right" | "up" | "down";

/** The task next to `from` in a direction; stays where there is none. */
export function neighbour(layout: Layout, from: TaskView, direction: Direction): TaskView {
  const rowIndex = layout.rowOf.get(from.id);
  if (rowIndex === undefined) return from;
  const row = layout.rows[rowIndex];
  if (
    row !== undefined &&
    layout.rowsBy === "threads" &&
    direction !== "up" &&
    direction !== "down"
  ) {
    const index = row.bars.indexOf(from) + (direction === "left" ? -1 : 1);
    return row.bars[index] ?? from;
  }
  const step = direction === "up" || direction === "left" ? -1 : 1;
  for (let index = rowIndex + step; layout.rows[index] !== undefined; index += step) {
    const found = nearestBar(layout.rows[index]!, (from.startMs + from.endMs) / 2);
    if (found !== undefined) return found;
  }
  return from;
}

function nearestBar(row: Row, timeMs: number): TaskView | undefined {
  const after = row.bars[firstBarAfter(row, timeMs)];
  if (after !== undefined && after.startMs <= timeMs) return after;
  const before = row.bars[firstBarAfter(row, timeMs) - 1];
  if (after === undefined || before === undefined) return after ?? before;
  return timeMs - before.endMs <= after.startMs - timeMs ? before : after;
}

/**
 * How many tasks with a thread run in each of `count` equal slices of the run, on average:
 * the shape of the overview. `O(tasks + count)` amortised over short tasks.
 */
export function busyProfile(run: Run, endMs: number, count: number): Float64Array {
  const busy = new Float64Array(count);
  if (endMs <= 0) return busy;
  const sliceMs = endMs / count;
  for (const task of run.tasks) {
    if (task.thread < 0) continue;
    const first = Math.min(count - 1, Math.floor(task.startMs / sliceMs));
    const last = Math.min(count - 1, Math.floor(task.endMs / sliceMs));
    for (let slice = first; slice <= last; slice++) {
      const from = Math.max(task.startMs, slice * sliceMs);
      const to = Math.min(task.endMs, (slice + 1) * sliceMs);
      busy[slice] = busy[slice]! + Math.max(0, to - from) / sliceMs;
    }
  }
  return busy;
}
