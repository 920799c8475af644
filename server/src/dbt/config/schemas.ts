/**
 * Per resource type and release of dbt-core 1: the config keys dbt knows, their defaults, types and
 * how layers of them merge. Source: dbt-core 1.12 `artifacts/resources/v1/*.py`, dbt-common
 * `contracts/config/base.py`.
 */
import type { YamlMap, YamlValue } from "../../yaml/values";
import type { Release } from "../release";
import { type Shape, shape } from "../shape/shape";
import { isKeyKnown } from "./keysByRelease";

export type MergeRule = "append" | "update" | "dictKeyAppend" | "object" | "clobber";

/** The config class of a resource type. */
export interface ConfigSchema {
  readonly kind: ConfigKind;
  readonly release: Release;
  readonly defaults: YamlMap;
  readonly merge: ReadonlyMap<string, MergeRule>;
  /** Shape per key; keys without one take anything. */
  readonly shapes: ReadonlyMap<string, Shape>;
}

export type ConfigKind =
  | "model"
  | "seed"
  | "snapshot"
  | "test"
  | "node"
  | "source"
  | "exposure"
  | "metric"
  | "semantic_model"
  | "saved_query"
  | "unit_test"
  | "function";

const NODE_AND_TEST_DEFAULTS: YamlMap = {
  enabled: true,
  alias: null,
  schema: null,
  database: null,
  tags: [],
  meta: {},
  group: null,
  static_analysis: null,
};
const NODE_DEFAULTS: YamlMap = {
  ...NODE_AND_TEST_DEFAULTS,
  materialized: "view",
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  "post-hook": [],
  "pre-hook": [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: "ignore",
  on_configuration_change: "apply",
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
};

const COMMON_SHAPES = `enabled: boolean, alias: string|null, schema: string|null,
  database: string|null, tags: [string]|string, meta: dict, group: string|null,
  static_analysis: string|boolean|null`;
const HOOKS = "[{sql: string, transaction?: boolean, index?: integer|null}]";
const NODE_SHAPES = `${COMMON_SHAPES}, materialized: string, incremental_strategy: string|null,
  persist_docs: dict, post-hook: ${HOOKS}, pre-hook: ${HOOKS}, quoting: dict, column_types: dict,
  full_refresh: boolean|null, unique_key: string|[string]|null, on_schema_change: string|null,
  on_configuration_change: 'apply'|'continue'|'fail', grants: dict, packages: [string],
  docs: {show?: boolean, node_color?: string|null},
  contract: {enforced?: boolean, alias_types?: boolean}`;
const PERIOD = "'minute'|'hour'|'day'|null";
const THRESHOLD = `{count?: integer|null, period?: ${PERIOD}}|null`;

const NODE_MERGE: readonly (readonly [string, MergeRule])[] = [
  ["tags", "append"],
  ["meta", "update"],
  ["post-hook", "append"],
  ["pre-hook", "append"],
  ["quoting", "update"],
  ["column_types", "update"],
  ["grants", "dictKeyAppend"],
  ["packages", "append"],
  ["docs", "update"],
  ["contract", "update"],
];

function schema(
  defaults: YamlMap,
  shapes: string,
  merge: readonly (readonly [string, MergeRule])[] = NODE_MERGE,
): Omit<ConfigSchema, "kind" | "release"> {
  const record = shape(`{${shapes}}`);
  const fields = record.kind === "record" ? record.fields : new Map();
  return {
    defaults,
    merge: new Map(merge),
    shapes: new Map([...fields].map(([key, field]) => [key, field.shape])),
  };
}

const META_UPDATE: readonly (readonly [string, MergeRule])[] = [["meta", "update"]];
const GROUPED: YamlMap = { enabled: true, group: null, meta: {} };
const GROUPED_SHAPES = "enabled: boolean, group: string|null, meta: dict";

/** As of the newest release. */
const NEWEST: Readonly<Record<ConfigKind, Omit<ConfigSchema, "kind" | "release">>> = {
  node: schema(NODE_DEFAULTS, NODE_SHAPES),
  model: schema(
    {
      ...NODE_DEFAULTS,
      access: "protected",
      freshness: null,
      on_error: null,
      latest_version_pointer: { enabled: null, alias: null },
    },
    `${NODE_SHAPES}, access: 'private'|'protected'|'public',
     on_error: 'skip_children'|'continue'|null,
     latest_version_pointer: {enabled?: boolean|null, alias?: string|null}|boolean,
     freshness: {build_after: {count?: integer|null, period?: ${PERIOD}, updates_on?: 'all'|'any'}+}+|null`,
    [...NODE_MERGE, ["latest_version_pointer", "update"]],
  ),
  seed: schema(
    { ...NODE_DEFAULTS, materialized: "seed", delimiter: ",", quote_columns: null },
    `${NODE_SHAPES}, delimiter: string, quote_columns: boolean|null`,
  ),
  snapshot: schema(
    {
      ...NODE_DEFAULTS,
      materialized: "snapshot",
      strategy: null,
      target_schema: null,
      target_database: null,
      updated_at: null,
      check_cols: null,
      snapshot_meta_column_names: {
        dbt_valid_to: null,
        dbt_valid_from: null,
        dbt_scd_id: null,
        dbt_updated_at: null,
        dbt_is_deleted: null,
      },
      dbt_valid_to_current: null,
    },
    `${NODE_SHAPES}, strategy: string|null, target_schema: string|null,
     target_database: string|null, updated_at: string|null, check_cols: string|[string]|null,
     snapshot_meta_column_names: {dbt_valid_to?: string|null, dbt_valid_from?: string|null,
       dbt_scd_id?: string|null, dbt_updated_at?: string|null, dbt_is_deleted?: string|null},
     dbt_valid_to_current: string|null`,
  ),
  function: schema(
    {
      ...NODE_DEFAULTS,
      materialized: "function",
      type: "scalar",
      volatility: null,
      runtime_version: null,
      entry_point: null,
      snowflake: { quote_args: true },
    },
    `${NODE_SHAPES}, type: 'scalar'|'aggregate'|'table',
     volatility: 'deterministic'|'stable'|'non-deterministic'|null, runtime_version: string|null,
     entry_point: string|null, snowflake: {quote_args?: boolean}`,
  ),
  test: schema(
    {
      ...NODE_AND_TEST_DEFAULTS,
      schema: "dbt_test__audit",
      materialized: "test",
      severity: "ERROR",
      store_failures: null,
      store_failures_as: null,
      where: null,
      limit: null,
      fail_calc: "count(*)",
      warn_if: "!= 0",
      error_if: "!= 0",
      sql_header: null,
    },
    `${COMMON_SHAPES}, materialized: 'test', severity: string, store_failures: boolean|null,
     store_failures_as: string|null, where: string|null, limit: integer|null, fail_calc: string,
     warn_if: string, error_if: string`,
    [
      ["tags", "append"],
      ["meta", "update"],
    ],
  ),
  source: schema(
    {
      enabled: true,
      event_time: null,
      freshness: {
        warn_after: { count: null, period: null },
        error_after: { count: null, period: null },
        filter: null,
      },
      loaded_at_field: null,
      loaded_at_query: null,
      meta: {},
      tags: [],
      static_analysis: null,
    },
    `enabled: boolean, meta: dict, tags: [string], loaded_at_field: string|null,
     loaded_at_query: string|null, static_analysis: string|boolean|null,
     freshness: {warn_after?: ${THRESHOLD}, error_after?: ${THRESHOLD}, filter?: string|null}|null`,
    META_UPDATE,
  ),
  exposure: schema(
    { enabled: true, tags: [], meta: {} },
    "enabled: boolean, tags: [string]|string|dict, meta: dict",
    [],
  ),
  metric: schema(GROUPED, GROUPED_SHAPES, META_UPDATE),
  semantic_model: schema(GROUPED, GROUPED_SHAPES, META_UPDATE),
  saved_query: schema(
    { ...GROUPED, export_as: null, schema: null, cache: { enabled: false } },
    `${GROUPED_SHAPES}, export_as: 'table'|'view'|null, schema: string|null, cache: {enabled?: boolean}`,
    META_UPDATE,
  ),
  unit_test: schema(
    { tags: [], meta: {}, enabled: true, static_analysis: null },
    "enabled: boolean, tags: string|[string], meta: dict, static_analysis: string|boolean|null",
    [...META_UPDATE, ["tags", "append"]],
  ),
};

const OF_RELEASE = new Map<string, ConfigSchema>();

/** The config class of `kind` in dbt-core 1.`release`. */
export function configSchema(kind: ConfigKind, release: Release): ConfigSchema {
  const name = `${kind} ${release}`;
  let found = OF_RELEASE.get(name);
  if (found === undefined) {
    const newest = NEWEST[kind];
    const isKnown = ([key]: readonly [string, unknown]): boolean => isKeyKnown(kind, key, release);
    found = {
      kind,
      release,
      defaults: Object.fromEntries(Object.entries(newest.defaults).filter(isKnown)),
      merge: new Map([...newest.merge].filter(isKnown)),
      shapes: new Map([...newest.shapes].filter(isKnown)),
    };
    OF_RELEASE.set(name, found);
  }
  return found;
}

/** Keys of hooks as people also write them. */
export function hookKey(key: string): string {
  return key === "pre_hook" ? "pre-hook" : key === "post_hook" ? "post-hook" : key;
}

export function listOf(value: YamlValue): readonly YamlValue[] {
  return Array.isArray(value) ? value : [value];
}
