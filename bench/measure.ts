/** Clock and statistics of the benchmarks. */

/** One line of the report: a time and what it is compared with, both from the same run. */
export interface Row {
  readonly what: string;
  readonly ms: number;
  readonly beside: string;
  readonly besideMs: number;
  /** The ratio that is wanted at most. */
  readonly goal?: number;
}

export function timeMs(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The value below which `share` of the values lie; 0 without any. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** `index 1,000 models  81 ms  4.1 × raw read and scan (20 ms), goal 6 ×`; a peer that refused has no time. */
export function formatRow({ what, ms, beside, besideMs, goal }: Row): string {
  const start = `${what.padEnd(44)} ${figure(ms).padStart(9)}`;
  if (besideMs === 0) return `${start}   ${beside} refused it`;
  const wanted = goal === undefined ? "" : `, goal ${goal} ×`;
  return `${start}   ${ratio(ms / besideMs).padStart(7)} × ${beside} (${figure(besideMs)})${wanted}`;
}

function ratio(value: number): string {
  return value.toFixed(value < 0.1 ? 4 : 2);
}

function figure(ms: number): string {
  return ms < 10 ? `${ms.toFixed(2)} ms` : `${Math.round(ms)} ms`;
}
