/**
 * Sources: one node per table of a `sources:` entry, with config from the source, the table and
 * dbt_project.yml, and their tests. Source: dbt-core 1.11 `parser/sources.py`.
 */
import { wholeText } from "../../base/text";
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import { sourceFreshness } from "../config/finalize";
import { type Layer, lazyOrigin } from "../config/layers";
import { columnsOf } from "../properties/patchNodes";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import type { Resolution } from "../resolution";
import { genericTests, testsOf } from "../tests/genericTests";
import { computeConfig, newDraft } from "./draft";
import { fqnFolders } from "./fqnFolders";
import type { NodeDraft } from "./nodeDraft";
import { EMPTY_RENDERING } from "./rendering";

/** What another package's `overrides:` entry changes of a source. */
export type SourceOverrides = ReadonlyMap<string, PropertyEntry>;

/** Drafts of a source's tables and of their tests. */
export function sourceDrafts(
  resolution: Resolution,
  entry: PropertyEntry,
  overrides: SourceOverrides,
): { readonly sources: readonly NodeDraft[]; readonly tests: readonly NodeDraft[] } {
  const sources: NodeDraft[] = [];
  const tests: NodeDraft[] = [];
  const patch = overrides.get(`${entry.owner.name} ${entry.name}`);
  const source = patch === undefined ? entry.value : overridden(entry.value, patch.value);
  const tables = entryOf(entry.value, "tables");
  for (const [index, raw] of (isYamlList(tables) ? tables : []).entries()) {
    if (!isYamlMap(raw)) continue;
    const name = entryOf(raw, "name");
    if (typeof name !== "string") continue;
    const tablePatch = patch === undefined ? undefined : tableNamed(patch.value, name);
    const table = tablePatch === undefined ? raw : overridden(raw, tablePatch);
    const path = ["tables", index];
    const draft = sourceDraft(resolution, entry, source, table, name, path);
    sources.push(draft);
    tests.push(
      ...genericTests(resolution, {
        entry,
        path,
        target: {
          kind: "source",
          name: `${entry.name}_${name}`,
          version: undefined,
          reference: `source('${entry.name}', '${name}')`,
        },
        attachedTo: undefined,
        columns: columnsOf(table, [...path, "columns"]),
        tests: testsOf(table, path),
        tags: [...tagsIn(entryOf(source, "tags")), ...tagsIn(entryOf(table, "tags"))],
        areColumnsQuoted:
          flagIn(table, "quoting", "column") ?? flagIn(source, "quoting", "column") ?? false,
      }),
    );
  }
  return { sources, tests };
}

/** A patch that says nothing of freshness empties it: dbt's own default stands in it. */
function overridden(base: YamlMap, patch: YamlMap): YamlMap {
  const { name: _name, overrides: _overrides, tables: _tables, ...changes } = patch;
  return { ...base, freshness: {}, ...changes };
}

function tableNamed(value: YamlMap, name: string): YamlMap | undefined {
  const tables = entryOf(value, "tables");
  if (!isYamlList(tables)) return undefined;
  return tables.find(
    (table): table is YamlMap => isYamlMap(table) && entryOf(table, "name") === name,
  );
}

function sourceDraft(
  resolution: Resolution,
  entry: PropertyEntry,
  source: YamlMap,
  table: YamlMap,
  name: string,
  path: YamlPath,
): NodeDraft {
  const { owner, file } = entry;
  const areTagsConfig = holdsIn(resolution.release, "sourceTagsConfig");
  const draft = newDraft({
    uniqueId: wholeText(["source.", owner.name, ".", entry.name, ".", name]),
    resourceType: "source",
    configKind: "source",
    tree: "sources",
    name,
    package: owner,
    file: file.path,
    packagePath: file.packagePath,
    fqn: fqnFolders(owner, file.searchedPath).concat(entry.name, name),
    language: "none",
    rawCode: "",
    offset: 0,
    rendering: EMPTY_RENDERING,
    ownTags: areTagsConfig ? [] : sortedTags([source, table]),
    extra: {
      source_name: entry.name,
      identifier: textIn(table, "identifier") ?? name,
      loader: textIn(source, "loader") ?? "",
      ...describedAs(table),
    },
  });
  const sourceConfig = mapIn(source, "config");
  const tableConfig = mapIn(table, "config");
  const values: { [key: string]: YamlValue } = { ...sourceConfig, ...tableConfig };
  const places = [source, sourceConfig, table, tableConfig] as const;
  if (holdsIn(resolution.release, "sourceFreshnessConfig")) {
    const freshness = mergedFreshness(...places);
    if (freshness === undefined) delete values["freshness"];
    else values["freshness"] = freshness;
  }
  if (areTagsConfig) {
    const loaded = loadedAt(...places);
    values["loaded_at_field"] = loaded.field;
    values["loaded_at_query"] = loaded.query;
    values["meta"] = Object.assign({}, ...places.map((at) => mapIn(at, "meta")));
    values["tags"] = sortedTags(places);
  }
  const layer: Layer = {
    values,
    ...(entry.unknowns.size > 0 ? { unknowns: entry.unknowns } : {}),
    originOf: (key) => {
      const place = Object.hasOwn(tableConfig, key)
        ? [...path, "config", key]
        : Object.hasOwn(table, key)
          ? [...path, key]
          : Object.hasOwn(sourceConfig, key)
            ? ["config", key]
            : [key];
      return lazyOrigin(file.path, ["sources", entry.name, ...place].join(" › "), () =>
        spanIn(entry, place),
      );
    },
  };
  draft.patch = layer;
  computeConfig(resolution, draft);
  draft.schema = textIn(source, "schema") ?? entry.name;
  draft.database = textIn(source, "database") ?? resolution.profile.target?.database ?? null;
  draft.alias = null;
  return draft;
}

