/**
 * The tasks that `dbt run` or `dbt build` would hand to its workers, with dbt's order between
 * them: edges pass through nodes that are not run, and in a build tests hold back what lies
 * downstream of all they test. Source: dbt-core 1.11 `graph/graph.py` (`get_subset_graph`),
 * `compilation.py` (`add_test_edges_1`).
 */
import { compareText } from "../base/problem";
import type { Task, Workload } from "../workload/workload";
import type { Durations } from "./artifacts/modelDuration";
import type { DbtNode, DbtProject } from "./project";

export interface WorkloadOptions {
  readonly command: "run" | "build";
  /** unique_ids to run; absent: everything the command runs. */
  readonly selection?: readonly string[] | ReadonlySet<string>;
}

const RUN_TYPES: ReadonlySet<string> = new Set(["model"]);
const BUILD_TYPES: ReadonlySet<string> = new Set(["model", "seed", "snapshot", "test"]);

/**
 * The workload of a command. Task ids are unique_ids, sorted. O(nodes + edges), for builds plus
 * the descendants of tests with several parents.
 */
export function projectWorkload(
  project: DbtProject,
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
  const tasks: Task[] = [];
  for (const id of [...run].sort(compareText)) {
    const node = project.nodes.get(id)!;
    const duration = durations.get(id);
    const threads = node.hint?.threads;
    tasks.push({
      id,
      durationMs: duration?.ms ?? 0,
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
  for (const id of parents.keys()) if (!run.has(id)) collect(id);
  return collect;
}

/**
 * Edges from tests to what they hold back. dbt adds one to every node all of whose test's parents
 * are ancestors; only the nearest of those are needed for the same order and the same levels.
 */
function addTestEdges(project: DbtProject, parents: Map<string, readonly string[]>): void {
  const children = new Map<string, string[]>();
  for (const [id, list] of parents) {
    if (project.nodes.get(id)?.resourceType === "test") continue;
    for (const parent of list) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [id]);
      else known.push(id);
    }
  }
  const held = new Map<string, string[]>();
  const hold = (id: string, test: string): void => {
    const known = held.get(id);
    if (known === undefined) held.set(id, [test]);
    else known.push(test);
  };
  const descendants = descendantsOf(children);
  for (const test of project.nodes.values()) {
    if (test.resourceType !== "test" || test.dependsOn.length === 0) continue;
    const [first, ...others] = test.dependsOn;
    if (others.length === 0) {
      for (const child of children.get(first!) ?? [])
        if (isHeld(project, child)) hold(child, test.uniqueId);
      continue;
    }
    const sets = others.map(descendants);
    const isBelowAll = (id: string): boolean => sets.every((set) => set.has(id));
    const seen = new Set<string>();
    const waiting = [...(children.get(first!) ?? [])];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (isBelowAll(at) && isHeld(project, at)) hold(at, test.uniqueId);
      else waiting.push(...(children.get(at) ?? []));
    }
  }
  for (const [id, tests] of held) parents.set(id, [...(parents.get(id) ?? []), ...tests]);
}

/** dbt gives test edges to what stands in `manifest.nodes`: not to exposures and the like. */
function isHeld(project: DbtProject, id: string): boolean {
  const type = project.nodes.get(id)?.resourceType;
  return type === "model" || type === "seed" || type === "snapshot" || type === "analysis";
}

function descendantsOf(
  children: ReadonlyMap<string, readonly string[]>,
): (id: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (id) => {
    let found = known.get(id);
    if (found === undefined) {
      const all = new Set<string>();
      const waiting = [...(children.get(id) ?? [])];
      for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
        if (all.has(at)) continue;
        all.add(at);
        waiting.push(...(children.get(at) ?? []));
      }
      found = all;
      known.set(id, found);
    }
    return found;
  };
}
