/** What the extension tells the page of a run that goes on. Types only. */

/** A step of a running `heddle run`; times in milliseconds since the first node could run. */
export type LiveEvent =
  | {
      readonly kind: "predicted";
      readonly id: string;
      readonly fromMs: number;
      readonly toMs: number;
    }
  | { readonly kind: "start"; readonly id: string; readonly atMs: number }
  | { readonly kind: "end"; readonly id: string; readonly atMs: number; readonly status: string };

/** A node that has not started: unfinished parents, else a pool without a seat, else a thread. */
export interface LiveWaiting {
  readonly id: string;
  readonly parents: readonly string[];
  readonly pool: string | null;
}

/** How a `heddle run` of this project goes. */
export interface LiveRun {
  /** When it began, in milliseconds since 1970: tells one run from the next. */
  readonly startedAt: number;
  readonly total: number;
  readonly threads: number;
  readonly predictedMs: number | null;
  /** Since the first node could run. */
  readonly nowMs: number;
  readonly left: {
    readonly ms: number;
    readonly leastMs: number | null;
    readonly mostMs: number | null;
  } | null;
  readonly waiting: readonly LiveWaiting[];
  /** `lost`: nothing was heard for so long that it must have been killed. */
  readonly state: "running" | "over" | "lost";
  /** Whether `events` are all since the start, or those since the last message. */
  readonly isWhole: boolean;
  readonly events: readonly LiveEvent[];
}
