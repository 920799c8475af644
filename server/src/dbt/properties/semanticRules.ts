/**
 * What dbt refuses of one semantic model, metric or saved query while it reads it: words that it
 * does not know, windows that are none. What they say of each other is `checks/semantic`'s.
 * Source: dbt-core 1.11 `parser/schema_yaml_readers.py`, dbt-semantic-interfaces `type_enums`.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import type { EntryFault } from "./propertyEntry";

/** The steps of time that MetricFlow knows, finest first. */
export const GRANULARITIES: readonly string[] =
  "nanosecond microsecond millisecond second minute hour day week month quarter year".split(" ");

export const AGGREGATIONS: readonly string[] =
  "sum min max count_distinct sum_boolean average percentile median count".split(" ");
export const ENTITY_TYPES: readonly string[] = ["foreign", "natural", "primary", "unique"];
export const DIMENSION_TYPES: readonly string[] = ["categorical", "time"];
/** Where the parts of a semantic model choose from words, in any case. */
const SEMANTIC_WORDS: readonly (readonly [
  part: string,
  path: readonly string[],
  words: readonly string[],
])[] = [
  ["entities", ["type"], ENTITY_TYPES],
  ["dimensions", ["type"], DIMENSION_TYPES],
  ["dimensions", ["type_params", "time_granularity"], GRANULARITIES],
  ["measures", ["agg"], AGGREGATIONS],
  ["measures", ["non_additive_dimension", "window_choice"], AGGREGATIONS],
];

/** Words of a semantic model that dbt does not know. */
export function* semanticFaults(value: YamlMap): Generator<EntryFault> {
  for (const [part, path, words] of SEMANTIC_WORDS) {
    const list = entryOf(value, part);
    for (const [index, item] of (isYamlList(list) ? list : []).entries()) {
      yield* wordFaults(item, path, words, [part, index]);
    }
  }
}

/** A simple metric is one measure; windows are a count and a step of time. */
export function* metricFaults(value: YamlMap): Generator<EntryFault> {
  const params = entryOf(value, "type_params");
  if (!isYamlMap(params)) return;
  const isSimple = entryOf(value, "type") === "simple";
  if (isSimple && (entryOf(params, "measure") ?? null) === null) {
    yield { path: ["type_params"], message: "A simple metric needs a `measure`." };
  }
  const at = ["type_params"];
  yield* wordFaults(params, ["grain_to_date"], GRANULARITIES, at);
  const first = ["first", "last", "average"];
  yield* wordFaults(params, ["cumulative_type_params", "period_agg"], first, at);
  const calculations = ["conversions", "conversion_rate"];
  yield* wordFaults(params, ["conversion_type_params", "calculation"], calculations, at);
  const inputs = entryOf(params, "metrics");
  const places: readonly YamlPath[] = [
    ["window"],
    ["cumulative_type_params", "window"],
    ["conversion_type_params", "window"],
    ["numerator", "offset_window"],
    ["denominator", "offset_window"],
    ...(isYamlList(inputs) ? inputs : []).map((_, index) => ["metrics", index, "offset_window"]),
  ];
  for (const place of places) {
    const window = valueAt(params, place);
    if (typeof window !== "string" || /^\d+ \S+$/.test(window)) continue;
    const message = `'${window}' is no window; write a count and a step of time, such as '28 days'.`;
    yield { path: [...at, ...place], message };
  }
}

/** What an export of a saved query may be. */
export function* exportFaults(value: YamlMap): Generator<EntryFault> {
  const list = entryOf(value, "exports");
  for (const [index, item] of (isYamlList(list) ? list : []).entries()) {
    yield* wordFaults(item, ["config", "export_as"], ["table", "view"], ["exports", index]);
  }
}

/** The word at `path` of an item, where it is none of `words`. */
export function* wordFaults(
  item: YamlValue,
  path: readonly string[],
  words: readonly string[],
  at: YamlPath,
): Generator<EntryFault> {
  const word = valueAt(item, path);
  if (typeof word !== "string" || words.includes(word.toLowerCase())) return;
  const message = `\`${path.at(-1)}: ${word}\` must be one of ${words.join(", ")}.`;
  yield { path: [...at, ...path], message };
}

function valueAt(value: YamlValue, path: YamlPath): YamlValue | undefined {
  let at: YamlValue | undefined = value;
  for (const step of path) {
    at = isYamlMap(at) ? entryOf(at, String(step)) : isYamlList(at) ? at[Number(step)] : undefined;
  }
  return at;
}
