/**
 * `state:` against the manifest of an earlier state, as far as files tell. Two things differ from
 * dbt: configs are compared as resolved, not as written, so a difference that only the target
 * makes counts as modified; and macros are followed through the earlier manifest's own links.
 */
import type { Manifest, ManifestNode } from "../artifacts/manifest";
import type { DbtNode, Json } from "../project";
import { type MethodContext, type MethodSearch, textValue } from "./method";

type Question = (node: DbtNode, before: ManifestNode | undefined) => boolean;

/** `state:modified` and the like; unknown words and a missing manifest are refused as by dbt. */
export const searchState: MethodSearch = (criterion, context) => {
  const manifest = context.previous.manifest;
  if (manifest === undefined) {
    return { failure: "`state:` needs the manifest of an earlier state" };
  }
  const wanted = textValue(criterion);
  const macros = modifiedMacros(context, manifest);
  const questions = questionsAbout(macros);
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
    before === undefined ||
    PARTS.some((part) => part(node, before)) ||
    hasModifiedMacro(node, before);
  /** A new node counts as modified in each of its parts. */
  const whenKnown =
    (part: Part): Question =>
    (node, before) =>
      before === undefined || part(node, before);
  return new Map<string, Question>([
    ["new", (_, before) => before === undefined],
    ["old", (_, before) => before !== undefined],
    ["modified", isModified],
    ["unmodified", (node, before) => !isModified(node, before)],
    ["modified.body", whenKnown(isBodyModified)],
    ["modified.configs", whenKnown(isConfigModified)],
    ["modified.persisted_descriptions", whenKnown(arePersistedDescriptionsModified)],
    ["modified.relation", whenKnown(isRelationModified)],
    ["modified.macros", hasModifiedMacro],
    [
      "modified.contract",
      (node, before) => before === undefined || isContractModified(node, before),
    ],
  ]);
}

type Part = (node: DbtNode, before: ManifestNode) => boolean;

const isBodyModified: Part = (node, before) => node.rawCode.trim() !== before.rawCode.trim();

/** Keys that dbt leaves out of the comparison or compares by other means. */
const NOT_CONFIG = new Set(["docs", "enabled", "alias", "schema", "database", "meta", "tags"]);

const isConfigModified: Part = (node, before) => {
  const keys = new Set([...Object.keys(node.config), ...Object.keys(before.config)]);
  return [...keys].some(
    (key) => !NOT_CONFIG.has(key) && text(node.config[key]) !== text(before.config[key]),
  );
};

const isRelationModified: Part = (node, before) =>
  ["schema", "database", "alias"].some(
    (key) => text(node.config[key]) !== text(before.config[key]),
  );

const arePersistedDescriptionsModified: Part = (node, before) => {
  const persist = node.config["persist_docs"];
  if (typeof persist !== "object" || persist === null) return false;
  const hasAny = Object.values(persist).some((value) => value === true);
  return hasAny && text(node.extra["description"]) !== textOfUnknown(before.fields["description"]);
};

const isContractModified: Part = (node, before) =>
  text(node.config["contract"]) !== text(before.config["contract"]);

const isFqnModified: Part = (node, before) => node.fqn.join(".") !== before.fqn.join(".");

const PARTS: readonly Part[] = [
  isBodyModified,
  isConfigModified,
  isRelationModified,
  arePersistedDescriptionsModified,
  isContractModified,
  isFqnModified,
];

function text(value: Json | undefined): string {
  return JSON.stringify(value ?? null);
}

function textOfUnknown(value: unknown): string {
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
