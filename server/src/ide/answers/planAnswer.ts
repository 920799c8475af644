/**
 * "heddle.plan/1": how to run a workload today: in one run or in phases, with which threads, and
 * how urgent each task is for a runner that heeds an order. Writes no commands.
 */
import { remainingPaths } from "../../schedule/criticalPath";
import { type JobSplit, splitJobs } from "../../schedule/jobSplit";
import { type PhasePlan, type Plan, type PlanPhase, plan } from "../../schedule/plan";
import { buildGraph, type WorkloadGraph } from "../../workload/graph";
import type { ScheduleRequest } from "../../workspace/snapshot";
import { type RunSource, threadsOfRun } from "./runSource";

export interface PlanAnswer {
  readonly schema: "heddle.plan/1";
  readonly name: string;
  readonly threads: number;
  readonly verdict: Plan["verdict"];
  readonly because: string;
  /** The run as it is now. */
  readonly todayMs: number;
  /** What following `phases` takes, start-up of further runs included. */
  readonly makespanMs: number;
  readonly phases: readonly PlannedPhase[];
  /**
   * Independent parts as jobs that run at the same time, each with all the threads; only where that
   * is shorter than the phases. Together they open as many times the connections.
   */
  readonly jobs?: readonly PlannedPhase[];
  /** Each way that was looked at. */
  readonly compared: readonly ComparedWay[];
  /** Longest remaining path of each task in ms: the larger, the more urgent. */
  readonly priorities: Readonly<Record<string, number>>;
  /** The seat pool of each task with a hint, for a runner that heeds seats. */
  readonly pools: Readonly<Record<string, string>>;
  readonly seats: Readonly<Record<string, number>>;
}

export interface PlannedPhase {
  readonly threads: number;
  readonly makespanMs: number;
  readonly tasks: readonly string[];
  /** The command that runs it, for a shell; null where the workload says nothing of commands. */
  readonly command: string | null;
  /** The same command, word by word. */
  readonly words: readonly string[] | null;
}

export interface ComparedWay {
  readonly way: "today" | "one-run" | "phases" | "jobs" | "steered";
  readonly runs: number;
  readonly makespanMs: number;
}

export interface PlanContext {
  readonly name: string;
  /** Start-up of each further run, in ms. */
  readonly startupMs: number;
  /** Command of a phase with these tasks and threads. */
  readonly commandOf: (
    tasks: readonly string[],
    threads: number,
    isWhole: boolean,
  ) => PhaseCommand | null;
}

/** One command as a line for a shell and as its words. */
export interface PhaseCommand {
  readonly line: string;
  readonly words: readonly string[];
}

/** Jobs are only worth their connections if they save this share. */
const WORTH = 0.05;

/** Some dozens of small simulations. */
export function planAnswer(
  source: RunSource,
  asked: ScheduleRequest,
  { name, startupMs, commandOf }: PlanContext,
): PlanAnswer {
  const request = source.calibrated?.(asked) ?? asked;
  const workload = source.workload(request);
  const graph = buildGraph(workload);
  const { hints = "ignored", overheadMs, capacity, contention, overhead } = request;
  const threads = threadsOfRun(workload, request);
  const options = {
    threads,
    hints,
    ...(overhead !== undefined && { overhead }),
    ...(overheadMs !== undefined && { overheadMs }),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
  const planned = plan(graph, { ...options, policy: "dbt-core", startupMs });
  const chosen = chosenPlan(planned);
  const jobs = splitJobs(graph, { ...options, policy: "dbt-core" });
  const isWorthIt =
    hints === "ignored" && jobs !== undefined && jobs.makespanMs < chosen.makespanMs * (1 - WORTH);
  const commanded = (phase: PlanPhase, isWhole: boolean): PlannedPhase => {
    const command = commandOf(phase.tasks, phase.threads, isWhole);
    return { ...phase, command: command?.line ?? null, words: command?.words ?? null };
  };
  return {
    schema: "heddle.plan/1",
    name,
    threads,
    verdict: planned.verdict,
    because: planned.because,
    todayMs: planned.today.makespanMs,
    makespanMs: chosen.makespanMs,
    phases: chosen.phases.map((phase) => commanded(phase, chosen.phases.length === 1)),
    ...(isWorthIt && {
      jobs: jobs.jobs.map((job) => commanded({ ...job, threads }, false)),
    }),
    compared: comparedWays(planned, isWorthIt ? jobs : undefined),
    ...taskOrder(graph),
  };
}

function chosenPlan({ verdict, today, single, phased }: Plan): PhasePlan {
  if (verdict === "keep-today") return today;
  return verdict === "phases" && phased !== undefined ? phased : single;
}

function comparedWays(
  { today, single, phased, steeredMs }: Plan,
  split: JobSplit | undefined,
): readonly ComparedWay[] {
  return [
    { way: "today", runs: 1, makespanMs: today.makespanMs },
    { way: "one-run", runs: 1, makespanMs: single.makespanMs },
    ...(phased === undefined
      ? []
      : [{ way: "phases", runs: phased.phases.length, makespanMs: phased.makespanMs } as const]),
    ...(split === undefined
      ? []
      : [{ way: "jobs", runs: split.jobs.length, makespanMs: split.makespanMs } as const]),
    { way: "steered", runs: 1, makespanMs: steeredMs },
  ];
}

/** How urgent each task is, and who shares seats: what a runner that heeds an order needs. */
export type TaskOrder = Pick<PlanAnswer, "priorities" | "pools" | "seats">;

/** Tasks with the same hint share its seats (CONTRACT section 4, `seats`). O(tasks + edges). */
export function taskOrder(graph: WorkloadGraph): TaskOrder {
  const remaining = remainingPaths(graph, graph.durationMs);
  const hinted = graph.ids.flatMap((id, task): readonly (readonly [string, number])[] =>
    graph.hint[task] === 0 ? [] : [[id, graph.hint[task]!]],
  );
  const hints = [...new Set(hinted.map(([, hint]) => hint))].sort((a, b) => a - b);
  return {
    priorities: Object.fromEntries(graph.ids.map((id, task) => [id, remaining[task]!])),
    pools: Object.fromEntries(hinted.map(([id, hint]) => [id, `threads ${hint}`])),
    seats: Object.fromEntries(hints.map((hint) => [`threads ${hint}`, hint])),
  };
}
