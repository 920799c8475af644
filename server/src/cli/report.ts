/**
 * `heddle report`: past runs, the predicted one, thread counts and advice in one page; of a
 * tabular model its refresh.
 */
import type { Price } from "../advise/reportSettings";
import { parseDuration } from "../base/duration";
import { reportAnswer } from "../ide/answers/reportAnswer";
import { joinDocuments, type ReportDocument } from "../report/document";
import { projectReport } from "../report/projectReport";
import { comparableRuns } from "../workspace/observedHistory";
import { readHistory } from "../workspace/readHistory";
import type { Arguments } from "./arguments";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type DbtInput, openInputs, openProjects } from "./inputs";
import { jsonText } from "./jsonText";
import type { TabularInput } from "./openTabular";
import { printDocument } from "./printDocument";
import { modelReport } from "./reportModel";
import { numberOf } from "./values";

const OF_RUNS = ["deadline", "price-per-thread-hour", "price-per-warehouse-hour"] as const;

export function reportCommand(context: CommandContext): CommandResult | Failure {
  const { args } = context;
  const deadlineMs = deadlineOf(args.value("deadline"));
  if (hasFailed(deadlineMs)) return deadlineMs;
  const price = priceOf(args);
  if (hasFailed(price)) return price;
  const inputs = openInputs(context, args.positionals[0]);
  if (hasFailed(inputs)) return inputs;
  const models = inputs.filter((input) => input.kind === "tabular");
  if (models.length > 0 && models.length === inputs.length) return reportModels(context, models);
  const projects = openProjects(context, args.positionals[0]);
  if (hasFailed(projects)) return projects;
  context.io.progress("simulating");
  const answers = projects.map((input) =>
    reportAnswer(input.snapshot, runsOf(context, input), {
      ...input.snapshot.reportSettings(),
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...(price !== undefined && { price }),
    }),
  );
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(projectReport)), context);
  return { text, status: 0 };
}

/** Tabular models have figures of their own; what dbt's runs cost and when they end is not asked of them. */
function reportModels(
  context: CommandContext,
  models: readonly TabularInput[],
): CommandResult | Failure {
  const { args, format } = context;
  const ofRuns = OF_RUNS.find((option) => args.has(option));
  if (ofRuns !== undefined) {
    return failure(`--${ofRuns} is for the runs of a dbt project, and this is a tabular model`);
  }
  if (format === "json") {
    return failure(
      "report has no JSON of tabular models; models, check, simulate, sweep and plan have",
    );
  }
  context.io.progress("simulating");
  const documents: ReportDocument[] = [];
  for (const model of models) {
    const document = modelReport(context, model);
    if (hasFailed(document)) return document;
    documents.push(document);
  }
  return { text: printDocument(joinDocuments(documents), context), status: 0 };
}

/** Runs that count for the target in use, failed ones among them. */
function runsOf({ io }: CommandContext, { snapshot }: DbtInput) {
  const { project, settings } = snapshot;
  const read = readHistory(io.fileSystem, project.root, settings.history, []);
  const runs = read.flatMap(({ run }) => (run === undefined ? [] : [run]));
  return comparableRuns({ project, runs, scoreOf: () => 0 });
}

/** `45m`, `1h30m`, `90s`. */
function deadlineOf(text: string | undefined): number | undefined | Failure {
  if (text === undefined) return undefined;
  return (
    parseDuration(text) ??
    failure(`--deadline: "${text}" is no duration; write for instance 45m or 1h30m`)
  );
}

function priceOf(args: Arguments): Price | undefined | Failure {
  const limits = { min: 0, max: Number.MAX_VALUE };
  const ofThread = numberOf(args, "price-per-thread-hour", limits);
  if (hasFailed(ofThread)) return ofThread;
  const ofWarehouse = numberOf(args, "price-per-warehouse-hour", limits);
  if (hasFailed(ofWarehouse)) return ofWarehouse;
  if (ofThread !== undefined && ofWarehouse !== undefined) {
    return failure(
      "--price-per-thread-hour and --price-per-warehouse-hour contradict each other; give one of them",
    );
  }
  if (ofThread !== undefined) return { per: "thread-hour", amount: ofThread };
  return ofWarehouse === undefined ? undefined : { per: "warehouse-hour", amount: ofWarehouse };
}
