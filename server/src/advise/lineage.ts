/** Who reads whom among the nodes that a run builds, ready for look-up in both directions. */
import { compareText } from "../base/problem";
import type { DbtNode, DbtProject } from "../dbt/project";

const known = new WeakMap<DbtProject, ReadonlyMap<string, readonly DbtNode[]>>();

/** Enabled models, seeds and snapshots that depend directly on each node, in id order. O(edges). */
export function dependentsOf(project: DbtProject, uniqueId: string): readonly DbtNode[] {
  let dependents = known.get(project);
  if (dependents === undefined) {
    dependents = collectDependents(project);
    known.set(project, dependents);
  }
  return dependents.get(uniqueId) ?? [];
}

function collectDependents(project: DbtProject): ReadonlyMap<string, readonly DbtNode[]> {
  const dependents = new Map<string, DbtNode[]>();
  for (const node of project.nodes.values()) {
    if (!isBuilt(node)) continue;
    for (const parent of node.dependsOn) {
      const nodes = dependents.get(parent);
      if (nodes === undefined) dependents.set(parent, [node]);
      else nodes.push(node);
    }
  }
  return dependents;
}

/**
 * Nodes that run the SQL of `node` as part of their own: its dependents, and theirs where
 * `isPassedOn` says that a dependent only carries it further. Each once, in id order.
 */
export function readersThrough(
  project: DbtProject,
  node: DbtNode,
  isPassedOn: (dependent: DbtNode) => boolean,
): readonly DbtNode[] {
  const seen = new Set<string>();
  const readers: DbtNode[] = [];
  const queue = [node.uniqueId];
  for (const id of queue) {
    for (const dependent of dependentsOf(project, id)) {
      if (seen.has(dependent.uniqueId)) continue;
      seen.add(dependent.uniqueId);
      if (isPassedOn(dependent)) queue.push(dependent.uniqueId);
      else readers.push(dependent);
    }
  }
  return readers.sort((a, b) => compareText(a.uniqueId, b.uniqueId));
}

/** Models, seeds and snapshots: what a run makes tables and views of. */
export function isBuilt({ resourceType }: DbtNode): boolean {
  return resourceType === "model" || resourceType === "seed" || resourceType === "snapshot";
}

/** True for models of the root project, whose files the user can change. */
export function isOwnModel(project: DbtProject, node: DbtNode): boolean {
  return node.resourceType === "model" && node.package === project.name;
}

export function isMaterialized(node: DbtNode, materialized: string): boolean {
  return node.config["materialized"] === materialized;
}
