/**
 * What dbt 2 refuses of one entry of a properties file: keys it does not know, values of another
 * type, tests that give their arguments in the older way. Source: dbt 2.0.0-alpha.4,
 * `crates/dbt-parser/src/resolve` (`resolve_properties`, `persist_generic_data_tests`).
 */
import type { YamlDocument, YamlPath } from "../../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../../yaml/values";
import { hasJinja } from "../../render/yamlRender";
import { describeMisfit } from "../../shape/describeMisfit";
import { type Misfit, misfitsOf, type Shape } from "../../shape/shape";
import { fusionConfig } from "./configShapes";
import { FUSION_ENTRIES } from "./entryShapes";
import { readAsYaml12 } from "./yaml12";

export interface FusionFault {
  readonly path: YamlPath;
  readonly message: string;
  /** True where the key is what is wrong. */
  readonly isKey?: boolean;
}

/** Where an entry stands, to read its scalars as they are written. */
export interface EntryPlace {
  readonly document: YamlDocument;
  readonly path: YamlPath;
}

/** Settings of a test that may not stand beside its arguments. */
const TEST_SETTINGS: ReadonlySet<string> = new Set(
  `enabled severity tags warn_if error_if fail_calc where limit alias database schema group meta
   store_failures store_failures_as quoting static_analysis sql_header`.split(/\s+/),
);
const TEST_KEYS: ReadonlySet<string> = new Set(
  "test_name name description config column_name arguments".split(" "),
);
/** Lists whose names may hold spaces. */
const NAMES_WITH_SPACES: ReadonlySet<string> = new Set(["groups", "semantic_models"]);
const THREADS = "threads";

/** The faults of an entry of the list `key`; `unknown` are the paths whose value nobody knows. */
export function fusionEntryFaults(
  key: string,
  value: YamlMap,
  place: EntryPlace,
  unknown: readonly YamlPath[],
): readonly FusionFault[] {
  const faults: FusionFault[] = [];
  const expected = FUSION_ENTRIES[key];
  if (expected !== undefined) faults.push(...shapeFaults(key, expected, value, place, unknown));
  const name = entryOf(value, "name");
  if (typeof name === "string" && name.includes(" ") && !NAMES_WITH_SPACES.has(key)) {
    faults.push({
      path: ["name"],
      message: `The name '${name}' holds a space, which dbt 2 refuses.`,
    });
  }
  visitTested(value, [], (thing, path) => {
    faults.push(...testFaults(thing, path, place));
  });
  if (key === "models") {
    faults.push(...timeSpineFaults(value));
    const versions = entryOf(value, "versions");
    if (isYamlList(versions) && versions.length === 0) {
      const message = "`versions` lists none, which dbt 2 refuses. Take the key away.";
      faults.push({ path: ["versions"], message, isKey: false });
    }
  }
  if (key === "sources") faults.push(...loadedFaults(value));
  if (key === "unit_tests") faults.push(...inputFaults(value));
  if (key === "exposures") faults.push(...dependencyFaults(value));
  return faults;
}

function valueAt(value: YamlValue, path: YamlPath): YamlValue | undefined {
  let at: YamlValue | undefined = value;
  for (const step of path) {
    at = isYamlMap(at) ? entryOf(at, String(step)) : isYamlList(at) ? at[Number(step)] : undefined;
  }
  return at;
}

/** Faults of a value against a shape of dbt 2, scalars read as its YAML reads them. */
export function shapeFaults(
  what: string,
  expected: Shape,
  value: YamlValue,
  place: EntryPlace,
  unknown: readonly YamlPath[],
): readonly FusionFault[] {
  return misfitsOf(expected, readAsYaml12(place.document, place.path, value))
    .filter((misfit) => !isExcused(misfit, unknown))
    .map((misfit) => ({
      path: misfit.path,
      message: describeMisfit(what, misfit, "dbt 2 knows no key"),
      isKey: misfit.unknownKey !== undefined,
    }));
}

function isExcused(misfit: Misfit, unknown: readonly YamlPath[]): boolean {
  // The rule that moves such a key to `meta` says more.
  if (misfit.unknownKey === THREADS) return true;
  const at = misfit.missingKey === undefined ? misfit.path : [...misfit.path, misfit.missingKey];
  return unknown.some((one) => one.every((step, index) => at[index] === step));
}

/** The entry itself, its columns, its versions, its tables and theirs. */
function visitTested(
  value: YamlMap,
  path: YamlPath,
  visit: (thing: YamlMap, path: YamlPath) => void,
): void {
  visit(value, path);
  for (const key of ["columns", "tables", "versions"]) {
    const list = entryOf(value, key);
    (isYamlList(list) ? list : []).forEach((item, index) => {
      if (isYamlMap(item)) visitTested(item, [...path, key, index], visit);
    });
  }
}

function* testFaults(thing: YamlMap, path: YamlPath, place: EntryPlace): Generator<FusionFault> {
  const [tests, dataTests] = [
    entryOf(thing, "tests") ?? null,
    entryOf(thing, "data_tests") ?? null,
  ];
  if (tests !== null && dataTests !== null) {
    const message =
      "`tests` and `data_tests` are the same thing; dbt refuses both together. Keep `data_tests`.";
    yield { path: [...path, "tests"], message, isKey: true };
  }
  const key = dataTests === null ? "tests" : "data_tests";
  const list = dataTests ?? tests;
  const seen = new Set<string>();
  for (const [index, test] of (isYamlList(list) ? list : []).entries()) {
    const at = [...path, key, index];
    const text = typeof test === "string" ? test : undefined;
    if (text !== undefined && seen.has(text)) {
      yield { path: at, message: `The test '${text}' stands here twice, which dbt 2 refuses.` };
    }
    if (text !== undefined) seen.add(text);
    if (isYamlMap(test)) yield* testItemFaults(test, at, place);
  }
}

