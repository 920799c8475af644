/**
 * A node under construction: what its file and properties say, and its config computed in dbt's
 * passes (before reading the code, after it, after properties). Source: dbt-core 1.11
 * `parser/base.py`.
 */

import { entryOf, type YamlMap } from "../../yaml/values";
import { finalConfig, repeatedConfig } from "../config/finalize";
import {
  configKey,
  defaultConfig,
  isDecidedBy,
  isUnknownKey,
  type Layer,
  type LayeredConfig,
  lazyOrigin,
  withLayer,
  withTree,
  withUsualKeys,
} from "../config/layers";
import { type MergeFailure, mergeCalls } from "../config/merge";
import { type ConfigKind, configSchema, listOf } from "../config/schemas";
import type { PackageContext } from "../packageContext";
import type { Json } from "../project";
import { holdsIn } from "../release";
import type { Resolution } from "../resolution";
import type { NodeConfig, NodeDraft } from "./nodeDraft";
import type { ConfigCall } from "./rendering";

export type DraftStart = Pick<
  NodeDraft,
  | "uniqueId"
  | "resourceType"
  | "configKind"
  | "tree"
  | "name"
  | "package"
  | "file"
  | "packagePath"
  | "fqn"
  | "language"
  | "rawCode"
  | "offset"
  | "rendering"
> & { readonly ownTags?: readonly string[]; readonly extra?: { [key: string]: Json } };

/** All fields are named, so that the tens of thousands of drafts have one shape. */
export function newDraft(start: DraftStart): NodeDraft {
  return {
    uniqueId: start.uniqueId,
    resourceType: start.resourceType,
    configKind: start.configKind,
    tree: start.tree,
    name: start.name,
    package: start.package,
    file: start.file,
    packagePath: start.packagePath,
    fqn: start.fqn,
    language: start.language,
    rawCode: start.rawCode,
    offset: start.offset,
    rendering: start.rendering,
    version: null,
    latestVersion: null,
    patch: undefined,
    patchRefs: NONE,
    valuesBefore: undefined,
    patchPath: undefined,
    callLayer: undefined,
    config: undefined,
    group: null,
    access: null,
    isSwitchedOff: false,
    schema: null,
    database: null,
    alias: null,
    ownTags: start.ownTags ?? NONE,
    extra: start.extra ?? {},
    dependsOn: NONE,
    uncertain: NONE,
    entry: undefined,
    site: undefined,
    metricParams: undefined,
  };
}

/** Shared by all drafts: most of their lists stay empty. */
const NONE: readonly never[] = [];

/** Notes that `draft` needs `other`. */
export function dependOn(draft: NodeDraft, { uniqueId }: NodeDraft): void {
  if (!draft.dependsOn.includes(uniqueId)) draft.dependsOn = [...draft.dependsOn, uniqueId];
}

/** The `config()` calls of a node as one layer; failures of merging them are appended. */
export function callLayer(
  calls: readonly ConfigCall[],
  aliases: Readonly<Record<string, string>>,
  failures: (MergeFailure & { readonly call: ConfigCall })[],
): Layer | undefined {
  if (calls.length === 0) return undefined;
  let values: YamlMap = {};
  let unknowns: Map<string, string> | undefined;
  for (const call of calls) {
    const found: MergeFailure[] = [];
    values = mergeCalls(values, withUsualKeys(call.values, aliases), found);
    failures.push(...found.map((failure) => ({ ...failure, call })));
    for (const [key, reason] of call.unknowns ?? []) {
      unknowns ??= new Map();
      unknowns.set(configKey(key, aliases), reason);
    }
  }
  return {
    values,
    ...(unknowns === undefined ? {} : { unknowns }),
    originOf(key) {
      const call = calls.findLast((one) =>
        Object.keys(one.values).some((written) => configKey(written, aliases) === key),
      );
      if (call === undefined) return lazyOrigin(calls[0]!.file, "config()", () => calls[0]!.span);
      const written = Object.keys(call.values).find((one) => configKey(one, aliases) === key)!;
      const via = call.viaByKey?.get(written) ?? call.via;
      return { file: call.file, span: call.spans.get(written) ?? call.span, via };
    },
  };
}

const PYTHON_DEFAULT: Layer = {
  values: { materialized: "table" },
  originOf: () => ({ file: "", span: { start: 0, end: 0 }, via: "default of Python models" }),
};

/** Config of a draft from all its layers. Layers shared with other nodes stay shared. */
export function layeredConfigOf(
  resolution: Resolution,
  draft: NodeDraft,
  withPatch: boolean,
  withCalls: boolean,
): LayeredConfig {
  const { root } = resolution;
  let config = baseConfigOf(resolution, draft);
  if (withPatch || withCalls) {
    const patch = withPatch ? draft.patch : undefined;
    const isPython = draft.language === "python" && draft.resourceType === "model";
    const isWeak = holdsIn(resolution.release, "pythonDefaultIsWeak");
    if (isPython && isWeak) {
      if (patch === undefined || entryOf(patch.values, "materialized") === undefined) {
        config = withLayer(config, PYTHON_DEFAULT);
      }
    }
    if (patch !== undefined) config = withLayer(config, patch);
    if (isPython && !isWeak) config = withLayer(config, PYTHON_DEFAULT);
    if (withCalls && draft.callLayer !== undefined) config = withLayer(config, draft.callLayer);
  }
  if (!draft.package.isRoot) config = withTree(config, root.trees.get(draft.tree), draft.fqn);
  return config;
}

