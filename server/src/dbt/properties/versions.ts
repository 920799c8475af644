/**
 * Versions of a model: which file each one is, its config, its columns and tests.
 * Source: dbt-core 1.11 `parser/schemas.py` (`ModelPatchParser`), `contracts/graph/unparsed.py`.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import {
  entryOf,
  isYamlList,
  isYamlMap,
  setEntry,
  YamlFloat,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import { readHooks } from "../nodes/hooks";
import type { NodeDraft } from "../nodes/nodeDraft";
import { pythonStr } from "../pythonText";
import { addProblem, type Resolution } from "../resolution";
import type { TestedThing } from "../tests/genericTests";
import { testsOf } from "../tests/genericTests";
import type { Constrained } from "./foreignKeys";
import type { NodeNames } from "./nodeNames";
import type { PropertyEntry } from "./propertyEntry";
import { spanIn } from "./readProperties";

export interface VersionedEntry {
  readonly draft: NodeDraft | undefined;
  /** As Python prints it. */
  readonly version: string;
  readonly config: YamlMap;
  readonly configPath: (key: string) => YamlPath;
  readonly columns: TestedThing["columns"];
  /** Where the version's constraints stand: its own, else those of the model. */
  readonly constrained: Constrained;
  readonly tests: TestedThing["tests"];
}

/** One item per version, its node renamed to `model.<package>.<name>.v<version>`. */
export function versionedEntries(
  resolution: Resolution,
  entry: PropertyEntry,
  config: YamlMap,
  names: NodeNames,
): readonly VersionedEntry[] {
  const written = entryOf(entry.value, "versions") as readonly YamlValue[];
  const versions = written.flatMap((value, index) => {
    const v = isYamlMap(value) ? entryOf(value, "v") : undefined;
    return isYamlMap(value) && isVersion(v) ? [{ value, index, v }] : [];
  });
  const refuse = (path: YamlPath, message: string): void =>
    addProblem(
      resolution,
      "invalid-properties",
      "error",
      { file: entry.file.path, span: spanIn(entry, path) },
      message,
    );
  const seen = new Set<string>();
  for (const { v, index } of versions) {
    const text = pythonStr(v);
    if (seen.has(text))
      refuse(["versions", index, "v"], `Version ${text} of '${entry.name}' is listed twice.`);
    seen.add(text);
  }
  const given = entryOf(entry.value, "latest_version");
  const latest = isVersion(given) ? given : latestOf(versions.map(({ v }) => v));
  if (isVersion(given) && !versions.some(({ v }) => isSameVersion(v, given, resolution.engine))) {
    refuse(
      ["latest_version"],
      `latest_version ${pythonStr(given)} is none of the versions of '${entry.name}'.`,
    );
  }
  return versions.map(({ value, index, v }) => {
    const text = pythonStr(v);
    const definedIn = entryOf(value, "defined_in");
    const fileName = typeof definedIn === "string" ? definedIn : `${entry.name}_v${text}`;
    let draft = names.find("model", fileName, entry.owner.name);
    if (draft === undefined && latest !== undefined && pythonStr(latest) === text) {
      draft = names.find("model", entry.name, entry.owner.name);
    }
    if (draft === undefined || draft.version !== null) {
      // dbt-core stumbles over the file that another version has taken already.
      const isTaken = draft !== undefined && draft.name === entry.name;
      addProblem(
        resolution,
        "invalid-properties",
        isTaken && resolution.engine !== "fusion" ? "error" : "warning",
        { file: entry.file.path, span: spanIn(entry, ["versions", index]) },
        `No model file is called '${fileName}', which would be version ${text} of '${entry.name}'; dbt ${isTaken && resolution.engine !== "fusion" ? "stops here" : "ignores this version"}.`,
      );
      draft = undefined;
    } else rename(resolution, draft, entry.name, v, latest ?? v);
    const path = ["versions", index];
    const own = entryOf(value, "config");
    const ownConfig = isYamlMap(own) ? own : {};
    const access = entryOf(value, "access");
    const merged = deepMerge(config, ownConfig);
    if (draft !== undefined && typeof access === "string") draft.access = access;
    return {
      draft,
      version: text,
      config: merged,
      configPath: (key) => (Object.hasOwn(ownConfig, key) ? [...path, "config"] : ["config"]),
      columns: versionColumns(entry.value, value, path),
      constrained: hasItems(value, "constraints")
        ? { value, path }
        : { value: entry.value, path: [] },
      tests: testsOf(value, path) ?? testsOf(entry.value, []),
    };
  });
}

