/**
 * The order that `heddle run` gives to the wrapper ("heddle.order/1"), and what it is predicted to
 * gain. Looks for no phases and no optimum: dbt is being loaded meanwhile, on the same machine.
 * Starts nothing; whether the user's dbt can be steered is not known here.
 */
import { formatDuration } from "../base/duration";
import { type TaskOrder, taskOrder } from "../ide/answers/planAnswer";
import { threadsOfRun } from "../ide/answers/runSource";
import { count } from "../ide/words";
import { type PredictionHistory, predictionWords } from "../schedule/predictionHistory";
import { buildGraph } from "../workload/graph";
import type { ScheduleRequest } from "../workspace/snapshot";
import { parseArguments } from "./arguments";
import type { CommandContext } from "./command";
import type { DbtArguments } from "./dbtArguments";
import { type Failure, failure, hasFailed } from "./failure";
import { type OptionName, SELECTING } from "./options";
import { openRuns, type RunInput } from "./runInputs";
import { scheduleRequestOf } from "./scheduleRequest";
import { threadsOf } from "./values";

/** What the wrapper reads. */
export interface SteeringOrder extends TaskOrder {
  readonly schema: "heddle.order/1";
  readonly name: string;
  readonly threads: number;
  /** Nodes that may run at once; only with `--reserve`. */
  readonly workers?: number;
  /** What each node is predicted to take, in ms. */
  readonly durations: Readonly<Record<string, number>>;
  readonly prediction: {
    /** From the first start to the last end, in this order and within these seats. */
    readonly makespanMs: number;
    /** The same in stock order. */
    readonly stockMs: number;
    /** What past runs took at least and at most, as shares of what was predicted for them. */
    readonly lowShare?: number;
    readonly highShare?: number;
  };
  /** The prediction for a person, in one line. */
  readonly note: string;
}

export interface Steering {
  readonly order: SteeringOrder;
  readonly run: RunInput;
  /** What was simulated. */
  readonly request: ScheduleRequest;
}

/** Fewer predictions tell no band. */
const LEAST_PREDICTIONS = 3;
/** What two runs of the same differ by is never less. */
const LEAST_BAND = 0.03;
/** Tasks × past runs that may be predicted again before a run; about 0.2 s. */
const MOST_REPREDICTED = 20_000;

/** The order for one dbt command. A selection that Heddle cannot follow is planned as the whole. */
export function steeringPlan(context: CommandContext, dbt: DbtArguments): Steering | Failure {
  const all = readProject(context, dbt, dbt.reading);
  if (!hasFailed(all)) return all;
  const unselected = dbt.reading.filter(
    (word) => !SELECTING.some((name) => word.startsWith(`--${name}=`)),
  );
  return unselected.length === dbt.reading.length ? all : readProject(context, dbt, unselected);
}

/** Heddle's own options that matter to a plan; the others are those of dbt. */
export const OWN_OPTIONS = [
  "engine",
  "history",
  "env",
  "at",
  "capacity",
  "reserve",
  "hints",
] as const satisfies readonly OptionName[];

function readProject(
  given: CommandContext,
  dbt: DbtArguments,
  reading: readonly string[],
): Steering | Failure {
  const own = OWN_OPTIONS.flatMap((name) =>
    given.args.values(name).map((value) => `--${name}=${value}`),
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
  const asked = scheduleRequestOf(context, run, threads);
  if (hasFailed(asked)) return asked;
  context.io.progress("planning");
  const { source } = run;
  const request = source.calibrated?.(asked) ?? asked;
  const workload = source.workload(request);
  const whole = taskOrder(buildGraph(workload));
  const heedsSeats = request.hints === "seats";
  const stock = { ...request, reservePercent: 0, hints: "ignored", policy: "dbt-core" } as const;
  const stockMs = source.schedule(stock).makespanMs;
  const makespanMs = source.schedule({ ...request, policy: "longest-path" }).makespanMs;
  const past = pastPredictions(run, workload.tasks.length);
  const hinted = Object.keys(whole.pools).length;
  const isMeasured = workload.tasks.some(({ durationOrigin }) => durationOrigin === "measured");
  const workers = threadsOfRun(workload, request);
  return {
    order: {
      schema: "heddle.order/1",
      name: run.name,
      threads: threadsOfRun(workload, { ...request, reservePercent: 0 }),
      ...((request.reservePercent ?? 0) > 0 && { workers }),
      ...whole,
      ...(heedsSeats ? {} : { pools: {}, seats: {} }),
      durations: Object.fromEntries(workload.tasks.map((task) => [task.id, task.durationMs])),
      prediction: { makespanMs, stockMs, ...bandOf(past) },
      note: [
        `predicted ${formatDuration(makespanMs)} instead of ${formatDuration(stockMs)}`,
        ...(isMeasured ? [] : ["from estimates: no run history was found"]),
        ...(past === undefined ? [] : [predictionWords(past)]),
        ...(heedsSeats || hinted === 0
          ? []
          : [`${count(hinted, "hint")} not heeded (--hints seats)`]),
      ].join("; "),
    },
    run,
    request,
  };
}

function pastPredictions(
  { source, snapshot }: RunInput,
  tasks: number,
): PredictionHistory | undefined {
  const runs = snapshot?.history().runs ?? 0;
  if (runs < 2 || Math.min(runs, 10) * tasks > MOST_REPREDICTED) return undefined;
  const past = source.predictions?.();
  return past === undefined || past.runs.length === 0 ? undefined : past;
}

function bandOf(
  past: PredictionHistory | undefined,
): Pick<SteeringOrder["prediction"], "lowShare" | "highShare"> {
  if (past === undefined || past.runs.length < LEAST_PREDICTIONS) return {};
  // An error is the prediction over what came, less one.
  const shares = past.runs.map(({ makespanError }) => 1 / (1 + makespanError));
  return {
    lowShare: Math.min(1 - LEAST_BAND, ...shares),
    highShare: Math.max(1 + LEAST_BAND, ...shares),
  };
}
