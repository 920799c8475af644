/** Where dbt-core itself speaks up about keys that its JSON schemas do not know. */
import type { DbtProject } from "../dbt/project";

/**
 * Adapters whose projects dbt-core 1.10 and later hold against its schemas
 * (`jsonschemas/jsonschemas.py`, `_JSONSCHEMA_SUPPORTED_ADAPTERS`).
 */
const CHECKED_ADAPTERS: ReadonlySet<string> = new Set([
  "bigquery",
  "databricks",
  "redshift",
  "snowflake",
]);

/** True where dbt-core warns about custom keys and missing `+` signs. */
export function isSchemaChecked({ engine, adapter }: DbtProject): boolean {
  return engine === "dbt-core" && CHECKED_ADAPTERS.has(adapter ?? "");
}
