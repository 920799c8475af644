/**
 * The graph that selection walks: enabled nodes and sources with their direct parents and
 * children. Knows nothing of tests that `dbt build` puts between models.
 */
import type { DbtNode, DbtProject } from "../project";

export interface SelectionGraph {
  /** Nodes and sources in the order of the project, by unique_id. */
  readonly members: ReadonlyMap<string, DbtNode>;
  childrenOf(uniqueId: string): readonly string[];
  parentsOf(uniqueId: string): readonly string[];
}

const graphs = new WeakMap<Pick<DbtProject, "nodes" | "sources">, SelectionGraph>();

/** The graph of `project`, built once per project. O(nodes + edges). */
export function selectionGraph(project: Pick<DbtProject, "nodes" | "sources">): SelectionGraph {
  const known = graphs.get(project);
  if (known !== undefined) return known;
  // dbt keeps tests of disabled models in the manifest, switched off: it selects none of them.
  const members = new Map(
    [...project.nodes, ...project.sources].filter(([, { config }]) => config["enabled"] !== false),
  );
  const children = new Map<string, string[]>();
  const parents = new Map<string, readonly string[]>();
  for (const [uniqueId, node] of members) {
    const present = node.dependsOn.filter((parent) => members.has(parent));
    parents.set(uniqueId, present);
    for (const parent of present) {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [uniqueId]);
      else siblings.push(uniqueId);
    }
  }
  const graph: SelectionGraph = {
    members,
    childrenOf: (uniqueId) => children.get(uniqueId) ?? [],
    parentsOf: (uniqueId) => parents.get(uniqueId) ?? [],
  };
  graphs.set(project, graph);
  return graph;
}

/**
 * All that is reached from `start` in at most `depth` steps. A start counts only where another one
 * reaches it. O(edges reached).
 */
export function reached(
  start: Iterable<string>,
  nextOf: (uniqueId: string) => readonly string[],
  depth = Number.POSITIVE_INFINITY,
): ReadonlySet<string> {
  const found = new Set<string>();
  let layer: Iterable<string> = start;
  for (let step = 0; step < depth; step++) {
    const next: string[] = [];
    for (const uniqueId of layer) {
      for (const neighbour of nextOf(uniqueId)) {
        if (found.has(neighbour)) continue;
        found.add(neighbour);
        next.push(neighbour);
      }
    }
    if (next.length === 0) break;
    layer = next;
  }
  return found;
}
