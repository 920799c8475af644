/**
 * dbt 2 (Fusion) as far as it is documented: it admits ready nodes by the time they became ready,
 * but nodes that become ready together come from hash sets, in no fixed order. So its makespan is
 * a band. (dbt-core main @ 43aa6e8a, crates/dbt-adapter/src/connection.rs, ConnectionBackpressure.)
 */
import type { WorkloadGraph } from "../workload/graph";
import type { Engine } from "./engine";
import type { Band } from "./schedule";
import { seededRandom, shuffleRange } from "./seededRandom";
import type { ArrivalOrder } from "./simulation";

/** Most connections of dbt 2 on most adapters; Redshift has 4. */
export const FUSION_LIMIT = 48;
const SMALLEST_LIMIT = 2;
/** Orders of ties drawn; fewer on graphs where each run takes longer. Odd, so that one is median. */
const SAMPLES = 25;
const SAMPLES_OF_LARGE = 7;
const LARGE = 2_000;

/**
 * Connections that dbt 2 opens when asked for `threads`: at least 2, at most the adapter's limit
 * (`connection_limit_from_threads` in the same file).
 */
export function fusionThreads(threads: number, limit = FUSION_LIMIT): number {
  return Math.max(SMALLEST_LIMIT, Math.min(threads, Math.max(limit, SMALLEST_LIMIT)));
}

/** Seeded orders of ties, the same for every thread count. */
export function fusionOrders(graph: WorkloadGraph, seed = 1): readonly ArrivalOrder[] {
  const uniform = seededRandom(seed);
  const samples = graph.size > LARGE ? SAMPLES_OF_LARGE : SAMPLES;
  return Array.from({ length: samples }, () => shuffledOrder(graph, uniform));
}

/** Runs every order. `medianArrival` is the order of the run in the middle. */
export function fusionRuns(
  engine: Engine,
  threads: number,
  orders: readonly ArrivalOrder[],
): { readonly band: Band; readonly medianArrival: ArrivalOrder } {
  const runs = orders
    .map((arrival) => ({ arrival, makespanMs: engine.run(threads, engine.durationMs, arrival) }))
    .sort((a, b) => a.makespanMs - b.makespanMs);
  const median = runs[runs.length >> 1]!;
  const band = {
    lowMs: runs[0]!.makespanMs,
    medianMs: median.makespanMs,
    highMs: runs.at(-1)!.makespanMs,
    samples: runs.length,
  };
  return { band, medianArrival: median.arrival };
}

function shuffledOrder(graph: WorkloadGraph, uniform: () => number): ArrivalOrder {
  const roots = Int32Array.from({ length: graph.rootCount }, (_, i) => i);
  shuffleRange(roots, 0, roots.length, uniform);
  const children = graph.children.slice();
  for (let task = 0; task < graph.size; task++) {
    shuffleRange(children, graph.childStart[task]!, graph.childStart[task + 1]!, uniform);
  }
  return { roots, children };
}
