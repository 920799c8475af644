/**
 * What MetricFlow refuses of metrics and saved queries. Source: dbt-semantic-interfaces 0.9,
 * `validations/{metrics, measures, labels, saved_query, where_filters}.py`,
 * `parsing/where_filter/parameter_set_factory.py`.
 */
import type { YamlPath } from "../../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../../yaml/values";
import type { EntryFault } from "../../properties/propertyEntry";
import { GRANULARITIES } from "../../properties/semanticRules";
import { nameFaults } from "./semanticNames";
import { elementsOf, mapIn, type PlacedFault, type SemanticThing, textIn } from "./semanticThing";

/** The faults of all metrics. */
export function* metricFaults(
  models: readonly SemanticThing[],
  metrics: readonly SemanticThing[],
): Generator<PlacedFault> {
  const measures = new Set(
    models.flatMap(({ entry }) => elementsOf(entry.value, "measures").map(({ name }) => name)),
  );
  const labels = new Set<string>();
  for (const { entry, isCreated } of metrics) {
    if (isCreated) continue;
    const label = textIn(entry.value, "label");
    if (label !== undefined && labels.has(label)) {
      yield {
        entry,
        fault: { path: ["label"], message: `Another metric has the label '${label}'.` },
      };
    }
    if (label !== undefined) labels.add(label);
    for (const fault of ownFaults(entry.value, measures)) yield { entry, fault };
  }
}

function* ownFaults(metric: YamlMap, measures: ReadonlySet<string>): Generator<EntryFault> {
  const params = mapIn(metric, "type_params");
  const at = ["type_params"];
  const type = textIn(metric, "type")?.toLowerCase();
  const cumulative = mapIn(params, "cumulative_type_params");
  for (const key of ["window", "grain_to_date"]) {
    const [old, now] = [textIn(params, key), textIn(cumulative, key)];
    if (type !== "cumulative" || old === undefined || now === undefined || old === now) continue;
    yield { path: [...at, key], message: `\`${key}\` stands here twice, with different values.` };
  }
  const window = textIn(cumulative, "window") ?? textIn(params, "window");
  const grain = textIn(cumulative, "grain_to_date") ?? textIn(params, "grain_to_date");
  if (type === "cumulative" && window !== undefined && grain !== undefined) {
    yield { path: at, message: "`window` and `grain_to_date` exclude each other; keep one." };
  }
  if (type === "cumulative") {
    yield* windowFaults(window, at);
    if (grain !== undefined && !GRANULARITIES.includes(grain.toLowerCase())) {
      yield { path: at, message: `\`grain_to_date: ${grain}\` is no step of time.` };
    }
  }
  if (type === "conversion") {
    yield* windowFaults(textIn(mapIn(params, "conversion_type_params"), "window"), at);
  }
  if (type === "derived") yield* derivedFaults(params);
  const measure = mapIn(params, "measure");
  const alias = textIn(measure, "alias");
  if (alias !== undefined) {
    yield* nameFaults(alias, [...at, "measure", "alias"]);
    if (measures.has(alias)) {
      yield {
        path: [...at, "measure", "alias"],
        message: `A measure is called '${alias}' already.`,
      };
    }
  }
  yield* filterFaults(entryOf(metric, "filter"), ["filter"]);
  for (const key of ["measure", "numerator", "denominator"]) {
    yield* filterFaults(entryOf(mapIn(params, key), "filter"), [...at, key, "filter"]);
  }
}

