/**
 * A tabular model's refresh in the shape in which an editor knows the models of a dbt project: a task
 * each, with its file and place, beside the structure of the model (CONTRACT "heddle.tabular/1").
 */
import type { ModelEntry, ModelsResult } from "../../protocol";
import { parallelismOf } from "../../tabular/parallelism";
import type { RefreshTask } from "../../tabular/refreshTask";
import type { Task } from "../../workload/workload";
import type { ModelSnapshot } from "../../workspace/openModel";
import { tabularAnswer } from "../answers/tabularAnswer";

/** Absent without a model. O(tasks). */
export function modelTasks(snapshot: ModelSnapshot, rootUri: string): ModelsResult | undefined {
  const { model } = snapshot;
  const plan = snapshot.plan();
  if (model === undefined || plan === undefined) return undefined;
  const owners = new Map(plan.tasks.map((one) => [one.task.id, one]));
  const { threads, origin } = parallelismOf(model, snapshot.processing);
  return {
    schema: "heddle.models/1",
    rootUri,
    project: {
      name: model.name,
      adapter: "Analysis Services",
      target: null,
      threads: {
        value: origin === "assumed" || origin === "default of Power BI" ? null : threads,
        origin,
        effective: threads,
      },
    },
    models: plan.workload.tasks.map((task) => entryOf(snapshot, task, owners.get(task.id))),
    disabled: [],
    sources: model.dataSources.map(({ name }) => name),
    problems: snapshot.problems().length,
    tabular: tabularAnswer([model]),
  };
}

function entryOf(snapshot: ModelSnapshot, task: Task, owner: RefreshTask | undefined): ModelEntry {
  const object = owner?.partition?.object ?? owner?.table.object ?? snapshot.model?.object;
  const file = object?.file ?? "";
  return {
    uniqueId: task.id,
    resourceType: task.kind ?? "task",
    name: task.id,
    package: snapshot.name,
    version: null,
    file,
    fqn: [snapshot.name, ...(owner === undefined ? [] : [owner.table.name])],
    config: {},
    tags: [],
    schema: null,
    database: null,
    alias: null,
    dependsOn: task.dependsOn,
    hint: null,
    complexity: null,
    recommendation: null,
    duration: { ms: task.durationMs, origin: task.durationOrigin },
    uncertain: [],
    ...(object !== undefined && { range: snapshot.linesOf(file).rangeOf(object.nameSpan) }),
  };
}
