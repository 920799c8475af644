/**
 * `heddle run` and `heddle build`: the user's own dbt, started so that the longest remaining path
 * goes first, and within the seats of hints where asked for. dbt is started first and the plan made
 * while it is being loaded. Where that cannot be, stock dbt is run and one line says why.
 */
import { formatDuration } from "../base/duration";
import { planAnswer } from "../ide/answers/planAnswer";
import { count } from "../ide/words";
import type { CommandContext, CommandResult } from "./command";
import { type DbtArguments, parseDbtArguments, STEERED } from "./dbtArguments";
import { type Failure, failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import type { Programs } from "./programs";
import { runWithoutHook } from "./runWithoutHook";
import { OWN_OPTIONS, type Steering, type SteeringOrder, steeringPlan } from "./steeringPlan";

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
  const stock = async (why: string) => {
    say(`stock dbt ${dbt.command} is run: ${why}`);
    return { text: "", status: await programs.start(program, dbt.words) };
  };
  if (!STEERED.includes(dbt.command)) return stock(neverSteered(dbt));
  if (programs.wrapperFolder === undefined) return stock("its wrapper is missing here");
  const python = programs.interpreterOf(program);
  if (python === undefined) {
    return { text: "", status: await runWithoutHook({ context, dbt, programs, program, say }) };
  }
  return { text: "", status: await startSteered(context, programs, { program, python }, dbt) };
}

function dryRun(context: CommandContext, dbt: DbtArguments): CommandResult | Failure {
  if (!STEERED.includes(dbt.command)) return failure(neverSteered(dbt));
  const steering = steeringPlan(context, dbt);
  if (hasFailed(steering)) return steering;
  const { order } = steering;
  if (context.format === "order") return { text: `${JSON.stringify(order)}\n`, status: 0 };
  if (context.format === "json") return { text: jsonText([wholePlan(steering)]), status: 0 };
  const urgent = Object.entries(order.priorities)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([id, remainingMs]) => {
      const pool = order.pools[id];
      const seat = pool === undefined ? "" : ` · seat of ${pool}`;
      return `  ${formatDuration(remainingMs).padStart(9)}  ${id}${seat}`;
    });
  const lines = [
    announcement(dbt, order),
    "",
    ...(urgent.length === 0 ? ["Nothing to run."] : ["Longest remaining paths", ...urgent]),
    "",
    "Nothing was run.",
  ];
  return { text: `${lines.join("\n")}\n`, status: 0 };
}

/** The order and, beside it, the ways to run it today as `heddle plan` finds them. */
function wholePlan({ order, run, request }: Steering): object {
  const { schema: _, ...steered } = order;
  const { name } = run;
  const answer = planAnswer(run.source, request, { name, startupMs: 0, commandOf: () => null });
  return { ...answer, ...steered };
}

function neverSteered({ command }: DbtArguments): string {
  return `dbt ${command} has no order to steer`;
}

function announcement({ command }: DbtArguments, order: SteeringOrder): string {
  const { priorities, seats, threads, workers = threads, note } = order;
  const pools = Object.keys(seats).length;
  const among = pools === 0 ? "" : ` and ${count(pools, "pool")} of seats`;
  const nodes = count(Object.keys(priorities).length, "node");
  return `dbt ${command} in the order of a plan for ${nodes} on ${count(workers, "thread")}${among}; ${note}`;
}

/** dbt needs seconds before it asks for the first node; the plan is there by then. */
async function startSteered(
  context: CommandContext,
  programs: Programs,
  { program, python }: { readonly program: string; readonly python: string },
  dbt: DbtArguments,
): Promise<number> {
  const { args } = context;
  const file = programs.temporaryFile("plan.json");
  const running = programs.start(python, ["-m", MODULE, file.path, ...dbt.words], {
    env: {
      HEDDLE_DBT: program,
      HEDDLE_PLAN: "awaited",
      ...(args.has("quiet") && { HEDDLE_NOTES: "0" }),
      ...(args.has("no-live") && { HEDDLE_LIVE: "0" }),
      ...(!args.has("no-keep") && { HEDDLE_KEEP: "1" }),
    },
    lifeline: "HEDDLE_LIFELINE",
    ...(programs.wrapperFolder !== undefined && { pythonFolder: programs.wrapperFolder }),
  });
  const planning = programs.aside(planningWords(context, dbt));
  let isOver = false;
  const handedOver = planning.result
    .then(({ status, out, err }) => {
      if (!isOver) file.write(status === 0 ? out : noOrder(err));
    })
    // A full disk: the wrapper says that no plan came, and dbt goes on.
    .catch(() => {});
  try {
    return await running;
  } finally {
    isOver = true;
    planning.end();
    await handedOver;
    file.remove();
  }
}

function planningWords({ args, command }: CommandContext, dbt: DbtArguments): readonly string[] {
  const own = OWN_OPTIONS.flatMap((name) => args.values(name).map((value) => `--${name}=${value}`));
  return [command.name, "--dry-run", "--format", "order", ...own, "--", ...dbt.words];
}

/** What the wrapper tells of a project that Heddle cannot read. */
function noOrder(err: string): string {
  const [line = ""] = err.replace(/^heddle: /, "").split("\n");
  return JSON.stringify({ schema: "heddle.order/1", unavailable: line || "it cannot be planned" });
}
