/**
 * Turns layered config into what manifest.json holds: hooks as records, missing parts of records
 * filled, types checked. Computed once per shared config. Source: dbt-core 1.11
 * `artifacts/resources/v1/config.py` and its subclasses.
 */
import {
  entryOf,
  isYamlMap,
  toPlain,
  YamlFloat,
  type YamlMap,
  type YamlValue,
} from "../../yaml/values";
import type { Json } from "../project";
import { holdsIn } from "../release";
import { describeValue, misfitOf } from "../shape/shape";
import type { LayeredConfig } from "./layers";
import { type ConfigKind, type ConfigSchema, listOf } from "./schemas";

/** A config key that dbt refuses. */
export interface ConfigFault {
  readonly key: string;
  readonly message: string;
}

export interface FinalConfig {
  readonly values: YamlMap;
  readonly faults: readonly ConfigFault[];
}

/** By merged values, which configs of equal layers share; by config where a layer did not fit. */
const FINAL = new WeakMap<YamlMap | LayeredConfig, FinalConfig>();
const JSON_OF = new WeakMap<YamlMap, Readonly<Record<string, Json>>>();

/** The config as dbt would serialise it. Memoised. */
export function finalConfig(config: LayeredConfig): FinalConfig {
  const key = config.failures.length === 0 ? config.values : config;
  let final = FINAL.get(key);
  if (final === undefined) {
    const values = normalise(config.schema, config.values);
    final = { values, faults: faultsOf(config, values) };
    FINAL.set(key, final);
  }
  return final;
}

/**
 * The config after a second pass over a node (dbt computes it once while reading the file and again
 * when properties are patched in): values that the second pass leaves empty keep the first's.
 */
export function repeatedConfig(
  { defaults }: ConfigSchema,
  first: YamlMap,
  second: YamlMap,
): YamlMap {
  const merged: { [key: string]: YamlValue } = { ...defaults };
  for (const pass of [first, second]) {
    for (const key of Object.keys(pass)) {
      const value = pass[key]!;
      // Only of keys that dbt knows does null mean that nothing is said.
      const isSaid = value !== null || !Object.hasOwn(defaults, key);
      if (isSaid || !Object.hasOwn(merged, key)) merged[key] = value;
    }
  }
  return merged;
}

/** The same in JSON's types, shared between nodes of equal config. */
export function jsonConfig(values: YamlMap): Readonly<Record<string, Json>> {
  let json = JSON_OF.get(values);
  if (json === undefined) {
    json = toPlain(values) as Readonly<Record<string, Json>>;
    JSON_OF.set(values, json);
  }
  return json;
}

