/** Paints what stands above the bars: the overview of the run, what decides its length, the axis. */

import { fitted } from "./fitted";
import { t } from "./language";
import type { Run } from "./run";
import { xOf } from "./scene";
import type { Theme } from "./theme";
import { type TimeWindow, tickLabel, ticks } from "./timeScale";

export const overviewHeight = 30;
const laneHeight = 22;
const axisHeight = 20;
const axisTop = overviewHeight + laneHeight;
export const headHeight = overviewHeight + laneHeight + axisHeight + 6;

export interface Head {
  readonly run: Run;
  readonly window: TimeWindow;
  readonly scaleEndMs: number;
  /** Busy threads over the run, from start to `scaleEndMs`. */
  readonly profile: Float64Array;
  readonly gutter: number;
  readonly width: number;
  readonly theme: Theme;
  readonly todayMs: number;
}

/** Paints the three strips; `O(profile + chain + marks)`. */
export function paintHead(context: CanvasRenderingContext2D, head: Head): void {
  context.clearRect(0, 0, head.width, headHeight);
  context.font = head.theme.font;
  context.textBaseline = "middle";
  paintOverview(context, head);
  paintLane(context, head);
  paintAxis(context, head);
}

function paintOverview(context: CanvasRenderingContext2D, head: Head): void {
  const { theme, gutter, width, profile, run, window, scaleEndMs } = head;
  const top = 2;
  const height = overviewHeight - 6;
  const full = { window: { fromMs: 0, toMs: scaleEndMs }, gutter, width };
  const peak = Math.max(run.schedule.threads, 1);
  context.globalAlpha = theme.isHighContrast ? 1 : 0.5;
  context.fillStyle = theme.bar;
  const step = (width - gutter) / profile.length;
  context.beginPath();
  context.moveTo(gutter, top + height);
  profile.forEach((busy, index) => {
    const y = top + height - Math.min(1, busy / peak) * height;
    context.lineTo(gutter + index * step, y);
    context.lineTo(gutter + (index + 1) * step, y);
  });
  context.lineTo(width, top + height);
  context.fill();
  const left = xOf(full, window.fromMs);
  const right = xOf(full, window.toMs);
  context.globalAlpha = 0.65;
  context.fillStyle = theme.background;
  context.fillRect(gutter, top, left - gutter, height);
  context.fillRect(right, top, width - right, height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(gutter + 0.5, top + 0.5, width - gutter - 1, height - 1);
  const isWhole = left <= gutter + 1 && right >= width - 1;
  if (!isWhole) {
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(left + 1, top + 1, Math.max(2, right - left - 2), height - 2);
  }
  label(context, head, t("busy"), top + height / 2);
}

function paintLane(context: CanvasRenderingContext2D, head: Head): void {
  const { theme, gutter, width, run, window } = head;
  const top = overviewHeight;
  const middle = top + laneHeight / 2;
  label(context, head, "◆", middle);
  context.save();
  context.beginPath();
  context.rect(gutter, top, width - gutter, laneHeight);
  context.clip();
  context.strokeStyle = theme.critical;
  context.lineWidth = 1.5;
  const [first, last] = [run.decidingChain[0], run.decidingChain.at(-1)];
  if (first !== undefined && last !== undefined) {
    context.beginPath();
    context.moveTo(xOf(head, first.startMs), middle);
    context.lineTo(xOf(head, last.endMs), middle);
    context.stroke();
  }
  for (const task of run.decidingChain) {
    if (task.endMs <= window.fromMs || task.startMs >= window.toMs) continue;
    const left = xOf(head, task.startMs);
    const size = Math.max(2, xOf(head, task.endMs) - left - 1);
    context.fillStyle = theme.critical;
    context.fillRect(left, top + 4, size, laneHeight - 8);
    const from = Math.max(left, gutter) + 5;
    const text = fitted(context, task.name, Math.min(left + size, width) - from - 4);
    if (text.length < 3) continue;
    context.fillStyle = theme.onCritical;
    context.fillText(text, from, middle + 0.5);
  }
  context.restore();
}

function paintAxis(context: CanvasRenderingContext2D, head: Head): void {
  const { theme, gutter, width, window } = head;
  const base = headHeight - 0.5;
  const flags = flagsOf(context, head);
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(gutter, base);
  context.lineTo(width, base);
  context.fillStyle = theme.muted;
  context.textAlign = "center";
  for (const mark of ticks(window, width - gutter, 90)) {
    const x = Math.round(xOf(head, mark)) + 0.5;
    context.moveTo(x, base - 5);
    context.lineTo(x, base);
    const text = tickLabel(mark);
    const half = context.measureText(text).width / 2;
    const at = Math.min(Math.max(x, gutter + half), width - half - 2);
    const isCovered = flags.some(({ left, x: end }) => at + half > left - 4 && at - half < end + 4);
    if (!isCovered) context.fillText(text, at, axisTop + axisHeight / 2);
  }
  context.stroke();
  context.textAlign = "left";
  for (const flag of flags) paintFlag(context, theme, flag);
}

interface Flag {
  readonly text: string;
  /** The moment it marks; its text stands left of that. */
  readonly x: number;
  readonly left: number;
}

/** Moments worth a name on the axis: the lower bound, and today's end where it differs; or now. */
function flagsOf(context: CanvasRenderingContext2D, head: Head): Flag[] {
  const { run, todayMs, window, gutter } = head;
  const { makespanMs, lowerBoundMs } = run.schedule;
  const isOther = Math.abs(todayMs - makespanMs) > makespanMs * 0.001;
  const moments: (readonly [string, number])[] = [];
  if (run.nowMs !== undefined) moments.push([t("now"), run.nowMs]);
  else {
    moments.push([t("bound"), lowerBoundMs]);
    if (isOther) moments.push([t("today"), todayMs]);
  }
  return moments
    .filter(([, timeMs]) => timeMs >= window.fromMs && timeMs <= window.toMs)
    .map(([text, timeMs]) => {
      const x = Math.round(xOf(head, timeMs)) - 0.5;
      return { text, x, left: Math.max(gutter, x - context.measureText(text).width - 6) };
    });
}

function paintFlag(context: CanvasRenderingContext2D, theme: Theme, flag: Flag): void {
  context.strokeStyle = theme.foreground;
  context.setLineDash([3, 2]);
  context.beginPath();
  context.moveTo(flag.x, axisTop + 1);
  context.lineTo(flag.x, headHeight);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = theme.foreground;
  context.fillText(flag.text, flag.left, axisTop + axisHeight / 2 - 1);
}

function label(context: CanvasRenderingContext2D, head: Head, text: string, y: number): void {
  context.globalAlpha = 1;
  context.textAlign = "right";
  context.fillStyle = text === "◆" ? head.theme.critical : head.theme.muted;
  context.fillText(text, head.gutter - 6, y);
  context.textAlign = "left";
}
