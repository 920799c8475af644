/**
 * What MetricFlow refuses of metrics and saved queries. Source: dbt-semantic-interfaces 0.9,
 * `validations/{metrics, measures, labels, saved_query, where_filters}.py`,
 * `parsing/where_filter/parameter_set_factory.py`.
 */
import { parseTemplate } from "../../../jinja/template";
import type { YamlPath } from "../../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../../yaml/values";
import { dottedName } from "../../context/callNodes";
import { visitCalls } from "../../context/checkCalls";
import type { EntryFault } from "../../properties/propertyEntry";
import { GRANULARITIES } from "../../properties/semanticRules";
import { didYouMean } from "../../suggest";
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
    for (const fault of conversionFaults(entry.value, models)) yield { entry, fault };
    for (const fault of metricConversionFaults(entry.value, models, metrics)) {
      yield { entry, fault };
    }
  }
}

/** A conversion counts, and joins its two measures by an entity that both models have. */
function* conversionFaults(
  metric: YamlMap,
  models: readonly SemanticThing[],
): Generator<EntryFault> {
  if (textIn(metric, "type")?.toLowerCase() !== "conversion") return;
  const params = mapIn(mapIn(metric, "type_params"), "conversion_type_params");
  const at = ["type_params", "conversion_type_params"];
  const wanted = textIn(params, "entity");
  for (const key of ["base_measure", "conversion_measure"]) {
    const name = textIn(params, key) ?? textIn(mapIn(params, key), "name");
    for (const { entry } of models) {
      const measure = elementsOf(entry.value, "measures").find((one) => one.name === name);
      if (measure === undefined) continue;
      if (!counts(measure.value)) {
        const message = `A conversion counts: '${name}' must be a count, a count_distinct or the sum of 1.`;
        yield { path: [...at, key], message };
      }
      const entities = elementsOf(entry.value, "entities");
      if (wanted !== undefined && !entities.some((one) => one.name === wanted)) {
        const message = `'${entry.name}', which has the measure '${name}', has no entity '${wanted}'.`;
        yield { path: [...at, "entity"], message };
      }
    }
  }
}

/** The same of the newer form, where a conversion joins two simple metrics. */
function* metricConversionFaults(
  metric: YamlMap,
  models: readonly SemanticThing[],
  metrics: readonly SemanticThing[],
): Generator<EntryFault> {
  const params = mapIn(mapIn(metric, "type_params"), "conversion_type_params");
  const at = ["type_params", "conversion_type_params"];
  const wanted = textIn(params, "entity");
  for (const key of ["base_metric", "conversion_metric"]) {
    const name = textIn(params, key) ?? textIn(mapIn(params, key), "name");
    const input = metrics.find((one) => one.name === name)?.entry;
    if (input === undefined) continue;
    if (textIn(input.value, "type")?.toLowerCase() !== "simple") {
      yield {
        path: [...at, key],
        message: `'${name}' is no simple metric, which a conversion needs.`,
      };
    } else if (input.plainOf !== undefined && !counts(input.value)) {
      const message = `A conversion counts: '${name}' must be a count, a count_distinct or the sum of 1.`;
      yield { path: [...at, key], message };
    }
    const model = models.find(({ entry }) => entry.plainOf === input.plainOf)?.entry;
    if (input.plainOf === undefined || model === undefined || wanted === undefined) continue;
    if (!elementsOf(model.value, "entities").some((one) => one.name === wanted)) {
      const message = `'${model.name}', which has the metric '${name}', has no entity '${wanted}'.`;
      yield { path: [...at, "entity"], message };
    }
  }
}

/** Whether a measure or simple metric counts rows. */
function counts(value: YamlMap): boolean {
  const agg = textIn(value, "agg")?.toLowerCase();
  const isSumOfOne = agg === "sum" && String(entryOf(value, "expr")) === "1";
  return agg === "count" || agg === "count_distinct" || isSumOfOne;
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
    const nested = [...at, "cumulative_type_params"];
    const placeOf = (key: string): YamlPath =>
      textIn(cumulative, key) === undefined ? [...at, key] : [...nested, key];
    yield* windowFaults(window, placeOf("window"));
    if (grain !== undefined && !GRANULARITIES.includes(grain.toLowerCase())) {
      const message = `\`grain_to_date: ${grain}\` is no step of time.`;
      yield { path: placeOf("grain_to_date"), message };
    }
  }
  if (type === "conversion") {
    const window = textIn(mapIn(params, "conversion_type_params"), "window");
    yield* windowFaults(window, [...at, "conversion_type_params", "window"]);
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
    const message = "A derived metric needs metrics to be derived from.";
    yield { path: ["type_params"], message };
    return;
  }
  const names = new Set(list.map((one) => (isYamlMap(one) ? textIn(one, "name") : String(one))));
  for (const [index, input] of list.entries()) {
    if (!isYamlMap(input)) continue;
    const path = ["type_params", "metrics", index];
    const alias = textIn(input, "alias");
    if (alias !== undefined) yield* nameFaults(alias, [...path, "alias"]);
    if (alias !== undefined && names.has(alias)) {
      const message = `Another metric that this one is derived from is called '${alias}'.`;
      yield { path: [...path, "alias"], message };
    }
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

const OBJECTS: ReadonlySet<string> = new Set(["Dimension", "TimeDimension", "Entity", "Metric"]);
const CALL = /\b(Dimension|TimeDimension|Entity|Metric)\s*\(\s*(['"])(.*?)\2/g;

/** Dimensions in filters are named with their entity: `order__colour`. */
function* filterFaults(filter: YamlValue | undefined, path: YamlPath): Generator<EntryFault> {
  for (const text of isYamlList(filter) ? filter : [filter]) {
    if (typeof text !== "string") continue;
    const { root, syntaxError } = parseTemplate(text);
    if (syntaxError !== undefined) {
      yield { path, message: `Jinja: ${syntaxError.message}.` };
      continue;
    }
    const unknown: string[] = [];
    visitCalls(root, true, (call) => {
      const called = dottedName(call.callee);
      if (called !== undefined && /^\w+$/.test(called) && !OBJECTS.has(called))
        unknown.push(called);
    });
    for (const called of unknown) {
      const message = `A filter has Dimension, TimeDimension, Entity and Metric, and no '${called}'.${didYouMean(called, OBJECTS)}`;
      yield { path, message };
    }
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
    const orders = entryOf(params, "order_by");
    const listed = entryOf(params, "metrics");
    const selected = new Set([
      ...(isYamlList(listed) ? listed : []).map((name) => `Metric ${String(name)}`),
      ...(isYamlList(groups) ? groups : []).flatMap((item) =>
        callsIn(String(item)).map(({ kind, name }) => `${kind} ${name}`),
      ),
    ]);
    for (const [index, item] of (isYamlList(orders) ? orders : []).entries()) {
      const calls = callsIn(String(item));
      if (calls.some(({ kind, name }) => selected.has(`${kind} ${name}`))) continue;
      const message = `'${String(item)}' is none of this query's metrics and groups, such as Metric('revenue').`;
      yield { entry, fault: { path: ["query_params", "order_by", index], message } };
    }
    const limit = entryOf(params, "limit");
    if (typeof limit === "number" && limit < 0) {
      const message = "`limit` of a saved query cannot be negative.";
      yield { entry, fault: { path: ["query_params", "limit"], message } };
    }
  }
}
