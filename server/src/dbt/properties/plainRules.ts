/**
 * What dbt-core 1.12 refuses, while it reads them, of metrics without `type_params` and of the columns
 * that are entities and dimensions of a model's own semantic model. Source: dbt-core 1.12.0
 * `parser/schema_yaml_readers.py`, `contracts/graph/unparsed.py`.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, YamlFloat, type YamlMap } from "../../yaml/values";
import { describeMisfit } from "../shape/describeMisfit";
import { misfitOf } from "../shape/shape";
import { makesSemanticModel, metricType } from "./modelSemantics";
import type { EntryFault } from "./propertyEntry";
import { AGGREGATIONS, DIMENSION_TYPES, ENTITY_TYPES, wordFaults } from "./semanticRules";
import { PLAIN_METRIC } from "./shapes";

/** What a metric of each kind needs; the first kinds only where they are enabled. */
const NEEDED: readonly (readonly [type: string, keys: readonly string[]])[] = [
  ["simple", ["agg"]],
  ["ratio", ["numerator", "denominator"]],
  ["cumulative", ["input_metric"]],
  ["conversion", ["base_metric", "conversion_metric", "entity"]],
];
const NEEDED_IF_ENABLED: ReadonlySet<string> = new Set(["simple", "ratio"]);

/** The faults of one metric; `hasModel` where it stands in the entry of a model. */
export function* plainMetricFaults(value: YamlMap, hasModel: boolean): Generator<EntryFault> {
  const type = metricType(value) ?? "";
  const config = entryOf(value, "config");
  const isEnabled = !isYamlMap(config) || entryOf(config, "enabled") !== false;
  yield* wordFaults(value, ["agg"], AGGREGATIONS, []);
  yield* wordFaults(value, ["non_additive_dimension", "window_agg"], AGGREGATIONS, []);
  for (const key of NEEDED.find(([one]) => one === type)?.[1] ?? []) {
    if ((entryOf(value, key) ?? null) !== null) continue;
    if (NEEDED_IF_ENABLED.has(type) && (!isEnabled || !hasModel)) continue;
    yield { path: ["name"], message: `A ${type} metric needs \`${key}\`.` };
  }
  if (!isEnabled || type !== "simple") return;
  const agg = String(entryOf(value, "agg") ?? "").toLowerCase();
  if (agg === "count" && (entryOf(value, "expr") ?? null) === null) {
    const message = "A metric that counts needs an `expr`; `expr: 1` counts all rows.";
    yield { path: ["agg"], message };
  }
  const percentile = entryOf(value, "percentile") ?? null;
  const share = percentile instanceof YamlFloat ? percentile.value : percentile;
  if (agg === "median" && share !== null && share !== 0.5) {
    yield { path: ["percentile"], message: "A median is the percentile 0.5; leave this out." };
  }
}

/** The faults of a model's entry in what it says of the semantic layer. O(entry). */
export function* modelSemanticsFaults(value: YamlMap): Generator<EntryFault> {
  const isMade = makesSemanticModel(value);
  for (const [index, metric] of listIn(value, "metrics").entries()) {
    if (!isYamlMap(metric)) continue;
    const at: YamlPath = ["metrics", index];
    const misfit = misfitOf(PLAIN_METRIC, metric);
    if (misfit !== undefined) {
      yield { path: [...at, ...misfit.path], message: describeMisfit("metrics", misfit) };
    } else if (isMade) {
      for (const { path, message } of plainMetricFaults(metric, true)) {
        yield { path: [...at, ...path], message };
      }
    }
  }
  if (!isMade) return;
  for (const [index, column] of listIn(value, "columns").entries()) {
    for (const [key, words] of [
      ["dimension", DIMENSION_TYPES],
      ["entity", ENTITY_TYPES],
    ] as const) {
      const said = isYamlMap(column) ? entryOf(column, key) : undefined;
      const place = isYamlMap(said) ? [key, "type"] : [key];
      yield* wordFaults(column!, place, words, ["columns", index]);
    }
  }
}

function listIn(value: YamlMap, key: string): readonly YamlMap[string][] {
  const list = entryOf(value, key);
  return isYamlList(list) ? list : [];
}
