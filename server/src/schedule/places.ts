/**
 * Which thread each task of a finished run held, and from whom it took over its thread, seat or
 * pool place; read off the run's events. Knows no times.
 */
import { NONE, type WorkloadGraph } from "../workload/graph";
import { IntHeap } from "./intHeap";
import type { HintMeaning } from "./schedule";

/** Places of one kind. A task's places are `places[first[task] … first[task] + width[task] - 1]`. */
export interface PlaceTable {
  readonly first: Int32Array;
  readonly width: Int32Array;
  readonly places: Int32Array;
  /** Number of places ever held at once, over all groups. */
  readonly placeCount: number;
}

/** A task of group `NONE` holds no place. */
interface Grouping {
  groupOf(task: number): number;
  widthOf(task: number): number;
}

/** Takes a free place of a group and gives it back. Places are numbered over all groups. */
interface PlaceChoice {
  take(group: number): number;
  giveBack(group: number, place: number): void;
  count(): number;
}

/**
 * Threads as a person sees them: each task holds the lowest free one, under `slots` as many as it
 * is wide. `placeCount` is the most threads ever in use.
 */
export function threadRows(
  graph: WorkloadGraph,
  events: Int32Array,
  { threads, hints }: RunLimits,
): PlaceTable {
  const grouping = threadGrouping(graph, hints, threads);
  return assignPlaces(graph.size, events, grouping, lowestFree(mostPlaces(graph, hints, threads)));
}

/**
 * Who takes over from whom: of the free places the one that has been free longest. One table for
 * the threads, one for the pools, one for the seats, as far as the run has them.
 */
export function successions(
  graph: WorkloadGraph,
  events: Int32Array,
  { threads, hints }: RunLimits,
): readonly PlaceTable[] {
  const { size } = graph;
  const grouping = threadGrouping(graph, hints, threads);
  const tables = [assignPlaces(size, events, grouping, longestFree([threads]))];
  if (graph.poolNames.length > 0) {
    const pools: Grouping = { groupOf: (task) => graph.pool[task]!, widthOf: () => 1 };
    tables.push(assignPlaces(size, events, pools, longestFree([...graph.poolLimits])));
  }
  if (hints === "seats") {
    const limits = [...new Set(graph.hint)].filter((hint) => hint > 0);
    const groups = new Map(limits.map((hint, group) => [hint, group]));
    const seats: Grouping = {
      groupOf: (task) =>
        graph.takesThread[task] === 1 ? (groups.get(graph.hint[task]!) ?? NONE) : NONE,
      widthOf: () => 1,
    };
    tables.push(assignPlaces(size, events, seats, longestFree(limits)));
  }
  return tables;
}

/** What limits a run. */
export interface RunLimits {
  readonly threads: number;
  readonly hints: HintMeaning;
}

function threadGrouping(graph: WorkloadGraph, hints: HintMeaning, threads: number): Grouping {
  return {
    groupOf: (task) => (graph.takesThread[task] === 1 ? 0 : NONE),
    widthOf: (task) => (hints === "slots" ? Math.max(1, Math.min(graph.hint[task]!, threads)) : 1),
  };
}

/** No more places are ever in use than all tasks together could hold. */
function mostPlaces(graph: WorkloadGraph, hints: HintMeaning, threads: number): number {
  if (hints !== "slots") return graph.size;
  return Math.min(
    threads,
    graph.hint.reduce((sum, hint) => sum + Math.max(1, Math.min(hint, threads)), 0),
  );
}

function lowestFree(most: number): PlaceChoice {
  const free = new IntHeap(most);
  let opened = 0;
  return {
    take: () => (free.size > 0 ? free.pop() : opened++),
    giveBack: (_group, place) => free.push(place),
    count: () => opened,
  };
}

/** Places that were never used have been free longest. */
function longestFree(limits: readonly number[]): PlaceChoice {
  const unopened = [...limits];
  const free = limits.map((): { places: number[]; head: number } => ({ places: [], head: 0 }));
  let opened = 0;
  return {
    take(group) {
      const queue = free[group]!;
      if (unopened[group]! === 0) return queue.places[queue.head++]!;
      unopened[group] = unopened[group]! - 1;
      return opened++;
    },
    giveBack: (group, place) => free[group]!.places.push(place),
    count: () => opened,
  };
}

/** Replays the events. O(n), times what the choice costs. */
function assignPlaces(
  size: number,
  events: Int32Array,
  grouping: Grouping,
  choice: PlaceChoice,
): PlaceTable {
  const first = new Int32Array(size);
  const width = new Int32Array(size);
  let total = 0;
  for (let task = 0; task < size; task++) {
    first[task] = total;
    width[task] = grouping.groupOf(task) === NONE ? 0 : grouping.widthOf(task);
    total += width[task]!;
  }
  const places = new Int32Array(total);
  for (const event of events) {
    const task = event < 0 ? ~event : event;
    const end = first[task]! + width[task]!;
    if (end === first[task]) continue;
    const group = grouping.groupOf(task);
    for (let at = first[task]!; at < end; at++) {
      if (event < 0) choice.giveBack(group, places[at]!);
      else places[at] = choice.take(group);
    }
  }
  return { first, width, places, placeCount: choice.count() };
}
