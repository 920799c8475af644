/**
 * A schedule as lines of text: a row per thread, bars with names, idle time with its reason, tasks
 * that decide the makespan in darker shape. Knows nothing of where the schedule comes from.
 */
import { formatDuration } from "../base/duration";
import { type IdleGap, idleGaps } from "../schedule/idleGaps";
import type { Schedule, ScheduledTask } from "../schedule/schedule";
import { displayWidth, shorten } from "./displayWidth";
import { axisTicks, type Tick } from "./ganttAxis";
import { taskNames } from "./taskNames";

export { ganttSvg } from "./ganttSvg";

export interface GanttOptions {
  /** Columns of the whole drawing; at least 40 are used. */
  readonly width: number;
  /** Rows at most; busiest threads are the first ones. All by default. */
  readonly rows?: number;
  /** Colours a bar's text; by default nothing is coloured, shape alone tells. */
  readonly paint?: (text: string, isCritical: boolean) => string;
}

const SMALLEST_WIDTH = 40;
/** Shades of neighbouring bars, so that one ends where the next begins. Dark = critical. */
const CRITICAL_SHADES = ["█", "▓"] as const;
const OTHER_SHADES = ["▒", "░"] as const;
/** Fewer characters of a long name than this say nothing. */
const SMALLEST_CUT_NAME = 6;

interface Row {
  readonly label: string;
  readonly tasks: readonly ScheduledTask[];
  readonly gaps: readonly IdleGap[];
}

/** The drawing, line by line, no line wider than `width`. O(n + rows × width). */
export function ganttLines(schedule: Schedule, options: GanttOptions): readonly string[] {
  const { makespanMs } = schedule;
  if (!(makespanMs > 0)) return [];
  const rows = rowsOf(schedule);
  const shown = rows.slice(0, options.rows ?? rows.length);
  const labelWidth = Math.max(...shown.map(({ label }) => label.length), 1);
  const cells = Math.max(options.width, SMALLEST_WIDTH) - labelWidth - 1;
  const indent = " ".repeat(labelWidth + 1);
  const nameOf = taskNames(schedule.tasks.map(({ id }) => id));
  const paint = options.paint ?? ((text) => text);
  const lines = axisLines(axisTicks(makespanMs, cells), cells).map((line) => indent + line);
  for (const row of shown) {
    const drawn = drawRow(row, { cells, makespanMs, nameOf, paint });
    lines.push(`${row.label.padStart(labelWidth)} ${drawn}`.trimEnd());
  }
  const notes = [`${CRITICAL_SHADES[0]} decides the makespan`, `${OTHER_SHADES[0]} has slack`];
  if (shown.length < rows.length) notes.push(`${rows.length - shown.length} more rows not shown`);
  const unused = schedule.threads - schedule.peakThreads;
  if (unused > 0) notes.push(`${unused} of ${schedule.threads} threads never used`);
  lines.push(shorten(indent + notes.join("   "), cells + indent.length));
  return lines;
}

/** A row per thread that was used, then rows for tasks that take none. */
function rowsOf(schedule: Schedule): readonly Row[] {
  const byThread: ScheduledTask[][] = Array.from({ length: schedule.peakThreads }, () => []);
  const aside: ScheduledTask[][] = [];
  for (const task of schedule.tasks) {
    if (task.thread >= 0) {
      for (const thread of task.threadsHeld ?? [task.thread]) byThread[thread]?.push(task);
      continue;
    }
    const row = aside.find((tasks) => tasks.at(-1)!.endMs <= task.startMs);
    if (row === undefined) aside.push([task]);
    else row.push(task);
  }
  const gapsOf = new Map<number, IdleGap[]>();
  for (const gap of idleGaps(schedule)) {
    const gaps = gapsOf.get(gap.thread);
    if (gaps === undefined) gapsOf.set(gap.thread, [gap]);
    else gaps.push(gap);
  }
  return [
    ...byThread.map((tasks, thread): Row => {
      return { label: String(thread + 1), tasks, gaps: gapsOf.get(thread) ?? [] };
    }),
    ...aside.map((tasks): Row => ({ label: "–", tasks, gaps: [] })),
  ];
}

interface Drawing {
  readonly cells: number;
  readonly makespanMs: number;
  readonly nameOf: (id: string) => string;
  readonly paint: (text: string, isCritical: boolean) => string;
}

