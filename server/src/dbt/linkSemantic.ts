/**
 * Links what refers by name and not by `ref`: metrics to measures and to each other, saved queries
 * to metrics, unit tests to their model. Source: dbt-core 1.11 `parser/manifest.py`
 * (`_process_metric_node`), `parser/unit_tests.py`.
 */
import type { Severity } from "../base/problem";
import type { YamlPath } from "../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../yaml/values";
import { coreOnly } from "./coreOnly";
import { dependOn, isEnabled } from "./nodes/draft";
import type { NodeDraft } from "./nodes/nodeDraft";
import { isPlainMetric } from "./properties/modelSemantics";
import { spanIn } from "./properties/readProperties";
import { pythonStr } from "./pythonText";
import type { Release } from "./release";
import { addProblem, type Resolution } from "./resolution";
import { didYouMean } from "./suggest";

/** Fills `dependsOn` of metrics, saved queries and unit tests. Call before linking references. */
export function linkSemantic(resolution: Resolution): void {
  const drafts: NodeDraft[] = [];
  // Nothing is linked to tests and sources by name, and they are most of a project.
  for (const draft of resolution.drafts.values()) {
    if (draft.resourceType !== "test" && draft.resourceType !== "source") drafts.push(draft);
  }
  const measures = measuresOf(drafts);
  const metrics = new Map<string, NodeDraft>();
  for (const draft of drafts) if (draft.resourceType === "metric") metrics.set(draft.name, draft);
  for (const draft of drafts) {
    if (!isEnabled(draft)) continue;
    if (draft.resourceType === "metric") linkMetric(resolution, draft, metrics, measures);
    else if (draft.resourceType === "saved_query") linkSavedQuery(resolution, draft, metrics);
    else if (draft.resourceType === "unit_test") linkUnitTest(resolution, draft, drafts);
  }
}

function refuse(resolution: Resolution, draft: NodeDraft, path: YamlPath, message: string): void {
  const { entry } = draft;
  if (entry === undefined) return;
  addProblem(
    resolution,
    "unknown-ref",
    draft.resourceType === "saved_query" ? "error" : coreOnly(resolution.engine),
    { file: entry.file.path, span: spanIn(entry, path) },
    message,
  );
}

function measuresOf(drafts: readonly NodeDraft[]): ReadonlyMap<string, NodeDraft> {
  const measures = new Map<string, NodeDraft>();
  for (const draft of drafts) {
    if (draft.resourceType !== "semantic_model" || draft.entry === undefined) continue;
    const list = entryOf(draft.entry.value, "measures");
    for (const measure of isYamlList(list) ? list : []) {
      const name = isYamlMap(measure) ? entryOf(measure, "name") : undefined;
      if (typeof name === "string") measures.set(name, draft);
    }
  }
  return measures;
}

function nameIn(value: YamlValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  const name = isYamlMap(value) ? entryOf(value, "name") : undefined;
  return typeof name === "string" ? name : undefined;
}

/** Where the newer form of a metric names others, by its kind. */
const PLAIN_INPUTS: Readonly<Record<string, readonly string[]>> = {
  cumulative: ["input_metric"],
  conversion: ["base_metric", "conversion_metric"],
  ratio: ["numerator", "denominator"],
  derived: ["input_metrics"],
};

