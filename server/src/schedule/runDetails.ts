/**
 * What one run's events say beyond its times: threads held, who let whom start, slack. Shared by
 * `simulate`, the causal ranking and the Monte-Carlo runs.
 */
import { NONE, type WorkloadGraph } from "../workload/graph";
import { type PlaceTable, type RunLimits, successions, threadRows } from "./places";
import type { RunRecord } from "./simulation";
import { exclusiveRoom, slacks } from "./slack";

export interface RunDetails {
  readonly threads: PlaceTable;
  /** Per task the one whose end was handled right before it started; `NONE` at the beginning. */
  readonly blockedBy: Int32Array;
  /** In ms; 0 for critical tasks. */
  readonly slackMs: Float64Array;
}

/** Details of a run with `threads`. O((n + edges) log n). */
export function runDetails(
  graph: WorkloadGraph,
  run: RunRecord,
  makespanMs: number,
  { threads, hints }: RunLimits,
): RunDetails {
  const limits = { threads, hints };
  return {
    threads: threadRows(graph, run.events, limits),
    blockedBy: releasers(run),
    slackMs: runSlacks(graph, run, makespanMs, limits),
  };
}

/** Slack of each task in ms. */
export function runSlacks(
  graph: WorkloadGraph,
  run: RunRecord,
  makespanMs: number,
  limits: RunLimits,
): Float64Array {
  const tables = successions(graph, run.events, limits);
  const room = exclusiveRoom(graph, run, limits, tables[0]!);
  return slacks(graph, run, makespanMs, tables, room);
}

/**
 * From a first task to one that ends last, each started by the end of the one before it: shorten
 * none of them and the run stays as long as it is.
 */
export function bindingChain(run: RunRecord, blockedBy: Int32Array, makespanMs: number): number[] {
  const chain: number[] = [];
  for (let task = run.endMs.indexOf(makespanMs); task >= 0; task = blockedBy[task]!) {
    chain.push(task);
  }
  return chain.reverse();
}

/** Per task the one whose end was handled right before it started; `NONE` at the beginning. */
export function releasers(run: RunRecord): Int32Array {
  const blockedBy = new Int32Array(run.startMs.length);
  let ended = NONE;
  for (const event of run.events) {
    if (event < 0) ended = ~event;
    else blockedBy[event] = ended;
  }
  return blockedBy;
}