/** What fills a stretch of cells: a task, an idle gap or nothing. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly task?: ScheduledTask;
  readonly gap?: IdleGap;
}

function drawRow(row: Row, drawing: Drawing): string {
  let text = "";
  let barCount = 0;
  for (const piece of piecesOf(row, drawing)) {
    const length = piece.to - piece.from;
    if (piece.task === undefined) {
      text += idleText(piece.gap, length, drawing.nameOf);
      continue;
    }
    const { critical, id } = piece.task;
    // Rows of tiny tasks would flicker if each cell changed its shade.
    const turn = length === 1 ? 0 : barCount++ % 2;
    const shade = (critical ? CRITICAL_SHADES : OTHER_SHADES)[turn]!;
    text += drawing.paint(barText(drawing.nameOf(id), length, shade), critical);
  }
  return text;
}

/** Each cell goes to the task that fills most of it; runs of cells with one owner are a piece. */
function piecesOf(row: Row, { cells, makespanMs }: Drawing): readonly Piece[] {
  const scale = cells / makespanMs;
  const owner = new Int32Array(cells).fill(-1);
  const share = new Float64Array(cells);
  const claim = (index: number, from: number, to: number, claims: Int32Array) => {
    const last = Math.min(cells - 1, Math.ceil(to) - 1);
    for (let cell = Math.max(0, Math.floor(from)); cell <= last; cell++) {
      const covered = Math.min(to, cell + 1) - Math.max(from, cell);
      if (covered <= share[cell]!) continue;
      share[cell] = covered;
      claims[cell] = index;
    }
  };
  row.tasks.forEach((task, index) => {
    claim(index, task.startMs * scale, task.endMs * scale, owner);
  });
  const gapOwner = new Int32Array(cells).fill(-1);
  share.fill(0);
  row.gaps.forEach((gap, index) => {
    claim(index, gap.startMs * scale, gap.endMs * scale, gapOwner);
  });
  const pieces: Piece[] = [];
  for (let from = 0; from < cells; ) {
    let to = from + 1;
    while (to < cells && owner[to] === owner[from]) {
      if (owner[from] === -1 && gapOwner[to] !== gapOwner[from]) break;
      to++;
    }
    const task = row.tasks[owner[from]!];
    const gap = row.gaps[gapOwner[from]!];
    pieces.push({
      from,
      to,
      ...(task === undefined ? {} : { task }),
      ...(task === undefined && gap !== undefined ? { gap } : {}),
    });
    from = to;
  }
  return pieces;
}

function barText(name: string, length: number, shade: string): string {
  const room = length - 2;
  const isReadable = room >= Math.min(displayWidth(name), SMALLEST_CUT_NAME) && room > 0;
  if (!isReadable) return shade.repeat(length);
  const shown = shorten(name, room);
  const rest = length - displayWidth(shown);
  const before = Math.min(2, Math.floor(rest / 2));
  return shade.repeat(before) + shown + shade.repeat(rest - before);
}

function idleText(
  gap: IdleGap | undefined,
  length: number,
  nameOf: (id: string) => string,
): string {
  if (gap === undefined) return " ".repeat(length);
  const time = `idle ${formatDuration(gap.endMs - gap.startMs)}`;
  const whom = gap.waitingFor === undefined ? "" : nameOf(gap.waitingFor);
  const reason =
    gap.reason === "end"
      ? "nothing left"
      : gap.reason === "limit"
        ? `${whom} held its place`
        : whom;
  const full = ` ${time}: ${reason} `;
  const room = length - 2;
  const cut = ` ${shorten(`${time}: ${reason}`, room)}`;
  const isCutReadable = gap.reason !== "end" && room >= time.length + 2 + SMALLEST_CUT_NAME;
  const text = [full, isCutReadable ? cut : "", ` ${time}`].find(
    (one) => one !== "" && displayWidth(one) <= length,
  );
  const shown = text ?? "";
  return shown + " ".repeat(length - displayWidth(shown));
}

function axisLines(ticks: readonly Tick[], cells: number): string[] {
  let labels = "";
  let marks = "";
  for (const { cell, label } of ticks) {
    const isFirst = marks === "";
    const hasRoom = cell + label.length <= cells && (labels.length < cell || isFirst);
    if (hasRoom) labels = labels.padEnd(cell) + label;
    marks = marks.padEnd(cell, "─") + (isFirst ? "├" : "┼");
  }
  marks = `${marks.padEnd(cells - 1, "─").slice(0, cells - 1)}┤`;
  return [labels, marks];
}
