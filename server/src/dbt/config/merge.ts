/**
 * How one layer of config changes what lies below it, key by key. Two sets of rules: between
 * layers (`mergeLayer`), and between several `config()` calls of one file (`mergeCalls`).
 * Source: dbt-common `contracts/config/base.py`.
 */
import { entryOf, isYamlMap, setEntry, type YamlMap, type YamlValue } from "../../yaml/values";
import { type ConfigSchema, listOf } from "./schemas";

/** A key whose value is of a type that dbt cannot merge; it stops there. */
export interface MergeFailure {
  readonly key: string;
  readonly message: string;
}

/** `below` with `layer` on top. Values are shared, never changed. O(keys). */
export function mergeLayer(
  schema: ConfigSchema,
  below: YamlMap,
  layer: YamlMap,
  failures: MergeFailure[],
): YamlMap {
  const merged: { [key: string]: YamlValue } = { ...below };
  for (const key of Object.keys(layer)) {
    const value = layer[key]!;
    const rule = schema.merge.get(key) ?? "clobber";
    const old = entryOf(below, key);
    if (rule === "clobber" || old === undefined) {
      setEntry(merged, key, value);
      continue;
    }
    if (rule === "append") {
      merged[key] = [...listOf(old), ...listOf(value)];
      continue;
    }
    if (!isYamlMap(value) || !isYamlMap(old)) {
      failures.push({ key, message: "must be a mapping" });
      continue;
    }
    merged[key] = rule === "dictKeyAppend" ? extendByKey(old, value) : { ...old, ...value };
  }
  return merged;
}

/** `grants`: lists per key; a key with `+` extends the list below instead of replacing it. */
function extendByKey(below: YamlMap, layer: YamlMap): YamlMap {
  const merged: { [key: string]: YamlValue } = {};
  for (const key of Object.keys(below)) setEntry(merged, key, listOf(below[key]!));
  for (const key of Object.keys(layer)) {
    const name = key.replace(/^\++/, "");
    const isExtended = key.startsWith("+");
    const old = entryOf(merged, name);
    const added = listOf(layer[key]!);
    setEntry(merged, name, isExtended && old !== undefined ? [...listOf(old), ...added] : added);
  }
  return merged;
}

const APPENDED: ReadonlySet<string> = new Set([
  "pre-hook",
  "pre_hook",
  "post-hook",
  "post_hook",
  "tags",
  "packages",
]);
const UPDATED: ReadonlySet<string> = new Set([
  "quoting",
  "column_types",
  "meta",
  "docs",
  "contract",
]);

/** The `config()` calls of one file so far, with one more. */
export function mergeCalls(below: YamlMap, call: YamlMap, failures: MergeFailure[]): YamlMap {
  if (Object.keys(below).length === 0) return call;
  const merged: { [key: string]: YamlValue } = { ...below };
  for (const key of Object.keys(call)) {
    const value = call[key]!;
    const old = entryOf(below, key);
    if (APPENDED.has(key)) {
      merged[key] = old === undefined ? listOf(value) : [...listOf(old), ...listOf(value)];
    } else if (UPDATED.has(key) || key === "grants" || key === "snapshot_meta_column_names") {
      if (!isYamlMap(value)) failures.push({ key, message: "must be a mapping" });
      else if (key === "grants") merged[key] = mergeGrantCalls(old, value);
      else merged[key] = isYamlMap(old) ? { ...old, ...value } : value;
    } else setEntry(merged, key, value);
  }
  return merged;
}

/** Here the `+` of a key is kept for the merge with the layers below. */
function mergeGrantCalls(below: YamlValue | undefined, call: YamlMap): YamlMap {
  const merged: { [key: string]: YamlValue } = {};
  const old = isYamlMap(below) ? below : {};
  for (const key of Object.keys(old)) setEntry(merged, key, listOf(old[key]!));
  for (const key of Object.keys(call)) {
    const known = entryOf(merged, key);
    const added = listOf(call[key]!);
    setEntry(
      merged,
      key,
      key.startsWith("+") && known !== undefined ? [...listOf(known), ...added] : added,
    );
  }
  return merged;
}
