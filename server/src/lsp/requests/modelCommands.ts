/**
 * `workspace/executeCommand` on tabular models, for clients without Heddle's own commands: explain,
 * simulate, and the refresh as TMSL.
 */
import type { ExecuteCommandParams } from "vscode-languageserver";
import { formatDuration } from "../../base/duration";
import { refreshAnswer } from "../../ide/answers/refreshAnswer";
import { refreshSource } from "../../ide/answers/refreshSource";
import { modelExplanation } from "../../ide/tabular/modelExplanation";
import { subjectAsked } from "../../ide/tabular/subject";
import type { CommandTarget } from "../../protocol";
import type { ModelSnapshot } from "../../workspace/openModel";
import type { Words } from "../language/words";
import type { LocatedModel, Session } from "../session";

/** What was shown, or for `heddle.planRefresh` the plan as "heddle.refresh/1"; null where nothing is. */
export function executeModelCommand(
  session: Session,
  { model }: LocatedModel,
  { command, arguments: args }: ExecuteCommandParams,
): string | null {
  const target = args?.[0] as CommandTarget | undefined;
  const { shown, answer = shown } = answerTo(session.words, command, model, target?.id) ?? {};
  if (shown !== undefined) session.show(shown);
  return answer ?? null;
}

interface CommandAnswer {
  readonly shown: string;
  readonly answer?: string;
}

function answerTo(
  words: Words,
  command: string,
  model: ModelSnapshot,
  id?: string,
): CommandAnswer | undefined {
  switch (command) {
    case "heddle.explainModel": {
      const subject = subjectAsked(model, id);
      return subject && { shown: modelExplanation(model, subject, undefined, words.card).text };
    }
    case "heddle.simulateRun":
      return simulated(model);
    case "heddle.planRefresh":
      return planned(model);
    default:
      return undefined;
  }
}

function simulated(model: ModelSnapshot): CommandAnswer | undefined {
  const refresh = refreshSource(model);
  if (refresh === undefined) return undefined;
  const { makespanMs, lowerBoundMs, threads, utilization } = refresh.source.schedule();
  const busy = Math.round(utilization * 100);
  const risk = refresh.reencoding();
  const longer =
    risk === undefined || risk.addsMs < 1
      ? ""
      : `, up to ${formatDuration(risk.makespanMs)} where keys are encoded anew`;
  return {
    shown:
      `${refresh.workload.name}: ${formatDuration(makespanMs)} with ${threads} jobs at once (${refresh.parallelism}), ` +
      `${busy} % busy; at least ${formatDuration(lowerBoundMs)} in any order${longer}`,
  };
}

function planned({ model, processing }: ModelSnapshot): CommandAnswer | undefined {
  const answer = model && refreshAnswer(model, processing);
  if (answer === undefined) return undefined;
  const { name, maxParallelism, makespanMs, because } = answer;
  return {
    shown: `${name}: refresh with maxParallelism ${maxParallelism}, ${formatDuration(makespanMs)} predicted; ${because}`,
    answer: JSON.stringify(answer, null, 2),
  };
}
