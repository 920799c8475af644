/**
 * The run under durations as they vary: how long it takes in half and in nine of ten cases, and how
 * often each task decides it. Knows spreads only as numbers; history measures them.
 */
import type { WorkloadGraph } from "../workload/graph";
import { createEngine } from "./engine";
import { runSlacks } from "./runDetails";
import type { SimulateOptions } from "./schedule";
import { normalRandom, seededRandom } from "./seededRandom";

/** Durations of one task: one run in ten is shorter than low, one in ten longer than high. */
export interface Spread {
  readonly lowMs: number;
  readonly highMs: number;
}

export interface MonteCarloOptions {
  /** Spread by task id; tasks without one always take their duration. */
  readonly spreads: ReadonlyMap<string, Spread>;
  /** Runs drawn, 200 by default. */
  readonly samples?: number;
  /** 1 by default. */
  readonly seed?: number;
}

export interface MonteCarlo {
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly lowestMs: number;
  readonly highestMs: number;
  readonly samples: number;
  /** Share of runs in which the task had no slack, by id; tasks that never had none are left out. */
  readonly criticalProbability: ReadonlyMap<string, number>;
}

const DEFAULT_SAMPLES = 200;
/** Standard normal quantile of 90 %. */
const Z90 = 1.2815515655446004;

/**
 * Runs `samples` simulations with durations drawn around each task's own, independently, from a
 * two-sided log-normal law through low and high. Same seed, same result. An order list
 * (`longest-path`) stays as made from the expected durations.
 */
export function monteCarlo(
  graph: WorkloadGraph,
  options: SimulateOptions,
  { spreads, samples = DEFAULT_SAMPLES, seed = 1 }: MonteCarloOptions,
): MonteCarlo {
  const policy = options.policy === "fusion" ? "dbt-core" : options.policy;
  const engine = createEngine(graph, { ...options, policy });
  const normal = normalRandom(seededRandom(seed));
  const draw = drawing(graph, engine.durationMs, spreads);
  const durations = engine.durationMs.slice();
  const makespans = new Float64Array(samples);
  const criticalCount = new Int32Array(graph.size);
  for (let sample = 0; sample < samples; sample++) {
    draw(durations, normal);
    const makespanMs = engine.run(options.threads, durations);
    makespans[sample] = makespanMs;
    const slackMs = runSlacks(graph, engine.record(), makespanMs, options);
    for (let task = 0; task < graph.size; task++) {
      if (slackMs[task] === 0) criticalCount[task] = criticalCount[task]! + 1;
    }
  }
  makespans.sort();
  const criticalProbability = new Map<string, number>();
  for (let task = 0; task < graph.size; task++) {
    const count = criticalCount[task]!;
    if (count > 0) criticalProbability.set(graph.ids[task]!, count / samples);
  }
  return {
    p10Ms: quantile(makespans, 0.1),
    p50Ms: quantile(makespans, 0.5),
    p90Ms: quantile(makespans, 0.9),
    lowestMs: makespans[0] ?? 0,
    highestMs: makespans.at(-1) ?? 0,
    samples,
    criticalProbability,
  };
}

/** Linear interpolation between the closest ranks of ascending values; 0 where there are none. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  if (ascending.length === 0) return 0;
  const at = share * (ascending.length - 1);
  const below = Math.floor(at);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (at - below);
}

function drawing(
  graph: WorkloadGraph,
  durationMs: Float64Array,
  spreads: ReadonlyMap<string, Spread>,
): (durations: Float64Array, normal: () => number) => void {
  const below = new Float64Array(graph.size);
  const above = new Float64Array(graph.size);
  for (let task = 0; task < graph.size; task++) {
    const spread = spreads.get(graph.ids[task]!);
    const usual = graph.durationMs[task]!;
    if (spread === undefined || usual <= 0) continue;
    below[task] = Math.max(0, Math.log(usual / Math.max(spread.lowMs, usual / 1000)) / Z90);
    above[task] = Math.max(0, Math.log(Math.max(spread.highMs, usual) / usual) / Z90);
  }
  return (durations, normal) => {
    for (let task = 0; task < durations.length; task++) {
      if (below[task] === 0 && above[task] === 0) continue;
      const z = normal();
      const sigma = z < 0 ? below[task]! : above[task]!;
      durations[task] = durationMs[task]! * Math.exp(z * sigma);
    }
  };
}
