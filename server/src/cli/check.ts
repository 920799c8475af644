/** `heddle check`: every finding of a project; fails from the severity that `--fail-on` names. */
import { lineIndex } from "../base/text";
import { type CheckAnswer, type CheckedProblem, checkAnswer } from "../ide/answers/checkAnswer";
import { engineFacts } from "../ide/engineFacts";
import { checkReport } from "../report/checkReport";
import { checkText } from "../report/checkText";
import { joinDocuments } from "../report/document";
import { renderHtml } from "../report/html";
import { renderMarkdown } from "../report/markdown";
import { sarifLog } from "../report/sarif";
import { baselineMisuse, withBaseline } from "./checkBaseline";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, hasFailed } from "./failure";
import { type OpenInput, openInputs } from "./inputs";
import { jsonText } from "./jsonText";
import { selectionOf } from "./selection";

const FINDINGS = 1;
/** Severities from the least to the most serious. */
const ORDER: readonly string[] = ["hint", "information", "warning", "error"];

export function check(context: CommandContext): CommandResult | Failure {
  const { args } = context;
  const inputs = openInputs(context, args.positionals[0], { withScripts: true });
  if (hasFailed(inputs)) return inputs;
  const misuse = baselineMisuse(context, inputs.length);
  if (misuse !== undefined) return misuse;
  const answers: CheckAnswer[] = [];
  for (const input of inputs) {
    const answer = answerOf(context, input);
    if (hasFailed(answer)) return answer;
    answers.push(answer);
  }
  return { text: printed(context, answers), status: statusOf(context, answers) };
}

function answerOf(context: CommandContext, input: OpenInput): CheckAnswer | Failure {
  if (input.kind === "workload") return checkAnswer([], () => lineIndex(""), input.path);
  if (input.kind === "tabular") {
    const { problems, linesOf } = input.snapshot;
    return checkAnswer(problems(), linesOf, ".");
  }
  const { snapshot, path } = input;
  const selection = selectionOf(context, snapshot, { isRun: false });
  if (hasFailed(selection)) return selection;
  context.io.progress("checking");
  const linesOf = (file: string) => snapshot.linesOf(file);
  const engine = engineFacts(snapshot);
  if (selection === undefined) {
    return withBaseline(context, snapshot, checkAnswer(snapshot.problems(), linesOf, path, engine));
  }
  const files = new Set(
    selection.map((id) => (snapshot.project.nodes.get(id) ?? snapshot.findNode(id))?.file),
  );
  const problems = snapshot.problems().filter(({ file }) => files.has(file));
  const answer = checkAnswer(problems, linesOf, path, engine);
  return withBaseline(context, snapshot, answer, (file) => files.has(file));
}

function printed(context: CommandContext, answers: readonly CheckAnswer[]): string {
  const { format, io, paint, width } = context;
  switch (format) {
    case "json":
      return jsonText(answers);
    case "sarif":
      return `${JSON.stringify(sarifLog(answers, io.version), null, 2)}\n`;
    case "markdown":
      return renderMarkdown(joinDocuments(answers.map(checkReport)));
    case "html":
      return renderHtml(joinDocuments(answers.map(checkReport)));
    default:
      return answers
        .map((answer) => checkText(answer, { width, paint, ...timeShown(context) }))
        .join("\n");
  }
}

/** The time is for a person at a terminal; output that goes to a file stays the same each time. */
function timeShown({ io, args }: CommandContext): { readonly elapsedMs?: number } {
  const isWatched = io.columns !== undefined && !args.has("quiet") && !args.has("out");
  return isWatched ? { elapsedMs: io.elapsedMs() } : {};
}

function statusOf({ args }: CommandContext, answers: readonly CheckAnswer[]): number {
  const failOn = args.value("fail-on") ?? "error";
  const from = ORDER.indexOf(failOn);
  if (from < 0) return 0;
  const isSerious = ({ severity }: CheckedProblem) => ORDER.indexOf(severity) >= from;
  return answers.some(({ problems }) => problems.some(isSerious)) ? FINDINGS : 0;
}
