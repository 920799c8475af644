/**
 * Which thread, seat or pool place each task of a finished run held, read off its events: always
 * the lowest free one. Knows no times.
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

/** Places are numbered per group; a task of group `NONE` holds none. */
interface Grouping {
  readonly groupCount: number;
  groupOf(task: number): number;
  widthOf(task: number): number;
}

/** Threads held, and with them peak use. Under `slots` a task holds as many as it is wide. */
export function threadPlaces(
  graph: WorkloadGraph,
  events: Int32Array,
  meaning: HintMeaning,
  threads: number,
): PlaceTable {
  return assignPlaces(graph.size, events, {
    groupCount: 1,
    groupOf: (task) => (graph.takesThread[task] === 1 ? 0 : NONE),
    widthOf: (task) =>
      meaning === "slots" ? Math.max(1, Math.min(graph.hint[task]!, threads)) : 1,
  });
}

/** Seats held under `seats`: one group per hint. */
export function seatPlaces(graph: WorkloadGraph, events: Int32Array): PlaceTable {
  const groups = new Map<number, number>();
  for (const hint of graph.hint) if (hint > 0 && !groups.has(hint)) groups.set(hint, groups.size);
  return assignPlaces(graph.size, events, {
    groupCount: groups.size,
    groupOf: (task) =>
      graph.takesThread[task] === 1 ? (groups.get(graph.hint[task]!) ?? NONE) : NONE,
    widthOf: () => 1,
  });
}

/** Places held in the workload's pools. */
export function poolPlaces(graph: WorkloadGraph, events: Int32Array): PlaceTable {
  return assignPlaces(graph.size, events, {
    groupCount: graph.poolNames.length,
    groupOf: (task) => graph.pool[task]!,
    widthOf: () => 1,
  });
}

/** Replays the events with a heap of free places per group. O(n log n). */
function assignPlaces(size: number, events: Int32Array, grouping: Grouping): PlaceTable {
  const first = new Int32Array(size);
  const width = new Int32Array(size);
  let total = 0;
  for (let task = 0; task < size; task++) {
    first[task] = total;
    width[task] = grouping.groupOf(task) === NONE ? 0 : grouping.widthOf(task);
    total += width[task]!;
  }
  const places = new Int32Array(total);
  const free = Array.from({ length: grouping.groupCount }, () => new IntHeap(total));
  let placeCount = 0;
  for (const event of events) {
    const task = event < 0 ? ~event : event;
    const taken = width[task]!;
    if (taken === 0) continue;
    const heap = free[grouping.groupOf(task)]!;
    const start = first[task]!;
    for (let at = start; at < start + taken; at++) {
      if (event < 0) heap.push(places[at]!);
      else places[at] = heap.size > 0 ? heap.pop() : placeCount++;
    }
  }
  return { first, width, places, placeCount };
}
