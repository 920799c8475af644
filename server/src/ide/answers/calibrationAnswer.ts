/**
 * "heddle.calibration/1": what the run history says about durations, each with its runs, spread
 * and trend. Fits nothing itself.
 */
import { baseName } from "../../base/fileSystem";
import { compareText } from "../../base/problem";
import type { ModelDuration } from "../../dbt/artifacts/modelDuration";
import type { DurationOrigin } from "../../workload/workload";
import type { ProjectSnapshot } from "../../workspace/snapshot";

export interface CalibrationAnswer {
  readonly schema: "heddle.calibration/1";
  readonly name: string;
  readonly history: {
    readonly runs: number;
    readonly files: readonly string[];
    readonly newest: string | null;
  };
  /** Number of durations by origin. */
  readonly origins: Readonly<Record<DurationOrigin, number>>;
  /** Longest first. */
  readonly durations: readonly CalibratedDuration[];
}

export interface CalibratedDuration {
  readonly uniqueId: string;
  readonly ms: number;
  readonly origin: DurationOrigin;
  readonly runs: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly failedRuns: number;
  /** Change per run as a share of `ms`; null where too few runs tell. */
  readonly trendPerRun: number | null;
  readonly source: string;
}

export function calibrationAnswer(snapshot: ProjectSnapshot): CalibrationAnswer {
  const { runs, files, newest } = snapshot.history();
  const origins = { measured: 0, given: 0, estimated: 0, assumed: 0 };
  const durations = [...snapshot.durations().values()];
  for (const { origin } of durations) origins[origin]++;
  return {
    schema: "heddle.calibration/1",
    name: snapshot.project.name || baseName(snapshot.project.root),
    history: { runs, files, newest: newest ?? null },
    origins,
    durations: durations
      .sort((a, b) => b.ms - a.ms || compareText(a.uniqueId, b.uniqueId))
      .map(calibratedDuration),
  };
}

function calibratedDuration(duration: ModelDuration): CalibratedDuration {
  return {
    uniqueId: duration.uniqueId,
    ms: duration.ms,
    origin: duration.origin,
    runs: duration.runs,
    low: duration.lowMs ?? null,
    high: duration.highMs ?? null,
    failedRuns: duration.failedRuns ?? 0,
    trendPerRun: duration.trendPerRun ?? null,
    source: duration.source,
  };
}
