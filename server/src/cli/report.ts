/** `heddle report`: past runs, the predicted one, thread counts and advice in one page. */
import type { Price } from "../advise/reportSettings";
import { parseDuration } from "../base/duration";
import { reportAnswer } from "../ide/answers/reportAnswer";
import { joinDocuments } from "../report/document";
import { projectReport } from "../report/projectReport";
import { comparableRuns } from "../workspace/observedHistory";
import { readHistory } from "../workspace/readHistory";
import type { Arguments } from "./arguments";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type DbtInput, openProjects } from "./inputs";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";
import { numberOf } from "./values";

export function reportCommand(context: CommandContext): CommandResult | Failure {
  const { args } = context;
  const deadlineMs = deadlineOf(args.value("deadline"));
  if (hasFailed(deadlineMs)) return deadlineMs;
  const price = priceOf(args);
  if (hasFailed(price)) return price;
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