function linkMetric(
  resolution: Resolution,
  draft: NodeDraft,
  metrics: ReadonlyMap<string, NodeDraft>,
  measures: ReadonlyMap<string, NodeDraft>,
): void {
  const value = draft.entry?.value ?? {};
  const given = draft.metricParams ?? entryOf(value, "type_params");
  const params: YamlMap = isYamlMap(given) ? given : {};
  const measure = (key: string, from: YamlMap): void => {
    const name = nameIn(entryOf(from, key));
    if (name === undefined) return;
    const model = measures.get(name);
    if (model !== undefined && isEnabled(model)) dependOn(draft, model);
    else {
      refuse(
        resolution,
        draft,
        ["type_params", key],
        `No semantic model has a measure called '${name}'.${didYouMean(name, measures.keys())}`,
      );
    }
  };
  const metric = (name: string | undefined, path: YamlPath): void => {
    if (name === undefined) return;
    const target = metrics.get(name);
    if (target !== undefined && isEnabled(target)) dependOn(draft, target);
    else
      refuse(
        resolution,
        draft,
        path,
        `No metric is called '${name}'.${didYouMean(name, metrics.keys())}`,
      );
  };
  const type = draft.extra["type"];
  if (draft.metricParams === undefined && isPlainMetric(value)) {
    if (type === "simple") {
      // dbt looks in the root project, wherever the metric stands.
      const model = draft.entry?.plainOf;
      if (model === undefined) {
        const message = "A simple metric stands in a model's own entry, or has `type_params`.";
        refuse(resolution, draft, ["name"], message);
        return;
      }
      const uniqueId = `semantic_model.${resolution.root.name}.${model}`;
      if (!draft.dependsOn.includes(uniqueId)) draft.dependsOn = [...draft.dependsOn, uniqueId];
    }
    for (const key of PLAIN_INPUTS[String(type)] ?? []) {
      const given = entryOf(value, key);
      if (!isYamlList(given)) metric(nameIn(given), [key]);
      else for (const [index, one] of given.entries()) metric(nameIn(one), [key, index]);
    }
    return;
  }
  const missing = missingParams(type, params, resolution.release);
  if (missing !== undefined) refuse(resolution, draft, ["type_params"], missing);
  if (type === "simple" || type === "cumulative") measure("measure", params);
  else if (type === "conversion") {
    const conversion = entryOf(params, "conversion_type_params");
    const inner = isYamlMap(conversion) ? conversion : {};
    measure("base_measure", inner);
    measure("conversion_measure", inner);
  } else if (type === "ratio") {
    metric(nameIn(entryOf(params, "numerator")), ["type_params", "numerator"]);
    metric(nameIn(entryOf(params, "denominator")), ["type_params", "denominator"]);
  } else if (type === "derived") {
    const list = entryOf(params, "metrics");
    for (const [index, one] of (isYamlList(list) ? list : []).entries()) {
      metric(nameIn(one), ["type_params", "metrics", index]);
    }
  }
}

/** What a metric of that kind cannot do without, where it lacks it. */
function missingParams(type: unknown, params: YamlMap, release: Release): string | undefined {
  const lacks = (key: string): boolean => {
    const value = entryOf(params, key) ?? null;
    return value === null || (isYamlList(value) && value.length === 0);
  };
  if (type === "ratio" && (lacks("numerator") || lacks("denominator"))) {
    return "A ratio metric needs both a `numerator` and a `denominator`.";
  }
  if (type === "conversion" && lacks("conversion_type_params")) {
    return "A conversion metric needs `conversion_type_params`.";
  }
  if (type === "derived" && lacks("metrics")) return "A derived metric needs `metrics`.";
  // Later releases let it stand on another metric.
  const isOnMeasure = type === "cumulative" && release < 12;
  return isOnMeasure && lacks("measure") ? "A cumulative metric needs a `measure`." : undefined;
}

function linkSavedQuery(
  resolution: Resolution,
  draft: NodeDraft,
  metrics: ReadonlyMap<string, NodeDraft>,
): void {
  const params = entryOf(draft.entry?.value ?? {}, "query_params");
  const list = isYamlMap(params) ? entryOf(params, "metrics") : undefined;
  for (const [index, name] of (isYamlList(list) ? list : []).entries()) {
    if (typeof name !== "string") continue;
    const target = metrics.get(name);
    if (target !== undefined && isEnabled(target)) dependOn(draft, target);
    else {
      refuse(
        resolution,
        draft,
        ["query_params", "metrics", index],
        `No metric is called '${name}'.${didYouMean(name, metrics.keys())}`,
      );
    }
  }
}

