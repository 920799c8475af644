/** `heddle sweep`: makespan against thread count, and the count worth paying for. */
import { limitCurves } from "../ide/answers/limitCurves";
import { type SweepAnswer, sweepAnswer } from "../ide/answers/sweepAnswer";
import { joinDocuments } from "../report/document";
import { sweepReport } from "../report/sweepReport";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";
import { openRuns, type RunInput } from "./runInputs";
import { scheduleRequestOf } from "./scheduleRequest";
import { threadRangeOf } from "./values";

interface Swept {
  readonly run: RunInput;
  readonly answer: SweepAnswer;
}

export function sweepCommand(context: CommandContext): CommandResult | Failure {
  const range = threadRangeOf(context.args);
  if (hasFailed(range)) return range;
  const runs = openRuns(context);
  if (hasFailed(runs)) return runs;
  const swept: Swept[] = [];
  for (const run of runs) {
    const request = scheduleRequestOf(context, run, undefined);
    if (hasFailed(request)) return request;
    context.io.progress("sweeping thread counts");
    const isGrid = context.args.has("grid");
    const answer = sweepAnswer(run.source, { ...request, ...range }, isGrid);
    const { model, processing } = run.model ?? {};
    const limits = model && processing ? limitCurves(model, processing) : undefined;
    swept.push({ run, answer: limits === undefined ? answer : { ...answer, limits } });
  }
  if (context.format === "json") {
    return { text: jsonText(swept.map(({ answer }) => answer)), status: 0 };
  }
  const documents = swept.map(({ run, answer }) =>
    sweepReport(answer, run.name, run.source.workload().capacity.threads),
  );
  return { text: printDocument(joinDocuments(documents), context), status: 0 };
}
