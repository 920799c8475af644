/**
 * Which task would shorten the run most if it were faster: a virtual speed-up of each candidate and
 * a whole new simulation, so that shifted critical paths and list-scheduling anomalies are in it.
 */
import type { WorkloadGraph } from "../workload/graph";
import { createEngine, type Engine } from "./engine";
import { runSlacks } from "./runDetails";
import type { SimulateOptions } from "./schedule";

/** Milliseconds that the run gets shorter; negative where a faster task makes it longer. */
export interface CausalGain {
  readonly id: string;
  readonly durationMs: number;
  readonly tenPercentMs: number;
  readonly halfMs: number;
  readonly goneMs: number;
}

export interface CausalRanking {
  readonly makespanMs: number;
  /** Most saved first: by half, then gone, then ten percent, then id. */
  readonly gains: readonly CausalGain[];
  /** Tasks without slack; the longest of them were simulated. */
  readonly criticalCount: number;
  /** How the figures were found, for the reader. */
  readonly method: string;
}

const DEFAULT_CANDIDATES = 48;

/**
 * Ranks up to `candidates` tasks. Candidates are tasks without slack, longest first: a faster task
 * with slack leaves the deciding chain as it is, so it can only help by an accident of order. Order
 * lists (`longest-path`) stay as made from the unchanged durations. Three simulations each.
 */
export function causalRanking(
  graph: WorkloadGraph,
  options: SimulateOptions,
  candidates = DEFAULT_CANDIDATES,
): CausalRanking {
  const policy = options.policy === "fusion" ? "dbt-core" : options.policy;
  const engine = createEngine(graph, { ...options, policy });
  const makespanMs = engine.run(options.threads);
  const slackMs = runSlacks(graph, engine.record(), makespanMs, options);
  const { durationMs } = engine;
  const critical: number[] = [];
  for (let task = 0; task < graph.size; task++) {
    if (slackMs[task] === 0 && durationMs[task]! > 0) critical.push(task);
  }
  critical.sort((a, b) => durationMs[b]! - durationMs[a]! || a - b);
  const chosen = critical.slice(0, candidates);
  const saved = savings(engine, options.threads, makespanMs);
  const gains = chosen.map((task) => ({
    id: graph.ids[task]!,
    durationMs: durationMs[task]!,
    tenPercentMs: saved(task, 0.9),
    halfMs: saved(task, 0.5),
    goneMs: saved(task, 0),
  }));
  gains.sort(
    (a, b) => b.halfMs - a.halfMs || b.goneMs - a.goneMs || b.tenPercentMs - a.tenPercentMs,
  );
  const method =
    chosen.length === critical.length
      ? `all ${critical.length} tasks without slack, each simulated 10 % faster, halved and gone`
      : `the ${chosen.length} longest of ${critical.length} tasks without slack, each simulated 10 % faster, halved and gone`;
  return { makespanMs, gains, criticalCount: critical.length, method };
}

function savings(
  engine: Engine,
  threads: number,
  makespanMs: number,
): (task: number, share: number) => number {
  const changed = engine.durationMs.slice();
  return (task, share) => {
    const before = changed[task]!;
    changed[task] = before * share;
    const saved = makespanMs - engine.run(threads, changed);
    changed[task] = before;
    return saved;
  };
}
