/**
 * What one run's events say beyond its times: threads held, who let whom start, slack. Shared by
 * `simulate`, the causal ranking and the Monte-Carlo runs.
 */
import { NONE, type WorkloadGraph } from "../workload/graph";
import { type PlaceTable, poolPlaces, seatPlaces, threadPlaces } from "./places";
import type { HintMeaning } from "./schedule";
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
  { threads, hints }: { readonly threads: number; readonly hints: HintMeaning },
): RunDetails {
  const threadTable = threadPlaces(graph, run.events, hints, threads);
  const tables = [threadTable];
  if (graph.poolNames.length > 0) tables.push(poolPlaces(graph, run.events));
  if (hints === "seats") tables.push(seatPlaces(graph, run.events));
  const room = exclusiveRoom(graph, run, hints, threads);
  return {
    threads: threadTable,
    blockedBy: releasers(run),
    slackMs: slacks(graph, run, makespanMs, tables, room),
  };
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
