/** How long a full refresh of a tabular model is predicted to take, for what a finding would save. */
import { createEngine } from "../schedule/engine";
import type { TabularModel } from "../tabular/tabularModel";
import { type ProcessingSettings, tabularWorkload } from "../tabular/tabularWorkload";
import { buildGraph } from "../workload/graph";
import type { Workload } from "../workload/workload";

/** Milliseconds by the model's own threads; a function, so that models can be compared. */
export function refreshLength(processing: ProcessingSettings): (model: TabularModel) => number {
  return (model) => workloadLength(tabularWorkload(model, processing));
}

/** Milliseconds of one workload by its own threads. */
export function workloadLength(workload: Workload): number {
  const { threads } = workload.capacity;
  const graph = buildGraph(workload);
  return createEngine(graph, { hints: "ignored", policy: "dbt-core" }).run(threads);
}
