/**
 * The answers of requests that are about a tabular model or TMSL script instead of a dbt project, by
 * method. Methods that are not here have nothing to say of one.
 */
import {
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type Hover,
  type HoverParams,
  MarkupKind,
} from "vscode-languageserver";
import { refreshSource } from "../../ide/answers/refreshSource";
import { briefAnswer, scheduleAnswer } from "../../ide/answers/scheduleAnswer";
import { sweepAnswer } from "../../ide/answers/sweepAnswer";
import { cardMarkdown, cardText } from "../../ide/card";
import { modelExplanation } from "../../ide/tabular/modelExplanation";
import { modelHover } from "../../ide/tabular/modelHover";
import { modelLenses } from "../../ide/tabular/modelLenses";
import { fixModelFile, modelFixes } from "../../ide/tabular/modelProblems";
import { modelTasks } from "../../ide/tabular/modelTasks";
import { subjectAsked } from "../../ide/tabular/subject";
import type {
  CommandTarget,
  CustomRequests,
  ExplainParams,
  SimulateParams,
  SweepParams,
} from "../../protocol";
import { offsetOf, spanOf } from "../fromLsp";
import { type LocatedModel, linkTargets, type Session, uriWriter } from "../session";
import { rangeOf, toDiagnostic, toWorkspaceEdit } from "../toLsp";
import { inWords, runOptions, withTasks } from "./custom";
import { executeModelCommand } from "./modelCommands";
import { findingsAnswer } from "./projectFacts";

type ModelHandler<Params, Result> = (
  session: Session,
  located: LocatedModel,
  params: Params,
) => Result | null;

type Custom<Method extends keyof CustomRequests> = ModelHandler<
  CustomRequests[Method]["params"],
  CustomRequests[Method]["result"]
>;

const hover: ModelHandler<HoverParams, Hover> = (session, { model, file }, { position }) => {
  if (!session.projects.settingsOf(model.path).hover.enable) return null;
  const found = modelHover(model, file, offsetOf(model.linesOf(file), position));
  if (found === undefined) return null;
  const card = session.words.card(found.card);
  const contents = session.client.takesMarkdown
    ? {
        kind: MarkupKind.Markdown,
        value: cardMarkdown(card, linkTargets(session, { project: model, file })),
      }
    : { kind: MarkupKind.PlainText, value: cardText(card) };
  return { contents, range: rangeOf(model, file, found.span) };
};

const codeLens: ModelHandler<{ readonly textDocument: { readonly uri: string } }, CodeLens[]> = (
  session,
  { model, file },
  { textDocument },
) => {
  if (!session.projects.settingsOf(model.path).codeLens.enable) return [];
  return modelLenses(model, file).map(({ span, title, id }): CodeLens => {
    const target: CommandTarget = { uri: textDocument.uri, id };
    return {
      range: rangeOf(model, file, span),
      command: {
        title: session.words.line(title),
        command: "heddle.explainModel",
        arguments: [target],
      },
    };
  });
};

const codeAction: ModelHandler<CodeActionParams, CodeAction[]> = (
  session,
  { model, file },
  { range, context },
) => {
  const uriOf = uriWriter(session);
  const only = context?.only;
  const all = only === undefined ? undefined : fixModelFile(model, file);
  const fixes = modelFixes(model, file, spanOf(model.linesOf(file), range));
  return [...fixes, ...(all === undefined ? [] : [all])]
    .filter(
      ({ kind }) => only === undefined || only.some((one) => `${kind}.`.startsWith(`${one}.`)),
    )
    .map(({ title, kind, isPreferred, edits, problem }): CodeAction => {
      const { rulePageUri } = session.environment;
      const about =
        problem &&
        toDiagnostic(model, session.words.problem(problem), uriOf, rulePageUri(problem.code));
      return {
        title: session.words.line(title),
        kind,
        ...(isPreferred && { isPreferred }),
        ...(about !== undefined && { diagnostics: [about] }),
        edit: toWorkspaceEdit(model, edits, uriOf),
      };
    });
};

const models: Custom<"heddle/models"> = (session, { model }) =>
  modelTasks(model, uriWriter(session)(model.project.root)) ?? null;

const simulate: Custom<"heddle/simulate"> = (_, { model }, params: SimulateParams) => {
  const refresh = refreshSource(model);
  if (refresh === undefined) return null;
  const { source, parallelism } = refresh;
  const request = runOptions(params);
  const context = { threadsOrigin: params.threads === undefined ? parallelism : "option" };
  if (params.isBrief === true) {
    return withTasks(briefAnswer(source, request, context), params.tasks);
  }
  const reencoding = refresh.reencoding(request);
  const answer = scheduleAnswer(source, request, { ...context, ...(reencoding && { reencoding }) });
  return withTasks(answer, params.tasks);
};

const sweep: Custom<"heddle/sweep"> = (session, { model }, params: SweepParams) => {
  const source = refreshSource(model)?.source;
  const { fromThreads, toThreads } = params;
  if (source === undefined) return null;
  const answer = sweepAnswer(source, {
    ...runOptions(params),
    ...(fromThreads !== undefined && { from: fromThreads }),
    ...(toThreads !== undefined && { to: toThreads }),
  });
  return inWords(session, answer);
};

const explain: Custom<"heddle/explain"> = (session, located, { id }: ExplainParams) => {
  const { model, file } = located;
  const subject = subjectAsked(model, id);
  if (subject === undefined) return null;
  const links = linkTargets(session, { project: model, file });
  return modelExplanation(model, subject, links, session.words.card);
};

const findings: Custom<"heddle/findings"> = (session, { model }, params) =>
  findingsAnswer(model, model.problems().map(session.words.problem), uriWriter(session), params);

export const MODEL_REQUESTS: Readonly<
  Partial<Record<string, (session: Session, located: LocatedModel, params: never) => unknown>>
> = {
  "textDocument/hover": hover,
  "textDocument/codeLens": codeLens,
  "textDocument/codeAction": codeAction,
  "workspace/executeCommand": executeModelCommand,
  "heddle/models": models,
  "heddle/simulate": simulate,
  "heddle/sweep": sweep,
  "heddle/explain": explain,
  "heddle/findings": findings,
};
