/** `heddle plan`: how to run a project today: dbt commands by phase, and what they would take. */
import { type PlanAnswer, planAnswer } from "../ide/answers/planAnswer";
import { joinDocuments } from "../report/document";
import { planReport } from "../report/planReport";
import type { ScheduleRequest } from "../workspace/snapshot";
import type { CommandContext, CommandResult } from "./command";
import { partCommand, wholeCommand } from "./dbtCommand";
import { type Failure, failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";
import { openRuns, type RunInput } from "./runInputs";
import { scheduleRequestOf } from "./scheduleRequest";
import { threadsOf } from "./values";

/**
 * dbt-core 1.11 takes 2.1 to 3.7 s before its first model starts; counted where the history does not
 * tell this project's own start-up.
 */
const STARTUP_MS = 3_000;

export function planCommand(context: CommandContext): CommandResult | Failure {
  const threads = threadsOf(context.args);
  if (hasFailed(threads)) return threads;
  const runs = openRuns(context);
  if (hasFailed(runs)) return runs;
  const model = runs.find(({ kind }) => kind === "tabular");
  if (model !== undefined) {
    return failure(
      `${model.name} is a tabular model; plan writes dbt commands. Use simulate or sweep on it`,
    );
  }
  const answers: PlanAnswer[] = [];
  for (const run of runs) {
    const request = scheduleRequestOf(context, run, threads);
    if (hasFailed(request)) return request;
    context.io.progress("planning");
    answers.push(
      planAnswer(run.source, request, {
        name: run.name,
        startupMs: run.snapshot?.calibration().startupMs ?? STARTUP_MS,
        commandOf: commandsOf(context, run, request),
      }),
    );
  }
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(planReport)), context);
  return { text, status: 0 };
}

function commandsOf(
  { args }: CommandContext,
  { snapshot, source }: RunInput,
  request: ScheduleRequest,
): (tasks: readonly string[], threads: number, isWhole: boolean) => string | null {
  if (snapshot === undefined) return () => null;
  const passedOn = (["target", "select", "exclude"] as const).flatMap((name) =>
    args.values(name).flatMap((value) => [`--${name}`, value]),
  );
  const command = request.command ?? "run";
  const all = source.workload(request).tasks.map(({ id }) => id);
  return (tasks, threads, isWhole) =>
    isWhole
      ? wholeCommand({ command, threads, passedOn })
      : partCommand(snapshot.project, { command, threads, passedOn }, tasks, all);
}
