/** Duration and critical path of past runs as one inline SVG; in text the table says the same. */
import { formatDuration } from "../base/duration";
import type { RunKpis } from "../ide/answers/runKpis";
import type { Block } from "./document";
import { axisTicks } from "./ganttAxis";
import { escapeHtml } from "./html";

const WIDTH = 1000;
const HEIGHT = 190;
const LEFT = 70;
const TOP = 12;
const BOTTOM = HEIGHT - 26;
/** Columns of the text axis that ask for as many lines as fit this height. */
const GRID_CELLS = 60;

/** Absent with fewer than two runs: one dot is no course. */
export function historyChart(runs: readonly RunKpis[], deadlineMs?: number): readonly Block[] {
  if (runs.length < 2) return [];
  const highest = Math.max(1, deadlineMs ?? 0, ...runs.map(({ durationMs }) => durationMs)) * 1.08;
  const x = (index: number) => LEFT + 8 + (index / (runs.length - 1)) * (WIDTH - LEFT - 40);
  const y = (ms: number) => BOTTOM - (ms / highest) * (BOTTOM - TOP);
  const points = (value: (run: RunKpis) => number) =>
    runs.map((run, index) => `${x(index).toFixed(1)},${y(value(run)).toFixed(1)}`).join(" ");
  const grid = axisTicks(highest, GRID_CELLS).map(({ atMs, label }) => {
    const at = y(atMs);
    return `<path d="M${LEFT} ${at.toFixed(1)}H${WIDTH}" stroke="currentColor" stroke-opacity=".12"/><text x="${LEFT - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end" fill-opacity=".7">${label}</text>`;
  });
  const deadline =
    deadlineMs === undefined
      ? ""
      : `<path d="M${LEFT} ${y(deadlineMs).toFixed(1)}H${WIDTH}" stroke="currentColor" stroke-dasharray="6 4"/><text x="${WIDTH}" y="${(y(deadlineMs) - 4).toFixed(1)}" text-anchor="end">deadline</text>`;
  const dots = runs.map((run, index) => {
    const failed = run.failedNodes > 0 ? `, ${run.failedNodes} failed` : "";
    const title = `${dayOf(run)}: ${formatDuration(run.durationMs)}, critical path ${formatDuration(run.criticalPathMs)}${failed}`;
    const fill = run.failedNodes > 0 ? `fill="none" stroke="currentColor" stroke-width="2"` : "";
    return `<g><title>${escapeHtml(title)}</title><circle cx="${x(index).toFixed(1)}" cy="${y(run.durationMs).toFixed(1)}" r="4" ${fill}/></g>`;
  });
  const shownEvery = Math.ceil(runs.length / 10);
  const days = runs.flatMap((run, index) =>
    index % shownEvery === 0
      ? [
          `<text x="${x(index).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle" fill-opacity=".7">${dayOf(run)}</text>`,
        ]
      : [],
  );
  const html = [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="Duration and critical path of ${runs.length} runs" font-size="11" font-family="system-ui, sans-serif" fill="currentColor">`,
    ...grid,
    deadline,
    `<polyline points="${points(({ durationMs }) => durationMs)}" fill="none" stroke="currentColor" stroke-width="2"/>`,
    `<polyline points="${points(({ criticalPathMs }) => criticalPathMs)}" fill="none" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="2 3" stroke-width="2"/>`,
    ...dots,
    ...days,
    "</svg>",
  ].join("\n");
  const title = "Duration (line) and critical path (dotted) per run; an open dot is a failed run";
  return [{ kind: "figure", title, lines: () => [], html }];
}

/** Day of a run in UTC. */
export function dayOf({ atMs }: RunKpis): string {
  return atMs === null ? "no date" : new Date(atMs).toISOString().slice(0, 10);
}
