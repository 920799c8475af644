/**
 * `textDocument/codeAction` and `codeAction/resolve`: fixes and suppressions at a place, all safe
 * fixes of a file, all fixes of a rule in the project. The last are made when somebody chooses them.
 */
import type { CodeAction, CodeActionParams } from "vscode-languageserver";
import {
  type CodeAction as Action,
  fixAll,
  quickFixes,
  type RuleAction,
  ruleActions,
} from "../../ide/codeActions";
import { fixRule } from "../../ide/fixRule";
import type { CommandTarget } from "../../protocol";
import { spanOf } from "../fromLsp";
import type { RequestHandler } from "../guard";
import { type Located, locate, type Session, uriWriter } from "../session";
import { toConfirmedEdit, toDiagnostic, toWorkspaceEdit } from "../toLsp";

export const codeAction: RequestHandler<CodeActionParams, CodeAction[]> = {
  neutral: () => [],
  answer(session, { textDocument, range, context }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return [];
    const { project, file } = located;
    const only = context?.only;
    const isWanted = ({ kind = "" }: CodeAction) =>
      only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
    const span = spanOf(project.linesOf(file), range);
    const all = only === undefined ? undefined : fixAll(project, file);
    const actions = [...quickFixes(project, file, span), ...(all === undefined ? [] : [all])];
    return [
      ...actions.map((action) => toCodeAction(session, located, action)),
      ...ruleActions(project, file, span).map((action) =>
        toRuleAction(session, located, textDocument.uri, action),
      ),
    ].filter(isWanted);
  },
};

export const codeActionResolve: RequestHandler<CodeAction, CodeAction> = {
  neutral: (action) => action,
  answer(session, action) {
    const target = targetOf(action.data);
    const located = target && locate(session, target.uri);
    if (action.edit !== undefined || located === undefined || target?.id === undefined) {
      return action;
    }
    return withRuleEdit(session, located, action, target.id);
  },
};

function toCodeAction(session: Session, { project }: Located, action: Action): CodeAction {
  const uriOf = uriWriter(session);
  const { title, kind, isPreferred, edits, problem } = action;
  return {
    title: session.words.line(title),
    kind,
    ...(isPreferred && { isPreferred }),
    ...(problem && {
      diagnostics: [
        toDiagnostic(
          project,
          session.words.problem(problem),
          uriOf,
          session.environment.rulePageUri(problem.code),
        ),
      ],
    }),
    edit: toWorkspaceEdit(project, edits, uriOf),
  };
}

function toRuleAction(
  session: Session,
  located: Located,
  uri: string,
  { code, title }: RuleAction,
): CodeAction {
  const data: CommandTarget = { uri, id: code };
  const bare: CodeAction = { title: session.words.line(title), kind: "quickfix" };
  return session.client.resolvesCodeAction
    ? { ...bare, data }
    : withRuleEdit(session, located, bare, code);
}

function withRuleEdit(
  session: Session,
  { project }: Located,
  action: CodeAction,
  code: string,
): CodeAction {
  const fix = fixRule(project, code);
  if (fix === undefined) return action;
  const uriOf = uriWriter(session);
  const edit = session.client.confirmsEdits
    ? toConfirmedEdit(project, fix.edits, uriOf, {
        label: code,
        description: session.words.line(fix.what),
        isSafe: fix.isSafe,
        lookLabel: session.words.line("Nothing is changed before you apply"),
      })
    : toWorkspaceEdit(project, fix.edits, uriOf);
  return { ...action, edit };
}

function targetOf(data: unknown): CommandTarget | undefined {
  if (typeof data !== "object" || data === null || !("uri" in data) || !("id" in data)) {
    return undefined;
  }
  const { uri, id } = data;
  return typeof uri === "string" && typeof id === "string" ? { uri, id } : undefined;
}
