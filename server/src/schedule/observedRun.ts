/**
 * A run that really happened: who ran when, on which thread. What calibration and comparison take;
 * knows nothing of the artifacts or logs that it was read from.
 */

/** One node that ran. Times are milliseconds from any common origin. */
export interface ObservedTask {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Distinct numbers are distinct threads. */
  readonly thread: number;
  /** `table`, `view`, `seed`, `test`, `ephemeral` …, as the overhead depends on it. */
  readonly kind?: string;
  /** `execution_time` of run_results; absent where unknown. */
  readonly executionMs?: number;
  /** Time of the SQL alone, where somebody measured it. */
  readonly sqlMs?: number;
}

export interface ObservedRun {
  readonly threads: number;
  readonly tasks: readonly ObservedTask[];
}

/** From the first start to the last end, in ms; 0 for a run of nothing. */
export function observedMakespan(run: ObservedRun): number {
  let first = Infinity;
  let last = -Infinity;
  for (const { startMs, endMs } of run.tasks) {
    first = Math.min(first, startMs);
    last = Math.max(last, endMs);
  }
  return run.tasks.length === 0 ? 0 : last - first;
}
