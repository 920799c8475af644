/**
 * Fills a resolution with every node of its packages, in dbt's order: files, then properties, then
 * sources. Source: dbt-core 1.11 `parser/manifest.py` (`ManifestLoader.load`).
 */
import { entryOf } from "../../yaml/values";
import { checkDescriptions } from "../checks/checkDescriptions";
import { checkMacroEntries } from "../checks/checkMacroEntries";
import { checkQueryComment } from "../checks/checkQueryComment";
import { checkTimeSpine } from "../checks/checkTimeSpine";
import { checkSemanticLayer } from "../checks/semantic/checkSemanticLayer";
import type { MergeFailure } from "../config/merge";
import { coreOnly } from "../coreOnly";
import type { PackageContext } from "../packageContext";
import type { ResourceType } from "../project";
import { modelSemantics } from "../properties/modelSemantics";
import type { NodeNames } from "../properties/nodeNames";
import { patchNode } from "../properties/patchNodes";
import type { PropertyEntry } from "../properties/propertyEntry";
import { readProperties, spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { hasJinja } from "../render/yamlRender";
import { addProblem, attributed, type Resolution } from "../resolution";
import { PlainTest } from "../tests/plainTest";
import { callLayer, computeConfig, isEnabled, isSurelyEnabled } from "./draft";
import { createdMetrics, propertyNode } from "./exposureNodes";
import { fileDrafts, readCode } from "./fileNodes";
import { absorbOverloads } from "./functionOverloads";
import { readHooks } from "./hooks";
import type { NodeDraft } from "./nodeDraft";
import type { ConfigCall } from "./rendering";
import { type SourceOverrides, sourceDrafts } from "./sourceNodes";
import { yamlSnapshot } from "./yamlSnapshots";

/** Packages in dbt's order: the root first, then the others by folder. */
function ordered(resolution: Resolution): readonly PackageContext[] {
  return [...resolution.packages.values()];
}

export function collectNodes(resolution: Resolution): void {
  for (const owner of ordered(resolution)) {
    const isLiteralAllowed = !overridesBuiltins(resolution, owner);
    for (const draft of fileDrafts(resolution, owner)) {
      attributed(resolution, draft, () => {
        readCode(resolution, draft, isLiteralAllowed);
        addDraft(resolution, draft);
      });
    }
  }
  const entries: PropertyEntry[] = [];
  for (const owner of ordered(resolution)) entries.push(...readProperties(resolution, owner));
  for (const entry of entries) {
    if (entry.key === "groups") addGroup(resolution, entry);
    if (entry.key === "snapshots") {
      const draft = yamlSnapshot(resolution, entry);
      if (draft !== undefined) addDraft(resolution, draft);
    }
  }
  const names = nodeNames(resolution);
  const overrides = new Map<string, PropertyEntry>();
  for (const entry of entries) {
    const overridden = entry.key === "sources" ? entryOf(entry.value, "overrides") : undefined;
    if (typeof overridden === "string") overrides.set(`${overridden} ${entry.name}`, entry);
  }
  for (const entry of entries) {
    attributed(resolution, entry.file, () => applyEntry(resolution, entry, names, overrides));
  }
  checkDescriptions(resolution, [], names);
  describeEntries(resolution, entries, names);
  checkMacroEntries(resolution, entries);
  checkTimeSpine(resolution, entries);
  checkSemanticLayer(resolution);
  checkQueryComment(resolution);
  for (const draft of resolution.drafts.values()) {
    if (draft.resourceType === "test") continue;
    attributed(resolution, draft, () => readHooks(resolution, draft));
  }
}

/** Renders the descriptions of entries, which come file by file. */
export function describeEntries(
  resolution: Resolution,
  entries: readonly PropertyEntry[],
  names: NodeNames,
): void {
  for (let start = 0, end = 0; start < entries.length; start = end) {
    const { file } = entries[start]!;
    while (entries[end]?.file === file) end++;
    if (!hasJinja(file.text)) continue;
    const own = entries.slice(start, end);
    attributed(resolution, file, () => checkDescriptions(resolution, own, names));
  }
}

/** Makes what one entry defines, or changes what it describes. */
export function applyEntry(
  resolution: Resolution,
  entry: PropertyEntry,
  names: NodeNames,
  overrides: SourceOverrides,
): void {
  if (entry.key === "sources") {
    if (Object.hasOwn(entry.value, "overrides")) return;
    const { sources, tests } = sourceDrafts(resolution, entry, overrides);
    for (const draft of sources) addSource(resolution, draft, entry);
    for (const draft of tests) addDraft(resolution, draft);
    return;
  }
  const draft = propertyNode(resolution, entry);
  if (draft !== undefined) {
    addProperty(resolution, draft, entry);
    for (const metric of createdMetrics(resolution, entry, draft))
      addProperty(resolution, metric, entry);
    return;
  }
  for (const test of patchNode(resolution, entry, names)) addDraft(resolution, test);
  if (entry.key === "functions" && holdsIn(resolution.release, "functionOverloads")) {
    absorbOverloads(resolution, entry);
  }
  if (!holdsIn(resolution.release, "modelSemantics")) return;
  if (names.find("model", entry.name, entry.owner.name) === undefined) return;
  for (const part of modelSemantics(entry)) {
    const own = propertyNode(resolution, part);
    if (own !== undefined) addProperty(resolution, own, part);
  }
}

/** A project that defines its own `ref`, `source` or `config` leaves nothing literal. */
export function overridesBuiltins(resolution: Resolution, owner: PackageContext): boolean {
  return ["ref", "source", "config", "var"].some(
    (name) =>
      resolution.evaluator.hasMacro(owner.name, name) ||
      resolution.evaluator.hasMacro(resolution.root.name, name),
  );
}

/** Takes over the `config()` calls of a draft's code and computes its config from them. */
export function readConfig(resolution: Resolution, draft: NodeDraft): void {
  const failures: (MergeFailure & { readonly call: ConfigCall })[] = [];
  const { configs } = draft.rendering;
  if (configs.length > 0) {
    const aliases = resolution.profile.adapter?.aliases ?? {};
    const layer = callLayer(
      draft.callLayer === undefined || draft.resourceType !== "test" ? configs : configs,
      aliases,
      failures,
    );
    if (layer !== undefined) draft.callLayer = layer;
  }
  for (const failure of failures) {
    addProblem(
      resolution,
      "invalid-config",
      "error",
      { file: failure.call.file, span: failure.call.spans.get(failure.key) ?? failure.call.span },
      `\`${failure.key}\` ${failure.message}.`,
    );
  }
  computeConfig(resolution, draft);
}

function addDraft(resolution: Resolution, draft: NodeDraft): void {
  if (!(draft instanceof PlainTest)) readConfig(resolution, draft);
  const known = resolution.drafts.get(draft.uniqueId);
  if (known === undefined) {
    resolution.drafts.set(draft.uniqueId, draft);
    return;
  }
  const isGenericTest = draft.resourceType === "test" && draft.extra["test_metadata"] !== undefined;
  if (isGenericTest) resolution.contested.add(draft.uniqueId);
  if (isGenericTest && isEnabled(known) && isEnabled(draft)) {
    addProblem(
      resolution,
      "duplicate-model-name",
      "error",
      draft.site ?? { file: draft.file, span: { start: 0, end: 0 } },
      `The test '${draft.name}' stands here twice; dbt refuses that. Remove one, or give it a \`name\`.`,
    );
    return;
  }
  if (isGenericTest) return;
  if (isEnabled(known) && isEnabled(draft)) {
    addProblem(
      resolution,
      "duplicate-model-name",
      !isSurelyEnabled(known) || !isSurelyEnabled(draft)
        ? "warning"
        : draft.resourceType === "snapshot" || draft.resourceType === "test"
          ? coreOnly(resolution.engine)
          : "error",
      { file: draft.file, span: { start: draft.offset, end: draft.offset } },
      `Two ${draft.resourceType}s are called '${draft.name}': this file and ${known.file}. dbt refuses that; rename one.`,
    );
    return;
  }
  if (isEnabled(known)) resolution.shadowed.push(draft);
  else {
    resolution.shadowed.push(known);
    resolution.drafts.set(draft.uniqueId, draft);
  }
}

function addSource(resolution: Resolution, draft: NodeDraft, entry: PropertyEntry): void {
  const known = resolution.drafts.get(draft.uniqueId);
  if (known !== undefined) resolution.contested.add(draft.uniqueId);
  if (known !== undefined && isEnabled(known) && isEnabled(draft)) {
    const isFusion = resolution.engine === "fusion";
    addProblem(
      resolution,
      "duplicate-model-name",
      isFusion ? "warning" : "error",
      { file: entry.file.path, span: spanIn(entry, ["name"]) },
      `The table '${draft.name}' of source '${entry.name}' is also defined in ${known.file}${isFusion ? "; dbt keeps one" : "; dbt refuses that"}.`,
    );
    return;
  }
  if (known === undefined || !isEnabled(known)) resolution.drafts.set(draft.uniqueId, draft);
}

function addProperty(resolution: Resolution, draft: NodeDraft, entry: PropertyEntry): void {
  const known = resolution.drafts.get(draft.uniqueId);
  if (known !== undefined && isEnabled(known) && isEnabled(draft)) {
    addProblem(
      resolution,
      "duplicate-model-name",
      coreOnly(resolution.engine),
      { file: entry.file.path, span: spanIn(entry, ["name"]) },
      `Two entries of \`${entry.key}\` are called '${entry.name}': this one and one in ${known.file}.`,
    );
    return;
  }
  resolution.drafts.set(draft.uniqueId, draft);
}

function addGroup(resolution: Resolution, entry: PropertyEntry): void {
  const span = spanIn(entry, ["name"]);
  const known = resolution.groups.get(entry.name);
  if (known !== undefined && known.package === entry.owner.name) {
    addProblem(
      resolution,
      "invalid-properties",
      coreOnly(resolution.engine),
      { file: entry.file.path, span },
      `The group '${entry.name}' is defined twice, here and in ${known.file}.`,
    );
  }
  resolution.groups.set(entry.name, { package: entry.owner.name, file: entry.file.path, span });
}

function nodeNames(resolution: Resolution): NodeNames {
  const tables = new Map<ResourceType, Map<string, NodeDraft[]>>();
  const add = (draft: NodeDraft): void => {
    const table = tables.get(draft.resourceType) ?? new Map<string, NodeDraft[]>();
    tables.set(draft.resourceType, table);
    const list = table.get(draft.name);
    if (list === undefined) table.set(draft.name, [draft]);
    else list.push(draft);
  };
  for (const draft of resolution.drafts.values()) add(draft);
  for (const draft of resolution.shadowed) add(draft);
  const find = (type: ResourceType, name: string, packageName: string): NodeDraft | undefined => {
    const found = tables.get(type)?.get(name);
    if (found === undefined) return undefined;
    const [only] = found;
    if (found.length === 1 && only !== undefined) {
      return isEnabled(only) || only.package.name === packageName ? only : undefined;
    }
    const on = found.filter(isEnabled);
    return (
      on.find((draft) => draft.package.name === packageName) ??
      on[0] ??
      found.find((draft) => draft.package.name === packageName)
    );
  };
  return {
    find,
    findAny(name, packageName) {
      for (const type of ["model", "seed", "snapshot"] as const) {
        const found = find(type, name, packageName);
        if (found !== undefined && isEnabled(found)) return found;
      }
      return undefined;
    },
    names: (type) => tables.get(type)?.keys() ?? [],
  };
}
