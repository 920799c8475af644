/**
 * `heddle plan`: how to run a project today: dbt commands by phase, and what they would take; on a
 * tabular model its refresh.
 */
import type { DbtProject } from "../dbt/project";
import { type PlanAnswer, type PlanContext, planAnswer } from "../ide/answers/planAnswer";
import { joinDocuments } from "../report/document";
import { airflowDag } from "../report/planExport/airflowDag";
import { dagsterDefinitions } from "../report/planExport/dagsterDefinitions";
import { githubWorkflow } from "../report/planExport/githubWorkflow";
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportSubject,
} from "../report/planExport/planExport";
import { planReport } from "../report/planReport";
import type { ScheduleRequest } from "../workspace/snapshot";
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlMap } from "../yaml/values";
import type { CommandContext, CommandResult } from "./command";
import { partCommand, wholeCommand } from "./dbtCommand";
import { type Failure, failure, hasFailed } from "./failure";
import { openInputs } from "./inputs";
import { jsonText } from "./jsonText";
import { type OptionName, SELECTING } from "./options";
import { planRefresh } from "./planRefresh";
import { printDocument } from "./printDocument";
import { type RunInput, runsOf } from "./runInputs";
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
  const inputs = openInputs(context, context.args.positionals[0]);
  if (hasFailed(inputs)) return inputs;
  const exported = EXPORT_FORMATS.find((format) => format === context.format);
  const models = inputs.filter((input) => input.kind === "tabular");
  if (models.length === inputs.length && exported === undefined) {
    return planRefresh(context, models, threads);
  }
  const [model] = models;
  if (model !== undefined) {
    return failure(
      exported === undefined
        ? `${model.path} is a tabular model beside other inputs; give the path of one or the other`
        : `${model.path} is a tabular model; --format ${exported} is for dbt projects`,
    );
  }
  const runs = runsOf(context, inputs);
  if (hasFailed(runs)) return runs;
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
  if (exported !== undefined) return exportPlan(exported, runs, answers, context.io.cwd);
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(planReport)), context);
  return { text, status: 0 };
}

const WRITERS: Readonly<Record<ExportFormat, (subject: ExportSubject) => string>> = {
  github: githubWorkflow,
  airflow: airflowDag,
  dagster: dagsterDefinitions,
};

/** One file for another scheduler, so of one project only. */
function exportPlan(
  format: ExportFormat,
  runs: readonly RunInput[],
  answers: readonly PlanAnswer[],
  cwd: string,
): CommandResult | Failure {
  const [run, ...others] = runs;
  const [plan] = answers;
  const project = run?.snapshot?.project;
  if (run === undefined || plan === undefined || project === undefined || others.length > 0) {
    return failure(`--format ${format} writes the plan of one dbt project; give its path`);
  }
  if (plan.phases.every(({ tasks }) => tasks.length === 0)) {
    return failure(`--format ${format}: ${run.name} has nothing to run; no task is selected`);
  }
  const text = WRITERS[format]({
    plan,
    project: run.name,
    profile: profileOf(project) ?? run.name,
    engine: project.engine,
    ...(project.root.startsWith(`${cwd}/`) && { folder: project.root.slice(cwd.length + 1) }),
    ...(project.target !== null && { target: project.target.name }),
    ...(project.adapter !== null && { adapter: project.adapter }),
  });
  return { text, status: 0 };
}

/** `profile:` of dbt_project.yml; absent where it is a template. */
function profileOf({ files }: DbtProject): string | undefined {
  const { value } = parseYaml(files.get("dbt_project.yml") ?? "");
  const name = isYamlMap(value) ? entryOf(value, "profile") : undefined;
  return typeof name === "string" && !name.includes("{{") ? name : undefined;
}

function commandsOf(
  { args, format }: CommandContext,
  { snapshot, source, selection }: RunInput,
  request: ScheduleRequest,
): PlanContext["commandOf"] {
  if (snapshot === undefined) return () => null;
  const given = (names: readonly OptionName[]): readonly string[] =>
    names.flatMap((name) => args.values(name).flatMap((value) => [`--${name}`, value]));
  const options = {
    command: request.command ?? "run",
    running: given(["target"]),
    selecting: given(SELECTING),
    isEverything: selection === undefined,
  };
  const all = source.workload(request).tasks.map(({ id }) => id);
  // Airflow and Dagster take dbt's words, and know no selector by its name.
  const isNamed = args.has("selector") || options.selecting.length === 0;
  const spellsOut = selection !== undefined && isNamed && /^(?:airflow|dagster)$/.test(format);
  return (tasks, threads, isWhole) =>
    isWhole && !spellsOut
      ? wholeCommand({ ...options, threads })
      : partCommand(snapshot.project, { ...options, threads }, tasks, all);
}
