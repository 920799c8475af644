/**
 * Plays the editor and the server for the Schedule page in a plain browser: the page's questions
 * are answered by a real simulation of the models that the document carries. For demonstrations
 * and for looking at the page without an editor.
 */

import type {
  Choices,
  FromPage,
  ProjectFacts,
  RunOptions,
  ToPage,
} from "../../../client/panel/messages";
import type { ModelsResult, Saving, SimulateResult } from "../../../server/src/protocol";
import { alternatives } from "../../../server/src/schedule/alternatives";
import { causalRanking } from "../../../server/src/schedule/causalRanking";
import { kpis } from "../../../server/src/schedule/kpis";
import type { SimulateOptions } from "../../../server/src/schedule/schedule";
import { asGraph, simulate } from "../../../server/src/schedule/simulate";
import { sweep } from "../../../server/src/schedule/sweep";
import { withDurations } from "../../../server/src/schedule/whatIf";
import type { WorkloadGraph } from "../../../server/src/workload/graph";
import type { Workload } from "../../../server/src/workload/workload";

declare global {
  interface Window {
    heddleModels: ModelsResult;
    acquireVsCodeApi: () => unknown;
    /** Ids of models that were opened, formats that were exported. */
    heddleOpened: string[];
    heddleExported: string[];
    heddleWritten: number[];
  }
}

const { heddleModels } = window;
const threadsOfProject = heddleModels.project.threads.effective;

const workload: Workload = {
  schema: "heddle.workload/1",
  name: heddleModels.project.name,
  capacity: { threads: threadsOfProject, pools: {} },
  tasks: heddleModels.models.map((model) => ({
    id: model.uniqueId,
    durationMs: model.duration?.ms ?? 0,
    durationOrigin: model.duration?.origin ?? "assumed",
    dependsOn: model.dependsOn.filter((id) => !id.startsWith("source.")),
    ...(model.hint?.threads != null && { threads: model.hint.threads }),
  })),
};
const known = asGraph(workload);

function optionsOf(asked: RunOptions): SimulateOptions {
  const { threads, hints, policy, engine, capacity, contention } = asked;
  return {
    threads: threads ?? threadsOfProject,
    hints: hints ?? "ignored",
    policy: policy ?? (engine === "fusion" ? "fusion" : "dbt-core"),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
}

/** What today's run shares with another one, as the extension sees it. */
function todayOf({ capacity, contention }: RunOptions): RunOptions {
  return {
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
}

function run(asked: RunOptions, isBrief = false): SimulateResult {
  const { whatIf = {} } = asked;
  const options = optionsOf(asked);
  const edits = Object.entries(whatIf).flatMap(([id, durationMs]) => {
    const task = known.indexOf.get(id);
    return task === undefined ? [] : [{ task, durationMs }];
  });
  const graph = withDurations(known, edits);
  const schedule = simulate(graph, options);
  if (isBrief) return { ...schedule, schema: "heddle.schedule/1", alternatives: [], kpis: {} };
  return {
    ...schedule,
    schema: "heddle.schedule/1",
    alternatives: alternatives(graph, options),
    kpis: { ...kpis(graph, options, schedule.makespanMs, { threads: threadsOfProject }) },
    savings: savingsOf(graph, options),
  };
}

function savingsOf(graph: WorkloadGraph, options: SimulateOptions): Saving[] {
  const durations = new Map(heddleModels.models.map((model) => [model.uniqueId, model]));
  return causalRanking(graph, options)
    .gains.filter(({ halfMs }) => halfMs > 0)
    .slice(0, 6)
    .map(({ id, halfMs }) => ({
      id,
      title: durations.get(id)?.name ?? id,
      how: "if halved",
      savesMs: halfMs,
      basis: durations.get(id)?.duration?.origin ?? "assumed",
    }));
}

const project: ProjectFacts = {
  uri: heddleModels.rootUri,
  name: heddleModels.project.name,
  adapter: heddleModels.project.adapter,
  threadsOrigin: heddleModels.project.threads.origin,
  isDbt: true,
  tasks: heddleModels.models,
};

const choices: Choices = {
  engine: "dbt-core",
  runs: [],
  targets: [],
  target: null,
  canWriteThreads: true,
};

function reply(message: ToPage): void {
  setTimeout(() => window.postMessage(message, "*"), 0);
}

let pages = 0;

/** The tasks ahead of the message, as the extension sends them. */
function replyInPages(message: Extract<ToPage, { readonly schedule: SimulateResult }>): void {
  const { tasks } = message.schedule;
  pages++;
  for (let from = 0; from < tasks.length; from += 25) {
    reply({ type: "tasksPage", pages, items: tasks.slice(from, from + 25) });
  }
  reply({ ...message, pages, schedule: { ...message.schedule, tasks: [] } });
}

/** The page's frame comes first, as it does where the server is a process of its own. */
function receiveLater(message: FromPage): void {
  requestAnimationFrame(() => setTimeout(() => receive(message), 0));
}

function receive(message: FromPage): void {
  switch (message.type) {
    case "ready":
      reply({ type: "project", project });
      reply({ type: "choices", choices });
      reply({ type: "stale" });
      break;
    case "simulate":
      reply({ type: "today", schedule: run(todayOf(message.options), true) });
      replyInPages({
        type: "schedule",
        request: message.request,
        schedule: run(message.options, message.isBrief),
      });
      break;
    case "compare":
      replyInPages({
        type: "compared",
        request: message.request,
        schedule: run(message.options, true),
      });
      break;
    case "sweep":
      reply({
        type: "sweep",
        request: message.request,
        sweep: {
          schema: "heddle.sweep/1",
          ...sweep(known, { ...optionsOf(message.options), from: 1, to: 64 }),
        },
      });
      break;
    case "open":
      window.heddleOpened.push(message.id);
      break;
    case "export":
      window.heddleExported.push(message.format);
      break;
    case "savePicture":
      window.heddleExported.push(message.dataUrl.slice(0, "data:image/png".length));
      break;
    case "writeThreads":
      window.heddleWritten.push(message.threads);
      break;
    default:
  }
}

/** Kept over a reload of the page, as the editor keeps it. */
const stateKey = "heddle";
window.heddleOpened = [];
window.heddleExported = [];
window.heddleWritten = [];
window.acquireVsCodeApi = () => ({
  postMessage: receiveLater,
  getState: (): unknown => JSON.parse(sessionStorage.getItem(stateKey) ?? "null"),
  setState: (next: unknown) => sessionStorage.setItem(stateKey, JSON.stringify(next)),
});
