/**
 * The types that dbt 2 wants of an output of profiles.yml; keys that it does not know, it leaves.
 * Source: dbt 2.0.0-alpha.4, `crates/dbt-schemas/src/schemas/profiles.rs`.
 */
import { type Shape, shape } from "../../shape/shape";

const TEXTS = "schema?: string|null, database?: string|null, dbname?: string|null";

/** What every output has in common. */
export const FUSION_OUTPUT: Shape = shape(`{${TEXTS}}+`);

/** By `type`. */
export const FUSION_OUTPUTS: Readonly<Record<string, Shape>> = {
  duckdb: shape(
    `{${TEXTS}, path?: string|null, extensions?: [string|dict]|null, settings?: dict|null,
      secrets?: [dict]|null, attach?: [dict]|null, is_ducklake?: boolean|null,
      external_root?: string|null}+`,
  ),
  postgres: shape(
    `{${TEXTS}, host?: string|null, user?: string|null, role?: string|null, sslmode?: string|null,
      search_path?: string|null, port?: string|integer|null}+`,
  ),
};
