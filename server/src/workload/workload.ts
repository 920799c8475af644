/**
 * The one shape behind all three inputs: tasks with durations, dependencies and hints, and the
 * capacity they run on. Knows nothing of dbt, DAX or CSV (see CONTRACT "heddle.workload/1").
 */

/**
 * Where a duration comes from: `measured` (run history), `given` (the user's setting),
 * `estimated` (fitted on measured models), `assumed` (a default for its class).
 */
export type DurationOrigin = "measured" | "given" | "estimated" | "assumed";

export interface Task {
  readonly id: string;
  /** Time on a worker, in milliseconds; finite and not negative. */
  readonly durationMs: number;
  readonly durationOrigin: DurationOrigin;
  /** Ids of the tasks that must end before this one may start. */
  readonly dependsOn: readonly string[];
  /** The user's thread hint; absent = none. */
  readonly threads?: number;
  /** What the task is to its origin (`model`, `seed`, `test`, `reader` …); shown, never decided on. */
  readonly kind?: string;
  /** A further limit that it occupies a place of while it runs, by name in `capacity.pools`. */
  readonly pool?: string;
  /** True for tasks that take no thread. */
  readonly noSlot?: boolean;
}

export interface Capacity {
  readonly threads: number;
  readonly pools: Readonly<Record<string, number>>;
}

export interface Workload {
  readonly schema: "heddle.workload/1";
  readonly name: string;
  readonly tasks: readonly Task[];
  readonly capacity: Capacity;
}
