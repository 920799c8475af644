/**
 * Whether running in phases, each with its own thread count, gets closer to the better schedule
 * with an engine that takes one thread count per run; and what a steered run would reach. Knows
 * tasks and times only; commands are written elsewhere.
 */
import { formatDuration } from "../base/duration";
import { buildGraph, type WorkloadGraph } from "../workload/graph";
import { createEngine, type EngineOptions } from "./engine";
import type { SimulateOptions } from "./schedule";

/** One run of the engine: these tasks, with so many threads. */
export interface PlanPhase {
  /** In (level, id) order; every dependency lies in this phase or an earlier one. */
  readonly tasks: readonly string[];
  readonly threads: number;
  readonly makespanMs: number;
}

/** Phases one after the other, start-up of each further one included in `makespanMs`. */
export interface PhasePlan {
  readonly phases: readonly PlanPhase[];
  readonly makespanMs: number;
}

export interface Plan {
  /** All in one run with today's threads; it may run more tasks of a hint at once than the hint. */
  readonly today: PhasePlan;
  /** All in one run with the threads that suit it best, within the hints where they count. */
  readonly single: PhasePlan;
  /** The best split found; absent where the graph has none. */
  readonly phased?: PhasePlan;
  /** What an engine that heeds seats and starts longest paths first would take, in ms. */
  readonly steeredMs: number;
  readonly verdict: "keep-today" | "one-run" | "phases";
  readonly because: string;
}

export interface PlanOptions extends SimulateOptions {
  /** Start-up of each further run, in ms; measured 2.1 to 3.7 s for dbt-core 1.11. */
  readonly startupMs: number;
  /** Runs at most, 3 by default. */
  readonly phases?: number;
}

const DEFAULT_PHASES = 3;
/** Splits by level tried per phase, at even shares of the work. */
const LEVEL_SPLITS = 8;
/** A plan is only worth its trouble if it saves this share. */
const WORTH = 0.02;

/**
 * Plans the run of a graph. With `hints: "seats"` no phase may run more tasks of one hint at once
 * than that hint says, whatever the order; with `ignored` hints count for nothing. Tries splits by
 * level and around heavy tasks, then splits of the parts; some dozens of small simulations.
 */
export function plan(graph: WorkloadGraph, options: PlanOptions): Plan {
  const { threads, startupMs } = options;
  const today = phasePlan([{ ...phaseOf(graph, threads, options) }], startupMs);
  const single = phasePlan([bestPhase(graph, options)], startupMs);
  let phased: PhasePlan | undefined;
  let parts: readonly WorkloadGraph[] = [graph];
  for (let count = 2; count <= (options.phases ?? DEFAULT_PHASES); count++) {
    const split = bestSplit(parts, options);
    if (split === undefined) break;
    parts = split;
    const phases = parts.map((part) => bestPhase(part, options));
    const candidate = phasePlan(phases, startupMs);
    if (phased === undefined || candidate.makespanMs < phased.makespanMs) phased = candidate;
  }
  const steered = { ...options, hints: "seats", policy: "longest-path" } as const;
  const steeredMs = createEngine(graph, steered).run(threads);
  return {
    today,
    single,
    ...(phased === undefined ? {} : { phased }),
    steeredMs,
    ...verdictOf(today, single, phased, options),
  };
}

function verdictOf(
  today: PhasePlan,
  single: PhasePlan,
  phased: PhasePlan | undefined,
  { hints, threads, startupMs }: PlanOptions,
): Pick<Plan, "verdict" | "because"> {
  const singleThreads = single.phases[0]?.threads ?? threads;
  // Today's run is no rival where hints count and it does not heed them.
  const isTodayAllowed = hints !== "seats" || singleThreads === threads;
  const best = isTodayAllowed && today.makespanMs <= single.makespanMs ? today : single;
  if (phased !== undefined && phased.makespanMs < best.makespanMs * (1 - WORTH)) {
    const saved = formatDuration(best.makespanMs - phased.makespanMs);
    const phases = phased.phases.map((phase) => phase.threads).join(", then ");
    const rival = isTodayAllowed ? "" : " against one run that keeps within all hints";
    const because = `${phased.phases.length} runs with ${phases} threads save ${saved}${rival}, start-up included`;
    return { verdict: "phases", because };
  }
  const cost = `each further run costs ${formatDuration(startupMs)} to start and waits for the slowest of the one before`;
  if (isTodayAllowed && single.makespanMs >= today.makespanMs * (1 - WORTH)) {
    return { verdict: "keep-today", because: `no split is worth it: ${cost}` };
  }
  const because = isTodayAllowed
    ? `one run with ${threadCount(singleThreads)} saves ${formatDuration(today.makespanMs - single.makespanMs)}; no split is better: ${cost}`
    : `one run with ${threadCount(singleThreads)} keeps within all hints; no split is better: ${cost}`;
  return { verdict: "one-run", because };
}

