/**
 * Plays the editor and the server for the Schedule page in a plain browser: the page's questions
 * are answered by a real simulation of the models that the document carries. For demonstrations
 * and for looking at the page without an editor.
 */

import type { FromPage, ProjectFacts, RunOptions, ToPage } from "../../../client/panel/messages";
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
    heddleOpened: string[];
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

function optionsOf({ threads, hints, policy }: RunOptions): SimulateOptions {
  return {
    threads: threads ?? threadsOfProject,
    hints: hints ?? "ignored",
    policy: policy ?? "dbt-core",
  };
}

function run(options: SimulateOptions, whatIf: RunOptions["whatIf"] = {}): SimulateResult {
  const edits = Object.entries(whatIf).flatMap(([id, durationMs]) => {
    const task = known.indexOf.get(id);
    return task === undefined ? [] : [{ task, durationMs }];
  });
  const graph = withDurations(known, edits);
  const schedule = simulate(graph, options);
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
  tasks: heddleModels.models,
};

function reply(message: ToPage): void {
  setTimeout(() => window.postMessage(message, "*"), 0);
}

function receive(message: FromPage): void {
  switch (message.type) {
    case "ready":
      reply({ type: "project", project });
      reply({ type: "stale" });
      break;
    case "simulate":
      reply({
        type: "schedule",
        request: message.request,
        schedule: run(optionsOf(message.options), message.options.whatIf),
        today: run(optionsOf({})),
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
    default:
  }
}

let state: unknown;
window.heddleOpened = [];
window.acquireVsCodeApi = () => ({
  postMessage: receive,
  getState: () => state,
  setState: (next: unknown) => {
    state = next;
  },
});
