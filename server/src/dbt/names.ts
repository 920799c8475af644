/**
 * Schema, database and alias of a node, by dbt's own rules or by the project's
 * `generate_*_name` macros. Source: dbt-core 1.11 `parser/base.py` (`RelationUpdate`),
 * dbt-adapters `macros/get_custom_name/*.sql`.
 */
import { entryOf, type YamlMap, type YamlValue } from "../yaml/values";
import type { NodeDraft } from "./nodes/nodeDraft";
import { pythonStr } from "./pythonText";
import type { Resolution } from "./resolution";

/** Fills `schema`, `database` and `alias` of a node. */
export function nameNode(resolution: Resolution, draft: NodeDraft): void {
  const values = draft.config?.last ?? NO_VALUES;
  draft.database = partOf(resolution, draft, values, "database");
  draft.schema = partOf(resolution, draft, values, "schema");
  draft.alias = partOf(resolution, draft, values, "alias");
  if (draft.resourceType === "snapshot") {
    const database = entryOf(values, "target_database");
    const schema = entryOf(values, "target_schema");
    if (typeof database === "string" && database !== "") draft.database = database;
    if (typeof schema === "string" && schema !== "") draft.schema = schema;
  }
}

const NO_VALUES: YamlMap = {};

function partOf(
  { evaluator }: Resolution,
  draft: NodeDraft,
  values: YamlMap,
  name: "schema" | "alias" | "database",
): string | null {
  const result = evaluator.nameOf(name, entryOf(values, name) ?? null, draft);
  if ("value" in result) return result.value;
  draft.uncertain = [...draft.uncertain, `${name}: ${result.unknown}`];
  return null;
}

/** What dbt's own `generate_<part>_name` says. */
export function defaultName(
  part: "schema" | "alias" | "database",
  custom: YamlValue,
  draft: NodeDraft,
  target: { readonly schema: string | null; readonly database: string | null } | null,
): string {
  const text = custom === null ? undefined : pythonStr(custom).trim();
  if (part === "alias") {
    if (text !== undefined && text !== "") return text;
    const version = draft.resourceType === "model" ? draft.extra["versionText"] : undefined;
    return typeof version === "string"
      ? `${draft.name}_v${version.replaceAll(".", "_")}`
      : draft.name;
  }
  if (part === "schema") {
    const base = target?.schema ?? "";
    return (text === undefined ? base : `${base}_${text}`).trim();
  }
  return (text ?? target?.database ?? "None").trim();
}
