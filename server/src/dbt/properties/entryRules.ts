/**
 * What dbt refuses of an entry of a properties file besides wrong types: keys that exclude each
 * other, owners without a name, rows that do not fit their format. Source: dbt-core 1.11
 * `contracts/graph/unparsed.py`, `parser/sources.py`, `parser/unit_tests.py`, `parser/common.py`.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import { timeSpineFaults } from "../checks/fusion/checkEntry";
import { describeValue } from "../shape/shape";
import type { EntryFault } from "./propertyEntry";
import { exportFaults, metricFaults, semanticFaults } from "./semanticRules";

const NEEDS_TYPE =
  "A constraint needs a `type`: one of check, not_null, unique, primary_key, foreign_key, custom.";
const CONSTRAINTS = ["check", "not_null", "unique", "primary_key", "foreign_key", "custom"];

/** The faults of an entry whose shape is right. O(size). */
export function entryFaults(
  key: string,
  value: YamlMap,
  hasFixture: (name: string) => boolean,
): readonly EntryFault[] {
  const faults: EntryFault[] = [];
  columnFaults(value, [], faults);
  if (key === "exposures" || key === "groups") ownerFaults(value, faults);
  if (key === "sources") sourceFaults(value, faults);
  if (key === "unit_tests") unitTestFaults(value, hasFixture, faults);
  if (key === "metrics") faults.push(...metricFaults(value));
  if (key === "semantic_models") faults.push(...semanticFaults(value));
  if (key === "saved_queries") faults.push(...exportFaults(value));
  if (key === "groups" || key === "macros") configFaults(key, value, faults);
  if (UNVERSIONED.has(key)) accessFault(value, [], faults);
  if (key === "models") {
    constraintFaults(value, faults);
    untypedFault(value, [], faults);
    faults.push(...timeSpineFaults(value));
    dateFaults(value, [], faults);
    const latest = entryOf(value, "latest_version") ?? null;
    const isNamed = latest !== null && latest !== "" && latest !== 0;
    if (isNamed && listOf(value, "versions").length === 0) {
      const message = "`latest_version` names none of the model's `versions`: there are none.";
      faults.push({ path: ["latest_version"], message });
    }
    listOf(value, "versions").forEach((version, index) => {
      if (!isYamlMap(version)) return;
      columnFaults(version, ["versions", index], faults);
      dateFaults(version, ["versions", index], faults);
      untypedFault(version, ["versions", index], faults);
      if (entryOf(version, "access") !== "")
        accessFault(version, ["versions", index], faults, true);
      const includes = listOf(version, "columns").filter(
        (column) => isYamlMap(column) && Object.hasOwn(column, "include"),
      );
      for (const include of includes) {
        const fault = includeFault(include as YamlMap);
        if (fault !== undefined) {
          faults.push({ path: ["versions", index, "columns"], message: fault });
        }
      }
      if (includes.length > 1) {
        const message = "A version's columns can hold one `include` only.";
        faults.push({ path: ["versions", index, "columns"], message });
      }
    });
  }
  return faults;
}

/** Resources that have an access and no versions; only models may leave it empty. */
const UNVERSIONED: ReadonlySet<string> = new Set(["seeds", "snapshots", "analyses", "functions"]);
const ACCESS: readonly unknown[] = ["private", "protected", "public"];

function accessFault(map: YamlMap, path: YamlPath, faults: EntryFault[], mayBeNull = false): void {
  const access = entryOf(map, "access");
  if (access === undefined || ACCESS.includes(access) || (mayBeNull && access === null)) return;
  const message = `\`access\` must be private, protected or public, not ${describeValue(access)}.`;
  faults.push({ path: [...path, "access"], message });
}

/** A constraint of the model itself that is of no type, whether or not its contract is enforced. */
function untypedFault(map: YamlMap, path: YamlPath, faults: EntryFault[]): void {
  const wrong = listOf(map, "constraints").findIndex((one) => !isConstraint(one));
  if (wrong >= 0) faults.push({ path: [...path, "constraints", wrong], message: NEEDS_TYPE });
}

/** `meta` under a `config` that dbt-core has no class of its own for. */
function configFaults(key: string, map: YamlMap, faults: EntryFault[]): void {
  const config = entryOf(map, "config");
  if (!isYamlMap(config)) return;
  const docs = entryOf(config, "docs");
  // dbt hands all of it to its class for docs, which takes two keys.
  for (const name of key === "macros" && isYamlMap(docs ?? null)
    ? Object.keys(docs as YamlMap)
    : []) {
    if (name === "show" || name === "node_color") continue;
    const message = `\`docs\` of a macro has no key '${name}': \`show\` and \`node_color\` are all.`;
    faults.push({ path: ["config", "docs", name], message });
  }
  const meta = entryOf(config, "meta");
  const isEmpty = key === "macros" && (!meta || (isYamlList(meta) && meta.length === 0));
  if (meta === undefined || isYamlMap(meta) || isEmpty) return;
  const message = `\`meta\` must be a mapping, not ${describeValue(meta)}.`;
  faults.push({ path: ["config", "meta"], message });
}

