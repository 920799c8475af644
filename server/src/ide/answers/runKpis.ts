/**
 * The key figures of past runs over time, from run_results alone: duration, critical path,
 * utilization, failures, deadline, cost. Compares like with like: runs of one command that ran
 * most of what the newest ran.
 */
import type { ReportSettings } from "../../advise/reportSettings";
import { observeRun } from "../../dbt/artifacts/observedRun";
import type { RunRecord } from "../../dbt/artifacts/runRecord";
import { trendOf } from "../../dbt/artifacts/weightedStatistics";
import type { DbtProject } from "../../dbt/project";
import { type Regression, regressionOf } from "./regression";

export interface RunKpis {
  readonly file: string;
  /** End of the run, ms since 1970; null where the file does not say. */
  readonly atMs: number | null;
  readonly command: string | null;
  /** The whole command where dbt recorded it, else from first start to last end. */
  readonly durationMs: number;
  /** Longest chain of today's dependencies by this run's times: no thread count beats it. */
  readonly criticalPathMs: number;
  readonly threads: number;
  /** Share of the threads' time in which they worked, 0 to 1. */
  readonly utilization: number;
  readonly nodes: number;
  readonly failedNodes: number;
  /** Null without a deadline. */
  readonly isInTime: boolean | null;
  /** Hours × price, of a thread-hour also × threads; null without a price. */
  readonly cost: number | null;
}

export interface HistoryKpis {
  /** Oldest first. */
  readonly runs: readonly RunKpis[];
  /** Runs of another command, or of less than half as many nodes, that are left out. */
  readonly leftOut: number;
  readonly medianMs: number | null;
  /** Theil–Sen slope in ms per run where Mann–Kendall finds a direction at 5 %; else null. */
  readonly trendMsPerRun: number | null;
  /** Newest run against those before it; null with fewer than five before it. */
  readonly regression: Regression | null;
  /** Runs with a failed node, as a share of all. */
  readonly failedShare: number | null;
  readonly inTimeShare: number | null;
  readonly totalCost: number | null;
}

const HOUR_MS = 3_600_000;
/** A run of fewer nodes than this share of the newest run's was a part of the pipeline. */
const WHOLE_SHARE = 0.5;

/** Figures of the runs that compare with the newest. O(results + edges) per run. */
export function historyKpis(
  project: DbtProject,
  runs: readonly RunRecord[],
  options: ReportSettings = {},
): HistoryKpis {
  const dated = runs
    .filter(({ nodes }) => nodes.some(({ outcome }) => outcome !== "not-run"))
    .sort((a, b) => (a.generatedMs ?? 0) - (b.generatedMs ?? 0));
  const newest = dated.at(-1);
  const alike = dated.filter(
    ({ command, nodes }) =>
      command === newest?.command && nodes.length >= (newest?.nodes.length ?? 0) * WHOLE_SHARE,
  );
  const figures = alike.map((run) => kpisOf(project, run, options));
  // A run that failed ended early or late for its own reasons and says nothing of the trend.
  const whole = figures.filter(({ failedNodes }) => failedNodes === 0);
  const durations = whole.map(({ durationMs }) => durationMs);
  const share = (amount: number) => (figures.length === 0 ? null : amount / figures.length);
  return {
    runs: figures,
    leftOut: dated.length - alike.length,
    medianMs: medianOf(durations),
    trendMsPerRun: trendOf(durations) ?? null,
    regression: regressionOf(durations) ?? null,
    failedShare: share(figures.length - whole.length),
    inTimeShare:
      options.deadlineMs === undefined
        ? null
        : share(figures.filter(({ isInTime }) => isInTime === true).length),
    totalCost:
      options.price === undefined ? null : figures.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
  };
}

function kpisOf(project: DbtProject, run: RunRecord, options: ReportSettings): RunKpis {
  const observed = observeRun(run, () => []);
  const durationMs = run.elapsedMs ?? observed.makespanMs;
  const threads = Math.max(1, observed.threads);
  const failedNodes = run.nodes.filter(
    ({ outcome, status }) => outcome === "failed" || status === "fail",
  ).length;
  const { deadlineMs, price } = options;
  const available = observed.makespanMs * threads;
  return {
    file: run.file,
    atMs: run.generatedMs ?? null,
    command: run.command ?? null,
    durationMs,
    criticalPathMs: chainMs(project, run),
    threads,
    utilization: available > 0 ? Math.min(1, observed.workMs / available) : 0,
    nodes: run.nodes.length,
    failedNodes,
    isInTime: deadlineMs === undefined ? null : failedNodes === 0 && durationMs <= deadlineMs,
    cost:
      price === undefined
        ? null
        : (durationMs / HOUR_MS) * price.amount * (price.per === "thread-hour" ? threads : 1),
  };
}

/** Longest chain through today's graph; nodes that did not run take no time. Safe on cycles. */
function chainMs({ nodes }: DbtProject, run: RunRecord): number {
  const own = new Map(run.nodes.map((node) => [node.uniqueId, node.executionMs]));
  const ends = new Map<string, number>();
  const open = new Set<string>();
  let longest = 0;
  for (const start of own.keys()) {
    const stack = [start];
    while (stack.length > 0) {
      const id = stack.at(-1) ?? start;
      const parents = nodes.get(id)?.dependsOn ?? [];
      const waiting = parents.filter((parent) => !ends.has(parent) && !open.has(parent));
      if (!open.has(id) && !ends.has(id) && waiting.length > 0) {
        open.add(id);
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (ends.has(id)) continue;
      const ready = parents.reduce((latest, parent) => Math.max(latest, ends.get(parent) ?? 0), 0);
      ends.set(id, ready + (own.get(id) ?? 0));
      open.delete(id);
      longest = Math.max(longest, ends.get(id) ?? 0);
    }
  }
  return longest;
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const ascending = [...values].sort((a, b) => a - b);
  const at = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[at]! : (ascending[at - 1]! + ascending[at]!) / 2;
}
