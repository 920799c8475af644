/**
 * What past runs say about how long each node takes: one robust figure per node, with its spread
 * and where it comes from. Does not know what ran beside a node (see the calibration of contention)
 * and never guesses for nodes that never ran.
 */
import { compareText } from "../../base/problem";
import type { DbtProject } from "../project";
import type { Durations, ModelDuration } from "./modelDuration";
import { hasUsableDurations, type RunNode, type RunRecord } from "./runRecord";
import { defined } from "./runResults";
import { type Observation, trendOf, weightedQuantile } from "./weightedStatistics";

export interface HistoryOptions {
  /** Runs of this target are preferred; those of another are used only where it has none. */
  readonly target?: string;
  /** Runs of this command are preferred where a node has any (`run`, `build` …). */
  readonly command?: string;
  /** Figures for a full refresh instead of a normal run. */
  readonly fullRefresh?: boolean;
}

/** A run counts half as much as the one this many runs of the same node later. */
const HALF_LIFE_RUNS = 5;
/** Older runs have no say: with the half-life above they weigh less than one part in a thousand. */
const MAX_RUNS = 50;

/** A trend is about what happens lately. */
const TREND_RUNS = 20;

/** One execution of a node, with what decides whether it is comparable. */
interface Sample {
  readonly run: RunRecord;
  readonly node: RunNode;
  readonly isFullBuild: boolean;
}

/**
 * Durations of every node that has completed at least once in `runs`, in any order. Runs recorded
 * twice (by invocation id) count once; compile-only runs, `--empty` and `--sample` not at all.
 * With a `project`, full builds of incremental models are kept apart from their normal runs.
 * O(total results), plus n log n in the runs kept per node.
 */
export function collectDurations(
  runs: readonly RunRecord[],
  project?: Pick<DbtProject, "nodes">,
  options: HistoryOptions = {},
): Durations {
  const samples = new Map<string, Sample[]>();
  const failures = new Map<string, number>();
  for (const run of usableRuns(runs)) {
    for (const node of run.nodes) {
      if (node.outcome === "failed") {
        failures.set(node.uniqueId, (failures.get(node.uniqueId) ?? 0) + 1);
      }
      if (node.outcome !== "completed") continue;
      const materialized = project?.nodes.get(node.uniqueId)?.config["materialized"];
      const sample = { run, node, isFullBuild: isFullBuild(run, node, materialized) };
      const known = samples.get(node.uniqueId);
      if (known === undefined) samples.set(node.uniqueId, [sample]);
      else known.push(sample);
    }
  }
  const durations = new Map<string, ModelDuration>();
  for (const uniqueId of [...samples.keys()].sort(compareText)) {
    const duration = durationOf(uniqueId, samples.get(uniqueId)!, options);
    const failedRuns = failures.get(uniqueId);
    durations.set(uniqueId, failedRuns === undefined ? duration : { ...duration, failedRuns });
  }
  return durations;
}

/** The runs whose durations count: oldest first, each invocation once, whole data only. */
export function usableRuns(runs: readonly RunRecord[]): readonly RunRecord[] {
  const seen = new Set<string>();
  return [...runs]
    .filter(hasUsableDurations)
    .sort((a, b) => timeOfRun(a) - timeOfRun(b) || compareText(a.file, b.file))
    .filter((run) => {
      if (run.invocationId === undefined) return true;
      const isNew = !seen.has(run.invocationId);
      seen.add(run.invocationId);
      return isNew;
    });
}

function timeOfRun(run: RunRecord): number {
  return run.generatedMs ?? run.invocationStartedMs ?? 0;
}

/**
 * True where an incremental model was built whole: by `--full-refresh`, or for the first time,
 * which the adapter shows by creating the table from a query instead of inserting or merging.
 */
function isFullBuild(run: RunRecord, node: RunNode, materialized: unknown): boolean {
  if (materialized !== undefined && materialized !== "incremental") return false;
  return run.isFullRefresh || (materialized === "incremental" && node.statement === "SELECT");
}

/** The samples that are most like the run asked for; a wish that none fulfils is dropped. */
function comparable(samples: readonly Sample[], options: HistoryOptions): readonly Sample[] {
  const wishes: ((sample: Sample) => boolean)[] = [
    (sample) => sample.isFullBuild === (options.fullRefresh ?? false),
  ];
  if (options.target !== undefined) {
    wishes.push(
      ({ run }) => run.target === options.target,
      ({ run }) => run.target === options.target || run.target === undefined,
    );
  }
  if (options.command !== undefined) wishes.push(({ run }) => run.command === options.command);
  let kept = samples;
  for (const wish of wishes) {
    const fulfilling = kept.filter(wish);
    if (fulfilling.length > 0) kept = fulfilling;
  }
  if (options.target === undefined) kept = oneTarget(kept);
  return kept.slice(-MAX_RUNS);
}

/** Targets are never mixed: without a wish the target of the latest run decides. */
function oneTarget(samples: readonly Sample[]): readonly Sample[] {
  const target = samples.at(-1)?.run.target;
  return samples.filter(({ run }) => run.target === target);
}

function durationOf(
  uniqueId: string,
  samples: readonly Sample[],
  options: HistoryOptions,
): ModelDuration {
  const kept = comparable(samples, options);
  const observations: Observation[] = kept.map(({ node }, index) => ({
    value: node.executionMs,
    weight: 0.5 ** ((kept.length - 1 - index) / HALF_LIFE_RUNS),
  }));
  const ms = weightedQuantile(observations, 0.5);
  const latest = kept.slice(-TREND_RUNS).map(({ node }) => node.executionMs);
  const slope = ms > 0 ? trendOf(latest) : undefined;
  const hasSpread = observations.length > 1;
  return {
    uniqueId,
    ms,
    origin: "measured",
    runs: kept.length,
    ...defined({
      lowMs: hasSpread ? weightedQuantile(observations, 0.05) : undefined,
      highMs: hasSpread ? weightedQuantile(observations, 0.95) : undefined,
      rows: kept.findLast(({ node }) => node.rows !== undefined)?.node.rows,
      trendPerRun: slope === undefined ? undefined : slope / ms,
    }),
    source: describe(kept, options),
  };
}

/** `7 runs since 3 Nov in target/run_results.json`, with what differs from the run asked for. */
function describe(kept: readonly Sample[], options: HistoryOptions): string {
  const first = kept[0]!;
  const last = kept.at(-1)!;
  const since = timeOfRun(first.run);
  const files = new Set(kept.map(({ run }) => run.file));
  const parts = [`${kept.length} ${kept.length === 1 ? "run" : "runs"}`];
  if (since > 0) {
    parts.push(`${kept.length === 1 ? "on" : "since"} ${dayOf(since, timeOfRun(last.run))}`);
  }
  parts.push(files.size === 1 ? `in ${last.run.file}` : `in ${files.size} files`);
  const notes: string[] = [];
  const target = last.run.target;
  if (options.target !== undefined && target !== undefined && target !== options.target) {
    notes.push(`target ${target}`);
  }
  if (last.isFullBuild !== (options.fullRefresh ?? false)) {
    notes.push(last.isFullBuild ? "full refresh" : "not a full refresh");
  }
  return notes.length === 0 ? parts.join(" ") : `${parts.join(" ")} (${notes.join(", ")})`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `3 Nov`, with the year where it is not the year of `otherMs`. UTC. */
function dayOf(ms: number, otherMs: number): string {
  const date = new Date(ms);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]!}`;
  const isSameYear = date.getUTCFullYear() === new Date(otherMs).getUTCFullYear();
  return isSameYear ? day : `${day} ${date.getUTCFullYear()}`;
}
