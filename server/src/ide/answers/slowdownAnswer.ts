/**
 * What a prediction assumes of tasks that slow each other down, and how far earlier predictions
 * were off: the two things that say how much to trust it. Words them once for every surface.
 */
import type { PastError, SlowdownNote } from "../../protocol";
import { predictionWords } from "../../schedule/predictionHistory";
import type { ScheduleRequest } from "../../workspace/snapshot";
import type { RunSource } from "./runSource";

/**
 * dbt-core 1.11 spends 25 to 43 ms of its interpreter on each node, one node at a time, measured on
 * a small machine (docs/evaluation.md).
 */
const DBT_WORK_MS = 30;
/** From this share of the run on, dbt's own work may be what limits it. */
const NOTABLE = 0.5;

/**
 * What slows tasks down in this simulation and why that is believed. `request` is the one simulated,
 * after calibration; absent for a workload file without such options.
 */
export function slowdownNote(
  source: RunSource,
  request: ScheduleRequest,
  { tasks, makespanMs }: { readonly tasks: number; readonly makespanMs: number },
): SlowdownNote | undefined {
  const { capacity, contention, overhead, overheadMs } = request;
  const model = {
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
    ...(overhead !== undefined && { interpreterMsPerTask: overhead.other.interpreterMs }),
  };
  const found = source.calibration?.();
  if (found !== undefined && request.durations === "alone") {
    return { by: found.slowedBy, because: found.because, ...model };
  }
  if (capacity !== undefined || contention !== undefined || overheadMs !== undefined) {
    return { by: "options", because: "as the options say", ...model };
  }
  if (found === undefined) return undefined;
  return { by: "nothing", because: found.because + dbtWork(tasks, makespanMs) };
}

/** `database: beyond 1.9 tasks at once each only gets slower`, or that it is off and why. */
export function slowdownWords({ by, because }: SlowdownNote): string {
  if (by === "nothing") return `off, no evidence: ${because}`;
  return by === "options" ? because : `${by}: ${because}`;
}

/** How far earlier predictions were off; absent where no run could be predicted from others. */
export function pastError(source: RunSource): PastError | undefined {
  const history = source.predictions?.();
  if (history === undefined || history.runs.length === 0) return undefined;
  const { runs, medianError, worstError } = history;
  return { runs: runs.length, medianError, worstError, words: predictionWords(history) };
}

/** A run of tiny models is bounded by dbt itself, which no history of one width can show. */
function dbtWork(tasks: number, makespanMs: number): string {
  const ownMs = tasks * DBT_WORK_MS;
  if (makespanMs === 0 || ownMs < makespanMs * NOTABLE) return "";
  const seconds = (ownMs / 1000).toFixed(ownMs < 10_000 ? 1 : 0);
  return `; dbt's own work on ${tasks} tasks, about ${DBT_WORK_MS} ms each and one at a time, takes some ${seconds} s at any thread count and is not in these figures`;
}
