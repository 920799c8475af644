/**
 * Resolves a project after an edit by repeating only what follows from the edited files, where that
 * can be told; the result is the same as that of a whole resolution. Whatever is out of the
 * ordinary is left to the whole one.
 */
import { patchedMap } from "../base/patchedMap";
import { compareText } from "../base/problem";
import { editFileNode, type FileEdit } from "./editFileNode";
import { editMacros, isMacroFile } from "./editMacros";
import { editProperties } from "./editProperties";
import { runWhole } from "./finishProject";
import { isEnabled } from "./nodes/draft";
import type { DbtNode, DbtProject } from "./project";
import { type ChangedFile, changedFiles } from "./rereadFiles";
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
  const areMacrosNew = files.some(({ after }) => isMacroFile(after));
  const edits = state.macros.watch(() => editFiles(state, sources, files, areMacrosNew));
  if (edits === undefined) {
    state.project = undefined;
    return undefined;
  }
  const { resolution, found } = state;
  const whole = new Set(edits.flatMap(({ repeated }) => repeated));
  let areProblemsNew = edits.some((edit) => edit.areProblemsNew);
  for (const name of whole) {
    const old = found.get(name) ?? [];
    const now = runWhole(resolution, name);
    found.set(name, now);
    areProblemsNew ||= old.length > 0 || now.length > 0;
  }
  const nodes = edits.flatMap((edit) => edit.nodes);
  const removed = edits.flatMap((edit) => edit.removed);
  const project: DbtProject = {
    ...before,
    ...editedNodes(before, resolution, nodes, removed),
    ...(areMacrosNew ? { macros: state.macros.table.macros } : {}),
    files: patchedMap(
      before.files,
      new Map(files.map(({ after }): [string, string] => [after.path, after.text])),
    ),
    problems: areProblemsNew ? problemsOf(state) : before.problems,
  };
  state.sources = sources;
  state.edit = {
    before,
    nodes: nodes.flatMap((node) => {
      const old = nodeIn(before, node.uniqueId);
      return old === undefined ? [] : [[old, node] as const];
    }),
    isSetNew:
      removed.length > 0 || nodes.some(({ uniqueId }) => nodeIn(before, uniqueId) === undefined),
    files: files.map(({ after }) => after.path),
    areMacrosNew,
  };
  keepState(project, state);
  return project;
}

/** What became of the files, macros first; undefined where the whole has to be resolved. */
function editFiles(
  state: ResolvedState,
  sources: ProjectSources,
  files: readonly ChangedFile[],
  areMacrosNew: boolean,
): readonly FileEdit[] | undefined {
  const edits: FileEdit[] = [];
  const put = (edit: FileEdit | undefined): boolean => edit !== undefined && edits.push(edit) > 0;
  if (areMacrosNew && !put(editMacros(state, sources))) return undefined;
  for (const { owner: at, before, after } of files) {
    if (isMacroFile(after)) continue;
    const owner = sources.packages[at]!;
    const edit =
      after.kind === "properties"
        ? editProperties(state, owner, before, after)
        : editFileNode(state, owner, after);
    if (!put(edit)) return undefined;
  }
  return edits;
}

function nodeIn({ nodes, sources, disabled }: DbtProject, id: string): DbtNode | undefined {
  return nodes.get(id) ?? sources.get(id) ?? disabled.get(id);
}

type NodeTables = Pick<DbtProject, "nodes" | "sources" | "disabled">;

/** The tables of `before` with nodes replaced, added and removed; what stays is shared. */
function editedNodes(
  before: DbtProject,
  { drafts }: ResolvedState["resolution"],
  nodes: readonly DbtNode[],
  removed: readonly string[],
): NodeTables {
  const changes = { nodes: new Map(), sources: new Map(), disabled: new Map() } as const;
  for (const node of nodes) {
    const draft = drafts.get(node.uniqueId);
    const table =
      draft !== undefined && !isEnabled(draft)
        ? "disabled"
        : node.resourceType === "source"
          ? "sources"
          : "nodes";
    changes[table].set(node.uniqueId, node);
  }
  const moved = [...removed, ...nodes.map(({ uniqueId }) => uniqueId)];
  const table = (name: keyof NodeTables): ReadonlyMap<string, DbtNode> => {
    const gone = moved.filter((id) => before[name].has(id) && !changes[name].has(id));
    return withChanges(before[name], changes[name], new Set(gone));
  };
  return { nodes: table("nodes"), sources: table("sources"), disabled: table("disabled") };
}

/** A sorted table with changes; O(changes) where no id comes or goes, else O(size log size). */
function withChanges(
  table: ReadonlyMap<string, DbtNode>,
  changes: ReadonlyMap<string, DbtNode>,
  gone: ReadonlySet<string>,
): ReadonlyMap<string, DbtNode> {
  if (gone.size === 0 && [...changes.keys()].every((id) => table.has(id))) {
    return patchedMap(table, changes);
  }
  const all = new Map<string, DbtNode>();
  for (const [id, node] of table) if (!gone.has(id)) all.set(id, node);
  for (const [id, node] of changes) all.set(id, node);
  return new Map([...all].sort(([a], [b]) => compareText(a, b)));
}
