/**
 * Makes the node of one edited file anew (a model, analysis, singular test or function) inside a
 * project that is resolved already. What others know of the node, its name, config that decides
 * about them, stays as it was, or the whole project has to be resolved.
 */
import { entryOf } from "../yaml/values";
import { checkNode } from "./checks/checkNodes";
import { storesFailures } from "./checks/checkRelations";
import { finalConfig } from "./config/finalize";
import { finishNode } from "./finishNode";
import { nameDraft, type WholeCheck } from "./finishProject";
import { linkNode } from "./link";
import { overridesBuiltins, readConfig } from "./nodes/collectNodes";
import { computeConfig, isEnabled } from "./nodes/draft";
import { fileDraft, readCode } from "./nodes/fileNodes";
import { readHooks } from "./nodes/hooks";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { DbtNode, RefSite } from "./project";
import { attributed, type Resolution } from "./resolution";
import type { ResolvedState } from "./resolvedState";
import type { PackageSources, SourceFile } from "./sources";

/** What became of one edited file. */
export interface FileEdit {
  /** Nodes made anew. */
  readonly nodes: readonly DbtNode[];
  /** Ids that are no more. */
  readonly removed: readonly string[];
  /** Checks of all nodes whose answer may differ now. */
  readonly repeated: readonly WholeCheck[];
  readonly areProblemsNew: boolean;
}

/**
 * Puts the node of `file` in place of its former self. Undefined, with nothing changed, where
 * others would be touched. O(size of the file), and O(ancestors) where its parents changed.
 */
export function editFileNode(
  state: ResolvedState,
  owner: PackageSources,
  file: SourceFile,
): FileEdit | undefined {
  const { resolution } = state;
  const context = [...resolution.packages.values()].find(({ folder }) => folder === owner.folder);
  if (context === undefined) return undefined;
  const draft = fileDraft(resolution, context, file);
  const before = draft && draftBefore(resolution, draft);
  if (draft === undefined || before === undefined) return undefined;

  const problems = resolution.problems.length;
  const old = resolution.problemsOf.get(before);
  resolution.problemsOf.delete(before);
  const undo = (): undefined => {
    resolution.problems.length = problems;
    resolution.problemsOf.delete(draft);
    if (old !== undefined) resolution.problemsOf.set(before, old);
    return undefined;
  };
  attributed(resolution, draft, () => {
    readCode(resolution, draft, !overridesBuiltins(resolution, context));
    readConfig(resolution, draft);
    takeProperties(resolution, draft, before);
    readHooks(resolution, draft);
  });
  if (isEnabled(draft) !== isEnabled(before)) return undo();
  nameDraft(resolution, draft);
  const isBadlyNamed = resolution.badlyNamed.has(draft) || resolution.badlyNamed.has(before);
  if (isBadlyNamed || !isSameForOthers(resolution, draft, before)) return undo();
  let refs: readonly RefSite[] = [];
  attributed(resolution, draft, () => {
    refs = linkNode(resolution, state.tables, draft);
    checkNode(resolution, draft);
  });
  resolution.drafts.set(draft.uniqueId, draft);
  replaceInTables(state, before, draft);
  return {
    nodes: [finishNode(draft, refs)],
    removed: [],
    repeated: repeatedChecks(state, draft, before),
    areProblemsNew: old !== undefined || resolution.problemsOf.has(draft),
  };
}

/** The node as it was, if it is an ordinary one: the only one of its name, not a version. */
function draftBefore(resolution: Resolution, draft: NodeDraft): NodeDraft | undefined {
  const before = resolution.drafts.get(draft.uniqueId);
  if (before === undefined || before.file !== draft.file || before.version !== null)
    return undefined;
  if (before.config === undefined || before.package !== draft.package) return undefined;
  // What its overloads refer to is its own, and stands in other files.
  if (before.resourceType === "function" && before.patchPath !== undefined) return undefined;
  const isShadowing = resolution.shadowed.some(({ uniqueId }) => uniqueId === draft.uniqueId);
  return isShadowing ? undefined : before;
}

/** What properties files say of the node: they have not changed. */
function takeProperties(resolution: Resolution, draft: NodeDraft, before: NodeDraft): void {
  draft.patchPath = before.patchPath;
  draft.patchRefs = before.patchRefs;
  for (const key of Object.keys(before.extra)) draft.extra[key] = before.extra[key]!;
  if (before.patch === undefined) return;
  const access = entryOf(before.patch.values, "access");
  if (typeof access === "string") draft.access = access;
  draft.patch = before.patch;
  computeConfig(resolution, draft);
}

/** Whether everything that other nodes take from this one has stayed. */
export function isSameForOthers(
  resolution: Resolution,
  draft: NodeDraft,
  before: NodeDraft,
): boolean {
  if (draft.group !== before.group || draft.access !== before.access) return false;
  const isIncremental = (one: NodeDraft): boolean =>
    one.rendering.macros.includes("macro.dbt.is_incremental");
  const isSameForUnitTests =
    draft.schema === before.schema && isIncremental(draft) === isIncremental(before);
  if (isSameForUnitTests || draft.resourceType !== "model") return true;
  for (const { resourceType } of resolution.drafts.values()) {
    if (resourceType === "unit_test") return false;
  }
  return true;
}

/** References to the node lead to its newer self. */
export function replaceInTables(
  { tables }: ResolvedState,
  before: NodeDraft,
  draft: NodeDraft,
): void {
  const isSource = draft.resourceType === "source";
  const name = isSource ? `${String(draft.extra["source_name"])}.${draft.name}` : draft.name;
  for (const table of Object.values(tables)) {
    const known = table.get(name);
    const place = known?.indexOf(before) ?? -1;
    if (known !== undefined && place >= 0) known[place] = draft;
  }
}

/** Checks of all nodes whose answer may be another for `draft` than for what it replaces. */
export function repeatedChecks(
  { resolution, found }: ResolvedState,
  draft: NodeDraft,
  before: NodeDraft,
): readonly WholeCheck[] {
  // Costs nothing where the project's flags do not ask for it.
  const repeated: WholeCheck[] = ["unusedPaths"];
  const hasFound = (name: WholeCheck): boolean => (found.get(name)?.length ?? 0) > 0;
  if (resolution.engine === "fusion") repeated.push("customKeys", "sharedNames");
  else if (hasFound("sharedNames")) repeated.push("sharedNames");
  const hasFaults = (one: NodeDraft): boolean => finalConfig(one.config!.layered).faults.length > 0;
  if (hasFaults(draft) || hasFaults(before)) repeated.push("configTypes");
  const isRelationNew =
    relationOf(draft) !== relationOf(before) || storesFailures(draft) || storesFailures(before);
  if (hasFound("relations") || isRelationNew) repeated.push("relations");
  const hasNewParents = draft.dependsOn.some((id) => !before.dependsOn.includes(id));
  if (hasFound("cycles") || (hasNewParents && isAncestorOfItself(resolution, draft))) {
    repeated.push("cycles");
  }
  return repeated;
}

function relationOf({ database, schema, alias, uncertain }: NodeDraft): string {
  return JSON.stringify([database, schema, alias, uncertain.length > 0]);
}

function isAncestorOfItself({ drafts }: Resolution, draft: NodeDraft): boolean {
  const seen = new Set<string>();
  const waiting = [...draft.dependsOn];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === draft.uniqueId) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const parent = drafts.get(id);
    if (parent !== undefined && isEnabled(parent)) waiting.push(...parent.dependsOn);
  }
  return false;
}
