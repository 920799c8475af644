/**
 * CONTRACT "heddle.schedule/1": one simulated run, the same run under every meaning of hints, the
 * key figures, and what would save the most. Words nothing but the savings.
 */
import type { Alternative, LongerRefresh, Saving, SimulateResult } from "../../protocol";
import { alternatives } from "../../schedule/alternatives";
import { type CausalRanking, causalRanking } from "../../schedule/causalRanking";
import type { Failures } from "../../schedule/failures";
import { kpis } from "../../schedule/kpis";
import { monteCarlo, type Spread } from "../../schedule/monteCarlo";
import type { Schedule, SimulateOptions } from "../../schedule/schedule";
import { buildGraph, type WorkloadGraph } from "../../workload/graph";
import type { ScheduleRequest } from "../../workspace/snapshot";
import { type MicrobatchRequest, microbatchAnswer } from "./microbatchAnswer";
import {
  failuresAnswer,
  idleAnswer,
  jitterAnswer,
  optimumOf,
  type RunInsights,
} from "./runInsights";
import type { RunSource } from "./runSource";
import { pastError, slowdownNote } from "./slowdownAnswer";

/** What the source itself does not say. */
export interface ScheduleContext {
  /** Where the thread count comes from: `profiles.yml`, `option`, `workload` … */
  readonly threadsOrigin?: string;
  readonly engine?: string;
  readonly engineWords?: string;
  /** Of a tabular model. */
  readonly reencoding?: LongerRefresh;
  /** How much durations vary, by task id; without it the answer has no `spread`. */
  readonly spreads?: ReadonlyMap<string, Spread>;
  /** Whether to spend some hundred simulations more on `optimum` and `jitter`. */
  readonly isThorough?: boolean;
  readonly failures?: Failures;
  /** Models that run batch by batch, and whether dbt limits how many do at a time. */
  readonly microbatch?: Omit<MicrobatchRequest, "threads">;
}

/** Where the makespan of repeated runs lies, as their durations vary. */
export interface MakespanSpread {
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly samples: number;
}

export interface ScheduleAnswer extends SimulateResult, RunInsights {
  readonly spread?: MakespanSpread;
  /** Hooks of `on-run-start` and `on-run-end`: part of the start-up, one by one; ms. */
  readonly hooksMs?: number;
}

/** Savings below this share of the run are not worth a line. */
const WORTH = 0.002;
const SHOWN_SAVINGS = 3;
const CANDIDATES = 24;
/** Simulated tasks that a spread may cost in all; larger projects draw fewer runs. */
const SPREAD_TASKS = 400_000;
const MOST_SAMPLES = 200;
const FEWEST_SAMPLES = 20;

/** About a hundred simulations: 0.1 s at 1,000 tasks. */
export function scheduleAnswer(
  source: RunSource,
  asked: ScheduleRequest = {},
  { spreads, isThorough = false, failures, microbatch, ...context }: ScheduleContext = {},
): ScheduleAnswer {
  const request = source.calibrated?.(asked) ?? asked;
  const schedule = source.schedule(request);
  const graph = buildGraph(source.workload(request));
  const options = optionsOf(request, schedule);
  const others = alternatives(graph, options);
  const ranking = causalRanking(graph, options, CANDIDATES);
  return {
    schema: "heddle.schedule/1",
    ...schedule,
    alternatives: others,
    kpis: { ...kpis(graph, options, schedule.makespanMs, todayOf(source, request)) },
    savings: savingsOf(graph, options, others, ranking),
    ranking,
    idle: idleAnswer(schedule),
    ...(isThorough && { optimum: optimumOf(graph, options, schedule.makespanMs) }),
    ...(isThorough && options.policy !== "fusion" && { jitter: jitterAnswer(graph, options) }),
    ...(failures !== undefined && { failures: failuresAnswer(graph, options, failures) }),
    ...(microbatch !== undefined && {
      microbatch: microbatchAnswer(graph, { ...microbatch, threads: schedule.threads }),
    }),
    ...(spreads !== undefined && spreads.size > 0 && { spread: spreadOf(graph, options, spreads) }),
    ...trustOf(source, request, schedule),
    ...context,
  };
}

