/**
 * How long each task of a finished run could take longer without the run ending later, if threads,
 * seats and pool places were handed on from task to task as they were (docs/schedule.md).
 */
import type { WorkloadGraph } from "../workload/graph";
import type { PlaceTable, RunLimits } from "./places";
import type { RunRecord } from "./simulation";

/**
 * Slack per task in ms, at least 0; exactly 0 on every chain that decides the makespan. A task must
 * end before its children start, before the next holders of its places start, and before whatever
 * its end let start. O(n + edges), times the number of distinct hints under `exclusive`.
 */
export function slacks(
  graph: WorkloadGraph,
  run: RunRecord,
  makespanMs: number,
  tables: readonly PlaceTable[],
  exclusive?: ExclusiveRoom,
): Float64Array {
  const { startMs, endMs, events } = run;
  const { childStart, children } = graph;
  const slackMs = new Float64Array(graph.size);
  const latestOfPlace = tables.map(({ placeCount }) =>
    new Float64Array(placeCount).fill(makespanMs),
  );
  const exclusiveLatest = exclusive?.latestFor(makespanMs);
  let latestSinceEnd = makespanMs;
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    const task = event < 0 ? ~event : event;
    if (event >= 0) {
      const latestStart = startMs[task]! + slackMs[task]!;
      latestSinceEnd = Math.min(latestSinceEnd, latestStart);
      for (let kind = 0; kind < tables.length; kind++) {
        const { first, width, places } = tables[kind]!;
        const end = first[task]! + width[task]!;
        for (let i = first[task]!; i < end; i++) latestOfPlace[kind]![places[i]!] = latestStart;
      }
      exclusiveLatest?.started(task, latestStart);
      continue;
    }
    let latest = latestSinceEnd;
    latestSinceEnd = makespanMs;
    for (let i = childStart[task]!; i < childStart[task + 1]!; i++) {
      const child = children[i]!;
      latest = Math.min(latest, startMs[child]! + slackMs[child]!);
    }
    for (let kind = 0; kind < tables.length; kind++) {
      const { first, width, places } = tables[kind]!;
      const end = first[task]! + width[task]!;
      for (let i = first[task]!; i < end; i++) {
        latest = Math.min(latest, latestOfPlace[kind]![places[i]!]!);
      }
    }
    if (exclusiveLatest !== undefined) latest = Math.min(latest, exclusiveLatest.ended(task));
    slackMs[task] = latest - endMs[task]!;
  }
  return slackMs;
}

/** Backwards view of `exclusive`: until when a task must have ended so that later ones fit. */
interface ExclusiveLatest {
  started(task: number, latestStart: number): void;
  /** Latest end of a task, as far as later starts limit it. */
  ended(task: number): number;
}

/** What `exclusive` left free at each start; see `exclusiveRoom`. */
export interface ExclusiveRoom {
  latestFor(makespanMs: number): ExclusiveLatest;
}

/**
 * Room under `exclusive`: a task that reached into a later start, on a thread that stood free then,
 * would be one more beside those running; that start's limit and its own hint must allow as many.
 * `undefined` for the other meanings. `threadTable` says who takes over whose thread.
 */
export function exclusiveRoom(
  graph: WorkloadGraph,
  run: RunRecord,
  { hints, threads }: RunLimits,
  threadTable: PlaceTable,
): ExclusiveRoom | undefined {
  if (hints !== "exclusive") return undefined;
  const ownLimit = (task: number) => Math.min(graph.hint[task]! || threads, threads);
  const limits = [...new Set(Array.from(graph.hint, (_, task) => ownLimit(task)))].sort(
    (a, b) => a - b,
  );
  const placeOf = new Map(limits.map((limit, index) => [limit, index]));
  const runningOf = new Int32Array(limits.length);
  const used = new Int32Array(graph.size);
  const limitAt = new Int32Array(graph.size);
  let running = 0;
  for (const event of run.events) {
    const task = event < 0 ? ~event : event;
    if (graph.takesThread[task] === 0) continue;
    const place = placeOf.get(ownLimit(task))!;
    const change = event < 0 ? -1 : 1;
    running += change;
    runningOf[place] = runningOf[place]! + change;
    if (event < 0) continue;
    used[task] = running;
    limitAt[task] = limits[runningOf.findIndex((count) => count > 0)]!;
  }
  const threadOf = (task: number) => threadTable.places[threadTable.first[task]!]!;
  return {
    latestFor(makespanMs) {
      const threadCount = threadTable.placeCount;
      const latest = new Float64Array(threadCount * limits.length).fill(makespanMs);
      const isBusy = new Uint8Array(threadCount);
      return {
        started(task, latestStart) {
          if (graph.takesThread[task] === 0) return;
          for (let i = 0; i < limits.length; i++) {
            if (used[task]! + 1 <= Math.min(limitAt[task]!, limits[i]!)) continue;
            for (let thread = 0; thread < threadCount; thread++) {
              const at = thread * limits.length + i;
              if (isBusy[thread] === 0) latest[at] = Math.min(latest[at]!, latestStart);
            }
          }
          const own = threadOf(task);
          isBusy[own] = 0;
          latest.fill(makespanMs, own * limits.length, (own + 1) * limits.length);
        },
        ended(task) {
          if (graph.takesThread[task] === 0) return makespanMs;
          isBusy[threadOf(task)] = 1;
          return latest[threadOf(task) * limits.length + placeOf.get(ownLimit(task))!]!;
        },
      };
    },
  };
}
