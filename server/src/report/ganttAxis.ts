/** Round times to mark on a time axis, and how to write them. Knows only lengths. */

export interface Tick {
  /** Column from 0. */
  readonly cell: number;
  readonly atMs: number;
  readonly label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Steps between marks that people count in. */
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 4, 6, 12, 24].map((count) => count * HOUR),
];
const FEWEST_CELLS = 9;

/** Marks from 0 up to `lengthMs`, at least nine of `cells` columns apart. */
export function axisTicks(lengthMs: number, cells: number): readonly Tick[] {
  const perCell = lengthMs / cells;
  const wanted = perCell * FEWEST_CELLS;
  const largest = STEPS_MS.at(-1)!;
  const step = STEPS_MS.find((one) => one >= wanted) ?? largest * Math.ceil(wanted / largest);
  // Steps below a second are written in seconds where the whole is longer than one.
  const unit = lengthMs >= SECOND ? Math.max(step, SECOND) : step;
  const ticks: Tick[] = [];
  for (let atMs = 0; atMs < lengthMs; atMs += step) {
    const cell = Math.round(atMs / perCell);
    if (cell < cells) ticks.push({ cell, atMs, label: tickLabel(atMs, unit) });
  }
  return ticks;
}

/** `0`, then numbers of one unit: `500 ms`, `1.5 s`, `5 m`, `2 h`. */
function tickLabel(atMs: number, unitMs: number): string {
  if (atMs === 0) return "0";
  if (unitMs >= HOUR) return `${atMs / HOUR} h`;
  if (unitMs >= MINUTE) return `${atMs / MINUTE} m`;
  if (unitMs >= SECOND) return `${atMs / SECOND} s`;
  return `${atMs} ms`;
}
