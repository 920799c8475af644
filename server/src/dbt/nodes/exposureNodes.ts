/**
 * Graph members that only properties files define: exposures, metrics, semantic models, saved
 * queries, unit tests. Source: dbt-core 1.11 `parser/schema_yaml_readers.py`, `unit_tests.py`.
 */
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import { type Layer, lazyOrigin, withUsualKeys } from "../config/layers";
import type { ConfigKind } from "../config/schemas";
import type { Json, ResourceType } from "../project";
import type { TreeName } from "../projectFile/projectFile";
import { metricType } from "../properties/modelSemantics";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { hasJinja } from "../render/yamlRender";
import type { Resolution } from "../resolution";
import { literalRefs } from "../tests/siteRef";
import { computeConfig, newDraft } from "./draft";
import type { NodeDraft } from "./nodeDraft";
import { EMPTY_RENDERING, joinRenderings, type Rendering } from "./rendering";

interface Kind {
  readonly resourceType: ResourceType;
  readonly configKind: ConfigKind;
  readonly tree: TreeName;
}

const KINDS: Readonly<Record<string, Kind>> = {
  exposures: { resourceType: "exposure", configKind: "exposure", tree: "exposures" },
  metrics: { resourceType: "metric", configKind: "metric", tree: "metrics" },
  semantic_models: {
    resourceType: "semantic_model",
    configKind: "semantic_model",
    tree: "semantic-models",
  },
  saved_queries: { resourceType: "saved_query", configKind: "saved_query", tree: "saved-queries" },
  unit_tests: { resourceType: "unit_test", configKind: "unit_test", tree: "unit_tests" },
};

/** The draft of such an entry; undefined for entries of other lists. */
export function propertyNode(resolution: Resolution, entry: PropertyEntry): NodeDraft | undefined {
  const kind = KINDS[entry.key];
  if (kind === undefined) return undefined;
  const { owner, file, value, name } = entry;
  const isUnitTest = kind.resourceType === "unit_test";
  const folders = isUnitTest
    ? file.packagePath.split("/").slice(1, -1)
    : file.searchedPath.split("/").slice(0, -1);
  const model = entryOf(value, "model");
  const modelName = typeof model === "string" ? model : "";
  const draft = newDraft({
    uniqueId: isUnitTest
      ? `unit_test.${owner.name}.${modelName}.${name}`
      : `${kind.resourceType}.${owner.name}.${name}`,
    ...kind,
    name,
    package: owner,
    file: file.path,
    packagePath: file.packagePath,
    fqn: [owner.name, ...folders, ...(isUnitTest ? [modelName] : []), name],
    language: "none",
    rawCode: "",
    offset: 0,
    rendering: EMPTY_RENDERING,
    ownTags: tagsOf(resolution, kind.resourceType, value),
    extra: extraOf(kind.resourceType, value),
  });
  const config: { [key: string]: YamlValue } = { ...mapIn(value, "config") };
  const aliases = resolution.profile.adapter?.aliases ?? {};
  const values = withUsualKeys(config, aliases);
  const layer: Layer = {
    values,
    ...(entry.unknowns.size > 0 ? { unknowns: entry.unknowns } : {}),
    originOf: (key) =>
      lazyOrigin(file.path, [entry.key, name, "config", key].join(" › "), () =>
        spanIn(entry, ["config", key]),
      ),
  };
  if (Object.keys(values).length > 0 || entry.unknowns.size > 0) draft.patch = layer;
  draft.entry = entry;
  computeConfig(resolution, draft);
  if (kind.resourceType === "exposure" && holdsIn(resolution.release, "exposureTagsConfig")) {
    gatherExposureConfig(entry, draft);
  }
  draft.rendering = referencesOf(resolution, entry, draft);
  return draft;
}

