/**
 * Where a run's length lies when every task varies a little: near ties are chaotic, because a race
 * of milliseconds decides who takes a free thread. Knows no history; the jitter is given.
 */
import type { WorkloadGraph } from "../workload/graph";
import { createEngine } from "./engine";
import type { Band, SimulateOptions } from "./schedule";
import { normalRandom, seededRandom } from "./seededRandom";

export interface Jitter {
  /** Standard deviation of a duration as a share of it. */
  readonly relative: number;
  /** Standard deviation on top, in ms: what two finishing tasks race by. */
  readonly absoluteMs: number;
  readonly samples?: number;
  readonly seed?: number;
}

/**
 * Recorded runs of dbt-core on two cores: hand-overs differ by up to 12 ms, durations by a few
 * percent.
 */
export const RECORDED_JITTER: Jitter = { relative: 0.03, absoluteMs: 10 };

const DEFAULT_SAMPLES = 200;

/** Band of makespans under jittered durations, the unjittered run among them. Same seed, same band. */
export function jitterBand(
  graph: WorkloadGraph,
  options: SimulateOptions,
  jitter: Jitter = RECORDED_JITTER,
): Band {
  const { relative, absoluteMs, samples = DEFAULT_SAMPLES, seed = 1 } = jitter;
  const policy = options.policy === "fusion" ? "dbt-core" : options.policy;
  const engine = createEngine(graph, { ...options, policy });
  const normal = normalRandom(seededRandom(seed));
  const durations = engine.durationMs.slice();
  const makespans = new Float64Array(samples + 1);
  makespans[samples] = engine.run(options.threads);
  for (let sample = 0; sample < samples; sample++) {
    for (let task = 0; task < durations.length; task++) {
      const usual = engine.durationMs[task]!;
      const varied = usual * (1 + relative * normal()) + absoluteMs * normal();
      durations[task] = usual === 0 ? 0 : Math.max(0, varied);
    }
    makespans[sample] = engine.run(options.threads, durations);
  }
  makespans.sort();
  return {
    lowMs: makespans[0]!,
    medianMs: makespans[samples >> 1]!,
    highMs: makespans[samples]!,
    samples: samples + 1,
  };
}
