/**
 * How fast a running task gets on when `n` run at once: at full speed, within a capacity, or under
 * the Universal Scalability Law. Knows nothing of which tasks run.
 */
import type { ContentionLaw } from "./schedule";

/** What slows running tasks down; both absent = nothing does. */
export interface PaceOptions {
  /** The database does the work of this many threads. */
  readonly capacity?: number | undefined;
  readonly contention?: ContentionLaw | undefined;
}

/**
 * Speed of each of `n` tasks that run together, 1 = alone; `n >= 1`. With a capacity C it is
 * min(1, C / n), with a law 1 / (1 + alpha (n-1) + beta n (n-1)) (Gunther 2007); with both, the
 * smaller of the two, for each is a ceiling.
 */
export function paceOf(n: number, { capacity, contention }: PaceOptions): number {
  const shared = capacity === undefined ? 1 : Math.min(1, capacity / n);
  if (contention === undefined) return shared;
  const { alpha, beta } = contention;
  return Math.min(shared, 1 / (1 + alpha * (n - 1) + beta * n * (n - 1)));
}

/** Speeds for 1 … threads tasks at index n; index 0 is unused. */
export function paceTable(threads: number, options: PaceOptions): Float64Array {
  return Float64Array.from({ length: threads + 1 }, (_, n) => (n === 0 ? 1 : paceOf(n, options)));
}

/** Most work per unit of time that up to `threads` tasks can get done together. */
export function peakThroughput(threads: number, options: PaceOptions): number {
  let peak = 0;
  for (let n = 1; n <= threads; n++) peak = Math.max(peak, n * paceOf(n, options));
  return peak;
}

/** True where some number of tasks up to `threads` would slow each other down. */
export function isStretching(threads: number, options: PaceOptions): boolean {
  if (options.capacity === undefined && options.contention === undefined) return false;
  for (let n = 1; n <= threads; n++) if (paceOf(n, options) !== 1) return true;
  return false;
}

/** What is wrong with these options, in words; `undefined` when nothing is. */
export function paceProblem({ capacity, contention }: PaceOptions): string | undefined {
  if (capacity !== undefined && !(capacity > 0)) return `capacity must be above 0, not ${capacity}`;
  if (contention === undefined) return undefined;
  const { alpha, beta } = contention;
  const isLaw = alpha >= 0 && beta >= 0 && Number.isFinite(alpha) && Number.isFinite(beta);
  return isLaw ? undefined : `contention must be two numbers of at least 0, not ${alpha},${beta}`;
}