/** dbt-core compares as Python does: the text "1" is not the number 1. */
function isSameVersion(a: YamlValue, b: YamlValue, engine: Resolution["engine"]): boolean {
  const isText = (value: YamlValue): boolean => typeof value === "string";
  return pythonStr(a) === pythonStr(b) && (engine === "fusion" || isText(a) === isText(b));
}

function hasItems(value: YamlMap, key: string): boolean {
  const list = entryOf(value, key);
  return isYamlList(list) && list.length > 0;
}

function isVersion(value: YamlValue | undefined): value is string | number | YamlFloat {
  return typeof value === "string" || typeof value === "number" || value instanceof YamlFloat;
}

function latestOf(versions: readonly YamlValue[]): YamlValue | undefined {
  return versions.reduce<YamlValue | undefined>((best, version) => {
    if (best === undefined) return version;
    const a = Number(pythonStr(best));
    const b = Number(pythonStr(version));
    const isLarger =
      Number.isNaN(a) || Number.isNaN(b) ? pythonStr(version) > pythonStr(best) : b > a;
    return isLarger ? version : best;
  }, undefined);
}

function rename(
  resolution: Resolution,
  draft: NodeDraft,
  name: string,
  version: YamlValue,
  latest: YamlValue,
): void {
  resolution.drafts.delete(draft.uniqueId);
  // dbt has read the file under its own name: what it was configured with there stays.
  draft.valuesBefore = draft.config?.values;
  readHooks(resolution, draft);
  draft.name = name;
  draft.version = plainVersion(version);
  draft.latestVersion = plainVersion(latest);
  draft.extra["versionText"] = pythonStr(version);
  draft.extra["latest_version"] = draft.latestVersion;
  draft.uniqueId = `model.${draft.package.name}.${name}.v${pythonStr(version)}`;
  draft.fqn = [...draft.fqn.slice(0, -1), name, `v${pythonStr(version)}`];
  resolution.drafts.set(draft.uniqueId, draft);
}

function plainVersion(value: YamlValue): string | number {
  if (value instanceof YamlFloat) return value.value;
  return typeof value === "number" ? value : pythonStr(value);
}

function versionColumns(base: YamlMap, version: YamlMap, path: YamlPath): TestedThing["columns"] {
  const listed = entryOf(version, "columns");
  const items = isYamlList(listed) ? listed : [];
  const rule = items.find((item) => isYamlMap(item) && Object.hasOwn(item, "include"));
  const include = isYamlMap(rule) ? entryOf(rule, "include") : "*";
  const exclude = isYamlMap(rule) ? entryOf(rule, "exclude") : [];
  const includesAll = include === "*" || include === "all";
  const included = isYamlList(include) ? include : [];
  const excluded = isYamlList(exclude) ? exclude : [];
  const columns: { value: YamlMap; path: YamlPath }[] = [];
  const own = entryOf(base, "columns");
  for (const [index, column] of (isYamlList(own) ? own : []).entries()) {
    if (!isYamlMap(column)) continue;
    const name = entryOf(column, "name") ?? null;
    const isIncluded = includesAll ? !excluded.includes(name) : included.includes(name);
    if (isIncluded) columns.push({ value: column, path: ["columns", index] });
  }
  for (const [index, item] of items.entries()) {
    if (isYamlMap(item) && !Object.hasOwn(item, "include")) {
      columns.push({ value: item, path: [...path, "columns", index] });
    }
  }
  return columns;
}

/** dbt's deep merge: maps merge, lists of `over` go before those of `under`, else `over` wins. */
function deepMerge(under: YamlMap, over: YamlMap): YamlMap {
  const merged: { [key: string]: YamlValue } = { ...under };
  for (const key of Object.keys(over)) {
    const value = over[key]!;
    const old = entryOf(merged, key);
    if (isYamlMap(value)) setEntry(merged, key, isYamlMap(old) ? deepMerge(old, value) : value);
    else if (isYamlList(value) && isYamlList(old)) setEntry(merged, key, [...value, ...old]);
    // Python makes a list of a text letter by letter.
    else if (isYamlList(value) && typeof old === "string")
      setEntry(merged, key, [...value, ...old]);
    else setEntry(merged, key, value);
  }
  return merged;
}