/** `include: all` may leave columns out; a list of columns may not. */
function includeFault(include: YamlMap): string | undefined {
  const included = entryOf(include, "include");
  const isAll = included === "all" || included === "*";
  if (typeof included === "string" && !isAll) {
    return `\`include\` must be 'all' or a list of columns, not '${included}'.`;
  }
  return isAll || listOf(include, "exclude").length === 0
    ? undefined
    : "`exclude` goes with `include: all` only.";
}

/** Primary keys stand at the model or at one column; foreign keys name a model or a source. */
function constraintFaults(value: YamlMap, faults: EntryFault[]): void {
  if (!hasConstraints(value)) return;
  const typed = (map: YamlMap, type: string): readonly (readonly [YamlMap, number])[] =>
    listOf(map, "constraints").flatMap((one, index) =>
      isYamlMap(one) && entryOf(one, "type") === type ? [[one, index] as const] : [],
    );
  const columns = listOf(value, "columns").flatMap((column, index) =>
    isYamlMap(column) ? [[column, index] as const] : [],
  );
  const keyed = columns.filter(([column]) => typed(column, "primary_key").length > 0);
  const [own] = typed(value, "primary_key");
  if (keyed.length > 1 || (keyed.length > 0 && own !== undefined)) {
    const path =
      own === undefined ? ["columns", keyed[1]![1], "constraints"] : ["constraints", own[1]];
    const message =
      own === undefined
        ? "A primary key over several columns must stand in the model's own `constraints`."
        : "A primary key stands at the model or at a column, not at both.";
    faults.push({ path, message });
  }
  const places: readonly (readonly [YamlMap, YamlPath])[] = [
    [value, []],
    ...columns.map(([column, index]) => [column, ["columns", index]] as const),
  ];
  for (const [place, path] of places) {
    for (const [one, index] of typed(place, "foreign_key")) {
      const to = entryOf(one, "to");
      if (typeof to !== "string" || to === "" || /^\s*(?:ref|source)\s*\(.*\)\s*$/s.test(to))
        continue;
      const message = `\`to\` of a foreign key must be ref('…') or source('…', '…'), not '${to}'.`;
      faults.push({ path: [...path, "constraints", index, "to"], message });
    }
  }
}

/** Most entries have none, at themselves or at a column. */
function hasConstraints(value: YamlMap): boolean {
  if (Object.hasOwn(value, "constraints")) return true;
  for (const column of listOf(value, "columns")) {
    if (isYamlMap(column) && Object.hasOwn(column, "constraints")) return true;
  }
  return false;
}

function listOf(map: YamlMap, key: string): readonly YamlValue[] {
  const value = entryOf(map, key);
  return isYamlList(value) ? value : NO_VALUES;
}

const NO_VALUES: readonly YamlValue[] = [];

function columnFaults(map: YamlMap, path: YamlPath, faults: EntryFault[]): void {
  testFaults(map, path, faults);
  listOf(map, "columns").forEach((column, index) => {
    if (!isYamlMap(column)) return;
    testFaults(column, [...path, "columns", index], faults);
    if (listOf(column, "tests").length > 0 && listOf(column, "data_tests").length > 0) {
      faults.push({
        path: [...path, "columns", index, "tests"],
        message:
          "`tests` and `data_tests` are the same thing; dbt refuses both together. Keep `data_tests`.",
      });
    }
    const wrong = listOf(column, "constraints").findIndex((one) => !isConstraint(one));
    if (wrong >= 0) {
      faults.push({ path: [...path, "columns", index, "constraints", wrong], message: NEEDS_TYPE });
    }
    for (const [place, one] of listOf(column, "constraints").entries()) {
      const to = isYamlMap(one) ? entryOf(one, "to_columns") : undefined;
      if (to === undefined || typeof to === "string" || isYamlList(to)) continue;
      faults.push({
        path: [...path, "columns", index, "constraints", place, "to_columns"],
        message: `\`to_columns\` must be a list of columns, not ${describeValue(to)}.`,
      });
    }
  });
}

/** A generic test whose `config` is left empty, or whose description is no text. */
function testFaults(map: YamlMap, path: YamlPath, faults: EntryFault[]): void {
  for (const key of ["tests", "data_tests"]) {
    for (const [index, test] of listOf(map, key).entries()) {
      const [name = ""] = isYamlMap(test) ? Object.keys(test) : [];
      const inner = isYamlMap(test) ? test[name] : undefined;
      if (inner === undefined || !isYamlMap(inner)) continue;
      const at = [...path, key, index, name];
      if (entryOf(inner, "config") === null) {
        const message = "`config` of this test is empty; say something in it, or take it away.";
        faults.push({ path: [...at, "config"], message });
      }
      const description = entryOf(inner, "description");
      if (description !== undefined && typeof description !== "string") {
        const message = `\`description\` must be a text, not ${describeValue(description)}.`;
        faults.push({ path: [...at, "description"], message });
      }
    }
  }
}

