/** sources.json, as far as `source_status:fresher` asks. */
import { expect, test } from "vitest";
import { parseSourceFreshness } from "../../server/src/dbt/artifacts/sourceFreshness";

const METADATA = { dbt_schema_version: "https://schemas.getdbt.com/dbt/sources/v3.json" };

test("the last load of each source that could be checked", () => {
  const text = JSON.stringify({
    metadata: METADATA,
    results: [
      { unique_id: "source.p.raw.a", max_loaded_at: "2026-11-17T01:00:00+00:00", status: "pass" },
      { unique_id: "source.p.raw.b", error: "no such table", status: "runtime error" },
      7,
    ],
  });
  expect([...parseSourceFreshness(text, "target/sources.json").loadedAt!]).toEqual([
    ["source.p.raw.a", "2026-11-17T01:00:00+00:00"],
  ]);
});

test.each([
  "",
  "[]",
  "{}",
  '{"metadata": {"dbt_schema_version": "x/run-results/v6.json"}, "results": []}',
])("%j is a problem", (text) => {
  expect(parseSourceFreshness(text, "target/sources.json").problems).toHaveLength(1);
});
