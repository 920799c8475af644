/** `heddle diff`: what a change does to models, run and findings; both sides folders or git refs. */
import { diffAnswer } from "../ide/answers/diffAnswer";
import { diffReport } from "../report/diffReport";
import type { CommandContext, CommandResult } from "./command";
import { openSide } from "./diffSides";
import { type Failure, failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import { printDocument } from "./printDocument";

const FINDINGS = 1;
const ORDER: readonly string[] = ["hint", "information", "warning", "error"];

export function diffCommand(context: CommandContext): CommandResult | Failure {
  const { args, io, format } = context;
  const [baseName, headName = ".", path = "."] = args.positionals;
  if (baseName === undefined) {
    return failure("diff needs a base: a folder or a git ref, as in heddle diff main");
  }
  const base = openSide(context, baseName, path);
  if (hasFailed(base)) return base;
  // A head that is left out, or written `.`, is the work tree of the project at PATH.
  const head = openSide(context, headName === "." ? path : headName, path);
  if (hasFailed(head)) return head;
  io.progress("comparing");
  const answer = diffAnswer(base, head.name === path ? { ...head, name: headName } : head);
  const from = ORDER.indexOf(args.value("fail-on") ?? "never");
  const isSerious = answer.findings.new.some(({ severity }) => ORDER.indexOf(severity) >= from);
  return {
    text: format === "json" ? jsonText([answer]) : printDocument(diffReport(answer), context),
    status: from >= 0 && isSerious ? FINDINGS : 0,
  };
}