const DEFAULTS = new WeakMap<PackageContext, Map<ConfigKind, Map<string, LayeredConfig>>>();

function baseConfigOf({ release }: Resolution, draft: NodeDraft): LayeredConfig {
  let kinds = DEFAULTS.get(draft.package);
  if (kinds === undefined) {
    kinds = new Map();
    DEFAULTS.set(draft.package, kinds);
  }
  let trees = kinds.get(draft.configKind);
  if (trees === undefined) {
    trees = new Map();
    kinds.set(draft.configKind, trees);
  }
  let base = trees.get(draft.tree);
  if (base === undefined) {
    base = defaultConfig(configSchema(draft.configKind, release));
    trees.set(draft.tree, base);
  }
  return withTree(base, draft.package.trees.get(draft.tree), draft.fqn);
}

/** Kinds whose config dbt computes anew over what an earlier pass left in the node. */
const REPEATED: ReadonlySet<ConfigKind> = new Set([
  "model",
  "seed",
  "snapshot",
  "test",
  "node",
  "function",
]);

/** Computes `draft.config` in dbt's passes. */
export function computeConfig(resolution: Resolution, draft: NodeDraft): NodeConfig {
  const base = layeredConfigOf(resolution, draft, false, false);
  const isPlain =
    draft.patch === undefined &&
    draft.callLayer === undefined &&
    draft.ownTags.length === 0 &&
    draft.valuesBefore === undefined &&
    draft.language !== "python";
  const known = isPlain ? PLAIN_CONFIGS.get(base) : undefined;
  if (known !== undefined) {
    takeConfig(draft, known);
    return known;
  }
  const read = layeredConfigOf(resolution, draft, false, true);
  const layered = draft.patch === undefined ? read : layeredConfigOf(resolution, draft, true, true);
  const isRepeated = REPEATED.has(draft.configKind);
  const passes = isRepeated ? [finalConfig(base).values] : [];
  if (draft.valuesBefore !== undefined) passes.unshift(draft.valuesBefore);
  if (read !== base && isRepeated) passes.push(finalConfig(read).values);
  if (layered !== read || passes.length === 0) passes.push(finalConfig(layered).values);
  const last = passes[passes.length - 1]!;
  let values = last;
  for (const pass of passes.slice(0, -1).reverse()) {
    if (losesValue(pass, values)) values = repeatedConfig(base.schema, pass, values);
  }
  const tags = new Set(draft.ownTags);
  const areTagsConfig = "tags" in base.schema.defaults || draft.configKind === "saved_query";
  const tagged = isRepeated && read !== layered ? [finalConfig(read).values, last] : [last];
  if (draft.valuesBefore !== undefined) tagged.unshift(draft.valuesBefore);
  for (const pass of tagged) {
    const own = areTagsConfig ? (entryOf(pass, "tags") ?? []) : [];
    for (const tag of listOf(own)) if (typeof tag === "string") tags.add(tag);
  }
  const config: NodeConfig = { values, last, layered, tags: [...tags] };
  if (isPlain) PLAIN_CONFIGS.set(base, config);
  takeConfig(draft, config);
  return config;
}

/** Configs of nodes that nothing but dbt_project.yml configures, by what it says. */
const PLAIN_CONFIGS = new WeakMap<LayeredConfig, NodeConfig>();

function takeConfig(draft: NodeDraft, config: NodeConfig): void {
  const group = entryOf(config.values, "group");
  if (typeof group === "string" && group !== "") draft.group = group;
  const access = entryOf(config.values, "access");
  if (draft.resourceType === "model" && typeof access === "string") draft.access = access;
  draft.config = config;
}

/**
 * Computes the config of a test that nothing but dbt_project.yml configures: once for all of a folder
 * (`folders`, the same list for each), unless a key there may be a test's own name.
 */
export function plainTestConfig(
  resolution: Resolution,
  draft: NodeDraft,
  folders: readonly string[],
): void {
  const known = FOLDER_TESTS.get(folders);
  if (known !== undefined) {
    takeConfig(draft, known);
    return;
  }
  const config = computeConfig(resolution, draft);
  const trees = [draft.package, resolution.root].map((owner) => owner.trees.get(draft.tree));
  if (trees.every((tree) => isDecidedBy(tree, folders))) FOLDER_TESTS.set(folders, config);
}

const FOLDER_TESTS = new WeakMap<readonly string[], NodeConfig>();

function losesValue(first: YamlMap, second: YamlMap): boolean {
  for (const key of Object.keys(first)) {
    if (!Object.hasOwn(second, key)) return true;
    if (first[key] !== null && second[key] === null) return true;
  }
  return false;
}

/** False where only what Heddle does not know says whether dbt builds the node. */
export function isSurelyEnabled(draft: NodeDraft): boolean {
  return (
    isEnabled(draft) &&
    (draft.config === undefined || !isUnknownKey(draft.config.layered, "enabled"))
  );
}

export function isEnabled(draft: NodeDraft): boolean {
  if (draft.config === undefined) return true;
  const { values, layered } = draft.config;
  return entryOf(values, "enabled") !== false || !("enabled" in layered.schema.defaults);
}
