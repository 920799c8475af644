/** `heddle report`: past runs, the predicted one, thread counts and advice in one page. */
import { reportAnswer } from "../ide/answers/reportAnswer";
import { joinDocuments } from "../report/document";
import { projectReport } from "../report/projectReport";
import { comparableRuns } from "../workspace/observedHistory";
import { readHistory } from "../workspace/readHistory";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type DbtInput, openProjects } from "./inputs";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";
import { numberOf } from "./values";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export function reportCommand(context: CommandContext): CommandResult | Failure {
  const { args } = context;
  const deadlineMs = deadlineOf(args.value("deadline"));
  if (hasFailed(deadlineMs)) return deadlineMs;
  const limits = { min: 0, max: Number.MAX_VALUE };
  const pricePerThreadHour = numberOf(args, "price-per-thread-hour", limits);
  if (hasFailed(pricePerThreadHour)) return pricePerThreadHour;
  const projects = openProjects(context, args.positionals[0]);
  if (hasFailed(projects)) return projects;
  context.io.progress("simulating");
  const answers = projects.map((input) =>
    reportAnswer(input.snapshot, runsOf(context, input), {
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...(pricePerThreadHour !== undefined && { pricePerThreadHour }),
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
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h)\s*/g)];
  const isWhole = parts.map(([part]) => part).join("") === text.trim();
  const ms = parts.reduce(
    (sum, [, size, unit = ""]) => sum + Number(size) * (UNIT_MS[unit] ?? 0),
    0,
  );
  return parts.length > 0 && isWhole && ms > 0
    ? ms
    : failure(`--deadline: "${text}" is no duration; write for instance 45m or 1h30m`);
}