function* testItemFaults(test: YamlMap, at: YamlPath, place: EntryPlace): Generator<FusionFault> {
  const [first] = Object.keys(test);
  const isFlat = Object.hasOwn(test, "test_name");
  const inner = isFlat ? test : first === undefined ? undefined : entryOf(test, first);
  if (!isYamlMap(inner)) return;
  const path = isFlat ? at : [...at, first!];
  for (const key of ["name", "description", "column_name"]) {
    const value = entryOf(inner, key) ?? null;
    if (value !== null && typeof value !== "string") {
      yield { path: [...path, key], message: `\`${key}\` of a test must be a text.` };
    }
  }
  const config = entryOf(inner, "config") ?? null;
  if (config !== null) {
    const faults = shapeFaults(
      "data_tests",
      fusionConfig("test"),
      config,
      {
        document: place.document,
        path: [...place.path, ...path, "config"],
      },
      [],
    );
    for (const fault of faults) {
      // What Jinja gives there is looked at with the test.
      const written = valueAt(config, fault.path);
      if (fault.isKey !== true && typeof written === "string" && hasJinja(written)) continue;
      yield { ...fault, path: [...path, "config", ...fault.path] };
    }
  }
  const loose = Object.keys(inner).filter((key) => !TEST_KEYS.has(key));
  if (loose.length === 0) return;
  const settings = loose.filter((key) => TEST_SETTINGS.has(key));
  const where =
    settings.length === 0
      ? "`arguments`"
      : settings.length < loose.length
        ? "`arguments` and `config`"
        : "`config`";
  yield {
    path: [...path, loose[0]!],
    message: `dbt 2 wants ${loose.map((key) => `'${key}'`).join(", ")} of this test under ${where}, and refuses it here.`,
    isKey: true,
  };
}

function* loadedFaults(source: YamlMap): Generator<FusionFault> {
  const tables = entryOf(source, "tables");
  const things: [YamlMap, YamlPath][] = [[source, []]];
  (isYamlList(tables) ? tables : []).forEach((table, index) => {
    if (isYamlMap(table)) things.push([table, ["tables", index]]);
  });
  for (const [thing, path] of things) {
    const config = entryOf(thing, "config");
    if (!isYamlMap(config)) continue;
    const isSet = (key: string): boolean => (entryOf(config, key) ?? null) !== null;
    if (!isSet("loaded_at_field") || !isSet("loaded_at_query")) continue;
    const message = "`loaded_at_field` and `loaded_at_query` exclude each other; keep one.";
    yield { path: [...path, "config", "loaded_at_query"], message, isKey: true };
  }
}

function* inputFaults(test: YamlMap): Generator<FusionFault> {
  const given = entryOf(test, "given");
  for (const [index, item] of (isYamlList(given) ? given : []).entries()) {
    const input = isYamlMap(item) ? entryOf(item, "input") : undefined;
    if (typeof input !== "string" || input === "this" || /ref|source/.test(input)) continue;
    const message = `The input '${input}' must be ref('…'), source('…', '…') or this.`;
    yield { path: ["given", index, "input"], message };
  }
}

function* dependencyFaults(exposure: YamlMap): Generator<FusionFault> {
  const list = entryOf(exposure, "depends_on");
  for (const [index, item] of (isYamlList(list) ? list : []).entries()) {
    if (typeof item !== "string" || /^\s*(?:ref|source|metric)\s*\(.*\)/s.test(item)) continue;
    const message = `'${item}' must be ref('…'), source('…', '…') or metric('…').`;
    yield { path: ["depends_on", index], message };
  }
}

/** A time spine whose columns are none of the model's; both engines refuse it. */
export function* timeSpineFaults(model: YamlMap): Generator<FusionFault> {
  const spine = entryOf(model, "time_spine");
  if (!isYamlMap(spine)) return;
  const list = entryOf(model, "columns");
  const columns = (isYamlList(list) ? list : []).filter(isYamlMap);
  const find = (name: YamlValue | undefined) =>
    columns.find((column) => entryOf(column, "name") === name);
  const standard = entryOf(spine, "standard_granularity_column");
  const path = ["time_spine", "standard_granularity_column"];
  if (typeof standard === "string") {
    const column = find(standard);
    if (column === undefined) {
      yield {
        path,
        message: `The time spine's column '${standard}' is none of the model's \`columns\`.`,
      };
    } else if ((entryOf(column, "granularity") ?? null) === null) {
      yield { path, message: `The time spine's column '${standard}' needs a \`granularity\`.` };
    }
  }
  const custom = entryOf(spine, "custom_granularities");
  for (const [index, one] of (isYamlList(custom) ? custom : []).entries()) {
    if (!isYamlMap(one)) continue;
    const name = entryOf(one, "column_name") ?? entryOf(one, "name");
    if (typeof name !== "string" || find(name) !== undefined) continue;
    yield {
      path: ["time_spine", "custom_granularities", index],
      message: `The column '${name}' of this granularity is none of the model's \`columns\`.`,
    };
  }
}
