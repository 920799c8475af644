/**
 * A schedule as one inline SVG: the same rows, bars and reasons as the text Gantt, drawn in the
 * page's own text colour so that light and dark both work. No script, no outside resource.
 */
import { formatDuration } from "../base/duration";
import type { Schedule, ScheduledTask } from "../schedule/schedule";
import { axisTicks } from "./ganttAxis";
import { escapeHtml } from "./html";
import { taskNames } from "./taskNames";

const WIDTH = 1000;
const LABEL_WIDTH = 34;
const ROW_HEIGHT = 22;
const BAR_HEIGHT = 17;
const AXIS_HEIGHT = 24;
const CHARACTER_WIDTH = 6.6;
/** Narrower bars than this cannot be seen and are left out. */
const SMALLEST_BAR = 0.15;
/** Columns of the text axis that correspond to the drawing's width. */
const AXIS_CELLS = 110;

/** The drawing as an `<svg>` element; a sentence where there is nothing to draw. */
export function ganttSvg(schedule: Schedule): string {
  const { makespanMs, tasks } = schedule;
  if (!(makespanMs > 0)) return "<p>Nothing takes any time.</p>";
  const aside = tasks.some(({ thread }) => thread < 0) ? 1 : 0;
  const rowCount = schedule.peakThreads + aside;
  const height = AXIS_HEIGHT + rowCount * ROW_HEIGHT + 4;
  const x = (ms: number) => LABEL_WIDTH + (ms / makespanMs) * (WIDTH - LABEL_WIDTH - 1);
  const nameOf = taskNames(tasks.map(({ id }) => id));
  const grid = axisTicks(makespanMs, AXIS_CELLS).map(({ atMs, label }) => {
    const at = x(atMs).toFixed(1);
    return `<path d="M${at} ${AXIS_HEIGHT - 4}V${height}" stroke="currentColor" stroke-opacity=".15"/><text x="${at}" y="14" fill-opacity=".7">${label}</text>`;
  });
  const labels = Array.from({ length: rowCount }, (_, row) => {
    const label = row < schedule.peakThreads ? String(row + 1) : "–";
    return `<text x="${LABEL_WIDTH - 8}" y="${rowTop(row) + 13}" text-anchor="end" fill-opacity=".7">${label}</text>`;
  });
  const bars = tasks.flatMap((task) => {
    const left = x(task.startMs);
    const width = x(task.endMs) - left;
    if (width < SMALLEST_BAR) return [];
    const rows = task.thread < 0 ? [schedule.peakThreads] : (task.threadsHeld ?? [task.thread]);
    return rows.map((row) => bar(task, nameOf(task.id), left, width, rowTop(row)));
  });
  const title = `Gantt of ${tasks.length} tasks on ${schedule.threads} threads, ${formatDuration(makespanMs)}`;
  return [
    `<svg viewBox="0 0 ${WIDTH} ${height}" width="100%" role="img" aria-label="${escapeHtml(title)}" font-size="11" font-family="system-ui, sans-serif" fill="currentColor">`,
    ...grid,
    ...labels,
    ...bars,
    "</svg>",
  ].join("\n");
}

function rowTop(row: number): number {
  return AXIS_HEIGHT + row * ROW_HEIGHT;
}

/** Critical bars have a colour of their own and are underlined, so that shape tells without colour. */
function bar(task: ScheduledTask, name: string, left: number, width: number, top: number): string {
  const room = Math.floor((width - 6) / CHARACTER_WIDTH);
  const shown = room >= name.length ? name : room >= 4 ? `${name.slice(0, room - 1)}…` : "";
  const facts = [
    task.id,
    `${formatDuration(task.startMs)} – ${formatDuration(task.endMs)}`,
    task.critical ? "decides the makespan" : `slack ${formatDuration(task.slackMs)}`,
    ...(task.waitMs > 0 ? [`waited ${formatDuration(task.waitMs)}`] : []),
    ...(task.blockedBy === null ? [] : [`started after ${task.blockedBy}`]),
  ];
  const at = `x="${left.toFixed(2)}" width="${Math.max(width - 0.5, 0.3).toFixed(2)}"`;
  // A page may name the colour; a drawing by itself has none but its text's.
  const paint = task.critical
    ? 'fill="var(--critical, currentColor)" fill-opacity=".45"'
    : 'fill-opacity=".22"';
  return [
    `<g><title>${escapeHtml(facts.join("\n"))}</title>`,
    `<rect ${at} y="${top}" height="${BAR_HEIGHT}" rx="2" ${paint}/>`,
    task.critical
      ? `<rect ${at} y="${top + BAR_HEIGHT - 2}" height="2" fill="var(--critical, currentColor)"/>`
      : "",
    shown === ""
      ? ""
      : `<text x="${(left + 3).toFixed(2)}" y="${top + 12}">${escapeHtml(shown)}</text>`,
    "</g>",
  ].join("");
}
