/** `heddle models`: the models of a dbt project, or the structure of a tabular model. */
import { modelsAnswer } from "../ide/answers/modelsAnswer";
import { tabularAnswer } from "../ide/answers/tabularAnswer";
import { workloadAnswer } from "../ide/answers/workloadAnswer";
import { joinDocuments, type ReportDocument } from "../report/document";
import { modelsReport } from "../report/modelsReport";
import { tabularReport } from "../report/tabularReport";
import { tabularWorkload } from "../tabular/tabularWorkload";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type DbtInput, type OpenInput, openInputs } from "./inputs";
import { jsonText } from "./jsonText";
import { modelsAgainst } from "./modelsAgainst";
import { whyNoModel } from "./openTabular";
import { printDocument } from "./printDocument";
import { selectionOf } from "./selection";

interface Answered {
  readonly answer: object;
  /** Put together for who reads it only; JSON goes without. */
  readonly report: () => ReportDocument;
}

export function models(context: CommandContext): CommandResult | Failure {
  const against = context.args.value("against");
  if (against !== undefined) return modelsAgainst(context, against);
  const inputs = openInputs(context, context.args.positionals[0]);
  if (hasFailed(inputs)) return inputs;
  const answered: Answered[] = [];
  for (const input of inputs) {
    const one = answerOf(context, input);
    if (hasFailed(one)) return one;
    answered.push(one);
  }
  const isJson = context.format === "json" || context.format === "workload";
  const text = isJson
    ? jsonText(answered.map(({ answer }) => answer))
    : printDocument(joinDocuments(answered.map(({ report }) => report())), context);
  return { text, status: 0 };
}

function answerOf(context: CommandContext, input: OpenInput): Answered | Failure {
  const { format } = context;
  if (input.kind === "dbt") return projectAnswer(context, input);
  if (input.kind === "workload") {
    return format === "workload"
      ? { answer: workloadAnswer(input.workload), report: noReport }
      : failure(
          `${input.path} is a workload and holds no models; use heddle simulate ${input.path}`,
        );
  }
  const { model, processing } = input.snapshot;
  if (model === undefined) return whyNoModel(input);
  if (format === "workload") {
    const workload = tabularWorkload(model, processing);
    return { answer: workloadAnswer(workload), report: noReport };
  }
  return { answer: tabularAnswer([model]), report: () => tabularReport(model) };
}

function projectAnswer(context: CommandContext, { snapshot }: DbtInput): Answered | Failure {
  const selection = selectionOf(context, snapshot, { isRun: false });
  if (hasFailed(selection)) return selection;
  if (context.format === "workload") {
    const workload = snapshot.workload(selection === undefined ? {} : { selection });
    return { answer: workloadAnswer(workload), report: noReport };
  }
  context.io.progress("scoring models");
  const resourceTypes = context.args.values("resource-type");
  const answer = modelsAnswer(snapshot, {
    ...(resourceTypes.length > 0 && { resourceTypes }),
    ...(selection !== undefined && { selection }),
  });
  return { answer, report: () => modelsReport(answer) };
}

function noReport(): ReportDocument {
  return { title: "", blocks: [] };
}
