/** `textDocument/codeAction`: fixes and suppressions at a place, all safe fixes of a file. */
import type { CodeAction, CodeActionParams } from "vscode-languageserver";
import { type CodeAction as Action, fixAll, quickFixes } from "../../ide/codeActions";
import { spanOf } from "../fromLsp";
import type { RequestHandler } from "../guard";
import { type Located, locate, type Session, uriWriter } from "../session";
import { toDiagnostic, toWorkspaceEdit } from "../toLsp";

export const codeAction: RequestHandler<CodeActionParams, CodeAction[]> = {
  neutral: () => [],
  answer(session, { textDocument, range, context }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return [];
    const { project, file } = located;
    const only = context?.only;
    const isWanted = ({ kind }: Action) =>
      only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
    const span = spanOf(project.linesOf(file), range);
    const all = only === undefined ? undefined : fixAll(project, file);
    return [...quickFixes(project, file, span), ...(all === undefined ? [] : [all])]
      .filter(isWanted)
      .map((action) => toCodeAction(session, located, action));
  },
};

function toCodeAction(session: Session, { project }: Located, action: Action): CodeAction {
  const uriOf = uriWriter(session);
  const { title, kind, isPreferred, edits, problem } = action;
  return {
    title,
    kind,
    ...(isPreferred && { isPreferred }),
    ...(problem && {
      diagnostics: [
        toDiagnostic(project, problem, uriOf, session.environment.rulePageUri(problem.code)),
      ],
    }),
    edit: toWorkspaceEdit(project, edits, uriOf),
  };
}
