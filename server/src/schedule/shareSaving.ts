/** What a run would save if one of its tasks were faster and all else stayed as it is. */
import type { WorkloadGraph } from "../workload/graph";
import type { Workload } from "../workload/workload";
import { createEngine, threadsOf } from "./engine";
import { fusionOrders, fusionRuns, fusionThreads } from "./fusion";
import type { SimulateOptions } from "./schedule";
import { asGraph } from "./simulate";

/**
 * Milliseconds that the run of `options` gets shorter when the task `id` takes `share` (0 … 1) of its
 * own time; what dbt adds around it stays. Negative where the shorter task makes the run longer (list
 * scheduling has such anomalies); 0 for a task that is not part of it. Under `fusion` the two runs have
 * the same order of ties, that of the run in the middle. One simulation each, one more at first.
 */
export type ShareSaving = (id: string, share: number) => number;

/** Answers about one run; the graph and all buffers are shared by its simulations. */
export function createShareSaving(
  input: Workload | WorkloadGraph,
  options: SimulateOptions,
): ShareSaving {
  const graph = asGraph(input);
  const engine = createEngine(graph, options);
  const isFusion = options.policy === "fusion";
  const threads = isFusion
    ? fusionThreads(options.threads, options.fusionLimit)
    : threadsOf(options.threads, options);
  const arrival = isFusion
    ? fusionRuns(engine, threads, fusionOrders(graph, options.seed)).medianArrival
    : undefined;
  const makespanMs = engine.run(threads, engine.durationMs, arrival);
  const durationMs = engine.durationMs.slice();
  return (id, share) => {
    const task = graph.indexOf.get(id);
    if (task === undefined) return 0;
    const usualMs = durationMs[task]!;
    durationMs[task] = usualMs - graph.durationMs[task]! * (1 - share);
    const shorterMs = engine.run(threads, durationMs, arrival);
    durationMs[task] = usualMs;
    return makespanMs - shorterMs;
  };
}
