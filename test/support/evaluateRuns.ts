/**
 * How well the simulator predicts the recorded real runs. Every figure that needs calibration is
 * made with the run in question left out.
 */

import {
  aloneDurations,
  type ContentionCalibration,
  calibrateContention,
} from "../../server/src/schedule/calibrateContention";
import {
  calibrateOverhead,
  handoverTime,
  unreportedModel,
  unreportedTime,
} from "../../server/src/schedule/calibrateOverhead";
import { jitterBand } from "../../server/src/schedule/jitterBand";
import {
  type ObservedRun,
  type ObservedTask,
  observedMakespan,
} from "../../server/src/schedule/observedRun";
import type { Band, OverheadModel, SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { type Sweep, sweep } from "../../server/src/schedule/sweep";
import { buildGraph } from "../../server/src/workload/graph";
import type { Workload } from "../../server/src/workload/workload";
import { contentionRuns, type RecordedRun, recordedRuns, workloadOfRun } from "./recordedRuns";

export interface RunEvaluation {
  readonly run: RecordedRun;
  readonly observedMs: number;
  /** Worst case of a task that started before one that had been ready longer, in ms. */
  readonly orderViolationMs: number;
  /** Share of tasks whose place in the predicted start order is the observed one. */
  readonly isSameOrder: boolean;
  /** Relative errors of the makespan, by what the durations are. */
  readonly fromSpans: number;
  readonly fromSpansAndHandover: number;
  readonly fromExecution: number;
  readonly fromNominal: number;
  readonly band: Band;
  readonly isInBand: boolean;
}

export function evaluateRuns(): readonly RunEvaluation[] {
  const runs = recordedRuns();
  return runs.map((run) =>
    evaluateRun(
      run,
      runs.filter((other) => other !== run),
    ),
  );
}

function evaluateRun(run: RecordedRun, others: readonly RecordedRun[]): RunEvaluation {
  const observedMs = observedMakespan(run.observed);
  const options: SimulateOptions = {
    threads: run.observed.threads,
    hints: "ignored",
    policy: "dbt-core",
  };
  const errorOf = (workload: Workload, overhead?: OverheadModel) => {
    const withModel = overhead === undefined ? options : { ...options, overhead };
    return simulate(workload, withModel).makespanMs / observedMs - 1;
  };
  const spans = workloadOfRun(run, spanMs);
  const reported = workloadOfRun(run, reportedMs);
  const unreported = unreportedModel(unreportedTime(others.map(({ observed }) => observed)));
  const calibration = calibrateOverhead(
    others.map((other) => ({ observed: withSql(other.observed), nominal: nominal(other) })),
  );
  const band = jitterBand(buildGraph(reported), { ...options, overhead: unreported });
  return {
    run,
    observedMs,
    orderViolationMs: orderViolation(run),
    isSameOrder: simulate(spans, options).tasks.every(({ id }, at) => id === run.order[at]),
    fromSpans: errorOf(spans),
    fromSpansAndHandover: errorOf(spans, handoverModel(others)),
    fromExecution: errorOf(reported, unreported),
    fromNominal: errorOf(nominal(run), calibration?.model),
    band,
    isInBand: band.lowMs <= observedMs && observedMs <= band.highMs,
  };
}

export interface ContentionEvaluation {
  readonly calibration: ContentionCalibration;
  readonly predicted: Sweep;
  /** Mean recorded window by thread count, in ms. */
  readonly recordedMs: ReadonlyMap<number, number>;
  readonly bestRecorded: number;
}

/** The CPU-bound runs: capacity learned from them, then swept. */
export function evaluateContention(): ContentionEvaluation {
  const { models, runs } = contentionRuns();
  const ids = Array.from({ length: models }, (_, i) => `m${String(i).padStart(2, "0")}`);
  const workload = (durationOf: (i: number) => number): Workload => ({
    schema: "heddle.workload/1",
    name: "contention",
    tasks: ids.map((id, i) => ({
      id,
      durationMs: durationOf(i),
      durationOrigin: "measured",
      dependsOn: [],
    })),
    capacity: { threads: 1, pools: {} },
  });
  // Start times were not recorded, but all models are ready at once, so durations determine them.
  const observed = Object.entries(runs).flatMap(([width, repeats]) =>
    repeats.map(({ execution }): ObservedRun => {
      const threads = Number(width);
      const durations = workload((i) => execution[i]! * 1000);
      const { tasks } = simulate(durations, { threads, hints: "ignored", policy: "dbt-core" });
      return { threads, tasks };
    }),
  );
  const calibration = calibrateContention(observed);
  const pace = {
    ...(calibration.capacity === undefined ? {} : { capacity: calibration.capacity }),
    ...(calibration.contention === undefined ? {} : { contention: calibration.contention }),
  };
  const alone = aloneDurations(observed, pace);
  const recordedMs = new Map(
    Object.entries(runs).map(([width, repeats]) => [
      Number(width),
      (repeats.reduce((sum, { window }) => sum + window, 0) / repeats.length) * 1000,
    ]),
  );
  const options = { hints: "ignored", policy: "dbt-core", from: 1, to: 16, ...pace } as const;
  const least = Math.min(...recordedMs.values());
  const asGood = [...recordedMs].filter(([, ms]) => ms <= least * 1.02).map(([width]) => width);
  return {
    calibration,
    predicted: sweep(
      workload((i) => alone.get(ids[i]!)!),
      options,
    ),
    recordedMs,
    bestRecorded: Math.min(...asGood),
  };
}

/** What dbt takes from one task to the next, on average over other runs. */
function handoverModel(others: readonly RecordedRun[]): OverheadModel {
  const sum = others.reduce((total, { observed }) => total + handoverTime(observed), 0);
  const other = { interpreterMs: 0, databaseMs: sum / others.length };
  return { kinds: {}, other, connectMs: 0 };
}

/** Tasks that started before one that was ready earlier: by how much, at worst. */
export function orderViolation({ observed, dependsOn }: RecordedRun): number {
  const end = new Map(observed.tasks.map(({ id, endMs }) => [id, endMs]));
  const first = Math.min(...observed.tasks.map(({ startMs }) => startMs));
  const ready = new Map(
    observed.tasks.map(({ id }) => [
      id,
      Math.max(first, ...(dependsOn.get(id) ?? []).map((parent) => end.get(parent)!)),
    ]),
  );
  let worst = 0;
  for (const early of observed.tasks) {
    for (const late of observed.tasks) {
      const overtaken = ready.get(early.id)! - ready.get(late.id)!;
      const lead = late.startMs - early.startMs;
      if (overtaken > 0 && lead > 0) worst = Math.max(worst, Math.min(overtaken, lead));
    }
  }
  return worst;
}

function spanMs(task: ObservedTask): number {
  return task.endMs - task.startMs;
}

/** dbt reports no time for ephemeral models, so theirs is the span. */
function reportedMs(task: ObservedTask): number {
  return task.executionMs ?? spanMs(task);
}

function nominal(run: RecordedRun): Workload {
  return workloadOfRun(run, ({ sqlMs = 0 }) => sqlMs);
}

/** Tests have no sleep of their own: their SQL takes no time worth counting. */
function withSql(run: ObservedRun): ObservedRun {
  return { ...run, tasks: run.tasks.map((task) => ({ ...task, sqlMs: task.sqlMs ?? 0 })) };
}

/** Middle and largest of absolute values. */
export function spreadOf(errors: readonly number[]): { median: number; worst: number } {
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  return { median: sizes[sizes.length >> 1] ?? 0, worst: sizes.at(-1) ?? 0 };
}
