/**
 * `heddle/models`, `heddle/simulate`, `heddle/sweep` and `heddle/explain`: the JSON of the command
 * line for an editor. Finds the project and passes the question on.
 */

import { ErrorCodes, ResponseError } from "vscode-languageserver";
import { askedSelection } from "../../dbt/select/askedSelection";
import { explainAnswer } from "../../ide/answers/explainAnswer";
import { modelsAnswer } from "../../ide/answers/modelsAnswer";
import { briefAnswer, scheduleAnswer } from "../../ide/answers/scheduleAnswer";
import { sweepAnswer } from "../../ide/answers/sweepAnswer";
import { engineFacts, engineWords } from "../../ide/engineFacts";
import { isRunnable, nodeOfFile } from "../../ide/modelFacts";
import type {
  CustomRequests,
  ProjectParams,
  SimulateParams,
  SimulateResult,
  SweepResult,
} from "../../protocol";
import type { ProjectSnapshot, ScheduleRequest } from "../../workspace/snapshot";
import { type RequestHandler, throwIfCancelled } from "../guard";
import { type Located, linkTargets, locate, pathOf, type Session, uriWriter } from "../session";
import { briefModels } from "./briefModels";

type Custom<Method extends keyof CustomRequests> = RequestHandler<
  CustomRequests[Method]["params"],
  CustomRequests[Method]["result"] | null
>;

export const models: Custom<"heddle/models"> = {
  neutral: () => null,
  answer(session, params) {
    const located = locateFor(session, params);
    if (located === undefined) return null;
    const { project } = located;
    const selection = selectionOf(project, params, false);
    const listed = params.ids ?? selection;
    const answer = modelsAnswer(project, listed === undefined ? {} : { selection: listed });
    const shown = params.isBrief === true ? briefModels(answer) : answer;
    return {
      ...shown,
      ...(params.ids !== undefined && { modelCount: modelCount(project) }),
      rootUri: uriWriter(session)(project.project.root),
    };
  },
};

/** Models, seeds and snapshots that are enabled. O(nodes). */
function modelCount({ project }: ProjectSnapshot): number {
  let count = 0;
  for (const node of project.nodes.values()) if (isRunnable(node)) count++;
  return count;
}

export const simulate: Custom<"heddle/simulate"> = {
  neutral: () => null,
  async answer(session, params, token) {
    // A slider sends many of these: let its next move cancel this one before the work begins.
    await session.environment.timers.turn();
    throwIfCancelled("heddle/simulate", token);
    const project = locateFor(session, params)?.project;
    if (project === undefined) return null;
    const { threads, engine } = project.project;
    const threadsOrigin = params.threads === undefined ? threads.origin : "option";
    const request = scheduleRequest(project, params);
    const context = { threadsOrigin, engine, engineWords: engineWords(engineFacts(project)) };
    const answer =
      params.isBrief === true
        ? briefAnswer(project, request, context)
        : scheduleAnswer(project, request, context);
    return withTasks(answer, params.tasks);
  },
};

export const sweep: Custom<"heddle/sweep"> = {
  neutral: () => null,
  async answer(session, params, token) {
    await session.environment.timers.turn();
    throwIfCancelled("heddle/sweep", token);
    const project = locateFor(session, params)?.project;
    if (project === undefined) return null;
    const { fromThreads, toThreads } = params;
    const answer = sweepAnswer(project, {
      ...scheduleRequest(project, params),
      ...(fromThreads !== undefined && { from: fromThreads }),
      ...(toThreads !== undefined && { to: toThreads }),
    });
    return inWords(session, answer);
  },
};

export const explain: Custom<"heddle/explain"> = {
  neutral: () => null,
  answer(session, params) {
    const located = locateFor(session, params);
    if (located === undefined) return null;
    const { project, file } = located;
    const node = params.id === undefined ? nodeOfFile(project, file) : project.findNode(params.id);
    return node === undefined
      ? null
      : explainAnswer(project, node, linkTargets(session, located), session.words.card);
  },
};

/**
 * The project that is asked about, under another engine, target or clock, or with the durations of
 * one run, where the request says so.
 */
export function locateFor(
  session: Session,
  { uri, engine, target, at, run }: ProjectParams,
): Located | undefined {
  const path = pathOf(session, uri);
  const located = locate(session, uri) ?? locateBelow(session, path);
  if (located === undefined || path === undefined) return undefined;
  const { project } = located.project;
  const isOtherEngine = engine !== undefined && engine !== project.engine;
  const isOtherTarget = target !== undefined && target !== "" && target !== project.target?.name;
  const isOtherTime = at !== undefined && at !== "";
  const isOneRun = run !== undefined && run !== "";
  if (!isOtherEngine && !isOtherTarget && !isOtherTime && !isOneRun) return located;
  const variant = session.projects.variantOf(project.root, {
    ...(isOtherEngine && { engine }),
    ...(isOtherTarget && { target }),
    ...(isOtherTime && { at }),
    ...(isOneRun && { history: [run] }),
  });
  return variant && { ...located, project: variant };
}

/** A folder that is open stands for the first project in it. */
function locateBelow(session: Session, path: string | undefined): Located | undefined {
  if (path === undefined || !session.projects.settingsOf(path).enable) return undefined;
  const inside = path.endsWith("/") ? path : `${path}/`;
  const project = session.projects.all().find((one) => one.project.root.startsWith(inside));
  return project && { project, file: "dbt_project.yml" };
}

/** What the request chooses; absent where that is all. A wrong selector is the client's error. */
function selectionOf(
  { project }: ProjectSnapshot,
  { select, exclude, selector, indirectSelection }: ProjectParams,
  isRun: boolean,
): readonly string[] | undefined {
  const asked = {
    select: select ? [select] : [],
    exclude: exclude ? [exclude] : [],
    ...(selector && { selector }),
    ...(indirectSelection && { indirectSelection }),
  };
  const selected = askedSelection(project, asked, isRun);
  if (selected === undefined) return undefined;
  const { ids, problems } = selected;
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
  return [...ids];
}

/** The simulation that a request asks for. */
export function scheduleRequest(project: ProjectSnapshot, params: SimulateParams): ScheduleRequest {
  const selection = selectionOf(project, params, true);
  return { ...(selection !== undefined && { selection }), ...runOptions(params) };
}

/** The reason for the recommended count in the client's language. */
export function inWords<Answer extends Pick<SweepResult, "recommended">>(
  { words }: Session,
  answer: Answer,
): Answer {
  const { recommended } = answer;
  return { ...answer, recommended: { ...recommended, because: words.line(recommended.because) } };
}

/** The answer with the tasks that the request wants to hear of. */
export function withTasks(answer: SimulateResult, wanted: SimulateParams["tasks"]): SimulateResult {
  if (wanted === undefined || wanted === "all") return answer;
  const ids = new Set(wanted === "criticalPath" ? answer.criticalPath : []);
  return { ...answer, tasks: answer.tasks.filter(({ id }) => ids.has(id)) };
}

/** What a request says of a run, whatever runs. */
export function runOptions(params: SimulateParams): ScheduleRequest {
  const { threads, hints, policy, command, capacity, contention } = params;
  const { overheadMs, reservePercent, whatIf } = params;
  return {
    ...(threads !== undefined && { threads }),
    ...(hints !== undefined && { hints }),
    ...(policy !== undefined && { policy }),
    ...(command !== undefined && { command }),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
    ...(overheadMs !== undefined && { overheadMs }),
    ...(reservePercent !== undefined && { reservePercent }),
    ...(whatIf !== undefined && { whatIf: new Map(Object.entries(whatIf)) }),
  };
}
