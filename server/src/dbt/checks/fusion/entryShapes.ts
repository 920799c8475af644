/**
 * What dbt 2 reads of the entries of properties files. It refuses keys that are not listed and
 * values of another type. Source: dbt 2.0.0-alpha.4, `crates/dbt-schemas/src/schemas/properties`.
 */
import type { ConfigKind } from "../../config/schemas";
import { type Shape, shape } from "../../shape/shape";
import { FUSION_VALUES, fusionConfig } from "./configShapes";

const GRANULARITY =
  "'nanosecond'|'microsecond'|'millisecond'|'second'|'minute'|'hour'|'day'|'week'|'month'|'quarter'|'year'|null";
const CONSTRAINT = `type: 'not_null'|'unique'|'primary_key'|'foreign_key'|'check'|'custom',
  expression?: string|null, name?: string|null, to?: string|null, to_columns?: string|[string]|null,
  warn_unsupported?: boolean|null, warn_unenforced?: boolean|null`;

const CONFIGURED: readonly ConfigKind[] = [
  "model",
  "seed",
  "snapshot",
  "test",
  "node",
  "source",
  "exposure",
  "function",
  "unit_test",
  "saved_query",
];

const VALUES: Readonly<Record<string, Shape>> = {
  ...FUSION_VALUES,
  tests: shape("[string|dict]|null"),
  columnConfig: shape(
    "{tags?: string|[string]|null, meta?: dict|null, databricks_tags?: dict|null, policy_tags?: [string]|null}|null",
  ),
  constraints: shape(`[{${CONSTRAINT}}]|null`),
  modelConstraints: shape(`[{${CONSTRAINT}, columns?: string|[string]|null}]|null`),
  owner: shape("{name?: string|null, email?: string|[string]|null}+"),
  external: shape(
    `{location?: string|null, file_format?: string|null, row_format?: string|null,
      tbl_properties?: string|null,
      partitions?: [string|{name?: string, data_type?: string, description?: string, meta?: dict}+]|null}+|null`,
  ),
  ...Object.fromEntries(
    CONFIGURED.map((kind) => [
      `${kind}Config`,
      { kind: "oneOf", options: [fusionConfig(kind), { kind: "null" }] },
    ]),
  ),
};
const COLUMN = shape(
  `{name: string, data_type?: string|null, description?: string|null, constraints?: @constraints,
    tests?: @tests, data_tests?: @tests, granularity?: ${GRANULARITY}, policy_tags?: [string]|null,
    classifiers?: [string]|null, databricks_tags?: dict|null,
    column_mask?: {function: string, using_columns?: string|null}|null, quote?: boolean|null,
    config?: @columnConfig, entity?: 'primary'|'foreign'|'unique'|'natural'|dict|null,
    dimension?: 'categorical'|'time'|dict|null}`,
  VALUES,
);
const NAMED = { ...VALUES, column: COLUMN };
const TESTED = "tests?: @tests, data_tests?: @tests";
const DESCRIBED = "name: string, description?: string|null";
const INPUT = "format?: 'dict'|'csv'|'sql', fixture?: string|null, rows?: string|[dict]|null";
const TABLE_CONFIG = `{event_time?: string|null, enabled?: @loose, meta?: dict|null,
  freshness?: @freshness, tags?: string|[string]|null, loaded_at_field?: string|null,
  loaded_at_query?: string|null, schema_origin?: 'remote'|'local'|null, sync?: @loose,
  external_location?: string|null, formatter?: string|null}|null`;
const ARGUMENT = `{name?: string|null, data_type?: string|null, description?: string|null,
  default_value?: string|null}`;
const RETURNS = "{data_type?: string|null, description?: string|null}|null";

