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
import { type RunSource, workloadSource } from "../../ide/answers/runSource";
import { briefAnswer, scheduleAnswer } from "../../ide/answers/scheduleAnswer";
import { sweepAnswer } from "../../ide/answers/sweepAnswer";
import { cardMarkdown, cardText } from "../../ide/card";
import { modelExplanation } from "../../ide/tabular/modelExplanation";
import { modelHover } from "../../ide/tabular/modelHover";
import { modelLenses } from "../../ide/tabular/modelLenses";
import { fixModelFile, modelFixes } from "../../ide/tabular/modelProblems";
import { modelTasks } from "../../ide/tabular/modelTasks";
import { subjectNamed } from "../../ide/tabular/subject";
import type {
  CommandTarget,
  CustomRequests,
  ExplainParams,
  SimulateParams,
  SweepParams,
} from "../../protocol";
import { scriptWorkload } from "../../tabular/script/scriptWorkload";
import type { ModelSnapshot } from "../../workspace/openModel";
import { offsetOf, spanOf } from "../fromLsp";
import { type LocatedModel, linkTargets, type Session, uriWriter } from "../session";
import { rangeOf, toDiagnostic, toWorkspaceEdit } from "../toLsp";
import { runOptions, withTasks } from "./custom";
import { listedFindings } from "./projectFacts";

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
  const source = sourceOf(model);
  if (source === undefined) return null;
  const context = { threadsOrigin: params.threads === undefined ? originOf(model) : "option" };
  const answer =
    params.isBrief === true
      ? briefAnswer(source, runOptions(params), context)
      : scheduleAnswer(source, runOptions(params), context);
  return withTasks(answer, params.tasks);
};

const sweep: Custom<"heddle/sweep"> = (_, { model }, params: SweepParams) => {
  const source = sourceOf(model);
  const { fromThreads, toThreads } = params;
  if (source === undefined) return null;
  return sweepAnswer(source, {
    ...runOptions(params),
    ...(fromThreads !== undefined && { from: fromThreads }),
    ...(toThreads !== undefined && { to: toThreads }),
  });
};

const explain: Custom<"heddle/explain"> = (session, located, { id }: ExplainParams) => {
  const { model, file } = located;
  if (model.model === undefined) return null;
  const owner = model.plan()?.tasks.find(({ task }) => task.id === id);
  const subject =
    owner !== undefined
      ? ({ kind: "table", table: owner.table } as const)
      : id === undefined
        ? ({ kind: "model", model: model.model } as const)
        : subjectNamed(model.model, id);
  if (subject === undefined) return null;
  const links = linkTargets(session, { project: model, file });
  return modelExplanation(model, subject, links, session.words.card);
};

const findings: Custom<"heddle/findings"> = (session, { model }) => ({
  findings: listedFindings(model, model.problems().map(session.words.problem), uriWriter(session)),
});

/** Where the count of jobs at once comes from. */
function originOf({ model }: ModelSnapshot): string {
  return (model?.maxParallelismPerRefresh ?? 0) > 0 ? "maxParallelismPerRefresh" : "assumed";
}

/** The refresh of a model, or what a script makes the model beside it do. */
function sourceOf({ model, script, processing, plan, subject }: ModelSnapshot) {
  const workload = plan()?.workload;
  if (model !== undefined && workload !== undefined) return workloadSource(workload);
  const about = script && subject();
  if (script === undefined || about?.model === undefined) return undefined;
  return workloadSource(scriptWorkload(script, about.model, processing)) satisfies RunSource;
}

export const MODEL_REQUESTS: Readonly<
  Partial<Record<string, (session: Session, located: LocatedModel, params: never) => unknown>>
> = {
  "textDocument/hover": hover,
  "textDocument/codeLens": codeLens,
  "textDocument/codeAction": codeAction,
  "heddle/models": models,
  "heddle/simulate": simulate,
  "heddle/sweep": sweep,
  "heddle/explain": explain,
  "heddle/findings": findings,
};
