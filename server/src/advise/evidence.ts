/**
 * Whether advice about the schedule rests on something: rules that speak of minutes stay silent
 * where most durations are assumed, because then the minutes are made up.
 */
import { buildGraph, type WorkloadGraph } from "../workload/graph";
import type { Workload } from "../workload/workload";
import type { RuleInput } from "./rule";

/** Share of the run's work, by assumed durations too, that must be known for advice in minutes. */
const KNOWN_SHARE = 0.5;

/** True where at least half of the run's work is measured, given or estimated. O(tasks). */
export function hasEvidence(input: RuleInput): boolean {
  let known = 0;
  let total = 0;
  for (const { durationMs, durationOrigin } of input.workload()?.tasks ?? []) {
    total += durationMs;
    if (durationOrigin !== "assumed") known += durationMs;
  }
  return total > 0 && known >= total * KNOWN_SHARE;
}

const graphs = new WeakMap<Workload, WorkloadGraph>();

/** The workload as typed arrays, built once for all rules. */
export function graphOf(workload: Workload): WorkloadGraph {
  const graph = graphs.get(workload) ?? buildGraph(workload);
  graphs.set(workload, graph);
  return graph;
}
