/** `heddle calibrate` on tabular models: recorded refreshes beside the predicted one. */
import { type ProcessingAnswer, processingAnswer } from "../ide/answers/processingAnswer";
import { joinDocuments } from "../report/document";
import { processingReport } from "../report/processingReport";
import type { CommandContext, CommandResult } from "./command";
import type { Failure } from "./failure";
import { jsonText } from "./jsonText";
import { type TabularInput, whyNoModel } from "./openTabular";
import { printDocument } from "./printDocument";

export function calibrateRefresh(
  context: CommandContext,
  inputs: readonly TabularInput[],
): CommandResult | Failure {
  const answers: ProcessingAnswer[] = [];
  for (const input of inputs) {
    const { model, unfitted, traces } = input.snapshot;
    if (model === undefined) return whyNoModel(input);
    answers.push(processingAnswer(model, unfitted, traces()));
  }
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(processingReport)), context);
  return { text, status: 0 };
}
