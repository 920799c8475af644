/**
 * Finds long chains of views: whoever reads the last one makes the database run them all. One
 * finding per connected group of views, at its longest chain.
 */
import type { DbtNode, DbtProject } from "../../dbt/project";
import { dependentsOf, isMaterialized, isOwnModel } from "../lineage";
import { refSite } from "../places";
import type { Rule } from "../rule";

/** Views in a row from which planners and readers lose track. */
const LONG_CHAIN = 4;

export const chainedViews: Rule = {
  code: "chained-views",
  severity: "information",
  title: "Four or more views read one another in a row",
  advice: "heuristic",

  *check({ project }) {
    const views = new Map<string, DbtNode>();
    for (const [id, node] of project.nodes) {
      if (node.resourceType === "model" && isMaterialized(node, "view")) views.set(id, node);
    }
    const chains = longestChains(views);
    const seen = new Set<string>();
    const ends = [...chains].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    for (const [id, chain] of ends) {
      if (chain.length < LONG_CHAIN) return;
      if (seen.has(id)) continue;
      markGroup(project, views, id, seen);
      const last = views.get(id)!;
      if (!isOwnModel(project, last)) continue;
      const names = chain.map((view) => view.name);
      yield {
        ...refSite(project, last, chain.at(-2)!.uniqueId),
        message: `${chain.length} views in a row: ${shown(names)}. Each query of ${last.name} runs them all; a table in the middle would end that.`,
      };
    }
  },
};

function shown(names: readonly string[]): string {
  return names.length <= 6
    ? names.join(" → ")
    : [...names.slice(0, 3), "…", ...names.slice(-2)].join(" → ");
}

/** For each view the longest chain of views that ends in it. O(views + edges). */
function longestChains(
  views: ReadonlyMap<string, DbtNode>,
): ReadonlyMap<string, readonly DbtNode[]> {
  const before = new Map<string, string | undefined>();
  const length = new Map<string, number>();
  const visit = (start: string): void => {
    const stack = [start];
    const onStack = new Set(stack);
    while (stack.length > 0) {
      const id = stack.at(-1)!;
      const parents = views.get(id)!.dependsOn.filter((parent) => views.has(parent));
      // A parent that is under way closes a circle, which another rule reports.
      const open = length.has(id) ? undefined : parents.find((parent) => !length.has(parent));
      if (!length.has(id) && open !== undefined && !onStack.has(open)) {
        stack.push(open);
        onStack.add(open);
        continue;
      }
      stack.pop();
      onStack.delete(id);
      if (length.has(id)) continue;
      let best: string | undefined;
      for (const parent of parents) {
        if ((length.get(parent) ?? 0) > (best === undefined ? 0 : length.get(best)!)) best = parent;
      }
      before.set(id, best);
      length.set(id, 1 + (best === undefined ? 0 : length.get(best)!));
    }
  };
  for (const id of views.keys()) visit(id);

  const chains = new Map<string, readonly DbtNode[]>();
  for (const [id, count] of length) {
    if (count < LONG_CHAIN) continue;
    const chain: DbtNode[] = [];
    for (let at: string | undefined = id; at !== undefined; at = before.get(at)) {
      chain.push(views.get(at)!);
    }
    chains.set(id, chain.reverse());
  }
  return chains;
}

/** Marks all views that are connected with `id`, up or down. */
function markGroup(
  project: DbtProject,
  views: ReadonlyMap<string, DbtNode>,
  id: string,
  seen: Set<string>,
): void {
  const queue = [id];
  seen.add(id);
  for (const at of queue) {
    const around = [
      ...views.get(at)!.dependsOn,
      ...dependentsOf(project, at).map((node) => node.uniqueId),
    ];
    for (const other of around) {
      if (!views.has(other) || seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
}