function describedAs(value: YamlMap): { description?: string } {
  const description = textIn(value, "description");
  return description === undefined ? {} : { description };
}

function textIn(map: YamlMap, key: string): string | undefined {
  const value = entryOf(map, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function mapIn(map: YamlMap, key: string): YamlMap {
  const value = entryOf(map, key);
  return isYamlMap(value) ? value : {};
}

function flagIn(map: YamlMap, key: string, flag: string): boolean | undefined {
  const value = entryOf(mapIn(map, key), flag);
  return typeof value === "boolean" ? value : undefined;
}

function tagsIn(value: YamlValue | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return isYamlList(value) ? value.filter((tag) => typeof tag === "string") : [];
}

function sortedTags(places: readonly YamlMap[]): readonly string[] {
  return [...new Set(places.flatMap((at) => tagsIn(entryOf(at, "tags"))))].sort();
}

/**
 * Freshness from source, its config, table, its config: each later one wins part by part; null
 * anywhere after a value switches it off. Undefined where nobody says anything.
 */
function mergedFreshness(...places: readonly YamlMap[]): YamlValue | undefined {
  let merged: YamlMap | null | undefined;
  for (const [index, place] of places.entries()) {
    const given = Object.hasOwn(place, "freshness") ? place["freshness"]! : {};
    const update = isYamlMap(given) ? sourceFreshness(given) : null;
    if (index === 0) merged = update;
    else if (merged !== null && merged !== undefined && update !== null) {
      merged = joined(merged, update);
    } else if (merged === null && update !== null && isSet(update)) merged = update;
    else merged = null;
  }
  if (merged === null) return null;
  return merged !== undefined && isSet(merged) ? merged : undefined;
}

function joined(base: YamlMap, update: YamlMap): YamlMap {
  const part = (key: string): YamlValue => {
    const below = entryOf(base, key) ?? null;
    const above = entryOf(update, key) ?? null;
    if (above === null) return null;
    if (isComplete(below) && isComplete(above))
      return { ...(below as YamlMap), ...(above as YamlMap) };
    return isComplete(above) ? above : isComplete(below) ? below : above;
  };
  return {
    warn_after: part("warn_after"),
    error_after: part("error_after"),
    filter: entryOf(update, "filter") ?? entryOf(base, "filter") ?? null,
  };
}

function isComplete(value: YamlValue): boolean {
  return (
    isYamlMap(value) && (value["count"] ?? null) !== null && (value["period"] ?? null) !== null
  );
}

function isSet(freshness: YamlMap): boolean {
  return (
    isComplete(freshness["warn_after"] ?? null) || isComplete(freshness["error_after"] ?? null)
  );
}

function loadedAt(
  source: YamlMap,
  sourceConfig: YamlMap,
  table: YamlMap,
  tableConfig: YamlMap,
): { field: YamlValue; query: YamlValue } {
  const either = (a: YamlMap, b: YamlMap, key: string): YamlValue =>
    entryOf(a, key) || entryOf(b, key) || null;
  const isFieldPresent =
    Object.hasOwn(table, "loaded_at_field") || Boolean(entryOf(tableConfig, "loaded_at_field"));
  const field = isFieldPresent
    ? either(table, tableConfig, "loaded_at_field")
    : either(source, sourceConfig, "loaded_at_field");
  const tableQuery = either(table, tableConfig, "loaded_at_query");
  const query =
    tableQuery ?? (isFieldPresent ? null : either(source, sourceConfig, "loaded_at_query"));
  return { field, query };
}