/**
 * The schedule alone, for a slider that moves: no other ways to run it, no key figures, no savings.
 * One simulation.
 */
export function briefAnswer(
  source: RunSource,
  request: ScheduleRequest = {},
  context: Omit<ScheduleContext, "spreads"> = {},
): SimulateResult {
  const schedule = source.schedule(source.calibrated?.(request) ?? request);
  return { schema: "heddle.schedule/1", ...schedule, alternatives: [], kpis: {}, ...context };
}

/** What the figures rest on beside durations, and what lies before them. */
function trustOf(
  source: RunSource,
  request: ScheduleRequest,
  { tasks, makespanMs }: Schedule,
): Pick<ScheduleAnswer, "slowdown" | "pastError" | "startupMs" | "hooksMs"> {
  const slowdown = slowdownNote(source, request, { tasks: tasks.length, makespanMs });
  const past = pastError(source);
  const { startupMs, hooksMs } = source.calibration?.() ?? {};
  return {
    ...(hooksMs !== undefined && { hooksMs }),
    ...(startupMs !== undefined && { startupMs }),
    ...(slowdown !== undefined && { slowdown }),
    ...(past !== undefined && { pastError: past }),
  };
}

function spreadOf(
  graph: WorkloadGraph,
  options: SimulateOptions,
  spreads: ReadonlyMap<string, Spread>,
): MakespanSpread {
  const affordable = Math.floor(SPREAD_TASKS / Math.max(1, graph.size));
  const drawn = Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, affordable));
  const { p10Ms, p50Ms, p90Ms, samples } = monteCarlo(graph, options, { spreads, samples: drawn });
  return { p10Ms, p50Ms, p90Ms, samples };
}

/** Options of the run as it was simulated: its threads are those after reserve and limits. */
function optionsOf(request: ScheduleRequest, schedule: Schedule): SimulateOptions {
  const { overheadMs, capacity, contention, overhead, singleThreaded } = request;
  return {
    threads: schedule.threads,
    hints: schedule.hints,
    policy: schedule.policy,
    ...(singleThreaded === true && { singleThreaded }),
    ...(overhead !== undefined && { overhead }),
    ...(overheadMs !== undefined && { overheadMs }),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
}

/** Today's run: the configured threads and durations, of the same selection and command. */
function todayOf(source: RunSource, request: ScheduleRequest) {
  const { command, selection, durations } = request;
  const today = source.workload({
    ...(durations !== undefined && { durations }),
    ...(command !== undefined && { command }),
    ...(selection !== undefined && { selection }),
  });
  return { threads: today.capacity.threads, graph: buildGraph(today) };
}

function savingsOf(
  graph: WorkloadGraph,
  options: SimulateOptions,
  others: readonly Alternative[],
  { gains, makespanMs }: CausalRanking,
): readonly Saving[] {
  const leastMs = Math.max(1, makespanMs * WORTH);
  const faster = gains
    .filter(({ halfMs }) => halfMs >= leastMs)
    .slice(0, SHOWN_SAVINGS)
    .map(({ id, halfMs }): Saving => {
      const origin = graph.tasks[graph.indexOf.get(id) ?? 0]?.durationOrigin ?? "";
      return { title: id, how: "if halved", savesMs: halfMs, basis: origin, id };
    });
  const longestFirst = others.find(
    ({ hints, policy }) => hints === options.hints && policy === "longest-path",
  );
  const orderMs = longestFirst === undefined ? 0 : makespanMs - longestFirst.makespanMs;
  const order: readonly Saving[] =
    orderMs >= leastMs && options.policy !== "longest-path"
      ? [
          {
            title: "longest path first",
            how: "as the order of ready models",
            savesMs: orderMs,
            basis: "simulated; dbt itself has no such order",
          },
        ]
      : [];
  return [...faster, ...order].sort((a, b) => b.savesMs - a.savesMs);
}
