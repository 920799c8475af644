/**
 * Whether a recorded run went as the simulator says, from its own measured times: the order in which
 * tasks started, and how long it took. Knows what a machine's noise may do and what it may not.
 */
import { handoverTimes } from "../../server/src/schedule/calibrateOverhead";
import { jitterBand } from "../../server/src/schedule/jitterBand";
import { observedMakespan } from "../../server/src/schedule/observedRun";
import type { Band } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { buildGraph } from "../../server/src/workload/graph";
import { orderViolation } from "./evaluateRuns";
import { type RecordedRun, workloadOfRun } from "./recordedRuns";

/** Two tasks that end this close together may be handled in either order. */
const RACE_MS = 20;
/** A machine that holds a thread up this long between two events may log their order wrongly, too. */
const LONGEST_STALL_MS = 60;
/** Of the makespan, from measured start and end and each task's own hand-over. */
const MOST_ERROR = 0.032;

export interface RunJudgement {
  readonly observedMs: number;
  /** Predicted over observed, minus 1. */
  readonly error: number;
  /** By how much a task overtook one that had been ready longer, at worst. */
  readonly violationMs: number;
  /** Where the makespan lies if ends race each other as they do on a real machine. */
  readonly band: Band;
  readonly isOrderKept: boolean;
  /** Close to the prediction, or where a race of milliseconds may have put it. */
  readonly isTimeMet: boolean;
}

/** Every duration and every hand-over is the run's own, so only dispatch is on trial. */
export function judgeRun(run: RecordedRun): RunJudgement {
  const handovers = handoverTimes(run.observed);
  const workload = workloadOfRun(
    run,
    ({ id, startMs, endMs }) => endMs - startMs + (handovers.get(id) ?? 0),
  );
  const { threads } = run.observed;
  const options = { threads, hints: "ignored", policy: "dbt-core" } as const;
  const observedMs = observedMakespan(run.observed);
  const error = simulate(workload, options).makespanMs / observedMs - 1;
  const violationMs = orderViolation(run);
  const stallMs = Math.max(0, ...handovers.values());
  const band = jitterBand(buildGraph(workload), options);
  return {
    observedMs,
    error,
    violationMs,
    band,
    isOrderKept: violationMs <= Math.max(RACE_MS, Math.min(stallMs, LONGEST_STALL_MS)),
    isTimeMet:
      Math.abs(error) <= MOST_ERROR || (band.lowMs <= observedMs && observedMs <= band.highMs),
  };
}
