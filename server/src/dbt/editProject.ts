/**
 * Resolves a project after an edit by repeating only what follows from the edited files, where that
 * can be told; the result is the same as that of a whole resolution. Whatever is out of the
 * ordinary is left to the whole one.
 */
import { patchedMap } from "../base/patchedMap";
import { editFileNode, type NodeEdit } from "./editFileNode";
import { runWhole, type WholeCheck } from "./finishProject";
import type { DbtNode, DbtProject } from "./project";
import { changedFiles } from "./rereadFiles";
import { keepState, problemsOf, type ResolvedState } from "./resolvedState";
import type { ProjectSources } from "./sources";

/** More edited files than this are a checkout rather than typing. */
const MOST_FILES = 20;

/**
 * The project of `state` with the texts of `sources`; undefined where the whole has to be resolved.
 * `state` moves on to the new project. O(edited files), and O(problems) where these changed.
 */
export function editProject(state: ResolvedState, sources: ProjectSources): DbtProject | undefined {
  const { project: before } = state;
  const files = changedFiles(state.sources, sources);
  if (before === undefined || files === undefined || files.length > MOST_FILES) return undefined;
  const edits: NodeEdit[] = [];
  for (const file of files) {
    const edit = editFileNode(state, sources.packages[file.owner]!, file.after);
    if (edit === undefined) {
      if (edits.length > 0) state.project = undefined;
      return undefined;
    }
    edits.push(edit);
  }
  const { resolution, found } = state;
  const nodes = new Map<string, DbtNode>();
  const disabled = new Map<string, DbtNode>();
  const whole = new Set<WholeCheck>();
  let areProblemsNew = false;
  for (const { node, isEnabled, repeated, areProblemsNew: isNew } of edits) {
    (isEnabled ? nodes : disabled).set(node.uniqueId, node);
    for (const name of repeated) whole.add(name);
    areProblemsNew ||= isNew;
  }
  for (const name of whole) {
    const old = found.get(name) ?? [];
    const now = runWhole(resolution, name);
    found.set(name, now);
    areProblemsNew ||= old.length > 0 || now.length > 0;
  }
  const project: DbtProject = {
    ...before,
    nodes: patchedMap(before.nodes, nodes),
    disabled: patchedMap(before.disabled, disabled),
    files: patchedMap(
      before.files,
      new Map(files.map(({ after }): [string, string] => [after.path, after.text])),
    ),
    problems: areProblemsNew ? problemsOf(state) : before.problems,
  };
  state.sources = sources;
  state.edit = {
    before,
    nodes: edits.map(({ node, isEnabled }) => {
      const { uniqueId } = node;
      return [(isEnabled ? before.nodes : before.disabled).get(uniqueId)!, node] as const;
    }),
    files: files.map(({ after }) => after.path),
  };
  keepState(project, state);
  return project;
}
