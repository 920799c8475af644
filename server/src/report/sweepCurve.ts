/**
 * Makespan by thread count as an inline SVG with axes, and with the counts that matter marked: in
 * the page's own colours, without a script. A terminal has the bars of the table instead.
 */
import { formatDuration } from "../base/duration";
import type { SweepPoint } from "../protocol";
import type { Block } from "./document";
import { axisTicks } from "./ganttAxis";
import { escapeHtml } from "./html";

const WIDTH = 1000;
const HEIGHT = 240;
const LEFT = 70;
const TOP = 14;
const BOTTOM = HEIGHT - 38;
/** Columns of the text axis that ask for as many lines as fit this height. */
const GRID_CELLS = 60;
const THREAD_LABELS = 10;

export interface CurveMark {
  readonly threads: number;
  /** `today`, `recommended`; two on one count are written together. */
  readonly word: string;
}

/** The curve; absent with a single point, which is no course. */
export function sweepCurve(
  points: readonly SweepPoint[],
  marks: readonly CurveMark[],
): readonly Block[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  const highest = Math.max(1, ...points.map(({ makespanMs }) => makespanMs)) * 1.04;
  const span = last.threads - first.threads;
  const x = (threads: number) => LEFT + ((threads - first.threads) / span) * (WIDTH - LEFT - 10);
  const y = (ms: number) => BOTTOM - (ms / highest) * (BOTTOM - TOP);
  const grid = axisTicks(highest, GRID_CELLS).map(({ atMs, label }) => {
    const at = y(atMs);
    return `<path d="M${LEFT} ${at.toFixed(1)}H${WIDTH}" stroke="currentColor" stroke-opacity=".12"/><text x="${LEFT - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end" fill-opacity=".7">${label}</text>`;
  });
  const step = Math.max(1, Math.ceil(span / THREAD_LABELS));
  const threadLabels = points
    .filter(({ threads }) => (threads - first.threads) % step === 0)
    .map(
      ({ threads }) =>
        `<text x="${x(threads).toFixed(1)}" y="${BOTTOM + 16}" text-anchor="middle" fill-opacity=".7">${threads}</text>`,
    );
  const line = points.map(
    ({ threads, makespanMs }) => `${x(threads).toFixed(1)},${y(makespanMs).toFixed(1)}`,
  );
  const html = [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="${escapeHtml(`makespan from ${first.threads} to ${last.threads} threads`)}" font-size="11" font-family="system-ui, sans-serif" fill="currentColor">`,
    ...grid,
    ...threadLabels,
    `<text x="${((LEFT + WIDTH) / 2).toFixed(1)}" y="${HEIGHT - 4}" text-anchor="middle" fill-opacity=".7">threads</text>`,
    `<polyline points="${line.join(" ")}" fill="none" stroke="currentColor" stroke-width="2"/>`,
    ...marksOf(points, marks).map(({ point, words }) => {
      const [left, top] = [x(point.threads), y(point.makespanMs)];
      const isRight = left > WIDTH * 0.75;
      const text = `${words}: ${point.threads} threads, ${formatDuration(point.makespanMs)}`;
      return `<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="4.5"/><text x="${(left + (isRight ? -2 : 2)).toFixed(1)}" y="${(top - 10).toFixed(1)}" text-anchor="${isRight ? "end" : "start"}">${escapeHtml(text)}</text>`;
    }),
    "</svg>",
  ].join("\n");
  return [{ kind: "figure", title: "Makespan by threads", lines: () => [], html }];
}

function marksOf(points: readonly SweepPoint[], marks: readonly CurveMark[]) {
  return points.flatMap((point) => {
    const words = marks.filter(({ threads }) => threads === point.threads);
    return words.length === 0
      ? []
      : [{ point, words: words.map(({ word }) => word).join(" and ") }];
  });
}
