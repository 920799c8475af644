/**
 * Configuration in dbt_project.yml that reaches no resource, where the project's flags make an
 * error of dbt's warning. Source: dbt-core 1.11 `config/runtime.py`
 * (`warn_for_unused_resource_config_paths`), dbt 2.0.0-alpha.4 `unused_config_paths.rs`.
 */
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import type { ResourceType } from "../project";
import type { TreeName } from "../projectFile/projectFile";
import { addProblem, type Resolution } from "../resolution";

const TYPE_OF_TREE: Readonly<Record<Exclude<TreeName, "analyses">, ResourceType>> = {
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
const WARNING = "UnusedResourceConfigPath";

/** Reports it, each path once. O(nodes × depth) where the flags ask for it, else O(1). */
export function checkUnusedPaths(resolution: Resolution): void {
  const { root, drafts, shadowed, missing } = resolution;
  // What a missing package would bring may be what a path is for.
  if (missing !== undefined || !isMadeError(root.project.flags)) return;
  const reached = new Set<string>();
  const reach = (types: readonly string[], fqn: readonly string[]): void => {
    for (let length = 0; length <= fqn.length; length++) {
      const path = fqn.slice(0, length).join("\0");
      for (const type of types) reached.add(`${type}\0${path}`);
    }
  };
  for (const { resourceType, fqn, config } of [...drafts.values(), ...shadowed]) {
    // Paths to what is disabled count whatever they configure.
    const isOn = config !== undefined && entryOf(config.values, "enabled") === true;
    reach(isOn ? [resourceType] : Object.values(TYPE_OF_TREE), fqn);
  }
  for (const [tree, { key, value }] of root.project.trees) {
    // dbt does not look at these.
    if (tree === "analyses") continue;
    for (const path of configuredPaths(value, [])) {
      if (reached.has(`${TYPE_OF_TREE[tree]}\0${path.join("\0")}`)) continue;
      const { document, path: file } = root.project;
      const place = [key, ...path];
      addProblem(
        resolution,
        "invalid-project",
        "error",
        { file, span: document.keySpan(place) },
        `\`${place.join(".")}\` reaches no resource, and the project's flags make an error of that warning.`,
      );
    }
  }
}

/** Every place where a value stands that is no folder, without its key. */
function* configuredPaths(tree: YamlMap, path: readonly string[]): Generator<readonly string[]> {
  let hasOwn = false;
  for (const [key, value] of Object.entries(tree)) {
    if (isYamlMap(value) && !key.startsWith("+")) yield* configuredPaths(value, [...path, key]);
    else hasOwn = true;
  }
  if (hasOwn) yield path;
}

/** `warn_error`, or options that name the warning or all of them. */
function isMadeError(flags: YamlMap): boolean {
  if (entryOf(flags, "warn_error") === true) return true;
  const options = entryOf(flags, "warn_error_options") ?? null;
  if (!isYamlMap(options)) return false;
  const of = (...keys: readonly string[]): readonly YamlValue[] =>
    keys.flatMap((key) => {
      const value = entryOf(options, key) ?? null;
      return isYamlList(value) ? value : [value];
    });
  if (of("warn", "exclude", "silence").includes(WARNING)) return false;
  return of("error", "include").some((one) => one === WARNING || one === "all" || one === "*");
}
