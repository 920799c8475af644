/**
 * What MetricFlow refuses of semantic models: each by itself, and several that contradict each
 * other. Source: dbt-semantic-interfaces 0.9, `validations/{agg_time_dimension, dimension_const,
 * element_const, entities, labels, measures, primary_entity, semantic_models}.py`.
 */
import { entryOf, isYamlList, YamlFloat, type YamlMap } from "../../../yaml/values";
import type { EntryFault } from "../../properties/propertyEntry";
import { elementNameFaults } from "./semanticNames";
import { elementsOf, mapIn, type PlacedFault, type SemanticThing, textIn } from "./semanticThing";

const PARTS = ["measures", "entities", "dimensions"] as const;
const NOUNS = { measures: "measure", entities: "entity", dimensions: "dimension" } as const;

/** The faults of one semantic model. */
export function* modelFaults(model: YamlMap): Generator<EntryFault> {
  const used = new Map<string, string>();
  for (const part of PARTS) {
    for (const { name, index } of elementsOf(model, part)) {
      const path = [part, index, "name"];
      yield* elementNameFaults(name, path);
      const other = used.get(name);
      if (other !== undefined) {
        yield {
          path,
          message: `The name '${name}' stands in this semantic model twice (${other}).`,
        };
      }
      used.set(name, NOUNS[part]);
    }
    yield* labelFaults(model, part);
  }
  yield* timeFaults(model);
  yield* entityFaults(model);
  for (const { value, name, index } of elementsOf(model, "measures")) {
    for (const message of measureFaults(model, value, name)) {
      yield { path: ["measures", index, "name"], message };
    }
  }
}

function* labelFaults(model: YamlMap, part: (typeof PARTS)[number]): Generator<EntryFault> {
  const labels = new Set<string>();
  for (const { value, index } of elementsOf(model, part)) {
    const label = textIn(value, "label");
    if (label === undefined) continue;
    if (labels.has(label)) {
      const message = `Another ${NOUNS[part]} of this semantic model has the label '${label}'.`;
      yield { path: [part, index, "label"], message };
    }
    labels.add(label);
  }
}

/** Measures are summed along a time dimension of the model. */
function* timeFaults(model: YamlMap): Generator<EntryFault> {
  const times = new Set(
    elementsOf(model, "dimensions").flatMap(({ value, name }) =>
      textIn(value, "type")?.toLowerCase() === "time" ? [name] : [],
    ),
  );
  const byDefault = textIn(mapIn(model, "defaults"), "agg_time_dimension");
  if (byDefault !== undefined && !times.has(byDefault)) {
    const message = `This semantic model has no time dimension called '${byDefault}'.`;
    yield { path: ["defaults", "agg_time_dimension"], message };
  }
  for (const { value, name, index } of elementsOf(model, "measures")) {
    const own = textIn(value, "agg_time_dimension");
    if (own !== undefined && !times.has(own)) {
      const message = `This semantic model has no time dimension called '${own}'.`;
      yield { path: ["measures", index, "agg_time_dimension"], message };
    } else if (own === undefined && byDefault === undefined) {
      const message = `The measure '${name}' needs an \`agg_time_dimension\`, its own or one under \`defaults\`.`;
      yield { path: ["measures", index, "name"], message };
    }
  }
}

/** One primary entity where there are dimensions; validity windows go with a natural one. */
function* entityFaults(model: YamlMap): Generator<EntryFault> {
  const entities = elementsOf(model, "entities");
  const typed = (type: string): typeof entities =>
    entities.filter(({ value }) => textIn(value, "type")?.toLowerCase() === type);
  const dimensions = elementsOf(model, "dimensions");
  const [primary, second] = typed("primary");
  const field = textIn(model, "primary_entity");
  if (second !== undefined) {
    const message = "A semantic model can have one primary entity only.";
    yield { path: ["entities", second.index, "type"], message };
  } else if (primary !== undefined && field !== undefined) {
    const message = `\`primary_entity\` and the entity '${primary.name}' of the type primary exclude each other.`;
    yield { path: ["primary_entity"], message };
  } else if (primary === undefined && field === undefined && dimensions.length > 0) {
    const message =
      "A semantic model with dimensions needs a primary entity: one of the type primary, or `primary_entity`.";
    yield { path: ["name"], message };
  }
  const windowed = dimensions.filter(
    ({ value }) => (entryOf(mapIn(value, "type_params"), "validity_params") ?? null) !== null,
  );
  const natural = typed("natural");
  if (natural.length > 1) {
    const message = "A semantic model can have one natural entity only.";
    yield { path: ["entities", natural[1]!.index, "type"], message };
  }
  if (natural.length > 0 && windowed.length === 0) {
    const message = "A natural entity goes with dimensions that have `validity_params`.";
    yield { path: ["entities", natural[0]!.index, "type"], message };
  }
  if (windowed.length === 0) return;
  const marks = (key: string): number =>
    windowed.filter(({ value }) => {
      const params = mapIn(mapIn(value, "type_params"), "validity_params");
      return entryOf(params, key) === true;
    }).length;
  const path = ["dimensions", windowed[0]!.index, "type_params", "validity_params"];
  if (windowed.length !== 2 || marks("is_start") !== 1 || marks("is_end") !== 1) {
    const message =
      "`validity_params` stand at two dimensions: `is_start: true` at one, `is_end: true` at the other.";
    yield { path, message };
  }
  if (natural.length === 0 || primary !== undefined || typed("unique").length > 0) {
    const message =
      "`validity_params` go with a natural entity, and with no primary or unique one.";
    yield { path, message };
  }
  if (elementsOf(model, "measures").length > 0) {
    yield { path, message: "A semantic model with `validity_params` can have no measures." };
  }
}