function* derivedFaults(params: YamlMap): Generator<EntryFault> {
  const list = entryOf(params, "metrics");
  if (!isYamlList(list) || list.length === 0) {
    yield { path: ["type_params"], message: "A derived metric needs `metrics` in `type_params`." };
    return;
  }
  for (const [index, input] of list.entries()) {
    if (!isYamlMap(input)) continue;
    const path = ["type_params", "metrics", index];
    const alias = textIn(input, "alias");
    if (alias !== undefined) yield* nameFaults(alias, [...path, "alias"]);
    const window = textIn(input, "offset_window");
    const grain = textIn(input, "offset_to_grain");
    yield* windowFaults(window, [...path, "offset_window"]);
    if (grain !== undefined && !GRANULARITIES.includes(grain)) {
      yield { path: [...path, "offset_to_grain"], message: `'${grain}' is no step of time.` };
    }
    if (window !== undefined && grain !== undefined) {
      const message = "`offset_window` and `offset_to_grain` exclude each other; keep one.";
      yield { path, message };
    }
    yield* filterFaults(entryOf(input, "filter"), [...path, "filter"]);
  }
}

function* windowFaults(window: string | undefined, path: YamlPath): Generator<EntryFault> {
  const step = window?.toLowerCase().split(" ")[1];
  if (step === undefined || GRANULARITIES.includes(step.replace(/s$/, ""))) return;
  yield { path, message: `'${step}' in the window '${window}' is no step of time.` };
}

const CALL = /\b(Dimension|TimeDimension|Entity|Metric)\s*\(\s*(['"])(.*?)\2/g;

/** Dimensions in filters are named with their entity: `order__colour`. */
function* filterFaults(filter: YamlValue | undefined, path: YamlPath): Generator<EntryFault> {
  for (const text of isYamlList(filter) ? filter : [filter]) {
    if (typeof text !== "string") continue;
    for (const { kind, written, links, name } of callsIn(text)) {
      if (!kind.endsWith("Dimension") || links === 1 || name === "metric_time") continue;
      const message = `'${written}' must be an entity and its dimension, such as 'order__colour'.`;
      yield { path, message };
    }
  }
}

interface NamedCall {
  readonly kind: string;
  readonly written: string;
  /** How many entities stand before the name. */
  readonly links: number;
  readonly name: string;
}

function callsIn(text: string): readonly NamedCall[] {
  return [...text.matchAll(CALL)].map(([, kind = "", , written = ""]) => {
    const parts = written.toLowerCase().split("__");
    // A step of time may end the name.
    if (kind !== "Metric" && parts.length > 1 && GRANULARITIES.includes(parts.at(-1)!)) parts.pop();
    return { kind, written, links: parts.length - 1, name: parts.at(-1)! };
  });
}

/** The faults of all saved queries. */
export function* queryFaults(
  models: readonly SemanticThing[],
  metrics: readonly SemanticThing[],
  queries: readonly SemanticThing[],
): Generator<PlacedFault> {
  const known = new Set(["metric_time", ...metrics.map(({ name }) => name)]);
  for (const { entry } of models) {
    for (const part of ["dimensions", "entities"]) {
      for (const { name } of elementsOf(entry.value, part)) known.add(name);
    }
  }
  for (const { entry } of queries) {
    const params = mapIn(entry.value, "query_params");
    const groups = entryOf(params, "group_by");
    for (const [index, item] of (isYamlList(groups) ? groups : []).entries()) {
      if (typeof item !== "string" || item.includes("{")) continue;
      const calls = callsIn(item);
      const [call] = calls;
      if (calls.length === 1 && known.has(call!.name)) {
        for (const fault of filterFaults(item, ["query_params", "group_by", index])) {
          yield { entry, fault };
        }
        continue;
      }
      const message = `'${item}' must be one dimension, entity or metric that there is, such as Dimension('order__colour').`;
      yield { entry, fault: { path: ["query_params", "group_by", index], message } };
    }
    for (const fault of filterFaults(entryOf(params, "where"), ["query_params", "where"])) {
      yield { entry, fault };
    }
    const limit = entryOf(params, "limit");
    if (typeof limit === "number" && limit < 0) {
      const message = "`limit` of a saved query cannot be negative.";
      yield { entry, fault: { path: ["query_params", "limit"], message } };
    }
  }
}
