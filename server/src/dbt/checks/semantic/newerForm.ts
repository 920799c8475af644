/**
 * The semantic layer of dbt-core 1.12 in the words of the older form: a model's own entry as a semantic
 * model, metrics with `type_params`. So one set of rules judges both, and each finding still stands
 * where it is written. Source: dbt-core 1.12.0 `parser/schema_yaml_readers.py`.
 */
import type { YamlPath } from "../../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../../yaml/values";
import { isPlainMetric, metricType } from "../../properties/modelSemantics";
import type { PropertyEntry } from "../../properties/propertyEntry";
import { mapIn, type SemanticThing } from "./semanticThing";

/** Whether a semantic model or metric is of the newer form. */
export function isNewer({ entry: { key, value, ofModel } }: SemanticThing): boolean {
  return ofModel !== undefined || (key === "metrics" && isPlainMetric(value));
}

/** The same thing in the older form; what is of it already stays as it is. O(size). */
export function asOlder(thing: SemanticThing): SemanticThing {
  if (!isNewer(thing) || thing.isCreated) return thing;
  const { entry } = thing;
  return { ...thing, entry: entry.key === "metrics" ? olderMetric(entry) : olderModel(entry) };
}

interface Element {
  readonly value: YamlMap;
  /** Where it stands in the model's entry, and where its name does. */
  readonly path: YamlPath;
  readonly named: YamlPath;
}

function olderModel(entry: PropertyEntry): PropertyEntry {
  const model = entry.ofModel!;
  const elements: Readonly<Record<string, readonly Element[]>> = {
    entities: elementsOf(model.value, "entity", "entities"),
    dimensions: elementsOf(model.value, "dimension", "dimensions"),
  };
  const value: { [key: string]: YamlValue } = {
    ...entry.value,
    defaults: { agg_time_dimension: entryOf(model.value, "agg_time_dimension") ?? null },
    primary_entity: entryOf(model.value, "primary_entity") ?? null,
  };
  for (const part of Object.keys(elements)) value[part] = elements[part]!.map((one) => one.value);
  const placeOf = ([part, index, ...rest]: YamlPath): YamlPath => {
    const element = elements[String(part)]?.[Number(index)];
    if (element !== undefined) {
      return [...model.path, ...(rest[0] === "name" ? element.named : element.path)];
    }
    return [...model.path, part === "defaults" ? "agg_time_dimension" : "semantic_model"];
  };
  return { ...entry, value, placeOf };
}

/** What columns are, and then what is derived from them: `dimension: time`, or a mapping. */
function elementsOf(model: YamlMap, key: string, derived: string): readonly Element[] {
  const found: Element[] = [];
  const columns = entryOf(model, "columns");
  for (const [index, column] of (isYamlList(columns) ? columns : []).entries()) {
    const said = isYamlMap(column) ? (entryOf(column, key) ?? null) : null;
    if (!isYamlMap(column) || said === null) continue;
    const path = ["columns", index, key];
    const options: YamlMap = isYamlMap(said) ? said : { type: said };
    const hasName = (entryOf(options, "name") ?? null) !== null;
    found.push({
      value: {
        ...options,
        name: (hasName ? entryOf(options, "name") : entryOf(column, "name")) ?? null,
        ...typeParams(options, entryOf(column, "granularity")),
      },
      path,
      named: hasName ? [...path, "name"] : ["columns", index, "name"],
    });
  }
  const list = entryOf(mapIn(model, "derived_semantics"), derived);
  for (const [index, one] of (isYamlList(list) ? list : []).entries()) {
    if (!isYamlMap(one)) continue;
    const path = ["derived_semantics", derived, index];
    const value = { ...one, ...typeParams(one, entryOf(one, "granularity")) };
    found.push({ value, path, named: [...path, "name"] });
  }
  return found;
}

/** Without a granularity dbt passes over the rest as well. */
function typeParams(options: YamlMap, granularity: YamlValue | undefined): YamlMap {
  if ((granularity ?? null) === null) return {};
  const validity = entryOf(options, "validity_params") ?? null;
  return { type_params: { time_granularity: granularity!, validity_params: validity } };
}

function olderMetric(entry: PropertyEntry): PropertyEntry {
  const { value } = entry;
  const params: { [key: string]: YamlValue } = {};
  const take = (into: { [key: string]: YamlValue }, keys: readonly string[]): void => {
    for (const key of keys) into[key] = entryOf(value, key) ?? null;
  };
  take(params, ["numerator", "denominator"]);
  params["metrics"] = entryOf(value, "input_metrics") ?? null;
  const type = metricType(value);
  const own: { [key: string]: YamlValue } = {};
  if (type === "cumulative") {
    take(own, ["window", "grain_to_date"]);
    params["cumulative_type_params"] = own;
  } else if (type === "conversion") {
    take(own, ["window", "entity", "base_metric", "conversion_metric"]);
    params["conversion_type_params"] = own;
  }
  const placeOf = ([first, second, ...rest]: YamlPath): YamlPath => {
    if (first !== "type_params") {
      return [...entry.path, first, second, ...rest].filter((step) => step !== undefined);
    }
    if (second === undefined) return [...entry.path, "name"];
    const isNested = String(second).endsWith("_type_params");
    const inner = isNested ? rest : [second === "metrics" ? "input_metrics" : second, ...rest];
    return [...entry.path, ...(inner.length > 0 ? inner : ["name"])];
  };
  return { ...entry, value: { ...value, type, type_params: params }, placeOf };
}