function* measureFaults(model: YamlMap, measure: YamlMap, name: string): Generator<string> {
  const agg = textIn(measure, "agg")?.toLowerCase() ?? "";
  const expr = entryOf(measure, "expr") ?? null;
  if (agg === "count" && expr === null) {
    yield `The measure '${name}' counts, which needs an \`expr\`; \`expr: 1\` counts all rows.`;
  }
  if (agg === "count" && typeof expr === "string" && /^distinct /i.test(expr)) {
    yield `The measure '${name}' counts distinct values; write \`agg: count_distinct\`.`;
  }
  const params = mapIn(measure, "agg_params");
  const percentile = numberIn(params, "percentile");
  const isDiscrete = entryOf(params, "use_discrete_percentile") === true;
  if (agg === "percentile" && (percentile === undefined || percentile <= 0 || percentile >= 1)) {
    yield `The measure '${name}' needs \`agg_params: {percentile: …}\` between 0 and 1.`;
  }
  if (agg === "median" && ((percentile ?? 0.5) !== 0.5 || isDiscrete)) {
    yield `The measure '${name}' is a median; its \`agg_params\` say something else.`;
  }
  const isApproximate = entryOf(params, "use_approximate_percentile") === true;
  const isPercentile = agg === "percentile" || agg === "median";
  if (!isPercentile && (Boolean(percentile) || isDiscrete || isApproximate)) {
    yield `The \`agg_params\` of the measure '${name}' are for percentiles, not for '${agg}'.`;
  }
  const rest = mapIn(measure, "non_additive_dimension");
  const dimension = textIn(rest, "name");
  if (dimension === undefined) return;
  const found = elementsOf(model, "dimensions").find((one) => one.name === dimension);
  if (found === undefined || textIn(found.value, "type")?.toLowerCase() !== "time") {
    yield `The \`non_additive_dimension\` of the measure '${name}' must be a time dimension of this semantic model, not '${dimension}'.`;
  }
  if (!/^(?:min|max)$/i.test(textIn(rest, "window_choice") ?? "min")) {
    yield `The \`window_choice\` of the measure '${name}' must be min or max.`;
  }
  const groupings = entryOf(rest, "window_groupings");
  const names = new Set(elementsOf(model, "entities").map((one) => one.name));
  for (const grouping of isYamlList(groupings) ? groupings : []) {
    if (names.has(String(grouping))) continue;
    yield `The \`window_groupings\` of the measure '${name}' name no entity of this semantic model: '${String(grouping)}'.`;
  }
}

function numberIn(value: YamlMap, key: string): number | undefined {
  const found = entryOf(value, key);
  return typeof found === "number" ? found : found instanceof YamlFloat ? found.value : undefined;
}

/** What several semantic models may not say of one name. */
export function* acrossModelFaults(models: readonly SemanticThing[]): Generator<PlacedFault> {
  const measures = new Set<string>();
  const kinds = new Map<string, string>();
  const types = new Map<string, string>();
  const pairs = new Set<string>();
  const labels = new Map<string, string>();
  const modelLabels = new Set<string>();
  for (const { entry } of models) {
    const model = entry.value;
    const label = textIn(model, "label");
    if (label !== undefined && modelLabels.has(label)) {
      const message = `Another semantic model has the label '${label}'.`;
      yield { entry, fault: { path: ["label"], message } };
    }
    if (label !== undefined) modelLabels.add(label);
    const primary =
      textIn(model, "primary_entity") ??
      elementsOf(model, "entities").find(
        ({ value }) => textIn(value, "type")?.toLowerCase() === "primary",
      )?.name;
    for (const part of PARTS) {
      for (const { name, value, index } of elementsOf(model, part)) {
        for (const message of clashes(part, name, value, primary)) {
          yield { entry, fault: { path: [part, index, "name"], message } };
        }
      }
    }
  }

  function* clashes(
    part: (typeof PARTS)[number],
    name: string,
    value: YamlMap,
    primary: string | undefined,
  ): Generator<string> {
    const kind = NOUNS[part];
    const before = kinds.get(name);
    if (before !== undefined && before !== kind) {
      yield `'${name}' is a ${kind} here and another thing (${before}) elsewhere.`;
    }
    kinds.set(name, before ?? kind);
    if (part === "measures") {
      if (measures.has(name)) yield `Two semantic models have a measure called '${name}'.`;
      measures.add(name);
    }
    if (part === "dimensions") {
      const type = `${textIn(value, "type")?.toLowerCase()} ${entryOf(value, "is_partition") === true}`;
      const known = types.get(name) ?? type;
      types.set(name, known);
      if (known !== type) {
        yield `The dimension '${name}' has another type or \`is_partition\` in another semantic model.`;
      }
      const pair = `${primary} ${name}`;
      if (primary !== undefined && pairs.has(pair)) {
        yield `Another semantic model with the primary entity '${primary}' has a dimension '${name}' too.`;
      }
      pairs.add(pair);
    }
    const label = part === "entities" ? textIn(value, "label") : undefined;
    if (label !== undefined) {
      const known = labels.get(name) ?? label;
      labels.set(name, known);
      if (known !== label)
        yield `The entity '${name}' has another label in another semantic model.`;
    }
  }
}
