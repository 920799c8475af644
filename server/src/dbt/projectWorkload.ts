/**
 * The tasks that `dbt run` or `dbt build` would hand to its workers, with dbt's order between
 * them: edges pass through nodes that are not run, and in a build tests hold back what lies
 * downstream of all they test. Source: dbt-core 1.11 `graph/graph.py` (`get_subset_graph`),
 * `task/build.py` (unit tests).
 */
import { compareText } from "../base/problem";
import type { Task, Workload } from "../workload/workload";
import type { Durations } from "./artifacts/modelDuration";
import type { DbtNode, DbtProject } from "./project";
import { addTestEdges } from "./testEdges";

export interface WorkloadOptions {
  readonly command: "run" | "build";
  /** unique_ids to run; absent: everything the command runs. */
  readonly selection?: readonly string[] | ReadonlySet<string>;
}

const RUN_TYPES: ReadonlySet<string> = new Set(["model"]);
const BUILD_TYPES: ReadonlySet<string> = new Set(["model", "seed", "snapshot", "test", "function"]);

/**
 * The workload of a command. Task ids are unique_ids, sorted. O(nodes + edges), for builds plus
 * the descendants of tests with several parents.
 */
export function projectWorkload(
  project: Pick<DbtProject, "name" | "nodes" | "sources" | "threads">,
  durations: Durations,
  options: WorkloadOptions,
): Workload {
  const { command, selection } = options;
  const types = command === "run" ? RUN_TYPES : BUILD_TYPES;
  const chosen = selection === undefined ? undefined : new Set(selection);
  const isRun = (node: DbtNode): boolean =>
    types.has(node.resourceType) &&
    (chosen?.has(node.uniqueId) ?? true) &&
    node.config["enabled"] !== false &&
    !isEmpty(node);
  const parents = new Map<string, readonly string[]>();
  for (const node of project.nodes.values()) parents.set(node.uniqueId, node.dependsOn);
  for (const id of project.sources.keys()) parents.set(id, []);
  if (command === "build") addTestEdges(project, parents);

  const run = new Set<string>();
  for (const node of project.nodes.values()) if (isRun(node)) run.add(node.uniqueId);
  const parentsOf = runningParents(parents, run);
  const unitTestsMs = command === "build" ? unitTestTimes(project, durations, chosen) : undefined;
  const tasks: Task[] = [];
  for (const id of [...run].sort(compareText)) {
    const node = project.nodes.get(id)!;
    const duration = durations.get(id);
    const threads = node.hint?.threads;
    tasks.push({
      id,
      durationMs: (duration?.ms ?? 0) + (unitTestsMs?.get(id) ?? 0),
      durationOrigin: duration?.origin ?? "assumed",
      dependsOn: [...parentsOf(id)].sort(compareText),
      ...(threads === undefined ? {} : { threads }),
      kind: node.resourceType,
    });
  }
  return {
    schema: "heddle.workload/1",
    name: project.name,
    tasks,
    capacity: { threads: project.threads.effective, pools: {} },
  };
}

/** A build runs a model's unit tests one by one on the model's own worker, before the model. */
function unitTestTimes(
  { nodes }: Pick<DbtProject, "nodes">,
  durations: Durations,
  chosen: ReadonlySet<string> | undefined,
): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { uniqueId, resourceType, config, dependsOn } of nodes.values()) {
    if (resourceType !== "unit_test" || config["enabled"] === false) continue;
    if (chosen?.has(uniqueId) === false) continue;
    const ms = durations.get(uniqueId)?.ms ?? 0;
    for (const model of dependsOn) times.set(model, (times.get(model) ?? 0) + ms);
  }
  return times;
}

/** Models whose SQL is blank never reach dbt's queue. */
function isEmpty(node: DbtNode): boolean {
  return node.resourceType === "model" && node.rawCode.trim() === "";
}

/** Nearest ancestors that run, seen through those that do not. Loops are cut where they close. */
function runningParents(
  parents: ReadonlyMap<string, readonly string[]>,
  run: ReadonlySet<string>,
): (id: string) => ReadonlySet<string> {
  const through = new Map<string, ReadonlySet<string>>();
  const collect = (id: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const waiting = [...(parents.get(id) ?? [])];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (run.has(at)) found.add(at);
      else if (!seen.has(at)) {
        seen.add(at);
        const known = through.get(at);
        if (known === undefined) waiting.push(...(parents.get(at) ?? []));
        else for (const one of known) found.add(one);
      }
    }
    if (!run.has(id)) through.set(id, found);
    return found;
  };
  // Only what somebody depends on is looked through: in a run no test is.
  for (const own of parents.values()) {
    for (const id of own) if (!run.has(id) && !through.has(id)) collect(id);
  }
  return collect;
}
