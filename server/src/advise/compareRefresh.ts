/**
 * A recorded refresh beside the predicted one, in the job graph's words: how long each job was
 * blocked by others, waited for a slot, and ran; and how well rates fitted on it predict it.
 */
import type { ScheduledTask } from "../schedule/schedule";
import { simulate } from "../schedule/simulate";
import type { TabularModel } from "../tabular/tabularModel";
import { type ProcessingSettings, refreshPlan } from "../tabular/tabularWorkload";
import { fitRates, jobKey, jobPairs, observedAs, type RateFit } from "../tabular/trace/fitRates";
import type { ObservedRefresh, ObservedStep } from "../tabular/trace/observedRefresh";

/** One job's place in a refresh, ms; undefined where the trace does not tell. */
export interface JobPlace {
  readonly startMs: number;
  readonly endMs: number;
  readonly blockedMs: number | undefined;
  readonly waitingMs: number | undefined;
  readonly runningMs: number;
}

export interface ComparedJob {
  readonly step: ObservedStep;
  readonly table: string | undefined;
  readonly partition: string | undefined;
  readonly observed: JobPlace;
  /** Absent for jobs that the prediction does not have. */
  readonly predicted: JobPlace | undefined;
}

export interface RefreshComparison {
  /** In the order of their observed starts. */
  readonly jobs: readonly ComparedJob[];
  readonly observedMs: number;
  readonly predictedMs: number;
  /** Predicted over observed, less one: negative = predicted too short. */
  readonly makespanError: number;
  /** Half of the jobs' running times are predicted at least this well; a share. */
  readonly medianJobError: number | undefined;
}

/** Rounds after which fitted rates no longer move by more than a percent or so. */
const ROUNDS = 6;

/**
 * Rates fitted on all of `refreshes`. A partition's job in a job graph also runs while it waits for its
 * own reader or encoder, so its factor is the one whose simulated jobs are as long as the observed
 * ones; a few simulations per refresh then, none otherwise.
 */
export function fitOn(
  refreshes: readonly ObservedRefresh[],
  model: TabularModel,
  processing: ProcessingSettings,
): RateFit {
  const { tasks } = refreshPlan(model, processing);
  const { rates } = processing;
  const pairs = refreshes.flatMap(({ jobs }) => jobPairs(jobs, tasks, rates.commitMs));
  let fit = fitRates(rates, pairs);
  if (!fit.steps.some(({ step }) => step === "partition")) return fit;
  for (let round = 0; round < ROUNDS; round++) {
    const now = { ...processing, rates: fit.rates };
    const spans = refreshes
      .flatMap((refresh) => compareRefresh(refresh, model, now).jobs)
      .flatMap(({ step, observed, predicted }) =>
        step === "partition" && predicted !== undefined
          ? [{ step, observedMs: observed.runningMs, predictedMs: predicted.runningMs }]
          : [],
      );
    const next = fitRates(fit.rates, spans);
    const factor = next.steps[0]?.factor ?? 1;
    fit = {
      rates: next.rates,
      steps: fit.steps.map((one) =>
        one.step === "partition" ? { ...one, factor: one.factor * factor } : one,
      ),
    };
  }
  return fit;
}

/** One simulation with the rates of `processing`. */
export function compareRefresh(
  observed: ObservedRefresh,
  model: TabularModel,
  processing: ProcessingSettings,
): RefreshComparison {
  const { tasks, workload } = refreshPlan(model, processing);
  const { threads } = workload.capacity;
  const schedule = simulate(workload, { threads, hints: "ignored", policy: "dbt-core" });
  const scheduled = new Map(schedule.tasks.map((task) => [task.id, task]));
  const parts = new Map<string, ScheduledTask[]>();
  const put = (key: string, task: ScheduledTask | undefined) => {
    if (task !== undefined) parts.set(key, [...(parts.get(key) ?? []), task]);
  };
  for (const { step, table, partition, task } of tasks) {
    put(
      jobKey({ step: observedAs(step), table, ...(partition && { partition }) }),
      scheduled.get(task.id),
    );
    if (partition) put(jobKey({ step: "partition", table, partition }), scheduled.get(task.id));
  }
  put(jobKey({ step: "commit" }), scheduled.get("commit"));
  const jobs = groupedJobs(observed).map(([key, place]): ComparedJob => {
    const own = parts.get(key);
    return { ...place, predicted: own === undefined ? undefined : placeOf(own) };
  });
  const errors = jobs.flatMap(({ observed: one, predicted }) =>
    predicted === undefined || one.runningMs === 0
      ? []
      : [Math.abs(predicted.runningMs / one.runningMs - 1)],
  );
  return {
    jobs,
    observedMs: observed.makespanMs,
    predictedMs: schedule.makespanMs,
    makespanError: observed.makespanMs === 0 ? 0 : schedule.makespanMs / observed.makespanMs - 1,
    medianJobError: medianOf(errors),
  };
}

/** The observed jobs, those about one thing as one, by key. */
function groupedJobs(
  observed: ObservedRefresh,
): readonly (readonly [string, Omit<ComparedJob, "predicted">])[] {
  const groups = new Map<string, (typeof observed.jobs)[number][]>();
  for (const job of observed.jobs) {
    const key = jobKey(job);
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups]
    .flatMap(([key, jobs]) => {
      const [first] = jobs;
      if (first === undefined) return [];
      const { step, table, partition } = first;
      const place: JobPlace = {
        startMs: Math.min(...jobs.map(({ startMs }) => startMs)),
        endMs: Math.max(...jobs.map(({ endMs }) => endMs)),
        blockedMs: first.blockedMs,
        waitingMs: sumOf(jobs.map(({ waitingMs }) => waitingMs)),
        runningMs: jobs.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
      };
      const group = { step, table: table?.name, partition: partition?.name, observed: place };
      return [[key, group] as const];
    })
    .sort(([, a], [, b]) => a.observed.startMs - b.observed.startMs);
}

/** Several tasks as one job: blocked until the first is ready; of a pipeline the whole span runs. */
function placeOf(tasks: readonly ScheduledTask[]): JobPlace {
  const startMs = Math.min(...tasks.map((task) => task.startMs));
  const endMs = Math.max(...tasks.map((task) => task.endMs));
  const blockedMs = Math.min(...tasks.map(({ readyMs }) => readyMs));
  const kinds = new Set(tasks.map(({ id }) => id.slice(0, id.indexOf(" "))));
  const worked = tasks.reduce((sum, task) => sum + task.endMs - task.startMs, 0);
  return {
    startMs,
    endMs,
    blockedMs,
    waitingMs: startMs - blockedMs,
    runningMs: kinds.size > 1 ? endMs - startMs : worked,
  };
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((sum, value) =>
    sum === undefined || value === undefined ? undefined : sum + value,
  );
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
