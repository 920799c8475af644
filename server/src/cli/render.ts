/** `heddle render`: what Jinja evaluates to, offline: a file or macro call of a project, or bare. */
import type { RenderAnswer } from "../ide/answers/renderAnswer";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import { renderBatch, renderTemplateFile } from "./renderBare";
import { renderProjectCall, renderProjectFile } from "./renderProject";

const ENDED_BY_ERROR = 1;

export function render(context: CommandContext): CommandResult | Failure {
  const { args } = context;
  const [first, second] = args.positionals;
  const batch = args.value("batch");
  if (batch !== undefined) {
    const answers = renderBatch(context, batch);
    // A list of one stays a list: whoever asks for a batch reads one.
    return hasFailed(answers)
      ? answers
      : { text: `${JSON.stringify(answers, null, 2)}\n`, status: 0 };
  }
  const answer = answerOf(context, first, second);
  if (hasFailed(answer)) return answer;
  const status = answer.error === null ? 0 : ENDED_BY_ERROR;
  if (context.format === "json") return { text: jsonText([answer]), status };
  sayAside(context, answer);
  return { text: shownText(answer, args.has("call")), status };
}

function answerOf(
  context: CommandContext,
  first: string | undefined,
  second: string | undefined,
): RenderAnswer | Failure {
  const { args } = context;
  const call = args.value("call");
  if (args.has("template")) {
    if (call !== undefined) return failure("--template and --call exclude each other");
    return first === undefined
      ? failure("--template needs a FILE: heddle render FILE --template")
      : renderTemplateFile(context, first);
  }
  if (call !== undefined) return renderProjectCall(context, call, first);
  return first === undefined
    ? failure("heddle render needs a FILE, --call EXPRESSION or --batch FILE; see --help")
    : renderProjectFile(context, first, second);
}

/** Text for a person; the native value of a call as JSON. Nothing where an error ended it. */
function shownText({ text, value, error }: RenderAnswer, isCall: boolean): string {
  if (error !== null) return "";
  if (isCall) return `${typeof value === "string" ? value : JSON.stringify(value)}\n`;
  const shown = text ?? "";
  return shown === "" || shown.endsWith("\n") ? shown : `${shown}\n`;
}

/** What is no result goes to stderr: log lines, what is not known, the error with its place. */
function sayAside({ args, io }: CommandContext, { logs, unknown, error }: RenderAnswer): void {
  if (!args.has("quiet")) {
    for (const log of logs) io.err(`log: ${log}\n`);
    for (const what of unknown) io.err(`not known offline: ${what}\n`);
  }
  if (error === null) return;
  const file = error.file === undefined ? "" : `${error.file}:`;
  io.err(`${file}${error.line}:${error.column} ${error.kind} error: ${error.message}\n`);
}
