/**
 * Cycles in the graph: each reported once, as its shortest loop with the place of every edge.
 * Source: dbt-core 1.11 `compilation.py` (`Linker.find_cycles`).
 */
import { compareText, type Related } from "../../base/problem";
import { isEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { RefCall } from "../nodes/rendering";
import type { Resolution } from "../resolution";

export function checkCycles(resolution: Resolution): void {
  if (isAcyclic(resolution)) return;
  for (const component of stronglyConnected(resolution)) {
    const loop = shortestLoop(component, resolution);
    if (loop.length === 0) continue;
    const first = resolution.drafts.get(loop[0]!)!;
    const edges = loop.map((id, index) => {
      const from = resolution.drafts.get(id)!;
      const to = resolution.drafts.get(loop[(index + 1) % loop.length]!)!;
      return { from, to, ref: edgeSite(from, to) };
    });
    const names = [...loop, loop[0]!].map((id) => resolution.drafts.get(id)?.name ?? id);
    const at = edges[0]!.ref;
    const related: Related[] = edges.slice(1).map(({ from, to, ref }) => ({
      file: ref?.file ?? from.file,
      span: ref?.nameSpan ?? { start: from.offset, end: from.offset },
      message: `${from.name} needs ${to.name}`,
    }));
    resolution.problems.push({
      file: at?.file ?? first.file,
      span: at?.nameSpan ?? { start: first.offset, end: first.offset },
      code: "dependency-cycle",
      severity: "error",
      message:
        loop.length === 1
          ? `'${first.name}' refers to itself; dbt cannot order that.`
          : `These refer to each other in a loop, which dbt cannot order: ${names.join(" → ")}.`,
      ...(related.length > 0 ? { related } : {}),
    });
  }
}

/**
 * Whether the graph can be ordered: Kahn's algorithm, O(nodes + edges). Sources need nothing and
 * nothing needs tests, so that both can be left out: they are most of a project.
 */
function isAcyclic({ drafts }: Resolution): boolean {
  const waiting = new Map<string, number>();
  const children = new Map<string, string[]>();
  const ready: string[] = [];
  for (const draft of drafts.values()) {
    if (draft.resourceType === "test" || draft.resourceType === "source") continue;
    if (!isEnabled(draft)) continue;
    const id = draft.uniqueId;
    let count = 0;
    const { dependsOn } = draft;
    for (let at = 0; at < dependsOn.length; at++) {
      const parent = dependsOn[at]!;
      if (parent.startsWith("source.")) continue;
      count++;
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [id]);
      else known.push(id);
    }
    waiting.set(id, count);
    if (count === 0) ready.push(id);
  }
  let orderedCount = 0;
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    orderedCount++;
    for (const child of children.get(id) ?? []) {
      const left = waiting.get(child)! - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return orderedCount === waiting.size;
}

function edgeSite(from: NodeDraft, to: NodeDraft): RefCall | undefined {
  return from.rendering.refs.find((ref) => ref.args.at(-1) === to.name);
}

/** Components with more than one node, or one that needs itself. Tarjan's algorithm, iterative. */
function stronglyConnected(resolution: Resolution): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];
  const targets = (id: string): readonly string[] => {
    const draft = resolution.drafts.get(id);
    return draft === undefined || !isEnabled(draft) ? [] : draft.dependsOn;
  };
  for (const root of [...resolution.drafts.keys()].sort(compareText)) {
    if (order.has(root)) continue;
    const work: { id: string; next: number; targets: readonly string[] }[] = [];
    const open = (id: string): void => {
      order.set(id, order.size);
      low.set(id, order.get(id)!);
      stack.push(id);
      onStack.add(id);
      work.push({ id, next: 0, targets: targets(id) });
    };
    open(root);
    while (work.length > 0) {
      const frame = work[work.length - 1]!;
      const target = frame.targets[frame.next++];
      if (target !== undefined) {
        if (!order.has(target)) open(target);
        else if (onStack.has(target)) {
          low.set(frame.id, Math.min(low.get(frame.id)!, order.get(target)!));
        }
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) {
        low.set(parent.id, Math.min(low.get(parent.id)!, low.get(frame.id)!));
      }
      if (low.get(frame.id) !== order.get(frame.id)) continue;
      const component: string[] = [];
      for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
        onStack.delete(id);
        component.push(id);
        if (id === frame.id) break;
      }
      if (component.length > 1 || frame.targets.includes(frame.id))
        components.push(component.sort(compareText));
    }
  }
  return components;
}

/** The shortest loop inside a component, from its smallest id. Breadth first. */
function shortestLoop(component: readonly string[], resolution: Resolution): readonly string[] {
  const inside = new Set(component);
  let best: string[] = [];
  for (const start of component.slice(0, 200)) {
    const cameFrom = new Map<string, string>();
    let frontier = [start];
    search: while (frontier.length > 0) {
      const next: string[] = [];
      for (const id of frontier) {
        for (const target of [...(resolution.drafts.get(id)?.dependsOn ?? [])].sort(compareText)) {
          if (target === start) {
            const loop = [id];
            for (let at = id; at !== start; ) {
              at = cameFrom.get(at)!;
              loop.unshift(at);
            }
            if (best.length === 0 || loop.length < best.length) best = loop;
            break search;
          }
          if (inside.has(target) && !cameFrom.has(target)) {
            cameFrom.set(target, id);
            next.push(target);
          }
        }
      }
      frontier = next;
    }
    if (best.length === 1 || best.length === 2) break;
  }
  return best;
}
