/**
 * dbt's selection methods by name. Follows `dbt/graph/selector_methods.py` of dbt-core 1.11, its
 * odd corners included, because a selection that differs from dbt's runs the wrong models.
 */
import type { DbtNode, Json, ResourceType } from "../project";
import { searchConfig } from "./configMethod";
import { searchFqn } from "./fqnMethod";
import { type MethodSearch, type Search, textValue } from "./method";
import { searchFile, searchPath } from "./pathMethod";
import type { Method } from "./selector";
import { searchState } from "./stateMethod";
import { matchesPattern } from "./wildcards";

/** Nodes of the manifest's `nodes`, as opposed to sources, exposures, metrics and the like. */
const PARSED = new Set<ResourceType>([
  "model",
  "seed",
  "snapshot",
  "test",
  "analysis",
  "operation",
]);

const searchTag: MethodSearch = (criterion) => {
  const wanted = textValue(criterion);
  return {
    matches: ({ resourceType, tags }) =>
      resourceType !== "semantic_model" && tags.some((tag) => matchesPattern(tag, wanted)),
  };
};

const searchGroup: MethodSearch = (criterion) => {
  const wanted = textValue(criterion);
  return {
    matches: ({ resourceType, config }) => {
      const group = config["group"];
      const isGroupable = PARSED.has(resourceType) || resourceType === "metric";
      return isGroupable && typeof group === "string" && matchesPattern(group, wanted);
    },
  };
};

const searchAccess: MethodSearch = (criterion) => {
  const wanted = textValue(criterion);
  return {
    matches: ({ resourceType, extra, config }) =>
      resourceType === "model" && (extra["access"] ?? config["access"] ?? "protected") === wanted,
  };
};

const searchSource: MethodSearch = (criterion) => {
  const parts = textValue(criterion).split(".");
  if (parts.length > 3) {
    return { failure: "a source is named `source`, `source.table` or `package.source.table`" };
  }
  const [package_ = "*", source = "*", table = "*"] = parts.length === 3 ? parts : ["*", ...parts];
  return {
    matches: (node) =>
      node.resourceType === "source" &&
      matchesPattern(node.package, package_) &&
      matchesPattern(sourceNameOf(node), source) &&
      matchesPattern(node.name, table),
  };
};

function sourceNameOf(node: DbtNode): string {
  const name = node.extra["source_name"];
  return typeof name === "string" ? name : (node.fqn.at(-2) ?? "");
}

/** `name` or `package.name` of one resource type. */
function searchNamed(resourceType: ResourceType): MethodSearch {
  return (criterion) => {
    const parts = textValue(criterion).split(".");
    if (parts.length > 2) {
      return { failure: `one ${resourceType} is named \`name\` or \`package.name\`` };
    }
    const [package_ = "*", name = "*"] = parts.length === 2 ? parts : ["*", ...parts];
    return {
      matches: (node) =>
        node.resourceType === resourceType &&
        matchesPattern(node.package, package_) &&
        matchesPattern(node.name, name),
    };
  };
}

const searchPackage: MethodSearch = (criterion, { project }) => {
  const value = textValue(criterion);
  const wanted = value === "this" ? project.name : value;
  return { matches: (node) => matchesPattern(node.package, wanted) };
};

const RESOURCE_TYPES = new Set(
  "model analysis test snapshot operation seed rpc sql_operation doc source macro exposure metric group saved_query semantic_model unit_test fixture function".split(
    " ",
  ),
);

const searchResourceType: MethodSearch = (criterion) => {
  const wanted = textValue(criterion);
  if (!RESOURCE_TYPES.has(wanted)) return { failure: `"${wanted}" is no resource type` };
  return { matches: (node) => node.resourceType === wanted };
};

const searchTestName: MethodSearch = (criterion) => {
  const wanted = textValue(criterion);
  return {
    matches: (node) => {
      if (node.resourceType === "unit_test") return matchesPattern(node.name, wanted);
      const name = genericTestName(node);
      return name !== undefined && matchesPattern(name, wanted);
    },
  };
};

