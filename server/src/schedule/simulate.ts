/**
 * The predicted schedule of a workload: who starts when, on which thread, after whom, and how much
 * room it has. Semantics are CONTRACT section 4, spelled out in docs/schedule.md.
 */
import { graphOf, NONE, type WorkloadGraph } from "../workload/graph";
import type { Workload } from "../workload/workload";
import { lowerBound } from "./bounds";
import { criticalPath } from "./criticalPath";
import { createEngine, type Engine, threadsOf } from "./engine";
import { fusionOrders, fusionRuns, fusionThreads } from "./fusion";
import { bindingChain, runDetails } from "./runDetails";
import type { Band, Schedule, ScheduledTask, SimulateOptions } from "./schedule";
import type { RunRecord } from "./simulation";

/**
 * Schedule of a valid workload, or of its graph where several runs share it. Same input, same
 * bytes. Throws on options that no run can have (threads below 1, negative overhead).
 * O((n + edges) log n); for `fusion` times its number of samples.
 */
export function simulate(input: Workload | WorkloadGraph, options: SimulateOptions): Schedule {
  const graph = asGraph(input);
  const engine = createEngine(graph, options);
  if (options.policy === "fusion") {
    const threads = fusionThreads(options.threads, options.fusionLimit);
    const orders = fusionOrders(graph, options.seed);
    const { band, medianArrival } = fusionRuns(engine, threads, orders);
    const makespanMs = engine.run(threads, engine.durationMs, medianArrival);
    return describeRun(engine, { ...options, threads }, makespanMs, band);
  }
  const threads = threadsOf(options.threads, options);
  return describeRun(engine, { ...options, threads }, engine.run(threads));
}

/** The graph of a workload; a graph is returned as it is. */
export function asGraph(input: Workload | WorkloadGraph): WorkloadGraph {
  return "childStart" in input ? input : graphOf(input);
}

/** Schedule of the engine's last run. `options.threads` is the count that it ran with. */
export function describeRun(
  engine: Engine,
  options: SimulateOptions,
  makespanMs: number,
  band?: Band,
): Schedule {
  const { graph, durationMs, interpreterMs } = engine;
  const { threads, hints, policy } = options;
  const run = engine.record();
  const details = runDetails(graph, run, makespanMs, options);
  const { blockedBy, slackMs } = details;
  const path = criticalPath(graph, durationMs);
  const workMs = threadWork(graph, durationMs);
  const threadTimeMs = makespanMs * threads;

  const tasks: ScheduledTask[] = [];
  for (const task of run.events) {
    if (task < 0) continue;
    const readyMs = readyTime(graph, run, task);
    const { first, width, places } = details.threads;
    const held = places.subarray(first[task]!, first[task]! + width[task]!);
    tasks.push({
      id: graph.ids[task]!,
      startMs: run.startMs[task]!,
      endMs: run.endMs[task]!,
      thread: held[0] ?? NONE,
      readyMs,
      waitMs: run.startMs[task]! - readyMs,
      slackMs: slackMs[task]!,
      critical: slackMs[task] === 0,
      blockedBy: blockedBy[task] === NONE ? null : graph.ids[blockedBy[task]!]!,
      ...(held.length > 1 ? { threadsHeld: [...held] } : {}),
    });
  }
  return {
    threads,
    hints,
    policy,
    makespanMs,
    lowerBoundMs: Math.min(lowerBound(graph, durationMs, options, interpreterMs), makespanMs),
    criticalPathMs: path.lengthMs,
    workMs,
    // Sums in another order may differ in their last digit.
    idleMs: Math.max(0, threadTimeMs - workMs),
    criticalPath: path.tasks.map((task) => graph.ids[task]!),
    tasks,
    utilization: threadTimeMs === 0 ? 0 : Math.min(1, workMs / threadTimeMs),
    peakThreads: details.threads.placeCount,
    bindingChain: bindingChain(run, blockedBy, makespanMs).map((task) => graph.ids[task]!),
    ...(band === undefined ? {} : { band }),
  };
}

/** Work that threads have to do, in ms; tasks that take no thread are not part of it. */
export function threadWork(graph: WorkloadGraph, durationMs: Float64Array): number {
  let workMs = 0;
  for (let task = 0; task < graph.size; task++) {
    if (graph.takesThread[task] === 1) workMs += durationMs[task]!;
  }
  return workMs;
}

function readyTime(graph: WorkloadGraph, run: RunRecord, task: number): number {
  let readyMs = 0;
  for (let at = graph.parentStart[task]!; at < graph.parentStart[task + 1]!; at++) {
    readyMs = Math.max(readyMs, run.endMs[graph.parents[at]!]!);
  }
  return readyMs;
}
