/**
 * `state:` against the manifest of an earlier state, as far as files tell. Three things differ from
 * dbt: configs are compared as resolved, not as written, so a difference that only the target makes
 * counts as modified; a seed's content is not compared; macros are followed through the earlier
 * manifest's own links.
 */
import { isSameConfigValue } from "../artifacts/compareWithManifest";
import type { Manifest, ManifestNode } from "../artifacts/manifest";
import type { DbtNode } from "../project";
import { type MethodContext, type MethodSearch, textValue } from "./method";

/** What a checker of dbt-core 1.11 says of a node and its earlier self. */
type Question = (node: DbtNode, before: ManifestNode | undefined) => boolean;

/** `state:modified` and the like; unknown words and a missing manifest are refused as by dbt. */
export const searchState: MethodSearch = (criterion, context) => {
  const manifest = context.previous.manifest;
  if (manifest === undefined) {
    return { failure: "`state:` needs the manifest of an earlier state: give --state DIR" };
  }
  const wanted = textValue(criterion);
  const questions = questionsAbout(modifiedMacros(context, manifest));
  const question = questions.get(wanted);
  if (question === undefined) {
    return { failure: `"${wanted}" is no state; dbt knows ${[...questions.keys()].join(", ")}` };
  }
  return {
    matches: (node) =>
      question(node, manifest.nodes.get(node.uniqueId) ?? manifest.sources.get(node.uniqueId)),
  };
};

function questionsAbout(macros: ReadonlySet<string>): ReadonlyMap<string, Question> {
  const hasModifiedMacro: Question = (node) => node.dependsOnMacros.some((id) => macros.has(id));
  const isModified: Question = (node, before) =>
    isContentModified(node, before) || hasModifiedMacro(node, before);
  /** A part that a kind of node does not have is never modified; of a new node, every part is. */
  const whereItExists =
    (kinds: ReadonlySet<string>, part: Part): Question =>
    (node, before) =>
      kinds.has(node.resourceType) && (before === undefined || part(node, before));
  return new Map<string, Question>([
    ["new", (_, before) => before === undefined],
    ["old", (_, before) => before !== undefined],
    ["modified", isModified],
    ["unmodified", (node, before) => !isModified(node, before)],
    ["modified.body", whereItExists(PARSED, isBodyModified)],
    ["modified.configs", whereItExists(CONFIGURED, isConfigModified)],
    ["modified.persisted_descriptions", whereItExists(PARSED, isPersistedDescriptionModified)],
    ["modified.relation", whereItExists(RELATIONS, isRelationModified)],
    ["modified.macros", hasModifiedMacro],
    ["modified.contract", whereItExists(PARSED, isContractModified)],
  ]);
}

const PARSED: ReadonlySet<string> = new Set(
  "model seed snapshot test analysis operation function".split(" "),
);
const RELATIONS: ReadonlySet<string> = new Set([...PARSED, "source"]);
const CONFIGURED: ReadonlySet<string> = new Set([
  ...RELATIONS,
  ..."exposure metric semantic_model saved_query".split(" "),
]);

/** To dbt a new source, exposure, metric or saved query is new, but not modified. */
function isContentModified(node: DbtNode, before: ManifestNode | undefined): boolean {
  const isParsed = PARSED.has(node.resourceType);
  if (before === undefined) return isParsed || node.resourceType === "unit_test";
  const isGenericTest = node.extra["test_metadata"] !== undefined;
  const parts = isGenericTest
    ? [isConfigModified, isFqnModified]
    : isParsed
      ? PARTS_OF_PARSED
      : node.resourceType === "source"
        ? [isConfigModified, isFqnModified, isRelationModified]
        : [isConfigModified, isFqnModified, areDependenciesModified];
  return parts.some((part) => part(node, before));
}

type Part = (node: DbtNode, before: ManifestNode) => boolean;

const isBodyModified: Part = (node, before) =>
  node.resourceType !== "seed" && node.rawCode.trim() !== before.rawCode.trim();

/** Keys that count by other means, or not at all. */
const NOT_COMPARED = new Set(["alias", "schema", "database", "tags", "group"]);

const isConfigModified: Part = (node, before) => {
  const keys = new Set([...Object.keys(node.config), ...Object.keys(before.config)]);
  return [...keys].some(
    (key) =>
      !NOT_COMPARED.has(key) && !isSameConfigValue(key, node.config[key], before.config[key]),
  );
};

/** Of a source the relation itself counts, of all others what their config says of it. */
const isRelationModified: Part = (node, before) =>
  node.resourceType === "source"
    ? node.schema !== before.schema || node.database !== before.database
    : ["schema", "database", "alias"].some(
        (key) => !isSameConfigValue(key, node.config[key], before.config[key]),
      );

const isPersistedDescriptionModified: Part = (node, before) => {
  const persist = node.config["persist_docs"];
  if (typeof persist !== "object" || persist === null) return false;
  const hasAny = Object.values(persist).some((value) => value === true);
  return hasAny && textOf(node.extra["description"]) !== textOf(before.fields["description"]);
};

const isContractModified: Part = (node, before) =>
  !isSameConfigValue("contract", node.config["contract"], before.config["contract"]);

const isFqnModified: Part = (node, before) => node.fqn.join(".") !== before.fqn.join(".");

const areDependenciesModified: Part = (node, before) =>
  [...node.dependsOn].sort().join(" ") !== before.dependsOn.join(" ");

const isAccessModified: Part = (node, before) =>
  node.resourceType === "model" &&
  ["access", "latest_version"].some(
    (field) => field in node.extra && textOf(node.extra[field]) !== textOf(before.fields[field]),
  );

const PARTS_OF_PARSED: readonly Part[] = [
  isBodyModified,
  isConfigModified,
  isPersistedDescriptionModified,
  isFqnModified,
  isRelationModified,
  isContractModified,
  isAccessModified,
];

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** Macros whose text changed, that came or went, and all that call one of them. */
function modifiedMacros({ project }: MethodContext, manifest: Manifest): ReadonlySet<string> {
  const modified = new Set<string>();
  for (const [uniqueId, macro] of project.macros) {
    const before = manifest.macros.get(uniqueId)?.text.trim();
    const now = project.files.get(macro.file)?.slice(macro.span.start, macro.span.end).trim();
    if (before === undefined || (now !== undefined && now !== before)) modified.add(uniqueId);
  }
  const packages = new Set([...project.macros.values()].map((macro) => macro.package));
  for (const uniqueId of manifest.macros.keys()) {
    // Macros of dbt itself and its adapters are in the manifest, not in the project's files.
    const isOurs = packages.has(uniqueId.split(".")[1] ?? "");
    if (isOurs && !project.macros.has(uniqueId)) modified.add(uniqueId);
  }
  for (let size = -1; size !== modified.size; ) {
    size = modified.size;
    for (const [uniqueId, { dependsOn }] of manifest.macros) {
      if (dependsOn.some((id) => modified.has(id))) modified.add(uniqueId);
    }
  }
  return modified;
}
