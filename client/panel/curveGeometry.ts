/** Where the points, lines and marks of the makespan curve lie. Pure arithmetic. */

import type { SweepPoint, SweepResult } from "../../server/src/protocol";
import { tickLabel } from "./timeScale";

export interface Curve {
  readonly points: readonly SweepPoint[];
  readonly left: number;
  readonly bottom: number;
  /** Above this line nothing is drawn: the first points may lie higher. */
  readonly top: number;
  readonly linePath: string;
  readonly areaPath: string;
  readonly usePath: string;
  /** Where the name of the line of use stands. */
  readonly useLabel: { readonly x: number; readonly y: number };
  readonly xTicks: readonly { readonly x: number; readonly text: string }[];
  readonly yTicks: readonly { readonly y: number; readonly text: string }[];
  readonly xOf: (threads: number) => number;
  readonly yOf: (makespanMs: number) => number;
}

const left = 44;
const right = 10;
const top = 14;
const axis = 18;

/** Times that read well on the upright axis. */
const niceTimes = [
  1, 10, 100, 1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000,
  3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000,
];

/** Thread counts that are worth showing: beyond this one nothing changes any more. */
export function worthShowing(sweep: SweepResult, threads: number): number {
  return Math.max(sweep.recommended.threads * 2, threads + 4, sweep.saturatesAt + 2, 8);
}

/** Undefined for an empty sweep. Counts above `enough` are cut off. */
export function curveOf(
  sweep: SweepResult,
  enough: number,
  size: { readonly width: number; readonly height: number },
): Curve | undefined {
  const points = sweep.points.filter((point) => point.threads <= enough);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const bottom = size.height - axis;
  const highest = Math.max(...points.map(({ makespanMs }) => makespanMs));
  // One thread takes so long that it would press the interesting part flat: cut its peak.
  const second = points.find((point) => point.threads >= 3)?.makespanMs ?? highest;
  const ceiling = Math.max(Math.min(highest, second * 1.25), 1);
  const span = Math.max(1, last.threads - first.threads);
  const xOf = (count: number): number =>
    left + ((count - first.threads) / span) * (size.width - left - right);
  const yOf = (ms: number): number => bottom - (ms / ceiling) * (bottom - top);
  const line = points.map((point) => place(xOf(point.threads), yOf(point.makespanMs)));
  const use = points.map((point) =>
    place(xOf(point.threads), bottom - point.utilization * (bottom - top)),
  );
  const quarter = points[Math.floor(points.length / 4)] ?? first;
  return {
    points,
    left,
    bottom,
    top: 2,
    linePath: `M${line.join("L")}`,
    areaPath: `M${place(xOf(first.threads), bottom)}L${line.join("L")}L${place(xOf(last.threads), bottom)}Z`,
    usePath: `M${use.join("L")}`,
    useLabel: {
      x: xOf(quarter.threads) + 4,
      y: bottom - quarter.utilization * (bottom - top) - 5,
    },
    xTicks: threadTicks(first.threads, last.threads).map((count) => ({
      x: xOf(count),
      text: `${count}`,
    })),
    yTicks: timeTicks(ceiling).map((ms) => ({ y: yOf(ms), text: tickLabel(ms) })),
    xOf,
    yOf,
  };
}

/** The point whose thread count lies nearest to `x`. */
export function nearestPoint(curve: Curve, x: number): SweepPoint {
  return curve.points.reduce((best, point) =>
    Math.abs(curve.xOf(point.threads) - x) < Math.abs(curve.xOf(best.threads) - x) ? point : best,
  );
}

function threadTicks(first: number, last: number): number[] {
  const step = [1, 2, 4, 8, 16, 32, 64, 128].find((size) => (last - first) / size <= 9) ?? 256;
  const marks = [first];
  for (let count = Math.ceil((first + 1) / step) * step; count <= last; count += step) {
    marks.push(count);
  }
  return marks;
}

function timeTicks(ceiling: number): number[] {
  const step = niceTimes.find((time) => ceiling / time <= 4) ?? ceiling / 3;
  const marks: number[] = [];
  for (let mark = step; mark <= ceiling; mark += step) marks.push(mark);
  return marks;
}

function place(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
