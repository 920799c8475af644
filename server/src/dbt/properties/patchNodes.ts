/**
 * Applies properties of models, seeds, snapshots, analyses, singular tests and functions to their
 * nodes: config, versions, and the tests that hang on them. Source: dbt-core 1.11 `parser/schemas.py`.
 */

import type { YamlPath } from "../../yaml/parseYaml";
import {
  entryOf,
  isYamlList,
  isYamlMap,
  toPlain,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import { configKey, type Layer, lazyOrigin } from "../config/layers";
import { computeConfig, isEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { ResourceType } from "../project";
import { holdsIn, type ReleaseFact } from "../release";
import { addProblem, type Resolution } from "../resolution";
import { genericTests, type TestedThing, testsOf } from "../tests/genericTests";
import { type Constrained, foreignKeyRefs } from "./foreignKeys";
import type { NodeNames } from "./nodeNames";
import type { PropertyEntry } from "./propertyEntry";
import { spanIn } from "./readProperties";
import { versionedEntries } from "./versions";

const TYPE_OF: Readonly<Record<string, ResourceType>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  analyses: "analysis",
  functions: "function",
  data_tests: "test",
};
/** Kinds of entries that a release does not read, though the next one does. */
const READ_SINCE: Readonly<Record<string, ReleaseFact>> = {
  functions: "functions",
  data_tests: "singularTestProperties",
};
const MOVED = ["meta", "docs", "group", "contract", "access"];

/** Applies one entry and gives the drafts of its tests. */
export function patchNode(
  resolution: Resolution,
  entry: PropertyEntry,
  names: NodeNames,
): readonly NodeDraft[] {
  const type = TYPE_OF[entry.key];
  const fact = READ_SINCE[entry.key];
  const isRead = fact === undefined || holdsIn(resolution.release, fact);
  if (type === undefined || !isRead) return [];
  const config = ownConfig(resolution, entry, entry.value, []);
  if (
    type === "model" &&
    isYamlList(entryOf(entry.value, "versions")) &&
    (entryOf(entry.value, "versions") as readonly YamlValue[]).length > 0
  ) {
    const tests: NodeDraft[] = [];
    for (const versioned of versionedEntries(resolution, entry, config, names)) {
      const { draft } = versioned;
      if (draft !== undefined) {
        apply(
          resolution,
          entry,
          draft,
          layerOf(resolution, entry, versioned.config, versioned.configPath),
        );
        addForeignKeys(resolution, entry, draft, [versioned.constrained, ...versioned.columns]);
      }
      tests.push(
        ...testsFor(
          resolution,
          entry,
          draft,
          versioned.version,
          versioned.columns,
          versioned.tests,
        ),
      );
    }
    return tests;
  }
  const draft = describedNode(resolution, entry, type, names);
  const columns = columnsOf(entry.value, ["columns"]);
  if (draft !== undefined && draft.resourceType === type) {
    apply(
      resolution,
      entry,
      draft,
      layerOf(resolution, entry, config, () => ["config"]),
    );
    if (type === "model") {
      addForeignKeys(resolution, entry, draft, [{ value: entry.value, path: [] }, ...columns]);
    }
  } else if (draft === undefined) unknownNode(resolution, entry, type, names);
  if (type === "analysis" || type === "function" || type === "test") return [];
  return testsFor(
    resolution,
    entry,
    draft?.resourceType === type ? draft : undefined,
    undefined,
    columns,
    testsOf(entry.value, []),
  );
}

/** The node that an entry speaks of; singular tests are found in their own package, if enabled. */
function describedNode(
  resolution: Resolution,
  entry: PropertyEntry,
  type: ResourceType,
  names: NodeNames,
): NodeDraft | undefined {
  const found = names.find(type, entry.name, entry.owner.name);
  if (type !== "test") return found ?? wrongSection(resolution, entry, type, names);
  const isOwn = found?.package === entry.owner && isEnabled(found);
  return isOwn ? found : undefined;
}

function wrongSection(
  resolution: Resolution,
  entry: PropertyEntry,
  type: ResourceType,
  names: NodeNames,
): NodeDraft | undefined {
  if (type === "analysis" || type === "function") return undefined;
  const other = names.findAny(entry.name, entry.owner.name);
  if (other === undefined || other.resourceType === type) return other;
  addProblem(
    resolution,
    "invalid-properties",
    "warning",
    { file: entry.file.path, span: spanIn(entry, ["name"]) },
    `'${entry.name}' is a ${other.resourceType}; dbt ignores what \`${entry.key}\` says about it.`,
  );
  return other;
}

function unknownNode(
  resolution: Resolution,
  entry: PropertyEntry,
  type: ResourceType,
  names: NodeNames,
): void {
  const near = [...names.names(type)];
  const hint = near.find((name) => name.toLowerCase() === entry.name.toLowerCase());
  addProblem(
    resolution,
    "invalid-properties",
    "warning",
    { file: entry.file.path, span: spanIn(entry, ["name"]) },
    `No ${type} is called '${entry.name}'; dbt ignores this entry.${hint === undefined ? "" : ` Did you mean '${hint}'?`}`,
  );
}

/** `config` of an entry with the keys that dbt moves into it. */
export function ownConfig(
  resolution: Resolution,
  entry: PropertyEntry,
  value: YamlMap,
  path: YamlPath,
): YamlMap {
  const given = entryOf(value, "config");
  const config: { [key: string]: YamlValue } = isYamlMap(given) ? { ...given } : {};
  for (const key of MOVED) {
    const moved = entryOf(value, key);
    if (moved === undefined) continue;
    if (Object.hasOwn(config, key)) {
      addProblem(
        resolution,
        "invalid-properties",
        "error",
        { file: entry.file.path, span: spanIn(entry, [...path, key], "key") },
        `\`${key}\` stands both here and under \`config\`; dbt refuses that. Keep the one under \`config\`.`,
      );
      continue;
    }
    config[key] = moved;
  }
  return config;
}

function layerOf(
  resolution: Resolution,
  entry: PropertyEntry,
  config: YamlMap,
  pathOf: (key: string) => YamlPath,
): Layer | undefined {
  if (Object.keys(config).length === 0) return undefined;
  const aliases = resolution.profile.adapter?.aliases ?? {};
  const values: { [key: string]: YamlValue } = {};
  const written = new Map<string, string>();
  const unknowns = new Map<string, string>();
  for (const key of Object.keys(config)) {
    const name = configKey(key, aliases);
    if (name === key && written.has(name)) continue;
    const reason = entry.unknowns.get(key);
    if (reason !== undefined) {
      unknowns.set(name, reason);
      continue;
    }
    values[name] = config[key]!;
    written.set(name, key);
  }
  if (written.size === 0 && unknowns.size === 0) return undefined;
  return {
    values,
    ...(unknowns.size > 0 ? { unknowns } : {}),
    originOf(name) {
      const key = written.get(name) ?? name;
      const path = [...pathOf(key), key];
      const isMoved = !Object.hasOwn(configAt(entry.value, pathOf(key)), key);
      const place = isMoved ? [key] : path;
      return lazyOrigin(entry.file.path, [entry.key, entry.name, ...place].join(" › "), () =>
        spanIn(entry, place),
      );
    },
  };
}

function configAt(value: YamlMap, path: YamlPath): YamlMap {
  let at: YamlValue | undefined = value;
  for (const step of path) {
    at = isYamlMap(at) ? entryOf(at, String(step)) : isYamlList(at) ? at[Number(step)] : undefined;
  }
  return isYamlMap(at) ? at : {};
}

function apply(
  resolution: Resolution,
  entry: PropertyEntry,
  draft: NodeDraft,
  layer: Layer | undefined,
): void {
  if (draft.patchPath !== undefined && isEnabled(draft)) {
    addProblem(
      resolution,
      "invalid-properties",
      "error",
      { file: entry.file.path, span: spanIn(entry, ["name"]) },
      `'${entry.name}' is already described in ${draft.patchPath}; dbt allows one entry per resource.`,
    );
    return;
  }
  draft.patchPath = entry.file.path;
  const access = layer === undefined ? undefined : entryOf(layer.values, "access");
  if (access !== undefined && typeof access === "string") draft.access = access;
  if (layer !== undefined) draft.patch = layer;
  // A version is looked up in dbt_project.yml anew under the model's name.
  if (layer !== undefined || draft.version !== null) computeConfig(resolution, draft);
  describe(entry, draft);
}

function addForeignKeys(
  { release }: Resolution,
  entry: PropertyEntry,
  draft: NodeDraft,
  places: readonly Constrained[],
): void {
  if (holdsIn(release, "foreignKeyRefs")) draft.patchRefs = foreignKeyRefs(entry, places);
}

function describe(entry: PropertyEntry, draft: NodeDraft): void {
  const description = entryOf(entry.value, "description");
  if (typeof description === "string") draft.extra["description"] = description;
  const columns = entryOf(entry.value, "columns");
  const names: string[] = [];
  for (const column of isYamlList(columns) ? columns : []) {
    const name = isYamlMap(column) ? entryOf(column, "name") : undefined;
    if (typeof name === "string") names.push(name);
  }
  if (names.length > 0) draft.extra["columns"] = names.slice();
  const constraints = entryOf(entry.value, "constraints");
  if (isYamlList(constraints)) draft.extra["constraints"] = toPlain(constraints);
  const deprecation = entryOf(entry.value, "deprecation_date");
  if (typeof deprecation === "string") draft.extra["deprecation_date"] = deprecation;
}

/** Columns of a described thing with their paths. */
export function columnsOf(
  value: YamlMap,
  path: YamlPath,
): { readonly value: YamlMap; readonly path: YamlPath }[] {
  const columns = entryOf(value, "columns");
  if (!isYamlList(columns)) return [];
  const found: { readonly value: YamlMap; readonly path: YamlPath }[] = [];
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    if (isYamlMap(column)) found.push({ value: column, path: path.concat(index) });
  }
  return found;
}

function testsFor(
  resolution: Resolution,
  entry: PropertyEntry,
  draft: NodeDraft | undefined,
  version: string | undefined,
  columns: TestedThing["columns"],
  tests: TestedThing["tests"],
): readonly NodeDraft[] {
  const both = Object.hasOwn(entry.value, "tests") && Object.hasOwn(entry.value, "data_tests");
  if (
    both &&
    isYamlList(entry.value["tests"]!) &&
    (entry.value["tests"] as readonly YamlValue[]).length > 0
  ) {
    addProblem(
      resolution,
      "invalid-properties",
      "error",
      { file: entry.file.path, span: spanIn(entry, ["tests"], "key") },
      "`tests` and `data_tests` are the same thing; dbt refuses both together. Keep `data_tests`.",
    );
  }
  const reference =
    version === undefined ? `ref('${entry.name}')` : `ref('${entry.name}', version='${version}')`;
  return genericTests(resolution, {
    entry,
    path: [],
    target: {
      kind: entry.key === "models" ? "model" : "node",
      name: entry.name,
      version,
      reference,
    },
    attachedTo: draft,
    columns,
    tests,
    tags: [],
    areColumnsQuoted: entryOf(entry.value, "quote_columns") === true,
  });
}
