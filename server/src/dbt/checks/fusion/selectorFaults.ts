/**
 * What dbt 2 refuses of selectors.yml. A mapping that is no method and no set is taken for
 * `{method: value}`, so that fewer slips stop it than stop dbt-core. Source: dbt 2.0.0-alpha.4,
 * `crates/dbt-schemas/src/schemas/selectors.rs`, `crates/dbt-selector-parser`.
 */
import type { YamlPath } from "../../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../../yaml/values";
import { parseCriterion } from "../../select/parseSelector";
import { misfitsOf, shape } from "../../shape/shape";
import { FUSION_VALUES } from "./configShapes";

export interface SelectorFault {
  readonly path: YamlPath;
  readonly message: string;
}

const SETS = ["union", "intersection"] as const;
const ATOM = shape(
  `{method: string, value: string|number|boolean, childrens_parents?: boolean|string,
    parents?: boolean|string, children?: boolean|string, parents_depth?: integer|null,
    children_depth?: integer|null, exclude?: [@loose]|null,
    indirect_selection?: 'eager'|'cautious'|'buildable'|'empty'|null}`,
  FUSION_VALUES,
);
const ITEM_KEYS: ReadonlySet<string> = new Set(["name", "description", "default", "definition"]);

/** The faults of the whole file; a file without selectors is one. O(size). */
export function selectorFaults(file: YamlValue): readonly SelectorFault[] {
  const list = isYamlMap(file) ? entryOf(file, "selectors") : undefined;
  if (!isYamlMap(file) || !isYamlList(list)) {
    return [{ path: [], message: "selectors.yml must hold a list named `selectors`" }];
  }
  const faults: SelectorFault[] = Object.keys(file)
    .filter((key) => key !== "selectors" && key !== "version")
    .map((key) => ({ path: [key], message: `dbt 2 knows no key '${key}' here` }));
  const names = new Set<string>();
  let defaults = 0;
  for (const [index, item] of list.entries()) {
    const path = ["selectors", index];
    if (!isYamlMap(item) || typeof entryOf(item, "name") !== "string") {
      faults.push({ path, message: "each selector must be a mapping with a `name`" });
      continue;
    }
    names.add(String(item["name"]));
    for (const key of Object.keys(item)) {
      if (ITEM_KEYS.has(key)) continue;
      faults.push({ path: [...path, key], message: `dbt 2 knows no key '${key}' here` });
    }
    if (entryOf(item, "default") === true && ++defaults === 2) {
      faults.push({ path: [...path, "default"], message: "only one selector can be the default" });
    }
    const definition = entryOf(item, "definition");
    if (definition === undefined)
      faults.push({ path, message: "this selector has no `definition`" });
  }
  const inherited = new Map<string, ReadonlySet<string>>();
  for (const item of list) {
    const name = isYamlMap(item) ? entryOf(item, "name") : undefined;
    const definition = isYamlMap(item) ? entryOf(item, "definition") : undefined;
    if (typeof name === "string" && definition !== undefined) {
      inherited.set(name, new Set(inheritedIn(definition)));
    }
  }
  for (const [index, item] of list.entries()) {
    const definition = isYamlMap(item) ? entryOf(item, "definition") : undefined;
    if (definition === undefined) continue;
    const name = isYamlMap(item) ? entryOf(item, "name") : undefined;
    if (typeof name === "string" && reaches(inherited, name, name)) {
      const message = `the selector '${name}' leads back to itself`;
      faults.push({ path: ["selectors", index, "definition"], message });
    }
    faults.push(...definitionFaults(definition, ["selectors", index, "definition"], names, true));
  }
  return faults;
}

/** The selectors that a definition takes over, at any depth. */
function* inheritedIn(definition: YamlValue): Generator<string> {
  if (isYamlList(definition)) for (const item of definition) yield* inheritedIn(item);
  if (!isYamlMap(definition)) return;
  const value = entryOf(definition, "value");
  if (entryOf(definition, "method") === "selector" && typeof value === "string") yield value;
  for (const key of [...SETS, "exclude"]) yield* inheritedIn(entryOf(definition, key) ?? null);
}

