/**
 * Which release of dbt-core 1 brought a config key. A key that a release does not know is a custom
 * key to it: without default, type or rule of merging. Source: `artifacts/resources/v1/*.py` of
 * dbt-core 1.8.10 to 1.12.0.
 */
import type { Release } from "../release";

type Since = Readonly<Record<string, Release>>;

const OF_ALL: Since = { static_analysis: 11 };
const OF_NODES: Since = {
  batch_size: 9,
  lookback: 9,
  begin: 9,
  event_time: 9,
  concurrent_batches: 9,
};

const OF_KIND: Readonly<Record<string, Since>> = {
  model: { ...OF_NODES, freshness: 10, on_error: 12, latest_version_pointer: 12 },
  seed: OF_NODES,
  snapshot: { ...OF_NODES, snapshot_meta_column_names: 9, dbt_valid_to_current: 9 },
  node: OF_NODES,
  function: { snowflake: 12 },
  test: { sql_header: 12 },
  source: {
    event_time: 9,
    freshness: 9,
    loaded_at_field: 10,
    loaded_at_query: 10,
    meta: 10,
    tags: 10,
  },
  exposure: { tags: 10, meta: 10 },
  unit_test: { enabled: 9 },
};

/** Whether dbt-core 1.`release` knows `key` in the config of `kind`, which the newest does. */
export function isKeyKnown(kind: string, key: string, release: Release): boolean {
  const since = OF_KIND[kind]?.[key] ?? OF_ALL[key];
  return since === undefined || release >= since;
}
