/** A recorded run predicted from earlier runs of the same project alone. */
import { calibrateRuns, type RunCalibration } from "../../server/src/schedule/calibrateRuns";
import { jitterBand, RECORDED_JITTER } from "../../server/src/schedule/jitterBand";
import { observedMakespan } from "../../server/src/schedule/observedRun";
import type { Band } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { buildGraph } from "../../server/src/workload/graph";
import { type RecordedRun, workloadOfRun } from "./recordedRuns";

export interface EarlierPrediction {
  readonly run: RecordedRun;
  readonly observedMs: number;
  readonly predictedMs: number;
  /** Predicted over observed, minus 1. */
  readonly error: number;
  readonly band: Band;
  readonly slowedBy: RunCalibration["slowedBy"];
  /** Whether earlier runs tell how dbt does at this width: one had it, or a slowdown is known. */
  readonly isKnownWidth: boolean;
  readonly earlier: number;
  /** Whether other processes left dbt the machine, in this run and in the earlier ones. */
  readonly isCalm: boolean;
}

/** Share of all processor time that others may take before durations are not comparable. */
export const CALM = 0.1;

/** Durations are medians of the earlier runs', with what those show of tasks slowing down. */
export function predictFromEarlier(
  run: RecordedRun,
  earlier: readonly RecordedRun[],
): EarlierPrediction {
  const calibration = calibrateRuns(earlier.map(({ observed }) => observed));
  const aloneMs = medianAlone(calibration, earlier);
  const workload = workloadOfRun(run, ({ id }) => aloneMs.get(id) ?? 0);
  const { threads } = run.observed;
  const options = {
    hints: "ignored",
    policy: "dbt-core",
    ...calibration.slowdown,
    threads,
  } as const;
  const observedMs = observedMakespan(run.observed);
  const predictedMs = simulate(workload, options).makespanMs;
  return {
    run,
    observedMs,
    predictedMs,
    error: predictedMs / observedMs - 1,
    band: jitterBand(buildGraph(workload), options, RECORDED_JITTER),
    slowedBy: calibration.slowedBy,
    isKnownWidth:
      calibration.slowedBy !== "nothing" ||
      earlier.some(({ observed }) => observed.threads === threads),
    earlier: earlier.length,
    isCalm: [run, ...earlier].every(({ others = 0 }) => others <= CALM),
  };
}

/** What each task takes alone, in ms by id: the median over runs. */
export function medianAlone(
  calibration: RunCalibration,
  runs: readonly RecordedRun[],
): ReadonlyMap<string, number> {
  const recorded = new Map<string, number[]>();
  for (const { observed } of runs) {
    for (const [id, ms] of calibration.aloneMs(observed)) {
      recorded.set(id, [...(recorded.get(id) ?? []), ms]);
    }
  }
  return new Map([...recorded].map(([id, times]) => [id, middle(times)]));
}

function middle(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const at = ascending.length >> 1;
  if (ascending.length === 0) return 0;
  return ascending.length % 2 === 1 ? ascending[at]! : (ascending[at - 1]! + ascending[at]!) / 2;
}
