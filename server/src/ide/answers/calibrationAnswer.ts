/**
 * "heddle.calibration/1": what the run history says about durations, each with its runs, spread
 * and trend; about models that slow each other down; about what lies around them; and how well past
 * runs would have been predicted. Fits nothing itself.
 */
import { baseName } from "../../base/fileSystem";
import { compareText } from "../../base/problem";
import type { ModelDuration } from "../../dbt/artifacts/modelDuration";
import { predictionWords } from "../../schedule/predictionHistory";
import type { DurationOrigin } from "../../workload/workload";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import type { RunComparisonAnswer } from "./runComparisonAnswer";

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
  readonly slowdown: CalibratedSlowdown;
  readonly overhead: {
    /** Process start to first model, hooks included; null where no run tells. */
    readonly startupMs: number | null;
    readonly hooksMs: number | null;
    /** From the end that frees a thread to its next start; null without runs. */
    readonly handoverMs: number | null;
  };
  readonly predictions: {
    /** Signed shares; negative = predicted too short. Null without a run that could be predicted. */
    readonly medianError: number | null;
    readonly worstError: number | null;
    readonly words: string;
    /** Oldest first. */
    readonly runs: readonly PastPrediction[];
  };
  /** Longest first. */
  readonly durations: readonly CalibratedDuration[];
  /** Only where one run was asked for. */
  readonly comparison?: RunComparisonAnswer;
}

/** What the runs show of models beside each other; models that were fitted and not believed too. */
export interface CalibratedSlowdown {
  readonly by: "nothing" | "database" | "interpreter";
  readonly because: string;
  readonly capacity: number | null;
  /** Capacities that explain the data about as well; `high` null = no upper limit. */
  readonly capacityRange: { readonly low: number; readonly high: number | null } | null;
  readonly contention: { readonly alpha: number; readonly beta: number } | null;
  readonly interpreterMsPerTask: number | null;
  /** Typical relative error of a duration without and with the model, as shares. */
  readonly errorWithout: number;
  readonly errorWith: number;
  readonly observations: number;
  readonly widest: number;
}

/** One recorded run and the prediction from the runs before it. */
export interface PastPrediction {
  readonly file: string;
  readonly threads: number;
  readonly predictedMs: number;
  readonly observedMs: number;
  readonly error: number;
  /** Share of pairs of models that started in the predicted order. */
  readonly orderAgreement: number;
  /** Models of the deciding chain by how much longer or shorter they took, largest first. */
  readonly explainedBy: readonly { readonly id: string; readonly byMs: number }[];
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

export function calibrationAnswer(
  snapshot: ProjectSnapshot,
  comparison?: RunComparisonAnswer,
): CalibrationAnswer {
  const { runs, files, newest } = snapshot.history();
  const origins = { measured: 0, given: 0, estimated: 0, assumed: 0 };
  const durations = [...snapshot.durations().values()];
  for (const { origin } of durations) origins[origin]++;
  return {
    schema: "heddle.calibration/1",
    name: snapshot.project.name || baseName(snapshot.project.root),
    history: { runs, files, newest: newest ?? null },
    origins,
    slowdown: calibratedSlowdown(snapshot),
    overhead: overheadOf(snapshot),
    predictions: predictionsOf(snapshot),
    durations: durations
      .sort((a, b) => b.ms - a.ms || compareText(a.uniqueId, b.uniqueId))
      .map(calibratedDuration),
    ...(comparison !== undefined && { comparison }),
  };
}

function calibratedSlowdown(snapshot: ProjectSnapshot): CalibratedSlowdown {
  const { slowedBy, because, contention, interpreter, slowdown } = snapshot.calibration();
  const { errorWithout, observations, widest } = contention;
  const isDatabase = slowedBy === "database";
  const range = isDatabase ? contention.capacityRange : undefined;
  return {
    by: slowedBy,
    because,
    capacity: slowdown.capacity ?? null,
    capacityRange:
      range === undefined
        ? null
        : { low: range.low, high: Number.isFinite(range.high) ? range.high : null },
    contention: slowdown.contention ?? null,
    interpreterMsPerTask: slowedBy === "interpreter" ? interpreter.perTaskMs : null,
    errorWithout: slowedBy === "interpreter" ? interpreter.errorWithout : errorWithout,
    errorWith: slowedBy === "interpreter" ? interpreter.errorWith : contention.errorWith,
    observations,
    widest,
  };
}

function overheadOf(snapshot: ProjectSnapshot): CalibrationAnswer["overhead"] {
  const { startupMs, hooksMs, handoverMs, runs } = snapshot.calibration();
  return {
    startupMs: startupMs ?? null,
    hooksMs: hooksMs ?? null,
    handoverMs: runs === 0 ? null : handoverMs,
  };
}

function predictionsOf(snapshot: ProjectSnapshot): CalibrationAnswer["predictions"] {
  const history = snapshot.predictions();
  const isKnown = history.runs.length > 0;
  return {
    medianError: isKnown ? history.medianError : null,
    worstError: isKnown ? history.worstError : null,
    words: predictionWords(history),
    runs: history.runs.map((run) => ({
      file: run.name,
      threads: run.threads,
      predictedMs: run.predictedMs,
      observedMs: run.observedMs,
      error: run.makespanError,
      orderAgreement: run.orderAgreement,
      explainedBy: run.explainedBy,
    })),
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