/** By the key of the list. Metrics and semantic models in the older form are not read at all. */
export const FUSION_ENTRIES: Readonly<Record<string, Shape>> = {
  models: shape(
    `{${DESCRIBED}, ${TESTED}, columns?: [@column]|null, config?: @modelConfig,
      constraints?: @modelConstraints, deprecation_date?: string|null, identifier?: string|null,
      latest_version?: string|number|null,
      time_spine?: {standard_granularity_column: string,
        custom_granularities?: [{name: string, column_name?: string|null}]|null}|null,
      versions?: [{v: string|number, deprecation_date?: string|null, defined_in?: string|null,
        description?: string|null, access?: @access, config?: @modelConfig,
        constraints?: @modelConstraints, ${TESTED}}+]|null,
      semantic_model?: @loose, agg_time_dimension?: string|null, metrics?: [dict]|null,
      derived_semantics?: @loose, primary_entity?: string|null}`,
    NAMED,
  ),
  seeds: shape(`{${DESCRIBED}, ${TESTED}, columns?: [@column]|null, config?: @seedConfig}`, NAMED),
  snapshots: shape(
    `{${DESCRIBED}, ${TESTED}, columns?: [@column]|null, config?: @snapshotConfig,
      relation?: string|null}`,
    NAMED,
  ),
  analyses: shape(`{${DESCRIBED}, columns?: [@column]|null, config?: @nodeConfig}`, NAMED),
  data_tests: shape(`{${DESCRIBED}, config?: @testConfig}`, NAMED),
  functions: shape(
    `{${DESCRIBED}, ${TESTED}, config?: @functionConfig, identifier?: string|null,
      language?: string|null, returns?: ${RETURNS}, arguments?: [${ARGUMENT}]|null,
      overloads?: [{defined_in: string, arguments?: [${ARGUMENT}]|null, returns?: ${RETURNS},
        description?: string|null}]|null}`,
    NAMED,
  ),
  macros: shape(
    `{${DESCRIBED}, docs?: @docs, meta?: dict|null, config?: {docs?: @docs, meta?: dict|null}|null,
      arguments?: [{name: string, type?: string|null, description?: string|null}]|null}`,
    NAMED,
  ),
  sources: shape(
    `{${DESCRIBED}, config?: @sourceConfig, database?: string|null, project?: string|null,
      data_space?: string|null, schema?: string|null, dataset?: string|null,
      catalog?: string|null, loader?: string|null, quoting?: @quoting,
      tables?: [{${DESCRIBED}, ${TESTED}, columns?: [@column]|null, config?: ${TABLE_CONFIG},
        external?: @external, identifier?: string|null, loader?: string|null,
        quoting?: @quoting}]|null}`,
    NAMED,
  ),
  exposures: shape(
    `{${DESCRIBED}, config?: @exposureConfig, depends_on?: [string]|null, label?: string|null,
      maturity?: string|null, owner: @owner, url?: string|null,
      type: 'dashboard'|'notebook'|'analysis'|'ml'|'application'}`,
    NAMED,
  ),
  groups: shape(`{${DESCRIBED}, owner: @owner, config?: {meta?: dict|null}|null}`, NAMED),
  unit_tests: shape(
    `{${DESCRIBED}, model: string, config?: @unit_testConfig,
      given?: [{input: string, ${INPUT}}]|null, expect: {${INPUT}}, versions?: @loose,
      overrides?: {env_vars?: dict|null, macros?: dict|null, vars?: dict|null}|null}`,
    NAMED,
  ),
  metrics: shape(
    `{${DESCRIBED}, label?: string|null, filter?: string|null, time_granularity?: ${GRANULARITY},
      type?: 'simple'|'ratio'|'cumulative'|'derived'|'conversion'|null,
      config?: {group?: string|null, meta?: dict|null, tags?: string|[string]|null}+|null}+`,
    NAMED,
  ),
  saved_queries: shape(
    `{${DESCRIBED}, config?: @saved_queryConfig, label?: string|null,
      exports?: [{name: string, config?: {alias?: string|null, export_as?: @exportAs,
        schema?: string|null}|null}]|null,
      query_params: {group_by?: [string]|null, metrics?: [string]|null, where?: [string]|null}}`,
    NAMED,
  ),
};
