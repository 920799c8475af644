/**
 * The tasks of a project that can run at all. A cycle keeps its members and everything after them
 * from ever starting; the rest can still be simulated while somebody mends it.
 */
import type { Task } from "../workload/workload";

/** Splits `tasks` by Kahn's algorithm; `left` holds ids in a cycle or behind one. O(n + edges). */
export function runnableTasks(tasks: readonly Task[]): {
  readonly tasks: readonly Task[];
  readonly left: readonly string[];
} {
  const waiting = new Map(tasks.map(({ id, dependsOn }) => [id, dependsOn.length]));
  const children = new Map<string, string[]>();
  for (const { id, dependsOn } of tasks) {
    for (const parent of dependsOn) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [id]);
      else known.push(id);
    }
  }
  const ready = tasks.flatMap(({ id, dependsOn }) => (dependsOn.length === 0 ? [id] : []));
  for (let index = 0; index < ready.length; index++) {
    for (const child of children.get(ready[index]!) ?? []) {
      const open = waiting.get(child)! - 1;
      waiting.set(child, open);
      if (open === 0) ready.push(child);
    }
  }
  if (ready.length === tasks.length) return { tasks, left: [] };
  const runnable = new Set(ready);
  return {
    tasks: tasks.filter(({ id }) => runnable.has(id)),
    left: tasks.flatMap(({ id }) => (runnable.has(id) ? [] : [id])),
  };
}
