/**
 * `heddle run` and `heddle build`: the user's own dbt, started so that the longest remaining path
 * goes first, and within the seats of hints where asked for. Where that cannot be, stock dbt is run and one line says why.
 */
import { formatDuration } from "../base/duration";
import { count } from "../ide/words";
import type { CommandContext, CommandResult } from "./command";
import { type DbtArguments, parseDbtArguments, STEERED } from "./dbtArguments";
import { type Failure, failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import type { Programs } from "./programs";
import { type Steering, steeringPlan } from "./steeringPlan";

const MODULE = "heddle_steer";

export async function run(context: CommandContext): Promise<CommandResult | Failure> {
  const { args, io, command } = context;
  const { programs } = io;
  const hints = args.value("hints");
  if (hints !== undefined && hints !== "seats" && hints !== "ignored") {
    return failure(
      `--hints: heddle ${command.name} takes seats or ignored; ${hints} is for heddle simulate`,
    );
  }
  const dbt = parseDbtArguments(args.positionals, command.name);
  if (args.has("dry-run")) return dryRun(context, dbt);
  if (args.has("json") || args.has("format") || args.has("out")) {
    return failure(`heddle ${command.name} prints what dbt prints; --json goes with --dry-run`);
  }
  if (programs === undefined) return failure("dbt cannot be started from here");
  const named = args.value("dbt") ?? "dbt";
  const program = programs.find(named);
  if (program === undefined) {
    return failure(`${named}: no such program; activate dbt's environment or give --dbt PATH`);
  }
  const say = (line: string) => {
    if (!args.has("quiet")) io.err(`heddle ${command.name}: ${line}\n`);
  };
  const steering = steeringFor(context, dbt, programs, program);
  if (hasFailed(steering)) {
    say(`stock dbt ${dbt.command} is run: ${steering.failed}`);
    return { text: "", status: await programs.start(program, dbt.words) };
  }
  say(announcement(dbt, steering));
  return { text: "", status: await startSteered(programs, program, dbt, steering) };
}

function dryRun(context: CommandContext, dbt: DbtArguments): CommandResult | Failure {
  if (!STEERED.includes(dbt.command)) return failure(neverSteered(dbt));
  const steering = steeringPlan(context, dbt);
  if (hasFailed(steering)) return steering;
  const { plan } = steering;
  if (context.format === "json") return { text: jsonText([plan]), status: 0 };
  const urgent = Object.entries(plan.priorities)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([id, remainingMs]) => {
      const pool = plan.pools[id];
      const seat = pool === undefined ? "" : ` · seat of ${pool}`;
      return `  ${formatDuration(remainingMs).padStart(9)}  ${id}${seat}`;
    });
  const lines = [
    announcement(dbt, steering),
    "",
    ...(urgent.length === 0 ? ["Nothing to run."] : ["Longest remaining paths", ...urgent]),
    "",
    "Nothing was run.",
  ];
  return { text: `${lines.join("\n")}\n`, status: 0 };
}

/** The plan, or why this run cannot be steered. */
function steeringFor(
  context: CommandContext,
  dbt: DbtArguments,
  programs: Programs,
  program: string,
): Steering | Failure {
  if (!STEERED.includes(dbt.command)) return failure(neverSteered(dbt));
  if (programs.wrapperFolder === undefined) return failure("its wrapper is missing here");
  if (programs.interpreterOf(program) === undefined) {
    return failure(`${program} is no Python script, so not dbt-core 1; dbt 2 cannot be steered`);
  }
  return steeringPlan(context, dbt);
}

function neverSteered({ command }: DbtArguments): string {
  return `dbt ${command} has no order to steer`;
}

function announcement(dbt: DbtArguments, steering: Steering): string {
  const { plan, threads, stockMs, steeredMs, isMeasured } = steering;
  const nodes = Object.keys(plan.priorities).length;
  const pools = Object.keys(plan.seats).length;
  const seats = pools === 0 ? "" : ` and ${count(pools, "pool")} of seats`;
  const unheeded =
    steering.heedsHints || steering.hintedCount === 0
      ? ""
      : `; ${count(steering.hintedCount, "hint")} not heeded (--hints seats)`;
  const source = isMeasured ? "" : ", from estimates: no run history was found";
  const what = `dbt ${dbt.command} in the order of a plan for ${count(nodes, "node")} on ${count(threads, "thread")}${seats}`;
  return `${what}; predicted ${formatDuration(steeredMs)} instead of ${formatDuration(stockMs)}${source}${unheeded}`;
}

async function startSteered(
  programs: Programs,
  program: string,
  dbt: DbtArguments,
  { plan }: Steering,
): Promise<number> {
  const python = programs.interpreterOf(program) ?? program;
  const file = programs.writeTemporary("plan.json", jsonText([plan]));
  try {
    return await programs.start(python, ["-m", MODULE, file.path, ...dbt.words], {
      env: { HEDDLE_DBT: program },
      lifeline: "HEDDLE_LIFELINE",
      ...(programs.wrapperFolder !== undefined && { pythonFolder: programs.wrapperFolder }),
    });
  } finally {
    file.remove();
  }
}
