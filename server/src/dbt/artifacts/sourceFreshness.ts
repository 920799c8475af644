/**
 * Reads sources.json (`dbt source freshness`, schema version 3) for when each source last got data.
 * Only what `source_status:` compares; thresholds and verdicts are dbt's business.
 */
import type { Problem } from "../../base/problem";
import { artifactProblem, parseJsonRecord, recordOf, textOf } from "./jsonValue";

/** `max_loaded_at` by unique_id; a source whose check failed is absent. O(length). */
export function parseSourceFreshness(
  text: string,
  file: string,
): { readonly loadedAt?: ReadonlyMap<string, string>; readonly problems: readonly Problem[] } {
  const { value, problems } = parseJsonRecord(text, file);
  if (value === undefined) return { problems };
  const results = value["results"];
  const schema = textOf(recordOf(value["metadata"])?.["dbt_schema_version"]) ?? "/sources/";
  if (!Array.isArray(results) || !schema.includes("/sources/")) {
    return { problems: [artifactProblem(file, "holds no source freshness")] };
  }
  const loadedAt = new Map<string, string>();
  for (const item of results) {
    const result = recordOf(item);
    const uniqueId = textOf(result?.["unique_id"]);
    const loaded = textOf(result?.["max_loaded_at"]);
    if (uniqueId !== undefined && loaded !== undefined) loadedAt.set(uniqueId, loaded);
  }
  return { loadedAt, problems: [] };
}
