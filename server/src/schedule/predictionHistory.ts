/**
 * How well earlier predictions would have met the runs that followed: each recorded run predicted
 * from the runs before it alone. Knows no files; what can be known before a run is the caller's.
 */

import type { Workload } from "../workload/workload";
import { compareRun, type RunComparison } from "./compareRun";
import type { ObservedRun } from "./observedRun";
import type { SimulateOptions } from "./schedule";
import { simulate } from "./simulate";

/** A run that happened and the prediction that could have been made right before it. */
export interface PredictedRun {
  /** Name of the run, e.g. its file. */
  readonly name: string;
  readonly observed: ObservedRun;
  /** The tasks that ran, with durations from earlier runs only. */
  readonly workload: Workload;
  readonly options: SimulateOptions;
}

export interface RunError extends RunComparison {
  readonly name: string;
  readonly threads: number;
}

export interface PredictionHistory {
  /** Oldest first. */
  readonly runs: readonly RunError[];
  /** Signed median of the makespan errors as a share; negative = predicted too short. */
  readonly medianError: number;
  /** The error furthest from 0, signed. */
  readonly worstError: number;
}

/** One simulation per run. */
export function predictionHistory(predicted: readonly PredictedRun[]): PredictionHistory {
  const runs = predicted.map(({ name, observed, workload, options }): RunError => {
    const comparison = compareRun(simulate(workload, options), observed);
    return { ...comparison, name, threads: options.threads };
  });
  const errors = runs.map(({ makespanError }) => makespanError).sort((a, b) => a - b);
  const at = errors.length >> 1;
  const medianError =
    errors.length === 0
      ? 0
      : errors.length % 2 === 1
        ? errors[at]!
        : (errors[at - 1]! + errors[at]!) / 2;
  const worstError = errors.reduce(
    (worst, error) => (Math.abs(error) > Math.abs(worst) ? error : worst),
    0,
  );
  return { runs, medianError, worstError };
}

/** `last 10 runs: +2.1 % median, −4.0 % at worst`; empty without a run to compare with. */
export function predictionWords({ runs, medianError, worstError }: PredictionHistory): string {
  if (runs.length === 0) return "";
  if (runs.length === 1) return `last run: ${signedPercent(medianError)}`;
  return `last ${runs.length} runs: ${signedPercent(medianError)} median, ${signedPercent(worstError)} at worst`;
}

function signedPercent(share: number): string {
  const size = (Math.abs(share) * 100).toFixed(1);
  return size === "0.0" ? "±0.0 %" : `${share < 0 ? "−" : "+"}${size} %`;
}
