/**
 * `heddle run` on a dbt that takes no order, as dbt 2: hints can be kept there only by phases, each a
 * run of its own with its own thread count. Used where seats are asked for and phases pay; a node
 * whose parent failed in an earlier phase is left out, as dbt itself would skip it.
 */
import { isFailure, joinPath } from "../base/fileSystem";
import { parseRunResults } from "../dbt/artifacts/runResults";
import { planAnswer } from "../ide/answers/planAnswer";
import { count } from "../ide/words";
import type { Task } from "../workload/workload";
import type { CommandContext } from "./command";
import type { DbtArguments } from "./dbtArguments";
import { partCommand } from "./dbtCommand";
import { hasFailed } from "./failure";
import type { Programs } from "./programs";
import { type Steering, steeringPlan } from "./steeringPlan";

export interface HooklessRun {
  readonly context: CommandContext;
  readonly dbt: DbtArguments;
  readonly programs: Programs;
  /** Absolute path of the dbt to start. */
  readonly program: string;
  readonly say: (line: string) => void;
}

/** dbt 2 starts in less than dbt-core: 0.9 s for a small project. */
const STARTUP_MS = 1_000;
const SIGNALLED = 128;
const RESULTS = "target/run_results.json";

/** Exit status of the run: of its worst phase, where there are several. */
export async function runWithoutHook(given: HooklessRun): Promise<number> {
  const { context, dbt, programs, program, say } = given;
  const why = `${program} is no Python script, so not dbt-core 1; dbt 2 takes no order`;
  const stock = (more: string) => {
    say(`stock dbt ${dbt.command} is run: ${why}${more}`);
    return programs.start(program, dbt.words);
  };
  const { command } = dbt;
  const hasSeats = context.args.value("hints") === "seats";
  if (!hasSeats || (command !== "run" && command !== "build")) return stock("");
  const steering = steeringPlan(context, dbt);
  if (hasFailed(steering)) return stock(`; ${steering.failed}`);
  const { run, request } = steering;
  const { verdict, because, phases } = planAnswer(run.source, request, {
    name: run.name,
    startupMs: run.snapshot?.calibration().startupMs ?? STARTUP_MS,
    commandOf: () => null,
  });
  if (verdict !== "phases") return stock(`, and phases do not pay: ${because}`);
  say(`dbt ${command} in ${count(phases.length, "phase")}, for ${why}: ${because}`);
  return runPhases(given, steering, command, phases);
}

async function runPhases(
  { context, dbt, programs, program, say }: HooklessRun,
  { run, request }: Steering,
  command: "run" | "build",
  phases: readonly { readonly threads: number; readonly tasks: readonly string[] }[],
): Promise<number> {
  const project = run.snapshot?.project;
  if (project === undefined) return programs.start(program, dbt.words);
  const { tasks } = run.source.workload(request);
  const all = tasks.map(({ id }) => id);
  const isEverything = run.selection === undefined;
  const failed = new Set<string>();
  let status = 0;
  for (const [at, { threads, tasks: wanted }] of phases.entries()) {
    const blocked = descendantsOf(failed, tasks);
    const chosen = wanted.filter((id) => !blocked.has(id));
    const name = `phase ${at + 1} of ${phases.length}`;
    if (chosen.length < wanted.length) {
      say(`${name}: ${count(wanted.length - chosen.length, "node")} left out after failures`);
    }
    if (chosen.length === 0) continue;
    say(`${name}: ${count(chosen.length, "node")} on ${count(threads, "thread")}`);
    const options = { command, threads, running: dbt.running, selecting: [], isEverything };
    const { words } = partCommand(project, options, chosen, all);
    const before = resultsText(context, project.root);
    const code = await programs.start(program, words.slice(1));
    status = Math.max(status, code);
    if (code === 0) continue;
    const isLast = at + 1 === phases.length;
    const after = resultsText(context, project.root);
    const isKnown = after !== undefined && after !== before;
    if (code > SIGNALLED || isLast || dbt.words.some(isFailFast) || !isKnown) {
      if (!isLast) say(`${name} ended with ${code}; the phases after it are not run`);
      return status;
    }
    for (const { uniqueId, outcome, status: word } of parseRunResults(after, RESULTS).run?.nodes ??
      []) {
      if (outcome !== "completed" || word === "fail") failed.add(uniqueId);
    }
  }
  return status;
}

function isFailFast(word: string): boolean {
  return word === "--fail-fast" || word === "-x";
}

function resultsText({ io }: CommandContext, root: string): string | undefined {
  const file = io.fileSystem.read(joinPath(root, RESULTS));
  return isFailure(file) ? undefined : file.text;
}

/** Everything that waits for one of `failed`, directly or not. O(tasks + dependencies). */
function descendantsOf(failed: ReadonlySet<string>, tasks: readonly Task[]): ReadonlySet<string> {
  const found = new Set(failed);
  const children = new Map<string, string[]>();
  for (const { id, dependsOn } of tasks) {
    for (const parent of dependsOn) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [id]);
      else known.push(id);
    }
  }
  // A set is walked in the order of its growth, what is added on the way included.
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child);
  return found;
}
