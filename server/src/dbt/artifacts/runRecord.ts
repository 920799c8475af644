/**
 * One past dbt run as recorded, whichever file it comes from (run_results.json or JSON log lines).
 * Types and the meaning of dbt's status words; no opinion on what the durations are worth.
 */

/** How a node ended, in three words: only `completed` says how long the node takes. */
export type Outcome = "completed" | "failed" | "not-run";

/** One node of a run. Times are milliseconds since 1970, UTC. */
export interface RunNode {
  readonly uniqueId: string;
  /** dbt's word: `success`, `error`, `skipped`, `pass`, `fail`, `partial success` … */
  readonly status: string;
  readonly outcome: Outcome;
  /** The worker's time: compiling, hooks and statements, without waiting for a thread. */
  readonly executionMs: number;
  readonly startMs?: number;
  readonly endMs?: number;
  /** `Thread-3 (worker)`; hooks run on `main`. */
  readonly thread?: string;
  readonly rows?: number;
  /** First word of the statement that the adapter reports, e.g. `SELECT`, `INSERT`, `MERGE`. */
  readonly statement?: string;
  readonly message?: string;
  /** Batches of a microbatch model. */
  readonly batches?: { readonly successful: number; readonly failed: number };
}

/** What `heddle run` notes in the copy of run_results.json that it keeps. */
export interface SteeredRun {
  readonly hints: "ignored" | "seats";
  /** Nodes that might run at once, where some threads were kept free. */
  readonly workers?: number;
  /** What was predicted before the run, in ms. */
  readonly predictedMs?: number;
}

export interface RunRecord {
  readonly file: string;
  /** Version of the run-results schema; 0 for a run read from log lines. */
  readonly schemaVersion: number;
  readonly dbtVersion?: string;
  readonly invocationId?: string;
  readonly generatedMs?: number;
  /** When the process began, where dbt says so (1.10 and later). */
  readonly invocationStartedMs?: number;
  readonly elapsedMs?: number;
  /** `run`, `build`, `test`, `compile` …; absent in files that do not say. */
  readonly command?: string;
  /** `--target`; absent where it was not given. */
  readonly target?: string;
  /** Configured threads, where the file says so; only `--threads` is recorded in run_results. */
  readonly threads?: number;
  readonly isFullRefresh: boolean;
  /** `--empty` or `--sample`: the models ran on less than their data. */
  readonly isPartialData: boolean;
  /** How `heddle run` steered it; absent where dbt ran in its own order. */
  readonly steered?: SteeredRun;
  /** In the order of the file; dbt writes them in the order in which they ended. */
  readonly nodes: readonly RunNode[];
}

const COMPLETED = new Set(["success", "pass", "warn", "fail"]);
const FAILED = new Set(["error", "partial success", "runtime error"]);

/**
 * Meaning of a status word of dbt-core 1.x. A test that fails has run to its end, so its time
 * counts; a model that is `partial success` has not. Unknown words count as not run.
 */
export function outcomeOf(status: string): Outcome {
  if (COMPLETED.has(status)) return "completed";
  return FAILED.has(status) ? "failed" : "not-run";
}

/** Commands that execute nodes. The others write run_results too, but only compiled. */
const EXECUTING = new Set(["run", "build", "test", "seed", "snapshot", "retry"]);

/** True where the durations of `run` are those of whole models on their data. */
export function hasUsableDurations(run: RunRecord): boolean {
  return !run.isPartialData && (run.command === undefined || EXECUTING.has(run.command));
}
