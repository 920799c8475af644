/**
 * The semantic layer as dbt-core 1.12 also reads it: a semantic model and metrics that stand in a
 * model's own entry. Gives them as entries of `semantic_models:` and `metrics:`. Source: dbt-core
 * 1.12.0 `parser/schema_yaml_readers.py` (`parse_v2_semantic_model_from_dbt_model_patch`).
 */
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import type { PropertyEntry } from "./propertyEntry";

/** A metric of the newer form: all that it needs stands beside its name. */
export function isPlainMetric(value: YamlMap): boolean {
  return !Object.hasOwn(value, "type_params");
}

/** A metric's kind, which the newer form may leave out. */
export function metricType(value: YamlMap): string | null {
  const type = entryOf(value, "type");
  if (typeof type === "string") return type;
  return type === undefined && isPlainMetric(value) ? "simple" : null;
}

/** Whether the entry of a model makes a semantic model. */
export function makesSemanticModel(value: YamlMap): boolean {
  const said = entryOf(value, "semantic_model");
  const isMade = said === true || (isYamlMap(said) && entryOf(said, "enabled") !== false);
  // Models with versions have none: dbt does not hand the key on to a version.
  return isMade && !hasVersions(value);
}

/** What the entry of a model stands for beside the model. O(entry). */
export function modelSemantics(entry: PropertyEntry): readonly PropertyEntry[] {
  if (entry.key !== "models" || !makesSemanticModel(entry.value)) return [];
  const said = entryOf(entry.value, "semantic_model");
  const options: YamlMap = isYamlMap(said) ? said : {};
  const named = entryOf(options, "name");
  const name = typeof named === "string" ? named : entry.name;
  const model: { [key: string]: YamlValue } = { name, model: `ref('${entry.name}')` };
  const description = entryOf(entry.value, "description");
  if (description !== undefined) model["description"] = description;
  const config = semanticConfig(options);
  if (config !== undefined) model["config"] = config;
  const found: PropertyEntry[] = [
    {
      ...entry,
      key: "semantic_models",
      name,
      value: model,
      path: [...entry.path, "semantic_model"],
      unknowns: NONE,
      plainOf: name,
      ofModel: entry,
    },
  ];
  const metrics = entryOf(entry.value, "metrics");
  for (const [index, value] of (isYamlList(metrics) ? metrics : []).entries()) {
    const metric = isYamlMap(value) ? entryOf(value, "name") : undefined;
    if (!isYamlMap(value) || typeof metric !== "string") continue;
    const path = [...entry.path, "metrics", index];
    found.push({
      ...entry,
      key: "metrics",
      name: metric,
      value,
      path,
      unknowns: NONE,
      plainOf: name,
      ofModel: entry,
    });
  }
  return found;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** `enabled` and `group` count only where `config` stands beside them. */
function semanticConfig(options: YamlMap): YamlMap | undefined {
  const own = entryOf(options, "config");
  if (!isYamlMap(own)) return undefined;
  const config: { [key: string]: YamlValue } = { meta: entryOf(own, "meta") ?? {} };
  for (const key of ["enabled", "group"]) {
    const value = entryOf(options, key) ?? null;
    if (value !== null) config[key] = value;
  }
  return config;
}

function hasVersions(value: YamlMap): boolean {
  const versions = entryOf(value, "versions");
  return isYamlList(versions) && versions.length > 0;
}
