/**
 * Config keys that dbt 2 refuses because it does not know them (dbt1060, dbt1013). `threads` is
 * left to the rule that also moves it.
 */
import type { Span } from "../../base/text";
import { isYamlMap, type YamlMap } from "../../yaml/values";
import { KNOWN_CONFIG_KEYS } from "../config/knownKeys";
import { addProblem, type Resolution } from "../resolution";
import { didYouMean } from "../suggest";

const TREES = ["models", "seeds", "snapshots", "data_tests", "sources"] as const;

export function checkCustomKeys(resolution: Resolution): void {
  if (resolution.engine !== "fusion") return;
  const { root } = resolution;
  for (const draft of resolution.drafts.values()) {
    if (draft.package !== root) continue;
    for (const call of draft.rendering.configs) {
      for (const key of Object.keys(call.values)) {
        if (isUnknown(key) && draft.language !== "python") {
          report(resolution, { file: call.file, span: call.spans.get(key) ?? call.span }, key);
        }
      }
    }
    const { patch } = draft;
    if (patch === undefined || draft.configKind === "source") continue;
    for (const key of Object.keys(patch.values)) {
      if (isUnknown(key)) report(resolution, patch.originOf(key), key);
    }
  }
  for (const name of TREES) {
    const tree = root.project.trees.get(name);
    if (tree !== undefined) checkTree(resolution, tree.value, [tree.key]);
  }
}

function isUnknown(key: string): boolean {
  return !KNOWN_CONFIG_KEYS.has(key) && key !== "threads";
}

function checkTree(resolution: Resolution, tree: YamlMap, path: readonly string[]): void {
  const { document, path: file } = resolution.root.project;
  for (const [key, value] of Object.entries(tree)) {
    const isPlus = key.startsWith("+");
    const name = isPlus ? key.slice(1).trim() : key;
    if (isYamlMap(value)) {
      if (!isPlus) checkTree(resolution, value, [...path, key]);
      else if (isUnknown(name)) checkTree(resolution, value, [...path, key]);
      continue;
    }
    if (value === null || name === "threads" || (isPlus && KNOWN_CONFIG_KEYS.has(name))) continue;
    const site = {
      file,
      get span(): Span {
        return document.keySpan([...path, key]);
      },
    };
    if (isPlus) report(resolution, site, name);
    else {
      addProblem(
        resolution,
        "invalid-config",
        "error",
        site,
        `dbt 2 reads \`${key}\` as a folder and refuses its value; write \`+${key}\`.`,
      );
    }
  }
}

function report(
  resolution: Resolution,
  site: { readonly file: string; readonly span: Span },
  key: string,
): void {
  addProblem(
    resolution,
    "invalid-config",
    "error",
    site,
    `dbt 2 knows no config key '${key}' and refuses it.${didYouMean(key, KNOWN_CONFIG_KEYS) || " Put it under `meta`."}`,
  );
}
