/**
 * Takes over edited macro files inside a project that is resolved already: the nodes whose evaluation
 * looked at a macro that is another now are made anew, all others stay. Macros that decide more than
 * single nodes (names, generic tests) leave it to the whole resolution.
 */
import { commentTemplate } from "./checks/checkQueryComment";
import type { AskedMacros } from "./context/macroLookups";
import { editFileNode, type FileEdit } from "./editFileNode";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { DbtNode } from "./project";
import type { ResolvedState } from "./resolvedState";
import type { PackageSources, ProjectSources, SourceFile } from "./sources";

/** More users than this are as quickly read with all the rest. */
const MOST_USERS = 5_000;

export function isMacroFile({ kind }: SourceFile): boolean {
  return kind === "macro" || kind === "genericTest";
}

/**
 * Applies the macro files of `sources`. Undefined where the whole project has to be resolved; `state`
 * may be half changed then. O(macros + nodes), and what the users of changed macros cost.
 */
export function editMacros(state: ResolvedState, sources: ProjectSources): FileEdit | undefined {
  const { resolution, macros } = state;
  // What is not installed is guessed from all texts.
  if (resolution.missing !== undefined) return undefined;
  if (commentTemplate(resolution) !== undefined) return undefined;
  const known = [...resolution.packages.values()];
  const packages: { readonly name: string; readonly files: readonly SourceFile[] }[] = [];
  for (const { folder, files } of sources.packages) {
    const owner = known.find((one) => one.folder === folder);
    if (owner === undefined) return undefined;
    packages.push({ name: owner.name, files });
  }
  const before = resolution.macroProblems;
  const read = macros.read(packages);
  if (!macros.holdsWith(read.table)) return undefined;
  const isTouched = (asked: AskedMacros): boolean => !read.table.answersAlike(asked);
  const users: NodeDraft[] = [];
  for (const draft of resolution.drafts.values()) {
    if (draft.rendering.asked?.some(isTouched) === true) users.push(draft);
  }
  if (users.length > MOST_USERS) return undefined;
  macros.replace(read);

  const places = users.length === 0 ? new Map<string, Place>() : placesOf(sources);
  const nodes: DbtNode[] = [];
  const repeated = new Set<FileEdit["repeated"][number]>();
  let areProblemsNew = before.length > 0 || read.problems.length > 0;
  for (const { file, resourceType } of users) {
    const place = places.get(`${resourceType} ${file}`);
    const edit = place && editFileNode(state, place.owner, place.file);
    if (edit === undefined) return undefined;
    nodes.push(...edit.nodes);
    for (const check of edit.repeated) repeated.add(check);
    areProblemsNew ||= edit.areProblemsNew;
  }
  return { nodes, removed: [], repeated: [...repeated], areProblemsNew };
}

interface Place {
  readonly owner: PackageSources;
  readonly file: SourceFile;
}

/** Files that make one node each, by kind and path. */
function placesOf({ packages }: ProjectSources): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const owner of packages) {
    for (const file of owner.files) places.set(`${file.kind} ${file.path}`, { owner, file });
  }
  return places;
}
