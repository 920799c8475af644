/**
 * What a project's past runs say about how its tasks slow each other down, and what its durations
 * would be without that: the one place where the models are weighed against each other. Off unless
 * the runs show it. Pure; knows no files.
 */
import { type ContentionCalibration, calibrateContention, workInRun } from "./calibrateContention";
import {
  calibrateInterpreter,
  databaseTimes,
  type InterpreterCalibration,
} from "./calibrateInterpreter";
import { handoverTime } from "./calibrateOverhead";
import type { ObservedRun } from "./observedRun";
import type { SimulateOptions } from "./schedule";

/** The options of a simulation that slow tasks down. */
export type Slowdown = Pick<SimulateOptions, "capacity" | "contention" | "overhead">;

export interface RunCalibration {
  /** What slows tasks down beside others; `nothing` also where there is no evidence. */
  readonly slowedBy: "nothing" | "database" | "interpreter";
  /** To be handed to the simulation; empty without evidence. */
  readonly slowdown: Slowdown;
  /** One sentence for a person. */
  readonly because: string;
  readonly contention: ContentionCalibration;
  readonly interpreter: InterpreterCalibration;
  /** Mean time from the end that frees a worker to its next start, in ms. */
  readonly handoverMs: number;
  /** Runs that it was learned from. */
  readonly runs: number;
  /**
   * What each task of a run takes when nothing runs beside it, in ms by id: its span with the
   * slowdown taken out; the time of the interpreter is not part of it, since a simulation adds it.
   */
  aloneMs(run: ObservedRun): ReadonlyMap<string, number>;
}

/** Observations looked at; the newest runs first. Keeps large histories within a second. */
const MOST_OBSERVATIONS = 10_000;
const FEWEST_RUNS = 2;

/** Learns from runs, oldest first. Some hundred passes over at most `mostObservations`. */
export function calibrateRuns(
  history: readonly ObservedRun[],
  mostObservations = MOST_OBSERVATIONS,
): RunCalibration {
  const runs = newest(history, mostObservations);
  const contention = calibrateContention(runs);
  const interpreter = calibrateInterpreter(runs);
  const base = {
    contention,
    interpreter,
    handoverMs: runs.reduce((sum, run) => sum + handoverTime(run), 0) / Math.max(1, runs.length),
    runs: runs.length,
  };
  if (isInterpreterLikelier(contention, interpreter)) {
    const { perTaskMs } = interpreter;
    const other = { interpreterMs: perTaskMs, databaseMs: 0 };
    return {
      ...base,
      slowedBy: "interpreter",
      slowdown: { overhead: { kinds: {}, other, connectMs: 0 } },
      because: `dbt's own interpreter works ${perTaskMs.toFixed(0)} ms on each task, one at a time`,
      aloneMs: (run) => databaseTimes(run, perTaskMs),
    };
  }
  if (contention.kind === "none") {
    return {
      ...base,
      slowedBy: "nothing",
      slowdown: {},
      because: reasonForNone(history, contention),
      aloneMs: (run) => new Map(run.tasks.map(({ id, startMs, endMs }) => [id, endMs - startMs])),
    };
  }
  const slowdown: Slowdown = {
    ...(contention.capacity === undefined ? {} : { capacity: contention.capacity }),
    ...(contention.contention === undefined ? {} : { contention: contention.contention }),
  };
  return {
    ...base,
    slowedBy: "database",
    slowdown,
    because: contention.because,
    aloneMs: (run) => workInRun(run, slowdown),
  };
}

/** Both explain why tasks take longer beside others; the one that errs less is believed. */
function isInterpreterLikelier(
  contention: ContentionCalibration,
  interpreter: InterpreterCalibration,
): boolean {
  if (interpreter.kind === "none") return false;
  return contention.kind === "none" || interpreter.errorWith <= contention.errorWith;
}

function reasonForNone(history: readonly ObservedRun[], contention: ContentionCalibration): string {
  if (history.length < FEWEST_RUNS) {
    return history.length === 0 ? "no recorded run" : "one recorded run is not enough to tell";
  }
  const widths = new Set(history.map(({ threads }) => threads));
  const [only] = widths;
  return widths.size === 1
    ? `${contention.because}; all runs had ${only} ${only === 1 ? "thread" : "threads"}`
    : contention.because;
}

/**
 * The newest runs of each width, in turn, until there are enough observations: only runs of
 * different widths tell anything, and a nightly run would crowd out the others. Oldest first.
 */
function newest(history: readonly ObservedRun[], mostObservations: number): readonly ObservedRun[] {
  const byWidth = new Map<number, ObservedRun[]>();
  for (const run of history) byWidth.set(run.threads, [...(byWidth.get(run.threads) ?? []), run]);
  const kept = new Set<ObservedRun>();
  let observations = 0;
  for (let age = 1; age <= history.length; age++) {
    for (const runs of byWidth.values()) {
      const run = runs.at(-age);
      if (run === undefined) continue;
      observations += run.tasks.length;
      const isEnough = observations > mostObservations;
      if (kept.size >= FEWEST_RUNS && isEnough) return history.filter((one) => kept.has(one));
      kept.add(run);
    }
  }
  return history;
}