/** `{sql, transaction, index}` of a hook given as text, as JSON text or as a record. */
export function hookRecord(value: YamlValue): YamlValue {
  let record: YamlMap | undefined = isYamlMap(value) ? value : undefined;
  if (typeof value === "string") {
    record = { sql: value };
    if (/^\s*\{\s*"/.test(value)) {
      try {
        const parsed: unknown = JSON.parse(value);
        if (typeof parsed === "object" && parsed !== null) record = parsed as YamlMap;
      } catch {
        // Not JSON: SQL that happens to start with a brace.
      }
    }
  }
  if (record === undefined) return value;
  return {
    sql: entryOf(record, "sql") ?? null,
    transaction: entryOf(record, "transaction") ?? true,
    index: entryOf(record, "index") ?? null,
  };
}

function normalise({ kind, release, defaults }: ConfigSchema, values: YamlMap): YamlMap {
  const copy: { [key: string]: YamlValue } = { ...values };
  for (const key of ["pre-hook", "post-hook"]) {
    const hooks = entryOf(copy, key);
    if (hooks !== undefined && hooks !== null) copy[key] = listOf(hooks).map(hookRecord);
  }
  const pointer = entryOf(copy, "latest_version_pointer");
  if (typeof pointer === "boolean" && Object.hasOwn(defaults, "latest_version_pointer")) {
    copy["latest_version_pointer"] = { enabled: pointer };
  }
  for (const key of RECORDS) {
    const parts = entryOf(defaults, key);
    const value = entryOf(copy, key);
    if (!isYamlMap(parts) || !isYamlMap(value)) continue;
    const filled: { [key: string]: YamlValue } = {};
    for (const part of Object.keys(parts)) {
      filled[part] = Object.hasOwn(value, part) ? value[part]! : parts[part]!;
    }
    copy[key] = filled;
  }
  const analysis = entryOf(copy, "static_analysis");
  if (typeof analysis === "boolean" && Object.hasOwn(defaults, "static_analysis")) {
    const words = holdsIn(release, "booleansAsPythonText") ? ["True", "False"] : ["on", "off"];
    copy["static_analysis"] = (analysis ? words[0] : words[1])!;
  }
  if (kind === "model" && Object.hasOwn(defaults, "freshness")) {
    copy["freshness"] = modelFreshness(entryOf(copy, "freshness"));
  }
  if (kind === "source" && Object.hasOwn(defaults, "freshness")) {
    const freshness = entryOf(copy, "freshness");
    if (isYamlMap(freshness)) copy["freshness"] = sourceFreshness(freshness);
  }
  if (kind === "test") storeFailures(copy);
  return copy;
}

/** Keys whose value is a record with parts of its own. */
const RECORDS = [
  "docs",
  "contract",
  "snapshot_meta_column_names",
  "latest_version_pointer",
  "snowflake",
];

function modelFreshness(value: YamlValue | undefined): YamlValue {
  if (!isYamlMap(value)) return null;
  const after = entryOf(value, "build_after");
  // One that is no mapping stays, to be refused.
  if (!isYamlMap(after)) return after === undefined ? null : value;
  return {
    ...value,
    build_after: { count: null, period: null, updates_on: "any", ...after },
  };
}

/** Thresholds with their missing parts, as dbt writes them. */
export function sourceFreshness(value: YamlMap): YamlMap {
  const threshold = (key: string): YamlValue => {
    if (!Object.hasOwn(value, key)) return { count: null, period: null };
    const given = value[key]!;
    if (!isYamlMap(given)) return given;
    return { count: entryOf(given, "count") ?? null, period: entryOf(given, "period") ?? null };
  };
  return {
    warn_after: threshold("warn_after"),
    error_after: threshold("error_after"),
    filter: entryOf(value, "filter") ?? null,
  };
}

/** `store_failures` and `store_failures_as` decide each other. */
function storeFailures(copy: { [key: string]: YamlValue }): void {
  const as = copy["store_failures_as"];
  const store = copy["store_failures"];
  if (as === null || as === undefined) {
    copy["store_failures_as"] = store === true ? "table" : store === false ? "ephemeral" : null;
  } else copy["store_failures"] = as !== "ephemeral";
}

function faultsOf(config: LayeredConfig, values: YamlMap): readonly ConfigFault[] {
  const { kind, shapes, defaults } = config.schema;
  const faults: ConfigFault[] = [];
  for (const failure of config.failures) {
    faults.push({
      key: failure.key,
      message: `${failure.message}, not ${describeValue(entryOf(failure.layer.values, failure.key) ?? null)}`,
    });
  }
  for (const key of Object.keys(values)) {
    const value = values[key]!;
    if (value === defaults[key]) continue;
    const expected = shapes.get(key);
    if (expected === undefined) continue;
    const misfit = misfitOf(expected, value);
    if (misfit === undefined || (key === "limit" && isTakenForInteger(value))) continue;
    const [limit, count] = misfit.path;
    const threshold = isYamlMap(value) ? entryOf(value, String(limit)) : undefined;
    // The counts of a source's freshness are made whole numbers where that can be done.
    if (key === "freshness" && count === "count" && isYamlMap(threshold ?? null)) {
      const given = entryOf(threshold as YamlMap, "count") ?? null;
      if (kind === "source" && isTakenForInteger(given)) continue;
    }
    if (misfit.unknownKey !== undefined) continue;
    const inside = misfit.path.filter((step) => typeof step === "string");
    const where = inside.length === 0 ? "" : `: \`${inside.join(".")}\` `;
    faults.push({ key, message: `${where}${misfit.message}` });
  }
  faults.push(...rulesBeyondTypes(kind, values));
  if (isContractBroken(config, values)) faults.push(BROKEN_CONTRACT);
  return faults;
}

/** What Python's `int()` makes a whole number of. */
function isTakenForInteger(value: YamlValue): boolean {
  return (
    typeof value === "number" ||
    typeof value === "boolean" ||
    value instanceof YamlFloat ||
    (typeof value === "string" && /^\s*[-+]?\d+\s*$/.test(value))
  );
}

const BROKEN_CONTRACT: ConfigFault = {
  key: "on_schema_change",
  message:
    "must be 'append_new_columns' or 'fail' where an incremental model has an enforced contract",
};

/** dbt looks at this after each layer: a folder's `incremental` counts before the model's own `table`. */
function isContractBroken({ below }: LayeredConfig, values: YamlMap): boolean {
  const isBroken = (one: YamlMap): boolean => {
    if (entryOf(one, "materialized") !== "incremental") return false;
    const contract = entryOf(one, "contract");
    if (!isYamlMap(contract) || entryOf(contract, "enforced") !== true) return false;
    const change = entryOf(one, "on_schema_change");
    return change !== "append_new_columns" && change !== "fail";
  };
  if (isBroken(values)) return true;
  for (let at = below; at !== undefined; at = at.below) if (isBroken(at.values)) return true;
  return false;
}

function* rulesBeyondTypes(kind: ConfigKind, values: YamlMap): Generator<ConfigFault> {
  const materialized = entryOf(values, "materialized");
  if (kind === "seed" && typeof materialized === "string" && materialized !== "seed") {
    yield { key: "materialized", message: "of a seed can only be 'seed'" };
  }
  const severity = entryOf(values, "severity");
  if (kind === "test" && typeof severity === "string" && !/^(?:warn|error)$/i.test(severity)) {
    yield { key: "severity", message: `must be 'warn' or 'error', not '${severity}'` };
  }
  const docs = entryOf(values, "docs");
  if (kind === "test" && (typeof docs === "number" || typeof docs === "boolean")) {
    yield { key: "docs", message: "must be a mapping with `show` and `node_color`" };
  }
  const freshness = entryOf(values, "freshness");
  const after = kind === "model" && isYamlMap(freshness) ? entryOf(freshness, "build_after") : null;
  if (isYamlMap(after ?? null)) {
    const { count, period } = after as YamlMap;
    if ((count === null) !== (period === null)) {
      yield { key: "freshness", message: "needs both `count` and `period` in `build_after`" };
    }
  }
}
