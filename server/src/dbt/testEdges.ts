/**
 * The edges that `dbt build` adds so that nothing is built on what its tests have not passed.
 * Source: dbt-core 1.11 `compilation.py` (`Linker.add_test_edges_1`; `add_test_edges_2` adds fewer
 * edges for the same order). Knows neither selections nor durations.
 */
import type { DbtProject } from "./project";

/**
 * Adds tests to the parents of the nodes that wait for them. dbt adds an edge from a test to every
 * node whose strict ancestors hold all that the test depends on; here only the nearest of those
 * get one, which leaves order and levels the same, for whatever lies below waits through them.
 * O(nodes + edges) for tests of one parent; for the others, edges × parents / 32 words and the
 * nodes between the tested ones and the first that wait.
 */
export function addTestEdges(
  { nodes }: Pick<DbtProject, "nodes">,
  parents: Map<string, readonly string[]>,
): void {
  const isTest = (id: string) => nodes.get(id)?.resourceType === "test";
  const children = new Map<string, string[]>();
  for (const [id, list] of parents) {
    if (isTest(id)) continue;
    for (const parent of list) append(children, parent, id);
  }
  const childrenOf = (id: string): readonly string[] => children.get(id) ?? [];
  const held = new Map<string, string[]>();
  const withSeveral: { readonly test: string; readonly tested: readonly string[] }[] = [];
  for (const { uniqueId, resourceType, dependsOn } of nodes.values()) {
    if (resourceType !== "test" || dependsOn.length === 0) continue;
    const tested = [...new Set(dependsOn)];
    if (tested.length > 1) {
      withSeveral.push({ test: uniqueId, tested });
      continue;
    }
    for (const child of nearest(childrenOf(tested[0]!), childrenOf, (id) => isHeld(nodes, id))) {
      append(held, child, uniqueId);
    }
  }
  if (withSeveral.length > 0) {
    const order = topologicalOrder(parents, children, isTest);
    const below = ancestry(new Set(withSeveral.flatMap(({ tested }) => tested)), order, parents);
    const place = new Map(order.map((id, at) => [id, at]));
    for (const { test, tested } of withSeveral) {
      // What comes last in the order has the fewest nodes below it.
      const last = tested.reduce((one, other) =>
        (place.get(other) ?? 0) > (place.get(one) ?? 0) ? other : one,
      );
      const waits = (id: string) => isHeld(nodes, id) && below(id, tested);
      for (const child of nearest(childrenOf(last), childrenOf, waits)) append(held, child, test);
    }
  }
  for (const [id, tests] of held) parents.set(id, [...(parents.get(id) ?? []), ...tests]);
}

/** dbt gives test edges to what stands in `manifest.nodes`: not to exposures and the like. */
function isHeld(nodes: DbtProject["nodes"], id: string): boolean {
  const type = nodes.get(id)?.resourceType;
  return type === "model" || type === "seed" || type === "snapshot" || type === "analysis";
}

/** First nodes on the ways down from `from` that fulfil `isWanted`. */
function nearest(
  from: readonly string[],
  childrenOf: (id: string) => readonly string[],
  isWanted: (id: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>(from);
  const waiting = [...seen];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (isWanted(id)) {
      found.push(id);
      continue;
    }
    for (const child of childrenOf(id)) {
      if (seen.has(child)) continue;
      seen.add(child);
      waiting.push(child);
    }
  }
  return found;
}

/** All but tests, parents first; what lies in a cycle or behind one never runs and is left out. */
function topologicalOrder(
  parents: ReadonlyMap<string, readonly string[]>,
  children: ReadonlyMap<string, readonly string[]>,
  isTest: (id: string) => boolean,
): readonly string[] {
  const missing = new Map<string, number>();
  const order: string[] = [];
  for (const [id, list] of parents) {
    if (isTest(id)) continue;
    const count = list.filter((parent) => parents.has(parent) && !isTest(parent)).length;
    missing.set(id, count);
    if (count === 0) order.push(id);
  }
  for (let at = 0; at < order.length; at++) {
    for (const child of children.get(order[at]!) ?? []) {
      const left = (missing.get(child) ?? 0) - 1;
      missing.set(child, left);
      if (left === 0) order.push(child);
    }
  }
  return order;
}

/** Whether all of some `marked` nodes are strict ancestors of a node, from one row of bits each. */
function ancestry(
  marked: ReadonlySet<string>,
  order: readonly string[],
  parents: ReadonlyMap<string, readonly string[]>,
): (id: string, ancestors: readonly string[]) => boolean {
  const bitOf = new Map([...marked].map((id, at) => [id, at]));
  const words = Math.ceil(bitOf.size / 32);
  const rows = new Uint32Array(words * order.length);
  const rowOf = new Map(order.map((id, at) => [id, at * words]));
  for (const id of order) {
    const row = rowOf.get(id)!;
    for (const parent of parents.get(id) ?? []) {
      const from = rowOf.get(parent);
      if (from !== undefined) {
        for (let word = 0; word < words; word++) rows[row + word]! |= rows[from + word]!;
      }
      const bit = bitOf.get(parent);
      if (bit !== undefined) rows[row + (bit >> 5)]! |= 1 << (bit & 31);
    }
  }
  return (id, ancestors) => {
    const row = rowOf.get(id);
    if (row === undefined) return false;
    return ancestors.every((ancestor) => {
      const bit = bitOf.get(ancestor);
      return bit !== undefined && (rows[row + (bit >> 5)]! & (1 << (bit & 31))) !== 0;
    });
  };
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
