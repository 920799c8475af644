/**
 * `heddle report` on a tabular model: its tables, what to do first, the predicted refresh, its limits
 * and the plan, as one page. For people who do not open an editor.
 */
import { checkAnswer } from "../ide/answers/checkAnswer";
import { limitCurves } from "../ide/answers/limitCurves";
import { refreshAnswer } from "../ide/answers/refreshAnswer";
import { scheduleAnswer } from "../ide/answers/scheduleAnswer";
import { sweepAnswer } from "../ide/answers/sweepAnswer";
import { checkReport } from "../report/checkReport";
import { joinDocuments, type ReportDocument } from "../report/document";
import { refreshReport } from "../report/refreshReport";
import { scheduleReport } from "../report/scheduleReport";
import { sweepReport } from "../report/sweepReport";
import { tabularReport } from "../report/tabularReport";
import type { CommandContext } from "./command";
import { type Failure, hasFailed } from "./failure";
import { type TabularInput, whyNoModel } from "./openTabular";
import { durationsOf, headerFacts, runsOf, threadsOriginOf } from "./runInputs";

/** The page of one model. Some hundred simulations. */
export function modelReport(
  context: CommandContext,
  input: TabularInput,
): ReportDocument | Failure {
  const { model, processing, problems, linesOf } = input.snapshot;
  if (model === undefined) return whyNoModel(input);
  const runs = runsOf(context, [input]);
  if (hasFailed(runs)) return runs;
  const bySaving = [...problems()].sort((a, b) => (b.savesMs ?? 0) - (a.savesMs ?? 0));
  const plan = refreshAnswer(model, processing);
  const refreshes = runs.flatMap((run): readonly ReportDocument[] => {
    const { source } = run;
    const workload = source.workload();
    const threadsOrigin = threadsOriginOf(context, run);
    const reencoding = run.refresh?.reencoding();
    const answer = scheduleAnswer(
      source,
      {},
      {
        threadsOrigin,
        isThorough: true,
        ...(reencoding !== undefined && { reencoding }),
      },
    );
    const swept = { ...sweepAnswer(source), limits: limitCurves(model, processing) };
    const { threads } = workload.capacity;
    return [
      scheduleReport(answer, {
        name: run.name,
        facts: headerFacts(run, workload, answer.threads, threadsOrigin),
        durations: durationsOf(workload),
        runs: 0,
        isToday: true,
        isRefresh: true,
        recommended: swept.recommended,
      }),
      sweepReport(swept, run.name, threads),
    ];
  });
  const page = joinDocuments([
    tabularReport(model),
    checkReport(checkAnswer(bySaving, linesOf, input.path)),
    ...refreshes,
    ...(plan === undefined ? [] : [refreshReport(plan)]),
  ]);
  return { ...page, title: `Refresh of ${model.name}` };
}
