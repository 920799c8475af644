/** What the server answers about runs: one schedule with what stands around it, and a sweep. Types only. */

import type { HintMeaning, Policy, Schedule, ScheduledTask } from "../schedule/schedule";

/** CONTRACT "heddle.schedule/1". */
export interface SimulateResult extends Schedule {
  readonly schema: "heddle.schedule/1";
  readonly alternatives: readonly Alternative[];
  readonly kpis: Readonly<Record<string, number>>;
  /** dbt's own start-up, when known. */
  readonly startupMs?: number;
  /** Where `threads` comes from when the request named none: `profiles.yml`, `heddle.threads` … */
  readonly threadsOrigin?: string;
  readonly engine?: string;
  /** The dbt that the project is read as, and what decided that: `dbt-core 1.9 (uv.lock)`. */
  readonly engineWords?: string;
  /** What would shorten the run, largest first. */
  readonly savings?: readonly Saving[];
  /** What slows tasks down beside others in this simulation; absent where nobody could know. */
  readonly slowdown?: SlowdownNote;
  /** How far earlier predictions of this project were off; absent without runs to compare with. */
  readonly pastError?: PastError;
  /** Of a tabular model: how much longer the refresh gets where keys are encoded anew. */
  readonly reencoding?: LongerRefresh;
  readonly tasks: readonly ScheduledTask[];
}

/** An upper bound beside a predicted refresh: keys encoded anew in their last segment. */
export interface LongerRefresh {
  readonly makespanMs: number;
  readonly addsMs: number;
  readonly origin: "assumed";
  readonly because: string;
  /** Those with most to encode, each alone, the costliest first. */
  readonly tables: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly addsMs: number;
  }[];
}

export interface Alternative {
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly makespanMs: number;
}

/** One line of "Minutes you could save". */
export interface Saving {
  /** `clv`, `longest path first` … */
  readonly title: string;
  /** `if halved`, `as tables` … */
  readonly how: string;
  readonly savesMs: number;
  /** Origin of the durations behind it, or how to get it (`heddle run`). */
  readonly basis: string;
  /** The task it is about, when it is about one. */
  readonly id?: string;
}

/** What a simulation assumes of tasks that slow each other down. */
export interface SlowdownNote {
  /** `nothing` also where there is no evidence; `options` where the request says so. */
  readonly by: "nothing" | "database" | "interpreter" | "options";
  readonly because: string;
  readonly capacity?: number;
  readonly contention?: { readonly alpha: number; readonly beta: number };
  /** Time of dbt's interpreter per task, one task at a time, in ms. */
  readonly interpreterMsPerTask?: number;
}

/** Errors of makespans predicted from earlier runs; shares, negative = predicted too short. */
export interface PastError {
  readonly runs: number;
  readonly medianError: number;
  readonly worstError: number;
  /** `last 10 runs: +2.1 % median, −4.0 % at worst`. */
  readonly words: string;
}

/** CONTRACT "heddle.sweep/1". */
export interface SweepResult {
  readonly schema: "heddle.sweep/1";
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly points: readonly SweepPoint[];
  readonly recommended: { readonly threads: number; readonly because: string };
  readonly saturatesAt: number;
  readonly slowdown?: SlowdownNote;
  readonly pastError?: PastError;
}

export interface SweepPoint {
  readonly threads: number;
  readonly makespanMs: number;
  readonly utilization: number;
  readonly speedup: number;
  readonly gainPerThreadMs: number;
}