/** Tags that stand outside of `config` and are none of it. */
function tagsOf({ release }: Resolution, type: ResourceType, value: YamlMap): readonly string[] {
  const isOwn =
    type === "metric" ||
    type === "saved_query" ||
    (type === "exposure" && !holdsIn(release, "exposureTagsConfig"));
  const tags = isOwn ? entryOf(value, "tags") : undefined;
  if (typeof tags === "string") return [tags];
  return isYamlList(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

/**
 * Tags and meta of an exposure come from the top of the project's tree, from its entry, and on top of
 * these from what the layers of config leave. Source: dbt-core 1.11 `parser/schema_yaml_readers.py`.
 */
function gatherExposureConfig({ value, owner }: PropertyEntry, draft: NodeDraft): void {
  const tree = owner.project.trees.get("exposures")?.value ?? {};
  const layered = draft.config!.values;
  const tags = new Set<string>();
  for (const from of [tree, value, layered]) {
    const written = entryOf(from, "tags");
    // A text where dbt wants a list is read as the list of its characters.
    const list = from === layered && typeof written === "string" ? [...written] : written;
    if (isYamlList(list)) for (const tag of list) if (typeof tag === "string") tags.add(tag);
  }
  const meta = { ...mapIn(tree, "meta"), ...mapIn(value, "meta"), ...mapIn(layered, "meta") };
  const sorted = [...tags].sort();
  const values = { ...layered, tags: sorted, meta };
  draft.config = { ...draft.config!, values, tags: sorted };
}

function mapIn(map: YamlMap, key: string): YamlMap {
  const value = entryOf(map, key);
  return isYamlMap(value) ? value : {};
}

function textIn(map: YamlMap, key: string): string | null {
  const value = entryOf(map, key);
  return typeof value === "string" ? value : null;
}

function extraOf(type: ResourceType, value: YamlMap): { [key: string]: Json } {
  const extra: { [key: string]: Json } = {};
  const description = textIn(value, "description");
  if (description !== null) extra["description"] = description;
  if (type === "exposure") {
    extra["type"] = textIn(value, "type");
    extra["maturity"] = textIn(value, "maturity");
    const owner = mapIn(value, "owner");
    extra["owner"] = textIn(owner, "name") ?? textIn(owner, "email");
  }
  if (type === "metric") extra["type"] = metricType(value);
  if (type === "unit_test") extra["model"] = textIn(value, "model");
  return extra;
}

/** Metrics that measures with `create_metric: true` stand for. */
export function createdMetrics(
  resolution: Resolution,
  entry: PropertyEntry,
  semanticModel: NodeDraft,
): readonly NodeDraft[] {
  if (entry.key !== "semantic_models") return [];
  const measures = entryOf(entry.value, "measures");
  const model = semanticModel.config!.values;
  return (isYamlList(measures) ? measures : []).flatMap((measure) => {
    if (!isYamlMap(measure) || entryOf(measure, "create_metric") !== true) return [];
    const name = textIn(measure, "name") ?? "";
    const folders = entry.file.searchedPath.split("/").slice(0, -1);
    const draft = newDraft({
      uniqueId: `metric.${entry.owner.name}.${name}`,
      ...KINDS["metrics"]!,
      name,
      package: entry.owner,
      file: entry.file.path,
      packagePath: entry.file.packagePath,
      fqn: [entry.owner.name, ...folders, name],
      language: "none",
      rawCode: "",
      offset: 0,
      rendering: EMPTY_RENDERING,
      extra: { type: "simple" },
    });
    draft.entry = entry;
    draft.metricParams = { measure: name };
    draft.patch = {
      values: {
        enabled: entryOf(model, "enabled") ?? true,
        ...(holdsIn(resolution.release, "createdMetricMeta") && { meta: mapIn(model, "meta") }),
      },
      originOf: (key) =>
        lazyOrigin(
          entry.file.path,
          ["semantic_models", entry.name, "config", key].join(" › "),
          () => spanIn(entry, ["config", key]),
        ),
    };
    computeConfig(resolution, draft);
    return [draft];
  });
}

function referencesOf(resolution: Resolution, entry: PropertyEntry, draft: NodeDraft): Rendering {
  const { value } = entry;
  let rendering = EMPTY_RENDERING;
  const read = (text: YamlValue | undefined, path: readonly (string | number)[]): void => {
    if (typeof text !== "string") return;
    const site = lazyOrigin(entry.file.path, "", () => spanIn(entry, path));
    const refs = literalRefs(text, site);
    if (refs.length > 0 || !/\(/.test(text)) {
      rendering = { ...rendering, refs: [...rendering.refs, ...refs] };
      return;
    }
    const found = resolution.evaluator.renderNode({
      draft,
      text: hasJinja(text) ? text : `{{ ${text} }}`,
      file: entry.file.path,
      offset: 0,
      site,
    });
    rendering = joinRenderings(rendering, { ...found, configs: [] });
  };
  if (draft.resourceType === "exposure") {
    const list = entryOf(value, "depends_on");
    for (const [index, text] of (isYamlList(list) ? list : []).entries()) {
      read(text, ["depends_on", index]);
    }
  } else if (draft.resourceType === "semantic_model") read(entryOf(value, "model"), ["model"]);
  return rendering;
}
