/**
 * The key figures of CONTRACT section 4: two compare runs, four are the first article's formulas,
 * kept as printed beside our own utilization.
 */
import type { WorkloadGraph } from "../workload/graph";
import { createEngine } from "./engine";
import type { SimulateOptions } from "./schedule";

/** CONTRACT "kpis". */
export interface Kpis {
  /** How much shorter than today's run, in percent; negative where it is longer. */
  readonly durationReductionPercent: number;
  /** Milliseconds saved by the last thread: makespan(T−1) − makespan(T); 0 with one thread. */
  readonly threadEfficiency: number;
  /** Sum of durations with hint 1 or none. */
  readonly singleThreadMs: number;
  /** Sum of durations with a hint above 1. */
  readonly multiThreadMs: number;
  /** Sum of duration × hint, in seconds. */
  readonly threadSeconds: number;
  /** (single + multi) / (threadSeconds / T) × 100, both in seconds. */
  readonly threadUtilizationPercent: number;
}

/** What "today" is: dbt ignores hints and runs with the profile's threads. */
export interface Today {
  readonly threads: number;
  /** The graph before any what-if edit; the same graph by default. */
  readonly graph?: WorkloadGraph;
}

/** Key figures of a run with `options` that takes `makespanMs`. Costs two simulations. */
export function kpis(
  graph: WorkloadGraph,
  options: SimulateOptions,
  makespanMs: number,
  today: Today,
): Kpis {
  const order = options.policy === "fusion" ? { ...options, policy: "dbt-core" as const } : options;
  const engine = createEngine(graph, order);
  const { durationMs } = engine;
  const { threads } = options;
  const threadEfficiency = threads > 1 ? engine.run(threads - 1) - engine.run(threads) : 0;
  const todayOptions = { ...options, hints: "ignored", policy: "dbt-core" } as const;
  const todayMs = createEngine(today.graph ?? graph, todayOptions).run(today.threads);
  let singleThreadMs = 0;
  let multiThreadMs = 0;
  let threadMs = 0;
  for (let task = 0; task < graph.size; task++) {
    const hint = graph.hint[task]! || 1;
    if (hint === 1) singleThreadMs += durationMs[task]!;
    else multiThreadMs += durationMs[task]!;
    threadMs += durationMs[task]! * hint;
  }
  return {
    durationReductionPercent: todayMs === 0 ? 0 : (1 - makespanMs / todayMs) * 100,
    threadEfficiency,
    singleThreadMs,
    multiThreadMs,
    threadSeconds: threadMs / 1000,
    threadUtilizationPercent:
      threadMs === 0 ? 0 : ((singleThreadMs + multiThreadMs) / (threadMs / threads)) * 100,
  };
}
