/**
 * What a TMSL script makes a model do, as a workload: each request loads its partitions, calculates
 * all that depends on them, commits, and only then the next request begins.
 */
import type { Task, Workload } from "../../workload/workload";
import type { ModelObject } from "../modelObject";
import type { RefreshTask } from "../refreshTask";
import type { TabularModel } from "../tabularModel";
import { commitAfter, type ProcessingSettings, refreshPlan } from "../tabularWorkload";
import type { RefreshCommand, ScriptRequest, TmslScript } from "./parseScript";

/** Types that load data, and types after which everything that depends on the data is calculated. */
const LOADING = new Set(["full", "automatic", "add", "dataonly"]);
const CALCULATING = new Set(["full", "automatic", "add", "calculate"]);

/** True where a refresh of this type calculates columns, hierarchies and relationships anew. */
export function isCalculating({ type }: RefreshCommand): boolean {
  return CALCULATING.has(type.toLowerCase());
}

/** The script against the model that it is about. O(requests × tasks). */
export function scriptWorkload(
  { requests }: Pick<TmslScript, "requests">,
  model: TabularModel,
  settings: ProcessingSettings,
): Workload {
  const { tasks: planned, workload } = refreshPlan(model, settings);
  const working = requests.filter(({ refreshes }) => refreshes.length > 0);
  const tasks: Task[] = [];
  let before: readonly string[] = [];
  for (const [index, request] of working.entries()) {
    const own = tasksOf(request, model, planned);
    const nameOf = (id: string) => (working.length === 1 ? id : `${id} · request ${index + 1}`);
    const ids = new Set(own.map(({ id }) => id));
    const named = own.map((task): Task => {
      const parents = task.dependsOn.filter((id) => ids.has(id)).map(nameOf);
      return {
        ...task,
        id: nameOf(task.id),
        dependsOn: parents.length > 0 ? parents : before,
      };
    });
    const commit = commitAfter(named, settings.rates, nameOf("commit"));
    tasks.push(...named, commit.dependsOn.length > 0 ? commit : { ...commit, dependsOn: before });
    before = [commit.id];
  }
  const limit = working.length === 1 ? working[0]?.maxParallelism : undefined;
  const threads = limit ?? workload.capacity.threads;
  return { ...workload, tasks, capacity: { ...workload.capacity, threads } };
}

/** All refreshes of a script as one request, which is one transaction. */
export function inOneTransaction({ requests }: TmslScript): Pick<TmslScript, "requests"> {
  const [first] = requests;
  if (first === undefined) return { requests };
  const refreshes = requests.flatMap((request) => request.refreshes);
  return { requests: [{ command: "sequence", span: first.span, refreshes, otherCount: 0 }] };
}

function tasksOf(
  { refreshes }: ScriptRequest,
  model: TabularModel,
  planned: readonly RefreshTask[],
): readonly Task[] {
  const loaded = new Set<ModelObject>();
  const touched = new Set<ModelObject>();
  for (const refresh of refreshes) {
    const type = refresh.type.toLowerCase();
    for (const { table, partitions } of namedIn(refresh, model)) {
      if (LOADING.has(type)) for (const partition of partitions) loaded.add(partition);
      if (CALCULATING.has(type)) touched.add(table);
    }
  }
  const ids = calculatedAfter(planned, touched);
  for (const { partition, task } of planned) {
    if (partition !== undefined && loaded.has(partition.object)) ids.add(task.id);
  }
  return planned.flatMap(({ task }) => (ids.has(task.id) ? [task] : []));
}

/** Tables and partitions that a refresh names, by their objects; unknown names name nothing. */
function* namedIn({ targets }: RefreshCommand, model: TabularModel) {
  for (const { table: tableName, partition: partitionName } of targets) {
    for (const table of model.tables) {
      if (tableName !== undefined && !isSame(table.name, tableName)) continue;
      const partitions = table.partitions
        .filter(({ name }) => partitionName === undefined || isSame(name, partitionName))
        .map(({ object }) => object);
      yield { table: table.object, partitions };
    }
  }
}

/** Ids of the calculating tasks that depend on data of the touched tables, at any remove. */
function calculatedAfter(
  planned: readonly RefreshTask[],
  touched: ReadonlySet<ModelObject>,
): Set<string> {
  const reached = new Set<string>();
  const found = new Set<string>();
  for (const { table, partition, task } of planned) {
    const isOwn = touched.has(table.object);
    const isReached = isOwn || task.dependsOn.some((id) => reached.has(id));
    if (!isReached) continue;
    reached.add(task.id);
    if (partition === undefined) found.add(task.id);
  }
  return found;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
