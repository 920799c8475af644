/**
 * The result of a simulation and the options that lead to it, as published in CONTRACT
 * "heddle.schedule/1". Types only: each algorithm of this room has a file of its own.
 */

/** What a `threads` hint means; `ignored` is what dbt does today (docs/schedule.md). */
export type HintMeaning = "ignored" | "seats" | "exclusive" | "slots";
export const HINT_MEANINGS: readonly HintMeaning[] = ["ignored", "seats", "exclusive", "slots"];

/** The order in which ready tasks are looked at. */
export type Policy = "dbt-core" | "fusion" | "longest-path";
export const POLICIES: readonly Policy[] = ["dbt-core", "fusion", "longest-path"];

/** Universal Scalability Law: relative throughput of n = n / (1 + alpha (n-1) + beta n (n-1)). */
export interface ContentionLaw {
  readonly alpha: number;
  readonly beta: number;
}

export interface SimulateOptions {
  readonly threads: number;
  readonly hints: HintMeaning;
  readonly policy: Policy;
  /** Milliseconds added to every task with a positive duration. */
  readonly overheadMs?: number;
  /** The database does the work of this many threads; more only stretches each task. */
  readonly capacity?: number;
  readonly contention?: ContentionLaw;
  /** What dbt adds to the time of the SQL, calibrated from runs; absent = nothing. */
  readonly overhead?: OverheadModel;
  /** Most connections of `fusion` (48; 4 on Redshift); other policies ignore it. */
  readonly fusionLimit?: number;
  /**
   * dbt-core's `--single-threaded`: the main thread runs one task at a time and takes the ready one
   * that is first by (level, id), whatever became ready first. `threads` counts as 1.
   */
  readonly singleThreaded?: boolean;
  /** Seed of the tie orders of `fusion`; 1 by default. */
  readonly seed?: number;
}

/** What dbt adds to one task. */
export interface TaskOverhead {
  /** Time of dbt's interpreter, which serves one task at a time, in ms. */
  readonly interpreterMs: number;
  /** Further time in or around the database, in ms. */
  readonly databaseMs: number;
}

/** What dbt adds to the time of the SQL (`calibrateOverhead`). */
export interface OverheadModel {
  /** By the task's kind. */
  readonly kinds: Readonly<Record<string, TaskOverhead>>;
  /** For kinds that `kinds` does not name. */
  readonly other: TaskOverhead;
  /** Added to the first task of each thread, in ms. */
  readonly connectMs: number;
}

/** Where repeated runs of one schedule lie, in ms of makespan. */
export interface Band {
  readonly lowMs: number;
  readonly medianMs: number;
  readonly highMs: number;
  readonly samples: number;
}

/** One task's place in the schedule. Times are virtual milliseconds from the first start. */
export interface ScheduledTask {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Row in the Gantt: the lowest free thread at its start; -1 for tasks that take no thread. */
  readonly thread: number;
  /** All threads that it holds, ascending; only where they are more than one (`slots`). */
  readonly threadsHeld?: readonly number[];
  /** When its last dependency ended. */
  readonly readyMs: number;
  readonly waitMs: number;
  /** How much longer it could take without lengthening the run, other orders kept. */
  readonly slackMs: number;
  readonly critical: boolean;
  /** Id of the task whose end let it start (a parent or the former holder of its place). */
  readonly blockedBy: string | null;
}

export interface Schedule {
  readonly threads: number;
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly makespanMs: number;
  readonly lowerBoundMs: number;
  /** Longest chain of dependencies, whatever the thread count. */
  readonly criticalPathMs: number;
  readonly workMs: number;
  readonly idleMs: number;
  readonly criticalPath: readonly string[];
  /** In start order; equal starts in dispatch order. */
  readonly tasks: readonly ScheduledTask[];
  readonly utilization: number;
  readonly peakThreads: number;
  /** Chain of tasks, each started by the end of the one before it, that decides the makespan. */
  readonly bindingChain: readonly string[];
  /** Only for `fusion`, whose order is not deterministic: the tasks are its median run's. */
  readonly band?: Band;
}
