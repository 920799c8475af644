/**
 * "heddle.processing/1": recorded refreshes of a tabular model beside the predicted one, in the words of
 * the job graph, the rates fitted on them, and how far the prediction is off.
 */
import {
  type ComparedJob,
  compareRefresh,
  fitOn,
  type JobPlace,
} from "../../advise/compareRefresh";
import type { TabularModel } from "../../tabular/tabularModel";
import type { ProcessingSettings } from "../../tabular/tabularWorkload";
import type { ObservedRefresh } from "../../tabular/trace/observedRefresh";
import type { ModelTrace } from "../../workspace/modelTraces";

export interface ProcessingAnswer {
  readonly schema: "heddle.processing/1";
  readonly name: string;
  readonly path: string;
  readonly refreshes: readonly ComparedRefresh[];
  /** What was fitted, step by step; empty without a refresh. */
  readonly rates: readonly FittedRate[];
  /**
   * Of makespans, as shares; negative = predicted too short. `held-out`: each refresh is predicted by
   * rates fitted on the others; `in-sample`: there is one only, and the rates were fitted on it.
   */
  readonly error: {
    readonly kind: "held-out" | "in-sample" | "none";
    readonly assumed: number | null;
    readonly fitted: number | null;
  };
}

export interface ComparedRefresh {
  readonly file: string;
  readonly kind: ObservedRefresh["kind"];
  readonly observedMs: number;
  readonly predictedMs: number;
  /** With the rates as they were before the fit. */
  readonly assumedMs: number;
  /** Half of the jobs' running times are predicted at least this well; a share. */
  readonly medianJobError: number | null;
  readonly jobs: readonly ProcessingJob[];
  /** Jobs that are about nothing in the model. */
  readonly unmatched: readonly string[];
}

export interface ProcessingJob {
  readonly step: string;
  readonly table: string | null;
  readonly partition: string | null;
  readonly observed: PlaceEntry;
  readonly predicted: PlaceEntry | null;
}

/** ms; null where the trace does not tell. */
export interface PlaceEntry {
  readonly startMs: number;
  readonly endMs: number;
  readonly blockedMs: number | null;
  readonly waitingMs: number | null;
  readonly runningMs: number;
}

export interface FittedRate {
  readonly step: string;
  /** Observed over assumed work. */
  readonly factor: number;
  readonly jobs: number;
}

/** `unfitted` are the settings without what traces say. Three simulations per refresh. */
export function processingAnswer(
  model: TabularModel,
  unfitted: ProcessingSettings,
  traces: readonly ModelTrace[],
): ProcessingAnswer {
  const all = traces.flatMap(({ file, refreshes }) =>
    refreshes.map((refresh) => ({ file, refresh })),
  );
  const ratesOn = (refreshes: readonly ObservedRefresh[]): ProcessingSettings => ({
    ...unfitted,
    rates: fitOn(refreshes, model, unfitted).rates,
  });
  const fit = fitOn(
    all.map(({ refresh }) => refresh),
    model,
    unfitted,
  );
  const fitted = { ...unfitted, rates: fit.rates };
  const isHeldOut = all.length > 1;
  const errors: { readonly assumed: number; readonly fitted: number }[] = [];
  const refreshes = all.map(({ file, refresh }): ComparedRefresh => {
    const others = all.filter((one) => one.refresh !== refresh).map((one) => one.refresh);
    const assumed = compareRefresh(refresh, model, unfitted);
    const shown = compareRefresh(refresh, model, fitted);
    const judged = isHeldOut ? compareRefresh(refresh, model, ratesOn(others)) : shown;
    errors.push({ assumed: assumed.makespanError, fitted: judged.makespanError });
    return {
      file,
      kind: refresh.kind,
      observedMs: shown.observedMs,
      predictedMs: shown.predictedMs,
      assumedMs: assumed.predictedMs,
      medianJobError: judged.medianJobError ?? null,
      jobs: shown.jobs.map(jobEntry),
      unmatched: refresh.unmatched,
    };
  });
  return {
    schema: "heddle.processing/1",
    name: model.name,
    path: model.path,
    refreshes,
    rates: fit.steps.map(({ step, factor, jobs }) => ({ step, factor, jobs })),
    error: {
      kind: all.length === 0 ? "none" : isHeldOut ? "held-out" : "in-sample",
      assumed: worst(errors.map((one) => one.assumed)),
      fitted: worst(errors.map((one) => one.fitted)),
    },
  };
}

function jobEntry({ step, table, partition, observed, predicted }: ComparedJob): ProcessingJob {
  return {
    step,
    table: table ?? null,
    partition: partition ?? null,
    observed: placeEntry(observed),
    predicted: predicted === undefined ? null : placeEntry(predicted),
  };
}

function placeEntry({ blockedMs, waitingMs, ...place }: JobPlace): PlaceEntry {
  return { ...place, blockedMs: blockedMs ?? null, waitingMs: waitingMs ?? null };
}

/** The error that is furthest from none. */
function worst(errors: readonly number[]): number | null {
  return errors.reduce<number | null>(
    (most, error) => (most === null || Math.abs(error) > Math.abs(most) ? error : most),
    null,
  );
}