function threadCount(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

function phasePlan(phases: readonly PlanPhase[], startupMs: number): PhasePlan {
  const runMs = phases.reduce((sum, phase) => sum + phase.makespanMs, 0);
  return { phases, makespanMs: runMs + startupMs * Math.max(0, phases.length - 1) };
}

/** The best way to cut one of the parts in two, all parts again in order. */
function bestSplit(
  parts: readonly WorkloadGraph[],
  options: PlanOptions,
): readonly WorkloadGraph[] | undefined {
  let best: readonly WorkloadGraph[] | undefined;
  let mostSaved = -Infinity;
  for (const [at, part] of parts.entries()) {
    const whole = bestPhase(part, options).makespanMs;
    for (const isFirst of splitsOf(part)) {
      const halves = [subgraph(part, isFirst, 1), subgraph(part, isFirst, 0)];
      const saved = halves.reduce(
        (left, half) => left - bestPhase(half, options).makespanMs,
        whole,
      );
      if (saved <= mostSaved) continue;
      mostSaved = saved;
      best = [...parts.slice(0, at), ...halves, ...parts.slice(at + 1)];
    }
  }
  return best;
}

/**
 * Sets of tasks that hold all their dependencies: levels up to an even share of the work, all that
 * heavy tasks need with them, and all that needs none of them.
 */
function splitsOf(graph: WorkloadGraph): readonly Uint8Array[] {
  const splits: Uint8Array[] = [];
  const work = graph.durationMs.reduce((sum, duration) => sum + duration, 0);
  let done = 0;
  let lastShare = 0;
  for (let task = 0; task < graph.size; task++) {
    done += graph.durationMs[task]!;
    if (task + 1 < graph.size && graph.level[task] === graph.level[task + 1]) continue;
    // Not a number where there is no work, as in a phase of ephemeral models: no cut there.
    const share = Math.floor((done / work) * (LEVEL_SPLITS + 1));
    if (!(share > lastShare)) continue;
    splits.push(new Uint8Array(graph.size).fill(1, 0, task + 1));
    lastShare = share;
  }
  for (const hint of new Set(graph.hint)) {
    if (hint === 0) continue;
    const isHeavy = (task: number) => graph.hint[task]! > 0 && graph.hint[task]! <= hint;
    const needed = new Uint8Array(graph.size);
    for (let task = graph.size - 1; task >= 0; task--) {
      if (!isHeavy(task) && needed[task] === 0) continue;
      needed[task] = 1;
      for (let at = graph.parentStart[task]!; at < graph.parentStart[task + 1]!; at++) {
        needed[graph.parents[at]!] = 1;
      }
    }
    const free = new Uint8Array(graph.size).fill(1);
    for (let task = 0; task < graph.size; task++) {
      if (!isHeavy(task) && free[task] === 1) continue;
      free[task] = 0;
      for (let at = graph.childStart[task]!; at < graph.childStart[task + 1]!; at++) {
        free[graph.children[at]!] = 0;
      }
    }
    splits.push(needed, free);
  }
  return splits.filter((split) => split.includes(0) && split.includes(1));
}

/** The tasks of one side as a graph of their own; what lies outside has ended before. */
function subgraph(graph: WorkloadGraph, side: Uint8Array, wanted: number): WorkloadGraph {
  const members = graph.tasks.filter((_, task) => side[task] === wanted);
  const ids = new Set(members.map(({ id }) => id));
  const tasks = members.map((task) => ({
    ...task,
    dependsOn: task.dependsOn.filter((id) => ids.has(id)),
  }));
  return buildGraph({ ...graph.workload, tasks });
}

/** A run of these tasks with the thread count that suits them best. */
function bestPhase(graph: WorkloadGraph, options: PlanOptions): PlanPhase {
  const most =
    options.hints === "seats" ? threadsWithinHints(graph, options.threads) : options.threads;
  const isFlat = options.contention === undefined;
  let best = phaseOf(graph, most, options);
  // Only a law that turns down makes fewer threads worth a look.
  for (let threads = most - 1; !isFlat && threads >= 1; threads--) {
    const phase = phaseOf(graph, threads, options);
    if (phase.makespanMs <= best.makespanMs) best = phase;
  }
  return best;
}

/** Most threads with which no hint's tasks can outnumber it, whatever the order. */
function threadsWithinHints(graph: WorkloadGraph, threads: number): number {
  const counts = new Map<number, number>();
  for (let task = 0; task < graph.size; task++) {
    const hint = graph.hint[task]!;
    if (hint > 0 && graph.takesThread[task] === 1) counts.set(hint, (counts.get(hint) ?? 0) + 1);
  }
  let most = threads;
  for (const [hint, count] of counts) if (count > hint) most = Math.min(most, hint);
  return most;
}

function phaseOf(graph: WorkloadGraph, threads: number, options: EngineOptions): PlanPhase {
  const engine = createEngine(graph, { ...options, hints: "ignored", policy: "dbt-core" });
  return { tasks: graph.ids, threads, makespanMs: engine.run(threads) };
}
