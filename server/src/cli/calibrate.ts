/** `heddle calibrate`: what the run history says about a project's durations. */
import { calibrationAnswer } from "../ide/answers/calibrationAnswer";
import { calibrationReport } from "../report/calibrationReport";
import { joinDocuments } from "../report/document";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, hasFailed } from "./failure";
import { openProjects } from "./inputs";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";

export function calibrate(context: CommandContext): CommandResult | Failure {
  const projects = openProjects(context, context.args.positionals[0]);
  if (hasFailed(projects)) return projects;
  const answers = projects.map(({ snapshot }) => calibrationAnswer(snapshot));
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(calibrationReport)), context);
  return { text, status: 0 };
}