/** Name of the generic test that a test node applies; absent for singular tests and others. */
function genericTestName(node: DbtNode): string | undefined {
  if (node.resourceType !== "test") return undefined;
  const metadata: Json | undefined = node.extra["test_metadata"];
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
    return undefined;
  }
  const name = Object.hasOwn(metadata, "name")
    ? (metadata as { readonly [key: string]: Json })["name"]
    : undefined;
  return typeof name === "string" ? name : undefined;
}

const searchTestType: MethodSearch = (criterion): Search => {
  const wanted = textValue(criterion);
  const isGeneric = (node: DbtNode): boolean => genericTestName(node) !== undefined;
  if (wanted === "generic" || wanted === "schema") return { matches: isGeneric };
  // dbt asks whether the value is a part of these words, so `test_type:sing` works as well.
  if ("data".includes(wanted)) return { matches: (node) => node.resourceType === "test" };
  if ("singular".includes(wanted)) {
    return { matches: (node) => node.resourceType === "test" && !isGeneric(node) };
  }
  if ("unit".includes(wanted)) return { matches: (node) => node.resourceType === "unit_test" };
  return { failure: `"${wanted}" is no test type; dbt knows generic, singular, unit and data` };
};

const searchVersion: MethodSearch = (criterion): Search => {
  const wanted = textValue(criterion);
  const question = VERSION_QUESTIONS.get(wanted);
  if (question === undefined) {
    return { failure: `"${wanted}" is no version; dbt knows latest, prerelease, old and none` };
  }
  return {
    matches: ({ resourceType, version, extra }) =>
      resourceType === "model" && question(version, versionOf(extra["latest_version"])),
  };
};

type Version = string | number | null;

const VERSION_QUESTIONS: ReadonlyMap<string, (version: Version, latest: Version) => boolean> =
  new Map([
    ["latest", (version, latest) => version !== null && version === latest],
    ["prerelease", (version, latest) => isBefore(latest, version)],
    ["old", (version, latest) => isBefore(version, latest)],
    ["none", (version) => version === null],
  ]);

function versionOf(value: Json | undefined): Version {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

/** By number where both are numbers, else as text; an absent or empty version is neither. */
function isBefore(a: Version, b: Version): boolean {
  if (a === null || b === null || a === "" || b === "" || a === 0 || b === 0) return false;
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? String(a) < String(b) : x < y;
}

const searchResult: MethodSearch = (criterion, { previous }) => {
  const results = previous.results;
  if (results === undefined)
    return { failure: "`result:` needs the run results of an earlier run: give --state DIR" };
  const wanted = textValue(criterion);
  const found = new Set(
    results.nodes.filter((node) => node.status === wanted).map((node) => node.uniqueId),
  );
  return { matches: (node) => found.has(node.uniqueId) };
};

const searchSourceStatus: MethodSearch = (criterion, { previous }) => {
  const freshness = previous.freshness;
  if (freshness === undefined) {
    return { failure: "`source_status:` needs the earlier and the current sources.json" };
  }
  if (textValue(criterion) !== "fresher") return { matches: () => false };
  return {
    matches: ({ uniqueId }) => {
      const now = freshness.current.get(uniqueId);
      const before = freshness.previous.get(uniqueId);
      return now !== undefined && (before === undefined || now > before);
    },
  };
};

/** The search of each method. */
export const SEARCHES: Readonly<Record<Exclude<Method, "selector">, MethodSearch>> = {
  fqn: searchFqn,
  tag: searchTag,
  group: searchGroup,
  access: searchAccess,
  source: searchSource,
  path: searchPath,
  file: searchFile,
  package: searchPackage,
  config: searchConfig,
  test_name: searchTestName,
  test_type: searchTestType,
  resource_type: searchResourceType,
  state: searchState,
  exposure: searchNamed("exposure"),
  metric: searchNamed("metric"),
  result: searchResult,
  source_status: searchSourceStatus,
  version: searchVersion,
  semantic_model: searchNamed("semantic_model"),
  saved_query: searchNamed("saved_query"),
  unit_test: searchNamed("unit_test"),
};
