/** `heddle calibrate`: what the run history says about a project's durations, and one run compared. */
import { type CalibrationAnswer, calibrationAnswer } from "../ide/answers/calibrationAnswer";
import { comparableFiles, runComparisonAnswer } from "../ide/answers/runComparisonAnswer";
import { calibrationReport } from "../report/calibrationReport";
import { joinDocuments } from "../report/document";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { calibrateRefresh } from "./calibrateRefresh";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { openInputs } from "./inputs";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";

export function calibrate(context: CommandContext): CommandResult | Failure {
  const [path] = context.args.positionals;
  const inputs = openInputs(context, path);
  if (hasFailed(inputs)) return inputs;
  const models = inputs.filter((input) => input.kind === "tabular");
  const projects = inputs.filter((input) => input.kind === "dbt");
  if (projects.length === 0 && models.length > 0) return calibrateRefresh(context, models);
  if (projects.length === 0) {
    return failure(
      `${path ?? "."} holds no dbt project and no tabular model: nothing was recorded`,
    );
  }
  const answers: CalibrationAnswer[] = [];
  for (const { snapshot } of projects) {
    const answer = answerOf(snapshot, context.args.value("run"));
    if (hasFailed(answer)) return answer;
    answers.push(answer);
  }
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(calibrationReport)), context);
  return { text, status: 0 };
}

function answerOf(snapshot: ProjectSnapshot, run: string | undefined): CalibrationAnswer | Failure {
  if (run === undefined) return calibrationAnswer(snapshot);
  const comparison = runComparisonAnswer(snapshot, run);
  if (comparison !== undefined) return calibrationAnswer(snapshot, comparison);
  const files = comparableFiles(snapshot);
  return failure(
    files.length === 0
      ? `--run ${run}: no run can be compared; a prediction needs an earlier run, see --history`
      : `--run ${run}: not one of the last ${files.length} runs: ${files.join(", ")}, or last`,
  );
}
