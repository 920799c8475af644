/** The visible stretch of time: zoom, pan, pixels and axis marks. Pure arithmetic. */

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Nobody needs to see less than this at once. */
const shortestWindowMs = 20;

/** Steps between axis marks that people read without effort. */
const tickSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000,
  300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000,
  86_400_000,
];

/** The whole run. */
export function wholeRun(endMs: number): TimeWindow {
  return { fromMs: 0, toMs: Math.max(endMs, shortestWindowMs) };
}

/** `window` moved and shortened so far that it lies within the run. */
export function keepInside(window: TimeWindow, endMs: number): TimeWindow {
  const whole = wholeRun(endMs);
  const length = Math.max(window.toMs - window.fromMs, shortestWindowMs);
  // Sums of large times lose their last digits: a window of nearly everything is everything.
  if (length >= whole.toMs * (1 - 1e-9)) return whole;
  const fromMs = Math.min(Math.max(window.fromMs, 0), whole.toMs - length);
  return { fromMs, toMs: fromMs + length };
}

/** Shows `factor` times as much time as before, keeping `anchorMs` at its place. */
export function zoomed(
  window: TimeWindow,
  factor: number,
  anchorMs: number,
  endMs: number,
): TimeWindow {
  const before = window.toMs - window.fromMs;
  const length = Math.min(Math.max(before * factor, shortestWindowMs), wholeRun(endMs).toMs);
  const share = before > 0 ? (anchorMs - window.fromMs) / before : 0;
  const fromMs = anchorMs - share * length;
  return keepInside({ fromMs, toMs: fromMs + length }, endMs);
}

/** Moves the window by a share of its own length. */
export function panned(window: TimeWindow, share: number, endMs: number): TimeWindow {
  const by = (window.toMs - window.fromMs) * share;
  return keepInside({ fromMs: window.fromMs + by, toMs: window.toMs + by }, endMs);
}

/** A window that shows the stretch `startMs`–`endMs`, moved no more than needed. */
export function showing(
  window: TimeWindow,
  startMs: number,
  endMs: number,
  runEndMs: number,
): TimeWindow {
  if (startMs >= window.fromMs && endMs <= window.toMs) return window;
  const length = window.toMs - window.fromMs;
  if (endMs - startMs > length) {
    const margin = (endMs - startMs) * 0.1;
    return keepInside({ fromMs: startMs - margin, toMs: endMs + margin }, runEndMs);
  }
  const fromMs = (startMs + endMs - length) / 2;
  return keepInside({ fromMs, toMs: fromMs + length }, runEndMs);
}

/** Round times inside the window, as many as fit when each needs `spacing` of `width` pixels. */
export function ticks(window: TimeWindow, width: number, spacing: number): number[] {
  const length = window.toMs - window.fromMs;
  const wanted = (length * spacing) / Math.max(width, 1);
  const step = tickSteps.find((candidate) => candidate >= wanted) ?? Math.ceil(wanted);
  const marks: number[] = [];
  for (let mark = Math.ceil(window.fromMs / step) * step; mark <= window.toMs; mark += step) {
    marks.push(mark);
  }
  return marks;
}

/** A mark's text: `0`, `200 ms`, `30 s`, `5 m`, `5:30`, `1 h`, `1 h 30`. */
export function tickLabel(ms: number): string {
  if (ms === 0) return "0";
  if (ms % 1000 !== 0) return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(3))} s`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0 ? `${minutes} m` : `${minutes}:${twoDigits(seconds % 60)}`;
  }
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
