/**
 * Which nodes stand in a file or bear a name. Holds ids, not nodes, so that one index serves every
 * state of a project in which no node comes, goes or moves.
 */
import type { DbtNode, DbtProject } from "../dbt/project";
import type { ProjectEdit } from "../dbt/resolvedState";

/** Enabled nodes first, each kind in the project's order. */
export interface NodeIndex {
  inFile(project: DbtProject, file: string): readonly DbtNode[];
  /** Enabled ones only. */
  named(project: DbtProject, name: string): readonly DbtNode[];
}

/** Index of `project`. O(nodes). */
export function createNodeIndex({ nodes, disabled }: DbtProject): NodeIndex {
  const names = new Map<string, string[]>();
  const files = new Map<string, string[]>();
  const disabledFiles = new Map<string, string[]>();
  for (const { uniqueId, name, file } of nodes.values()) {
    put(names, name, uniqueId);
    put(files, file, uniqueId);
  }
  for (const { uniqueId, file } of disabled.values()) put(disabledFiles, file, uniqueId);
  return {
    inFile: (project, file) => [
      ...found(project.nodes, files.get(file)),
      ...found(project.disabled, disabledFiles.get(file)),
    ],
    named: (project, name) => found(project.nodes, names.get(name)),
  };
}

/** Whether an index of `before` is one of `after` too. */
export function keepsIndex(before: DbtProject, after: DbtProject, edit: ProjectEdit): boolean {
  return (
    !edit.isSetNew &&
    edit.nodes.every(
      ([old, now]) =>
        old.file === now.file &&
        old.name === now.name &&
        before.nodes.has(old.uniqueId) === after.nodes.has(now.uniqueId) &&
        before.disabled.has(old.uniqueId) === after.disabled.has(now.uniqueId),
    )
  );
}

function put(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [id]);
  else list.push(id);
}

function found(
  nodes: ReadonlyMap<string, DbtNode>,
  ids: readonly string[] = [],
): readonly DbtNode[] {
  return ids.flatMap((id) => nodes.get(id) ?? []);
}
