/**
 * How long a node takes and how that is known: the one shape in which run history, settings,
 * estimates and assumptions meet. Types only; `collectDurations` and `estimateDurations` fill it.
 */
import type { DurationOrigin } from "../../workload/workload";

/** Expected time of one node on a worker, hooks included, waiting for a thread excluded. */
export interface ModelDuration {
  readonly uniqueId: string;
  /** Milliseconds; finite and not negative. */
  readonly ms: number;
  readonly origin: DurationOrigin;
  /** Runs that the figure rests on; 0 unless `measured`. */
  readonly runs: number;
  /** About nine runs in ten lie between `lowMs` and `highMs`; absent where nothing is known. */
  readonly lowMs?: number;
  readonly highMs?: number;
  /** Rows that the adapter reported for the latest run that did. */
  readonly rows?: number;
  /** Runs in which the node failed; they do not enter `ms`. */
  readonly failedRuns?: number;
  /** Change per run as a share of `ms`: 0.1 = a tenth slower each time. Absent below five runs. */
  readonly trendPerRun?: number;
  /** Where the figure comes from, for a person: `7 runs since 3 Nov in target/run_results.json`. */
  readonly source: string;
}

/** Durations by unique_id. */
export type Durations = ReadonlyMap<string, ModelDuration>;
