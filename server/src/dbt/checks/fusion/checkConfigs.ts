/**
 * Config that dbt 2 refuses in `config()` calls and in dbt_project.yml: keys it does not know
 * (dbt1060) and values of another type (dbt1013). What properties files say is checked with their
 * entries. `threads` is left to the rule that also moves it.
 */
import type { Span } from "../../../base/text";
import { entryOf, isYamlMap, type YamlMap, type YamlValue } from "../../../yaml/values";
import type { ConfigKind } from "../../config/schemas";
import type { NodeDraft } from "../../nodes/nodeDraft";
import type { TreeName } from "../../projectFile/projectFile";
import { addProblem, type Resolution } from "../../resolution";
import { describeMisfit } from "../../shape/describeMisfit";
import { describe, describeValue, type Misfit, misfitsOf } from "../../shape/shape";
import { didYouMean } from "../../suggest";
import { fusionConfig, fusionProjectConfig } from "./configShapes";
import { readAsYaml12 } from "./yaml12";

type CheckedTree = Exclude<TreeName, "analyses">;

const KIND_OF_TREE: Readonly<Record<CheckedTree, ConfigKind>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  sources: "source",
  data_tests: "test",
  unit_tests: "unit_test",
  metrics: "metric",
  "semantic-models": "semantic_model",
  "saved-queries": "saved_query",
  exposures: "exposure",
  functions: "function",
};
const PYTHON_MATERIALIZATIONS: ReadonlySet<YamlValue> = new Set(["table", "incremental"]);

/** Reports it, each place once. O(config calls + keys of dbt_project.yml). */
export function checkFusionConfigs(resolution: Resolution): void {
  if (resolution.engine !== "fusion") return;
  const { root } = resolution;
  for (const draft of resolution.drafts.values()) {
    checkCalls(resolution, draft);
    checkTogether(resolution, draft);
  }
  for (const name of Object.keys(KIND_OF_TREE) as CheckedTree[]) {
    const tree = root.project.trees.get(name);
    if (tree !== undefined) checkTree(resolution, KIND_OF_TREE[name], tree.value, [tree.key]);
  }
}

function checkCalls(resolution: Resolution, draft: NodeDraft): void {
  const isOfRoot = draft.package === resolution.root;
  const expected = fusionConfig(draft.configKind);
  for (const call of draft.rendering.configs) {
    for (const misfit of misfitsOf(expected, call.values)) {
      const { unknownKey, path } = misfit;
      if (unknownKey === "threads") continue;
      if (unknownKey !== undefined && (!isOfRoot || draft.language === "python")) continue;
      const site = { file: call.file, span: call.spans.get(String(path[0])) ?? call.span };
      report(resolution, site, words(misfit));
    }
  }
}

/** Values that dbt 2 refuses together, wherever each of them was set. */
function checkTogether(resolution: Resolution, draft: NodeDraft): void {
  const values = draft.config?.values ?? {};
  const site = draft.rendering.configs[0] ?? {
    file: draft.file,
    span: { start: draft.offset, end: draft.offset },
  };
  const isSet = (key: string): boolean => (entryOf(values, key) ?? null) !== null;
  if (isSet("merge_update_columns") && isSet("merge_exclude_columns")) {
    const message = "`merge_update_columns` and `merge_exclude_columns` exclude each other.";
    report(resolution, site, message);
  }
  const freshness = draft.resourceType === "model" ? entryOf(values, "freshness") : undefined;
  const after = isYamlMap(freshness ?? null) ? entryOf(freshness as YamlMap, "build_after") : null;
  if (isYamlMap(after ?? null)) {
    const { count, period } = after as YamlMap;
    if ((count ?? null) === null || (period ?? null) === null) {
      report(resolution, site, "`build_after` of `freshness` needs both `count` and `period`.");
    }
  }
  const materialized = entryOf(values, "materialized");
  if (
    draft.language === "python" &&
    draft.resourceType === "model" &&
    materialized !== undefined &&
    !PYTHON_MATERIALIZATIONS.has(materialized)
  ) {
    report(
      resolution,
      site,
      `A Python model is a table or incremental; dbt 2 refuses ${describeValue(materialized)}.`,
    );
  }
}

function checkTree(
  resolution: Resolution,
  kind: ConfigKind,
  tree: YamlMap,
  path: readonly string[],
): void {
  const { document, path: file, gaps } = resolution.root.project;
  const expected = fusionProjectConfig(kind);
  for (const [key, value] of Object.entries(tree)) {
    const at = [...path, key];
    if (gaps.some((gap) => at.every((step, index) => gap.path[index] === step))) continue;
    const site = {
      file,
      get span(): Span {
        return document.keySpan(at);
      },
    };
    const name = key.startsWith("+") ? key.slice(1) : undefined;
    const field = name === undefined ? undefined : expected.fields.get(name);
    if (field !== undefined) {
      const misfits = misfitsOf(field.shape, readAsYaml12(document, at, value));
      for (const misfit of misfits) {
        report(resolution, site, words({ ...misfit, path: [name!, ...misfit.path] }));
      }
    } else if (isYamlMap(value)) checkTree(resolution, kind, value, at);
    else if (value !== null && name?.trim() !== "threads" && key !== "threads") {
      const known = [...expected.fields.keys()];
      report(
        resolution,
        site,
        name === undefined && expected.fields.has(key)
          ? `dbt 2 reads \`${key}\` as a folder and refuses its value; write \`+${key}\`.`
          : name === undefined
            ? `dbt 2 reads \`${key}\` as a folder, which must be ${describe(expected)}, not ${describeValue(value)}.`
            : `dbt 2 knows no config key '${name}' here and refuses it.${didYouMean(name, known) || " Put it under `+meta`."}`,
      );
    }
  }
}

function words(misfit: Misfit): string {
  const { unknownKey, path } = misfit;
  return unknownKey !== undefined && path.length === 1
    ? `dbt 2 knows no config key '${unknownKey}' and refuses it.${didYouMean(unknownKey, misfit.knownKeys ?? []) || " Put it under `meta`."}`
    : describeMisfit("config", misfit, "dbt 2 knows no key");
}

function report(
  resolution: Resolution,
  site: { readonly file: string; readonly span: Span },
  message: string,
): void {
  addProblem(resolution, "invalid-config", "error", site, message);
}
