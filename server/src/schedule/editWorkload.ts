/**
 * "What if the graph were another one?": a task split, turned into a view, given another hint or made
 * to wait for another task. Each is something a person can do to a dbt model; durations alone are
 * `whatIf`'s.
 */
import { findCycle } from "../workload/findCycle";
import type { Task, Workload } from "../workload/workload";

export type WorkloadEdit =
  /** Parts of equal length that may run at once; whoever waited for the task waits for all. */
  | { readonly kind: "split"; readonly id: string; readonly parts: number }
  /** The task takes no time, and each that reads it directly takes as much longer. */
  | { readonly kind: "view"; readonly id: string }
  /** Another thread hint; without a number, none. */
  | { readonly kind: "hint"; readonly id: string; readonly threads?: number }
  /** Waits for `other` too, as with a `-- depends_on: {{ ref('…') }}` in the model. */
  | { readonly kind: "after"; readonly id: string; readonly other: string }
  /** No longer waits for `other`, on which it depended directly. */
  | { readonly kind: "without"; readonly id: string; readonly other: string };

/**
 * The workload with the edits made one after the other; ids that it does not have change nothing.
 * Throws where an `after` closes a cycle (see `cycleOf`). O(edits × (n + edges)).
 */
export function editWorkload(workload: Workload, edits: readonly WorkloadEdit[] = []): Workload {
  let { tasks } = workload;
  for (const edit of edits) tasks = editTasks(tasks, edit);
  return { ...workload, tasks };
}

/** The cycle that the edits close, first task again at its end; `undefined` where they close none. */
export function cycleOf(
  workload: Workload,
  edits: readonly WorkloadEdit[],
): readonly string[] | undefined {
  const { tasks } = editWorkload(workload, edits);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const cycle = findCycle([...byId.keys()], (id) => byId.get(id)?.dependsOn ?? []);
  return cycle === undefined ? undefined : [...cycle, cycle[0]!];
}

function editTasks(tasks: readonly Task[], edit: WorkloadEdit): readonly Task[] {
  const { id } = edit;
  const edited = tasks.find((task) => task.id === id);
  if (edited === undefined) return tasks;
  switch (edit.kind) {
    case "split":
      return splitTask(tasks, edited, edit.parts);
    case "view":
      return tasks.map((task) => {
        if (task.id === id) return { ...task, durationMs: 0, durationOrigin: "given" };
        if (!task.dependsOn.includes(id)) return task;
        return {
          ...task,
          durationMs: task.durationMs + edited.durationMs,
          durationOrigin: "given",
        };
      });
    case "hint": {
      const { threads: _, ...unhinted } = edited;
      const { threads } = edit;
      const changed = threads === undefined ? unhinted : { ...unhinted, threads };
      return tasks.map((task) => (task.id === id ? changed : task));
    }
    case "after": {
      if (!tasks.some((task) => task.id === edit.other)) return tasks;
      const dependsOn = [...new Set([...edited.dependsOn, edit.other])];
      return tasks.map((task) => (task.id === id ? { ...task, dependsOn } : task));
    }
    case "without": {
      const dependsOn = edited.dependsOn.filter((parent) => parent !== edit.other);
      return tasks.map((task) => (task.id === id ? { ...task, dependsOn } : task));
    }
  }
}

function splitTask(tasks: readonly Task[], edited: Task, parts: number): readonly Task[] {
  const taken = new Set(tasks.map(({ id }) => id));
  let mark = "#";
  while (taken.has(`${edited.id}${mark}1`)) mark += "#";
  const halves = Array.from(
    { length: parts },
    (_, at): Task => ({
      ...edited,
      id: `${edited.id}${mark}${at + 1}`,
      durationMs: edited.durationMs / parts,
      durationOrigin: "given",
    }),
  );
  const ids = halves.map(({ id }) => id);
  return tasks.flatMap((task): readonly Task[] => {
    if (task.id === edited.id) return halves;
    if (!task.dependsOn.includes(edited.id)) return [task];
    const dependsOn = task.dependsOn.flatMap((id) => (id === edited.id ? ids : [id]));
    return [{ ...task, dependsOn }];
  });
}