function linkUnitTest(
  resolution: Resolution,
  draft: NodeDraft,
  drafts: readonly NodeDraft[],
): void {
  const name = draft.extra["model"];
  const models = drafts.filter(
    (one) => one.resourceType === "model" && one.name === name && one.package === draft.package,
  );
  const { entry } = draft;
  if (entry === undefined) return;
  checkInputs(resolution, draft, drafts);
  const enabled = models.filter(isEnabled);
  if (models.length === 0) {
    const names = drafts.filter((one) => one.resourceType === "model").map((one) => one.name);
    refuse(
      resolution,
      draft,
      ["model"],
      `No model is called '${String(name)}'.${didYouMean(String(name), names)}`,
    );
    return;
  }
  const [first] = enabled;
  if (first === undefined) {
    disable(draft);
    return;
  }
  checkIncremental(resolution, draft, first);
  if (first.version === null) {
    const versions = entryOf(entry.value, "versions");
    if (isYamlMap(versions) && Object.keys(versions).length > 0) {
      const message = `'${first.name}' has no versions, so a unit test of it can choose none.`;
      refuse(resolution, draft, ["versions"], message);
    }
    dependOn(draft, first);
    draft.schema = first.schema;
    return;
  }
  const chosen = enabled.filter((one) => isChosenVersion(entry.value, one));
  if (chosen.length === 0)
    refuse(
      resolution,
      draft,
      ["versions"],
      `The unit test names no existing version of '${String(name)}'.`,
    );
  resolution.drafts.delete(draft.uniqueId);
  const latest = enabled.find((one) => String(one.version) === String(one.latestVersion)) ?? first;
  for (const model of chosen) {
    const version = model.extra["versionText"];
    const copy: NodeDraft = {
      ...draft,
      uniqueId: `${draft.uniqueId}_v${String(version)}`,
      dependsOn: [model.uniqueId],
      version: model.version,
      schema: latest.schema,
    };
    resolution.drafts.set(copy.uniqueId, copy);
  }
}

/** A unit test of a model that asks `is_incremental()` must say what that is to answer. */
function checkIncremental(resolution: Resolution, draft: NodeDraft, model: NodeDraft): void {
  if (!model.rendering.macros.includes("macro.dbt.is_incremental")) return;
  const overrides = entryOf(draft.entry?.value ?? {}, "overrides");
  const macros = isYamlMap(overrides) ? entryOf(overrides, "macros") : undefined;
  const answer = isYamlMap(macros) ? entryOf(macros, "is_incremental") : undefined;
  const { entry } = draft;
  if (entry === undefined) return;
  const report = (severity: Severity, message: string): void => {
    const site = { file: entry.file.path, span: spanIn(entry, ["name"]) };
    addProblem(resolution, "invalid-properties", severity, site, message);
  };
  if (typeof answer !== "boolean") {
    report(
      "error",
      `'${model.name}' asks is_incremental(): this unit test needs \`overrides: {macros: {is_incremental: true or false}}\`.`,
    );
  } else if (answer && !inputsOf(entry.value).some(({ input }) => input === "this")) {
    report(
      coreOnly(resolution.engine),
      `This unit test says that '${model.name}' is incremental: it needs an input \`this\`, the rows that are there.`,
    );
  }
}

interface UnitTestInput {
  readonly input: string;
  readonly value: YamlMap;
  readonly index: number;
}

function inputsOf(value: YamlMap): readonly UnitTestInput[] {
  const given = entryOf(value, "given");
  return (isYamlList(given) ? given : []).flatMap((item, index) => {
    const input = isYamlMap(item) ? entryOf(item, "input") : undefined;
    return typeof input === "string" ? [{ input, value: item as YamlMap, index }] : [];
  });
}

/** An input without rows stands for the rows of a seed; dbt 2 asks the database instead. */
function checkInputs(resolution: Resolution, draft: NodeDraft, drafts: readonly NodeDraft[]): void {
  if (draft.entry === undefined) return;
  for (const { input, value, index } of inputsOf(draft.entry.value)) {
    const isSaid = (key: string): boolean => (entryOf(value, key) ?? null) !== null;
    const isDict = (entryOf(value, "format") ?? "dict") === "dict";
    if (!isDict || isSaid("rows") || isSaid("fixture")) continue;
    const [, name] = /^\s*ref\s*\((?:.*,)?\s*['"]([^'"]+)['"]\s*\)\s*$/s.exec(input) ?? [];
    const isSeed = drafts.some((one) => one.resourceType === "seed" && one.name === name);
    if (isSeed) continue;
    const message = `The input '${input}' has no \`rows\`, and is no seed that they could come from.`;
    refuse(resolution, draft, ["given", index, "input"], message);
  }
}

function isChosenVersion(value: YamlMap, model: NodeDraft): boolean {
  const versions = entryOf(value, "versions");
  if (!isYamlMap(versions)) return true;
  const has = (key: string): boolean | undefined => {
    const list = entryOf(versions, key);
    if (!isYamlList(list) || list.length === 0) return undefined;
    return list.some((one) => pythonStr(one) === String(model.extra["versionText"]));
  };
  const excluded = has("exclude");
  if (excluded !== undefined) return !excluded;
  return has("include") ?? true;
}

function disable(draft: NodeDraft): void {
  if (draft.config === undefined) return;
  draft.config = { ...draft.config, values: { ...draft.config.values, enabled: false } };
}
