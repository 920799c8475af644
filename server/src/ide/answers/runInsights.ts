/**
 * What a simulated run says beyond its times: which task is worth making faster, for whom threads
 * wait, how much better any order could be, how far races of milliseconds move the end, and what
 * a failure leaves undone. Words nothing.
 */
import type { CausalRanking } from "../../schedule/causalRanking";
import { type Failures, simulateFailures } from "../../schedule/failures";
import {
  type IdleCause,
  type IdleGap,
  type IdleReason,
  idleCauses,
  idleGaps,
} from "../../schedule/idleGaps";
import { jitterBand, RECORDED_JITTER } from "../../schedule/jitterBand";
import { localSearch } from "../../schedule/localSearch";
import type { Band, Schedule, SimulateOptions } from "../../schedule/schedule";
import type { WorkloadGraph } from "../../workload/graph";
import type { MicrobatchAnswer } from "./microbatchAnswer";

/** Additions to "heddle.schedule/1". */
export interface RunInsights {
  /** Minutes saved by making one task 10 % faster, twice as fast, or no work at all. */
  readonly ranking: CausalRanking;
  readonly idle: IdleAnswer;
  /** Only where the caller wanted to wait for it. */
  readonly optimum?: Optimum;
  /** The run with durations varied by a few percent and milliseconds; not for dbt 2's `band`. */
  readonly jitter?: JitterAnswer;
  /** Only where something was said to fail. */
  readonly failures?: FailuresAnswer;
  /** Only where models were said to run in batches. */
  readonly microbatch?: MicrobatchAnswer;
}

export interface IdleAnswer {
  /** By thread; threads that never worked are not listed. */
  readonly threads: readonly IdleThread[];
  /** All threads together, longest first; without the end, where nothing is left to wait for. */
  readonly causes: readonly IdleCause[];
}

export interface IdleThread {
  readonly thread: number;
  readonly idleMs: number;
  /** Idle time by reason, in ms. */
  readonly reasons: Readonly<Record<IdleReason, number>>;
  /** The task waited for longest; null where the thread never stood still. */
  readonly waitingFor: string | null;
}

export interface Optimum {
  /** Shortest run that a search over orders found, and what none can beat. */
  readonly makespanMs: number;
  readonly lowerBoundMs: number;
  /** The simulated run is longer than the best possible by at most this, in percent of the latter. */
  readonly withinPercent: number;
  readonly isOptimal: boolean;
  readonly evaluations: number;
}

export interface JitterAnswer extends Band {
  readonly relative: number;
  readonly absoluteMs: number;
}

export interface FailuresAnswer {
  readonly failFast: boolean;
  /** End of the run; with fail-fast that of the first failure. */
  readonly makespanMs: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  readonly cancelled: readonly string[];
  readonly notStarted: readonly string[];
}

const SHOWN_CAUSES = 10;
/** Simulated tasks that a search or a band may cost in all. */
const SEARCH_TASKS = 1_000_000;
const JITTER_TASKS = 400_000;
const MOST_SEARCHES = 1_500;
const MOST_SAMPLES = 200;
const FEWEST_SAMPLES = 20;

/** Where threads stand still in a schedule. O(n). */
export function idleAnswer(schedule: Schedule): IdleAnswer {
  const byThread = new Map<number, IdleGap[]>();
  const gaps = idleGaps(schedule);
  for (const gap of gaps) {
    const own = byThread.get(gap.thread);
    if (own === undefined) byThread.set(gap.thread, [gap]);
    else own.push(gap);
  }
  return {
    threads: Array.from({ length: schedule.peakThreads }, (_, thread) =>
      idleThread(thread, byThread.get(thread) ?? []),
    ),
    causes: idleCauses(gaps.filter(({ reason }) => reason !== "end")).slice(0, SHOWN_CAUSES),
  };
}

function idleThread(thread: number, gaps: readonly IdleGap[]): IdleThread {
  const reasons = { dependency: 0, limit: 0, end: 0 };
  let idleMs = 0;
  for (const { reason, startMs, endMs } of gaps) {
    reasons[reason] += endMs - startMs;
    idleMs += endMs - startMs;
  }
  return { thread, idleMs, reasons, waitingFor: idleCauses(gaps)[0]?.waitingFor ?? null };
}

/** Some hundred simulations: about 0.2 s at 1,000 tasks. */
export function optimumOf(
  graph: WorkloadGraph,
  options: SimulateOptions,
  makespanMs: number,
): Optimum {
  const affordable = Math.floor(SEARCH_TASKS / Math.max(1, graph.size));
  const policy = options.policy === "fusion" ? "dbt-core" : options.policy;
  const found = localSearch(
    graph,
    { ...options, policy },
    { evaluations: Math.max(1, Math.min(MOST_SEARCHES, affordable)) },
  );
  const bestMs = Math.min(found.makespanMs, makespanMs);
  const boundMs = Math.min(found.lowerBoundMs, bestMs);
  return {
    makespanMs: bestMs,
    lowerBoundMs: boundMs,
    withinPercent: boundMs === 0 ? 0 : (makespanMs / boundMs - 1) * 100,
    isOptimal: makespanMs <= boundMs * (1 + 1e-9),
    evaluations: found.evaluations,
  };
}

export function jitterAnswer(graph: WorkloadGraph, options: SimulateOptions): JitterAnswer {
  const affordable = Math.floor(JITTER_TASKS / Math.max(1, graph.size));
  const samples = Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, affordable));
  const { relative, absoluteMs } = RECORDED_JITTER;
  return { ...jitterBand(graph, options, { ...RECORDED_JITTER, samples }), relative, absoluteMs };
}

export function failuresAnswer(
  graph: WorkloadGraph,
  options: SimulateOptions,
  failures: Failures,
): FailuresAnswer {
  const { makespanMs, failed, skipped, cancelled, notStarted } = simulateFailures(
    graph,
    options,
    failures,
  );
  const { failFast = false } = failures;
  return { failFast, makespanMs, failed, skipped, cancelled, notStarted };
}
