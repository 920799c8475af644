/**
 * Takes over an edited properties file inside a project that is resolved already: what its entries
 * describe is made anew from the text it was read from before, with the tests that hang on it. Only
 * for files about models, seeds, snapshots and sources; others concern too much else.
 */
import { entryOf, isYamlList } from "../yaml/values";
import { checkNode } from "./checks/checkNodes";
import { type FileEdit, isSameForOthers, repeatedChecks, replaceInTables } from "./editFileNode";
import { finishNode } from "./finishNode";
import { nameDraft, type WholeCheck } from "./finishProject";
import { linkNode } from "./link";
import { applyEntry, describeEntries, overridesBuiltins, readConfig } from "./nodes/collectNodes";
import { isEnabled, newDraft } from "./nodes/draft";
import { readCode } from "./nodes/fileNodes";
import { readHooks } from "./nodes/hooks";
import type { NodeDraft } from "./nodes/nodeDraft";
import { EMPTY_RENDERING } from "./nodes/rendering";
import type { DbtNode, RefSite, ResourceType } from "./project";
import type { NodeNames } from "./properties/nodeNames";
import type { PropertyEntry } from "./properties/propertyEntry";
import { listsSemanticModels, readFile } from "./properties/readProperties";
import { attributed, type Resolution } from "./resolution";
import type { ResolvedState } from "./resolvedState";
import type { PackageSources, SourceFile } from "./sources";

const TYPES: Readonly<Record<string, ResourceType>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
};

/**
 * Applies `after` in place of `before`. Undefined where the whole project has to be resolved;
 * `state` may be half changed then. O(what the file describes), plus one look at all nodes.
 */
export function editProperties(
  state: ResolvedState,
  owner: PackageSources,
  before: SourceFile,
  after: SourceFile,
): FileEdit | undefined {
  const { resolution } = state;
  const context = [...resolution.packages.values()].find(({ folder }) => folder === owner.folder);
  const oldEntries = resolution.entriesOf.get(before);
  if (context === undefined || oldEntries === undefined || !oldEntries.every(isOrdinary)) {
    return undefined;
  }
  // What dbt 2 reads of other files depends on it.
  if (listsSemanticModels(before.text) !== listsSemanticModels(after.text)) return undefined;
  resolution.problemsOf.delete(before);
  resolution.entriesOf.delete(before);
  let entries: readonly PropertyEntry[] = [];
  attributed(resolution, after, () => {
    entries = readFile(resolution, context, after);
  });
  if (!entries.every(isOrdinary)) return undefined;
  resolution.entriesOf.set(after, entries);
  if (areTablesContested(resolution, [...oldEntries, ...entries])) return undefined;

  if (isDescribedElsewhere(resolution, [...oldEntries, ...entries], after)) return undefined;
  const defined = definedIn(resolution, before.path);
  const targets = targetsOf(resolution, [...oldEntries, ...entries], before.path);
  if (defined === undefined || targets === undefined) return undefined;
  const gone = new Map(defined.map((draft) => [draft.uniqueId, draft]));
  for (const draft of [...defined, ...targets]) resolution.problemsOf.delete(draft);
  for (const id of gone.keys()) resolution.drafts.delete(id);
  const made = targets.map((draft) => startedAgain(resolution, draft));
  for (const draft of made) resolution.drafts.set(draft.uniqueId, draft);
  const knownCount = resolution.drafts.size;
  const contested = resolution.contested.size;
  const names = namesIn(resolution);
  for (const entry of entries) {
    attributed(resolution, after, () => applyEntry(resolution, entry, names, NO_OVERRIDES));
  }
  describeEntries(resolution, entries, names);
  if (resolution.contested.size > contested) return undefined;
  // A map keeps its order: what is new stands at the end.
  const added = [...resolution.drafts.values()].slice(knownCount);
  if (!made.every(isEnabled) || !isAlike(gone, added)) return undefined;

  const repeated = new Set<WholeCheck>();
  const nodes: DbtNode[] = [];
  for (const draft of [...made, ...added]) {
    attributed(resolution, draft, () => readHooks(resolution, draft));
    nameDraft(resolution, draft);
    if (resolution.badlyNamed.has(draft)) return undefined;
  }
  for (const [at, draft] of made.entries()) {
    const old = targets[at]!;
    if (resolution.badlyNamed.has(old) || !isSameForOthers(resolution, draft, old)) {
      return undefined;
    }
    replaceInTables(state, old, draft);
  }
  for (const draft of added) {
    const old = gone.get(draft.uniqueId);
    if (old !== undefined) replaceInTables(state, old, draft);
  }
  for (const draft of [...made, ...added]) {
    let refs: readonly RefSite[] = [];
    attributed(resolution, draft, () => {
      refs = linkNode(resolution, state.tables, draft);
      checkNode(resolution, draft);
    });
    nodes.push(finishNode(draft, refs));
  }
  for (const [at, draft] of made.entries()) {
    for (const name of repeatedChecks(state, draft, targets[at]!)) repeated.add(name);
  }
  for (const draft of added) {
    for (const name of repeatedChecks(state, draft, gone.get(draft.uniqueId) ?? draft)) {
      repeated.add(name);
    }
  }
  const removed = [...gone.keys()].filter((id) => !resolution.drafts.has(id));
  if (removed.length > 0) {
    repeated.add("configTypes").add("customKeys").add("relations").add("unusedPaths");
  }
  return { nodes, removed, repeated: [...repeated], areProblemsNew: true };
}