/** True where a constraint has a type that dbt knows. */
export function isConstraint(value: YamlValue): boolean {
  if (!isYamlMap(value)) return false;
  const type = entryOf(value, "type");
  return typeof type === "string" && CONSTRAINTS.includes(type);
}

/** The constraint types, for messages. */
export const CONSTRAINT_TYPES: readonly string[] = CONSTRAINTS;

function ownerFaults(value: YamlMap, faults: EntryFault[]): void {
  const owner = entryOf(value, "owner");
  if (!isYamlMap(owner) || isGiven(owner, "name") || isGiven(owner, "email")) return;
  faults.push({ path: ["owner"], message: "An `owner` needs a `name` or an `email`." });
}

function isGiven(map: YamlMap, key: string): boolean {
  const value = entryOf(map, key);
  return value !== undefined && value !== null;
}

function sourceFaults(value: YamlMap, faults: EntryFault[]): void {
  const says = (map: YamlMap, key: string): boolean => {
    const config = entryOf(map, "config");
    return Boolean(entryOf(map, key)) || (isYamlMap(config) && Boolean(entryOf(config, key)));
  };
  const message = "`loaded_at_field` and `loaded_at_query` exclude each other; keep one.";
  if (says(value, "loaded_at_field") && says(value, "loaded_at_query")) {
    faults.push({ path: ["name"], message });
  }
  freshnessFaults(value, [], faults);
  configFaults("sources", value, faults);
  emptyFieldFault(value, [], faults);
  listOf(value, "tables").forEach((table, index) => {
    if (!isYamlMap(table)) return;
    columnFaults(table, ["tables", index], faults);
    freshnessFaults(table, ["tables", index], faults);
    emptyFieldFault(table, ["tables", index], faults);
    if (Object.hasOwn(table, "loaded_at_field") && says(table, "loaded_at_query")) {
      faults.push({ path: ["tables", index, "loaded_at_field"], message });
    }
  });
}

/** Freshness under `config` is a mapping of mappings, or nothing. */
function freshnessFaults(map: YamlMap, path: YamlPath, faults: EntryFault[]): void {
  const config = entryOf(map, "config");
  const freshness = isYamlMap(config) ? (entryOf(config, "freshness") ?? null) : null;
  const refuse = (found: YamlValue, keys: YamlPath): void => {
    const message = `\`${keys.at(-1)}\` must be a mapping, not ${describeValue(found)}.`;
    faults.push({ path: [...path, "config", ...keys], message });
  };
  if (freshness !== null && !isYamlMap(freshness)) {
    refuse(freshness, ["freshness"]);
    return;
  }
  for (const key of ["warn_after", "error_after"]) {
    const after = freshness === null ? null : (entryOf(freshness, key) ?? null);
    if (after !== null && !isYamlMap(after)) refuse(after, ["freshness", key]);
  }
}

function emptyFieldFault(map: YamlMap, path: YamlPath, faults: EntryFault[]): void {
  if (entryOf(map, "loaded_at_field") !== "") return;
  const message = "`loaded_at_field` is empty; name a column, or take the key away.";
  faults.push({ path: [...path, "loaded_at_field"], message });
}

function unitTestFaults(
  value: YamlMap,
  hasFixture: (name: string) => boolean,
  faults: EntryFault[],
): void {
  const read = (part: YamlValue | undefined, path: YamlPath, isInput: boolean): void => {
    if (!isYamlMap(part)) return;
    const format = entryOf(part, "format") ?? "dict";
    const rows = entryOf(part, "rows") ?? null;
    const fixture = entryOf(part, "fixture") ?? null;
    if (format === "dict") {
      if (isYamlList(rows) || (isInput && rows === null && fixture === null)) return;
      faults.push({ path, message: "Rows of the format 'dict' are a list of mappings." });
    } else if (typeof rows !== "string" && typeof fixture !== "string") {
      const message = `Rows of the format '${format}' are a text, or the name of a \`fixture\`.`;
      faults.push({ path, message });
    } else if (typeof fixture === "string" && fixture !== "" && !hasFixture(fixture)) {
      const message = `No file of the folder \`fixtures\` is called '${fixture}'.`;
      faults.push({ path: [...path, "fixture"], message });
    }
  };
  const versions = entryOf(value, "versions");
  if (isYamlMap(versions) && isGiven(versions, "include") && isGiven(versions, "exclude")) {
    const message = "`include` and `exclude` of `versions` exclude each other; keep one.";
    faults.push({ path: ["versions"], message });
  }
  listOf(value, "given").forEach((input, index) => {
    read(input, ["given", index], true);
  });
  read(entryOf(value, "expect"), ["expect"], false);
}

/** A date that holds no digit is none; anything else may be one that dbt can read. */
function dateFaults(map: YamlMap, path: YamlPath, faults: EntryFault[]): void {
  const date = entryOf(map, "deprecation_date");
  if (typeof date !== "string" || /\d/.test(date) || date.includes("{")) return;
  faults.push({
    path: [...path, "deprecation_date"],
    message: `'${date}' is no date; write for example 2026-12-31.`,
  });
}
