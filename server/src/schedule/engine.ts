/**
 * One way to run a graph at any thread count: durations with overhead, order, and the simulation
 * that fits (plain, or stretched where tasks slow each other down). What `simulate`, `sweep` and
 * the rankings share.
 */
import type { WorkloadGraph } from "../workload/graph";
import { longestPathRanks } from "./criticalPath";
import { isStretching, paceProblem, paceTable } from "./pace";
import type { OverheadModel, SimulateOptions, TaskOverhead } from "./schedule";
import { type ArrivalOrder, levelIdOrder, type RunRecord, Simulation } from "./simulation";
import { StretchedSimulation } from "./stretchedSimulation";

/** Options of a run without its thread count. */
export type EngineOptions = Omit<SimulateOptions, "threads">;

/** Runs one graph again and again; `record` is overwritten by each run. */
export interface Engine {
  readonly graph: WorkloadGraph;
  /** Time of each task on its thread when alone, overhead included, in ms. */
  readonly durationMs: Float64Array;
  /** Interpreter time of each task that comes on top, in ms; absent without that model. */
  readonly interpreterMs: Float64Array | undefined;
  /** Makespan in ms. `durationMs` and `arrival` replace the engine's own for this run. */
  run(threads: number, durationMs?: Float64Array, arrival?: ArrivalOrder): number;
  /** Takes over changes that the caller made in the `rank` it gave. */
  readRanks(): void;
  /** What the last run left behind. */
  record(): RunRecord;
}

/**
 * Engine for a graph and options. `rank` replaces the policy's order by a fixed list, smallest
 * first. Throws where an option is no number that a run could have.
 */
export function createEngine(
  graph: WorkloadGraph,
  options: EngineOptions,
  rank?: Int32Array,
): Engine {
  const problem = paceProblem(options);
  if (problem !== undefined) throw new Error(`simulate: ${problem}`);
  const durationMs = effectiveDurations(graph, options);
  const ranks = rank ?? policyRanks(graph, durationMs, options);
  const order = levelIdOrder(graph);
  const interpreterMs = interpreterTimes(graph, options);
  const connectMs = options.overhead?.connectMs ?? 0;
  let plain: Simulation | undefined;
  let stretched: StretchedSimulation | undefined;
  let last: RunRecord | undefined;
  return {
    graph,
    durationMs,
    interpreterMs,
    run(asked, durations = durationMs, arrival = order) {
      requireThreads(asked);
      const threads = threadsOf(asked, options);
      if (
        interpreterMs === undefined &&
        connectMs === 0 &&
        !isStretching(Math.min(threads, graph.size), options)
      ) {
        plain ??= new Simulation(graph, options.hints, ranks);
        last = plain;
        return plain.run(threads, durations, arrival);
      }
      stretched ??= new StretchedSimulation(graph, options.hints, ranks);
      last = stretched;
      const pace = paceTable(Math.min(threads, graph.size), options);
      const times = { durationMs: durations, pace, interpreterMs, connectMs };
      return stretched.run(threads, times, arrival);
    },
    readRanks() {
      plain?.readRanks();
      stretched?.readRanks();
    },
    record() {
      if (last === undefined) throw new Error("engine: record() before the first run()");
      return last;
    },
  };
}

/** Threads that a run has when asked for `threads`. */
export function threadsOf(threads: number, { singleThreaded }: EngineOptions): number {
  return singleThreaded === true ? 1 : threads;
}

/** Fixed order of ready tasks; absent where they wait in line. Numbers are in (level, id) order. */
function policyRanks(
  graph: WorkloadGraph,
  durationMs: Float64Array,
  { policy, singleThreaded }: EngineOptions,
): Int32Array | undefined {
  if (policy === "longest-path") return longestPathRanks(graph, durationMs);
  if (singleThreaded !== true) return undefined;
  return Int32Array.from({ length: graph.size }, (_, task) => task);
}

/** Durations with `overheadMs` on every task that takes any time, and the calibrated overhead. */
export function effectiveDurations(
  graph: WorkloadGraph,
  { overheadMs = 0, overhead }: EngineOptions,
): Float64Array {
  if (!(overheadMs >= 0 && overheadMs < Infinity)) {
    throw new Error(`simulate: overhead must be at least 0 ms, not ${overheadMs}`);
  }
  return graph.durationMs.map((duration, task) => {
    const nominal = duration > 0 ? duration + overheadMs : duration;
    return overhead === undefined
      ? nominal
      : nominal + overheadOf(graph, task, overhead).databaseMs;
  });
}

/** Interpreter time per task; `undefined` where there is none. */
function interpreterTimes(graph: WorkloadGraph, { overhead }: EngineOptions) {
  if (overhead === undefined) return undefined;
  const times = graph.durationMs.map((_, task) => overheadOf(graph, task, overhead).interpreterMs);
  return times.some((ms) => ms > 0) ? times : undefined;
}

function overheadOf(graph: WorkloadGraph, task: number, model: OverheadModel): TaskOverhead {
  if (graph.takesThread[task] === 0) return NO_OVERHEAD;
  const kind = graph.tasks[task]!.kind ?? "";
  return Object.hasOwn(model.kinds, kind) ? model.kinds[kind]! : model.other;
}

const NO_OVERHEAD: TaskOverhead = { interpreterMs: 0, databaseMs: 0 };

function requireThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > 0x7fffffff) {
    throw new Error(`simulate: threads must be a whole number of at least 1, not ${threads}`);
  }
}