function reaches(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  wanted: string,
): boolean {
  const seen = new Set<string>();
  const waiting = [...(edges.get(from) ?? [])];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === wanted) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...(edges.get(at) ?? []));
  }
  return false;
}

/** What is wrong with a selection written as text; a plus sign stands at its ends only. */
function textFault(text: string): string | undefined {
  if (text.includes("{{")) return undefined;
  for (const part of text.split(/[ ,]/)) {
    if (/^[^+]*[^\d+@][^+]*\+\d*[^\d+]/.test(part)) return `'${part}' is no selection`;
    const [problem] = parseCriterion(part, "eager").problems;
    if (problem !== undefined) return problem.message;
  }
  return undefined;
}

function* definitionFaults(
  value: YamlValue,
  path: YamlPath,
  names: ReadonlySet<string>,
  isTop: boolean,
): Generator<SelectorFault> {
  if (typeof value === "string") {
    const message = textFault(value);
    if (message !== undefined) yield { path, message };
    return;
  }
  if (isYamlList(value)) {
    for (const [index, item] of value.entries()) {
      yield* definitionFaults(item, [...path, index], names, false);
    }
    return;
  }
  if (!isYamlMap(value)) {
    yield { path, message: "a definition is a text, a mapping or a list of them" };
    return;
  }
  const sets = SETS.filter((key) => isYamlList(entryOf(value, key)));
  if (sets.length > 0) yield* setFaults(value, path, names, sets);
  else if (Object.hasOwn(value, "method") && Object.hasOwn(value, "value")) {
    for (const misfit of misfitsOf(ATOM, value)) {
      const message =
        misfit.path.length === 0
          ? `this ${misfit.message}`
          : `\`${misfit.path.join(".")}\` ${misfit.message}`;
      yield { path: [...path, ...misfit.path], message };
    }
    yield* listFaults(value, "exclude", path, names);
    const isNamed = entryOf(value, "method") === "selector";
    const wanted = entryOf(value, "value");
    if (isNamed && typeof wanted === "string" && !names.has(wanted)) {
      yield { path: [...path, "value"], message: `no selector is called '${wanted}'` };
    }
  } else if (isYamlList(entryOf(value, "exclude")) && Object.keys(value).length === 1) {
    if (isTop) yield { path, message: "a definition cannot be an `exclude` alone" };
    else yield* listFaults(value, "exclude", path, names);
  } else {
    const keys = Object.keys(value);
    const isPlain = keys.every((key) => typeof value[key] !== "object");
    if (keys.length !== 1 || !isPlain) {
      yield { path, message: "a method is `{method: …, value: …}`, or one key with its value" };
    }
  }
}

function* setFaults(
  value: YamlMap,
  path: YamlPath,
  names: ReadonlySet<string>,
  sets: readonly string[],
): Generator<SelectorFault> {
  if (sets.length > 1) {
    yield { path, message: "`union` and `intersection` cannot stand side by side" };
  }
  for (const key of Object.keys(value)) {
    if (key !== "exclude" && !(SETS as readonly string[]).includes(key)) {
      yield { path: [...path, key], message: `\`${key}\` cannot stand beside \`${sets[0]}\`` };
    }
  }
  for (const key of [...sets, "exclude"]) yield* listFaults(value, key, path, names);
}

function* listFaults(
  value: YamlMap,
  key: string,
  path: YamlPath,
  names: ReadonlySet<string>,
): Generator<SelectorFault> {
  const list = entryOf(value, key);
  for (const [index, item] of (isYamlList(list) ? list : []).entries()) {
    yield* definitionFaults(item, [...path, key, index], names, false);
  }
}
