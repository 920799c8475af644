/** `heddle plan` on tabular models: the refresh commands of each. Sends nothing. */
import { type RefreshAnswer, refreshAnswer } from "../ide/answers/refreshAnswer";
import { joinDocuments } from "../report/document";
import { refreshReport } from "../report/refreshReport";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure } from "./failure";
import { jsonText } from "./jsonText";
import { type TabularInput, whyNoModel } from "./openTabular";
import { printDocument } from "./printDocument";
import { choosingOption } from "./selection";

export function planRefresh(
  context: CommandContext,
  inputs: readonly TabularInput[],
  threads: number | undefined,
): CommandResult | Failure {
  const choosing = choosingOption(context);
  if (choosing !== undefined) {
    return failure(`--${choosing} is for dbt projects; a plan refreshes a whole model`);
  }
  const answers: RefreshAnswer[] = [];
  for (const input of inputs) {
    const { path, snapshot } = input;
    const { model, processing } = snapshot;
    if (model === undefined) return whyNoModel(input);
    const answer = refreshAnswer(model, processing, threads);
    if (answer === undefined) {
      return failure(
        `${path}: no table of ${model.name} holds data of its own, so there is nothing to refresh`,
      );
    }
    answers.push(answer);
  }
  const text =
    context.format === "json"
      ? jsonText(answers)
      : printDocument(joinDocuments(answers.map(refreshReport)), context);
  return { text, status: 0 };
}
