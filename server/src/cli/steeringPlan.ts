/**
 * The plan that `heddle run` gives to the wrapper, and what it is predicted to gain. Starts
 * nothing; whether the user's dbt can be steered is not known here.
 */
import { type PlanAnswer, planAnswer } from "../ide/answers/planAnswer";
import { threadsOfRun } from "../ide/answers/runSource";
import { parseArguments } from "./arguments";
import type { CommandContext } from "./command";
import type { DbtArguments } from "./dbtArguments";
import { type Failure, failure, hasFailed } from "./failure";
import { SELECTING } from "./options";
import { openRuns, type RunInput } from "./runInputs";
import { scheduleRequestOf } from "./scheduleRequest";
import { threadsOf } from "./values";

/** `heddle.plan/1` with what only a steered run needs. */
export interface SteeringPlan extends PlanAnswer {
  /** Nodes that may run at once; only with `--reserve`. */
  readonly workers?: number;
}

export interface Steering {
  readonly plan: SteeringPlan;
  readonly threads: number;
  /** Predicted, in stock order. */
  readonly stockMs: number;
  /** Predicted, in the order of the plan and within its seats. */
  readonly steeredMs: number;
  /** Whether hints limit this run; they do not unless asked for, as in every other command. */
  readonly heedsHints: boolean;
  /** Models with a hint. */
  readonly hintedCount: number;
  /** Whether any duration was measured in a run. */
  readonly isMeasured: boolean;
}

/** The plan for one dbt command. A selection that Heddle cannot follow is planned as the whole. */
export function steeringPlan(context: CommandContext, dbt: DbtArguments): Steering | Failure {
  const all = readProject(context, dbt, dbt.reading);
  if (!hasFailed(all)) return all;
  const unselected = dbt.reading.filter(
    (word) => !SELECTING.some((name) => word.startsWith(`--${name}=`)),
  );
  return unselected.length === dbt.reading.length ? all : readProject(context, dbt, unselected);
}

function readProject(
  given: CommandContext,
  dbt: DbtArguments,
  reading: readonly string[],
): Steering | Failure {
  const own = (["engine", "history", "env", "at", "capacity", "reserve", "hints"] as const).flatMap(
    (name) => given.args.values(name).map((value) => `--${name}=${value}`),
  );
  const words = [...own, ...reading, `--command=${dbt.command === "run" ? "run" : "build"}`];
  const args = parseArguments(
    [...words, "--quiet", "--", dbt.projectDir ?? "."],
    [...given.command.options, ...PLANNING],
  );
  if (hasFailed(args)) return args;
  const context: CommandContext = { ...given, args };
  const threads = threadsOf(args);
  if (hasFailed(threads)) return threads;
  const runs = openRuns(context);
  if (hasFailed(runs)) return runs;
  const [run, ...others] = runs;
  if (run === undefined || others.length > 0 || run.snapshot === undefined) {
    return failure("this is not one dbt project; go into one or give --project-dir after --");
  }
  return steeringOf(context, run, threads);
}

const PLANNING = [
  "threads",
  "target",
  "profiles-dir",
  "vars",
  ...SELECTING,
  "command",
  "contention",
  "overhead-ms",
  "what-if",
  "policy",
  "quiet",
] as const;

function steeringOf(
  context: CommandContext,
  run: RunInput,
  threads: number | undefined,
): Steering | Failure {
  const request = scheduleRequestOf(context, run, threads);
  if (hasFailed(request)) return request;
  context.io.progress("planning");
  const answer = planAnswer(run.source, request, {
    name: run.name,
    startupMs: 0,
    commandOf: () => null,
  });
  const workload = run.source.workload(request);
  const stock = { ...request, reservePercent: 0, hints: "ignored", policy: "dbt-core" } as const;
  const heedsSeats = request.hints === "seats";
  const isReserved = (request.reservePercent ?? 0) > 0;
  return {
    plan: {
      ...answer,
      ...(heedsSeats ? {} : { pools: {}, seats: {} }),
      ...(isReserved && { workers: answer.threads }),
    },
    heedsHints: heedsSeats,
    hintedCount: Object.keys(answer.pools).length,
    threads: threadsOfRun(workload, request),
    stockMs: run.source.schedule(stock).makespanMs,
    steeredMs: run.source.schedule({ ...request, policy: "longest-path" }).makespanMs,
    isMeasured: workload.tasks.some(({ durationOrigin }) => durationOrigin === "measured"),
  };
}
