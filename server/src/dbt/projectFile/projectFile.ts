/**
 * One dbt_project.yml understood: name, paths, configuration trees, vars. Renders its Jinja with
 * the names dbt gives it (vars of the command line only) and reports what dbt would refuse.
 * Source: dbt-core 1.11 `config/project.py`, `config/renderer.py`.
 */

import type { Problem } from "../../base/problem";
import { parseYaml, type YamlDocument } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import { type KeyPath, type RenderGap, renderTree } from "../render/yamlRender";
import type { NamedFile } from "../sources";
import { checkProject } from "./checkProject";
import type { ProjectFileOptions } from "./projectFileOptions";

/** Folders to search, relative to the package. */
export interface SearchPaths {
  readonly model: readonly string[];
  readonly seed: readonly string[];
  readonly snapshot: readonly string[];
  readonly analysis: readonly string[];
  readonly macro: readonly string[];
  readonly test: readonly string[];
  readonly function: readonly string[];
  /** Absent: all of the above. */
  readonly docs?: readonly string[];
}

/** Which configuration tree of dbt_project.yml applies to a resource. */
export type TreeName =
  | "models"
  | "seeds"
  | "snapshots"
  | "sources"
  | "data_tests"
  | "unit_tests"
  | "metrics"
  | "semantic-models"
  | "saved-queries"
  | "exposures"
  | "functions"
  | "analyses";

export interface ProjectFile {
  readonly path: string;
  readonly document: YamlDocument;
  readonly name: string;
  readonly profile: string | undefined;
  readonly paths: SearchPaths;
  readonly installPath: string;
  /** Rendered trees by name; absent where the file has none. `keyOf` gives the key as written. */
  readonly trees: ReadonlyMap<TreeName, { readonly key: string; readonly value: YamlMap }>;
  readonly vars: YamlMap;
  /** `dispatch` search orders by macro namespace. */
  readonly dispatch: ReadonlyMap<string, readonly string[]>;
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  readonly flags: YamlMap;
  readonly quoting: YamlMap;
  readonly requireDbtVersion: readonly string[];
  readonly restrictAccess: boolean;
  /** Values that could not be rendered; the trees hold null there. */
  readonly gaps: readonly RenderGap[];
  readonly problems: readonly Problem[];
}

const TREES: readonly (readonly [TreeName, readonly string[]])[] = [
  ["models", ["models"]],
  ["seeds", ["seeds"]],
  ["snapshots", ["snapshots"]],
  ["sources", ["sources"]],
  ["data_tests", ["data_tests", "tests"]],
  ["unit_tests", ["unit_tests"]],
  ["metrics", ["metrics"]],
  ["semantic-models", ["semantic-models"]],
  ["saved-queries", ["saved-queries"]],
  ["exposures", ["exposures"]],
  ["functions", ["functions"]],
  ["analyses", ["analyses"]],
];
const HOOK_KEYS: ReadonlySet<string> = new Set(["pre-hook", "post-hook", "pre_hook", "post_hook"]);
const HOOK_TREES: ReadonlySet<string> = new Set([
  "seeds",
  "models",
  "snapshots",
  "tests",
  "data_tests",
]);

const EMPTY_HOOK_TREES: ReadonlySet<string> = new Set(["models", "seeds", "snapshots"]);

/** Hooks without a value are none, at the top of a tree and under these names alone. */
function withoutNullHooks(tree: YamlMap): YamlMap {
  const empty = ["pre-hook", "post-hook"].filter((key) => entryOf(tree, key) === null);
  return empty.length === 0
    ? tree
    : { ...tree, ...Object.fromEntries(empty.map((key) => [key, []])) };
}

/** Reads a dbt_project.yml. Never throws; `problems` are relative to the root project. */
export function parseProjectFile(file: NamedFile, options: ProjectFileOptions): ProjectFile {
  const document = parseYaml(file.text);
  const raw = isYamlMap(document.value) ? document.value : {};
  const { value, gaps } = renderTree(raw, isRenderedKey, options.renderText);
  const project = value as YamlMap;
  const problems: Problem[] = [];
  checkProject({ file, document, raw, project, gaps, options, problems });

  const trees = new Map<TreeName, { key: string; value: YamlMap }>();
  for (const [name, keys] of TREES) {
    for (const key of keys) {
      const tree = entryOf(project, key);
      if (isYamlMap(tree)) {
        trees.set(name, { key, value: EMPTY_HOOK_TREES.has(key) ? withoutNullHooks(tree) : tree });
        break;
      }
    }
  }
  const strings = (key: string, fallback: readonly string[]): readonly string[] => {
    const found = entryOf(project, key);
    return isYamlList(found) ? found.filter((item) => typeof item === "string") : fallback;
  };
  const map = (key: string): YamlMap => {
    const found = entryOf(project, key);
    return isYamlMap(found) ? found : {};
  };
  const hooks = (key: string): readonly string[] => {
    const found = entryOf(raw, key);
    return typeof found === "string" ? [found] : strings(key, []);
  };
  const docs = entryOf(project, "docs-paths");
  const required = entryOf(project, "require-dbt-version");
  const name = entryOf(project, "name");
  const profile = entryOf(project, "profile");
  const install = entryOf(project, "packages-install-path");
  return {
    path: file.path,
    document,
    name: typeof name === "string" ? name : "",
    profile: typeof profile === "string" ? profile : undefined,
    paths: {
      model: strings("model-paths", strings("source-paths", ["models"])),
      seed: strings("seed-paths", strings("data-paths", ["seeds"])),
      snapshot: strings("snapshot-paths", ["snapshots"]),
      analysis: strings("analysis-paths", ["analyses"]),
      macro: strings("macro-paths", ["macros"]),
      test: strings("test-paths", ["tests"]),
      function: strings("function-paths", ["functions"]),
      ...(isYamlList(docs) ? { docs: strings("docs-paths", []) } : {}),
    },
    installPath: typeof install === "string" ? install : "dbt_packages",
    trees,
    vars: map("vars"),
    dispatch: dispatchOf(entryOf(project, "dispatch")),
    onRunStart: hooks("on-run-start"),
    onRunEnd: hooks("on-run-end"),
    flags: map("flags"),
    quoting: map("quoting"),
    requireDbtVersion:
      typeof required === "string" ? required.split(",") : strings("require-dbt-version", []),
    restrictAccess: entryOf(project, "restrict-access") === true,
    gaps,
    problems,
  };
}

function isRenderedKey(path: KeyPath): boolean {
  const first = path[0];
  if (typeof first !== "string") return true;
  if (first === "vars" || first === "query-comment" || first.startsWith("on-run-")) return false;
  if (!HOOK_TREES.has(first)) return true;
  return !path.some((key) => typeof key === "string" && HOOK_KEYS.has(key.replace(/^[+ ]+/, "")));
}

function dispatchOf(value: YamlValue | undefined): ReadonlyMap<string, readonly string[]> {
  const orders = new Map<string, readonly string[]>();
  for (const entry of isYamlList(value) ? value : []) {
    if (!isYamlMap(entry)) continue;
    const namespace = entryOf(entry, "macro_namespace");
    const order = entryOf(entry, "search_order");
    if (typeof namespace !== "string" || !isYamlList(order)) continue;
    if (!orders.has(namespace)) {
      orders.set(
        namespace,
        order.filter((item) => typeof item === "string"),
      );
    }
  }
  return orders;
}