const NO_OVERRIDES: ReadonlyMap<string, PropertyEntry> = new Map();

/** Entries that only describe what stands elsewhere, or tables of a source. */
function isOrdinary({ key, value }: PropertyEntry): boolean {
  if (key === "sources") return !Object.hasOwn(value, "overrides");
  if (TYPES[key] === undefined || Object.hasOwn(value, "relation")) return false;
  if (Object.hasOwn(value, "semantic_model") || Object.hasOwn(value, "overloads")) return false;
  const versions = entryOf(value, "versions");
  return !isYamlList(versions) || versions.length === 0;
}

/** Whether another file speaks of the same things, or changes sources from afar. */
function isDescribedElsewhere(
  { entriesOf }: Resolution,
  entries: readonly PropertyEntry[],
  file: SourceFile,
): boolean {
  const idOf = ({ key, owner, name }: PropertyEntry): string => `${key} ${owner.name} ${name}`;
  const described = entries.filter(({ key }) => key !== "sources");
  const names = new Set(described.map(({ name }) => name));
  const own = new Set(described.map(idOf));
  for (const [other, others] of entriesOf) {
    if (other === file) continue;
    for (const entry of others) {
      if (names.has(entry.name) && own.has(idOf(entry))) return true;
      if (entry.key === "sources" && Object.hasOwn(entry.value, "overrides")) return true;
    }
  }
  return false;
}

/** Whether a table is defined twice: one file's description then shows in the other's table. */
function areTablesContested({ contested }: Resolution, entries: readonly PropertyEntry[]): boolean {
  if (contested.size === 0 || !entries.some(({ key }) => key === "sources")) return false;
  return [...contested].some((id) => id.startsWith("source."));
}

/** Tests and source tables that stand in the file; undefined where two things share an id. */
function definedIn(resolution: Resolution, path: string): readonly NodeDraft[] | undefined {
  const found: NodeDraft[] = [];
  for (const draft of resolution.drafts.values()) {
    // Semantic models want a time spine, which any entry may hold.
    if (draft.resourceType === "semantic_model") return undefined;
    if (draft.file !== path) continue;
    if (resolution.contested.has(draft.uniqueId) || resolution.badlyNamed.has(draft)) {
      return undefined;
    }
    found.push(draft);
  }
  return found;
}

/** What the entries describe, each once; undefined where a name does not mean one ordinary node. */
function targetsOf(
  resolution: Resolution,
  entries: readonly PropertyEntry[],
  path: string,
): readonly NodeDraft[] | undefined {
  const found = new Set<NodeDraft>();
  for (const { key, name, owner } of entries) {
    const type = TYPES[key];
    if (type === undefined) continue;
    const draft = resolution.drafts.get(`${type}.${owner.name}.${name}`);
    if (draft === undefined || !isEnabled(draft) || draft.version !== null) return undefined;
    if (draft.patchPath !== undefined && draft.patchPath !== path) return undefined;
    if (draft.file === path) return undefined;
    found.add(draft);
  }
  const names = new Set([...found].map(({ uniqueId }) => uniqueId));
  return resolution.shadowed.some(({ uniqueId }) => names.has(uniqueId)) ? undefined : [...found];
}

/** The node as its own file alone makes it. */
function startedAgain(resolution: Resolution, before: NodeDraft): NodeDraft {
  const { uniqueId, resourceType, configKind, tree, name, file, packagePath, fqn } = before;
  const draft = newDraft({
    ...{ uniqueId, resourceType, configKind, tree, name, file, packagePath, fqn },
    package: before.package,
    language: before.language,
    rawCode: before.rawCode,
    offset: before.offset,
    rendering: EMPTY_RENDERING,
    ownTags: before.ownTags,
  });
  attributed(resolution, draft, () => {
    readCode(resolution, draft, !overridesBuiltins(resolution, draft.package));
    readConfig(resolution, draft);
  });
  return draft;
}

/** Nodes by name for entries whose names all lead to a node of their own package. */
function namesIn({ drafts }: Resolution): NodeNames {
  const find: NodeNames["find"] = (type, name, packageName) =>
    drafts.get(`${type}.${packageName}.${name}`);
  return {
    find,
    findAny: (name, packageName) => find("model", name, packageName),
    names: () => [],
  };
}

/** Source tables must stay, enabled or not as they were; of tests none may have failed to run. */
function isAlike(before: ReadonlyMap<string, NodeDraft>, after: readonly NodeDraft[]): boolean {
  const sources = (drafts: Iterable<NodeDraft>): string =>
    [...drafts]
      .filter(({ resourceType }) => resourceType === "source")
      .map((draft) => `${draft.uniqueId} ${isEnabled(draft)}`)
      .sort()
      .join("\n");
  const hasFaults = (drafts: Iterable<NodeDraft>): boolean =>
    [...drafts].some(({ resourceType, rendering }) => {
      return resourceType === "test" && rendering.faults.length > 0;
    });
  if (sources(before.values()) !== sources(after)) return false;
  return !hasFaults(before.values()) && !hasFaults(after);
}
