/**
 * The shapes of what properties files say about resources. Source: dbt-core 1.11
 * `contracts/graph/unparsed.py`.
 */
import { type Shape, shape } from "../shape/shape";

const DOCS = shape("{show?: boolean, node_color?: string|null}");
const TESTS = shape("[dict|string]");
const COLUMN = shape(
  `{name: string, description?: plain, meta?: dict, data_type?: string|null, constraints?: [dict],
    docs?: @docs, config?: dict, data_tests?: @tests, tests?: @tests, quote?: boolean|null,
    tags?: [string], granularity?: 'nanosecond'|'microsecond'|'millisecond'|'second'|'minute'|
      'hour'|'day'|'week'|'month'|'quarter'|'year'|null}+`,
  { docs: DOCS, tests: TESTS },
);
const INCLUDE = shape("{include: string|[string], exclude?: [string]}");
const THRESHOLD = "{count?: integer|null, period?: 'minute'|'hour'|'day'|null}|null";
const FRESHNESS = shape(
  `{warn_after?: ${THRESHOLD}, error_after?: ${THRESHOLD}, filter?: string|null}`,
);
const QUOTING = shape(
  "{database?: boolean|null, schema?: boolean|null, identifier?: boolean|null, column?: boolean|null}",
);
const EXTERNAL = shape(
  `{location?: string|null, file_format?: string|null, row_format?: string|null,
    tbl_properties?: string|null, partitions?: [string]|[dict]|null}+|null`,
);
const OWNER = shape("{email?: string|[string]|null, name?: string|null}+");

const FILTER = "string|[string]|null";
const INPUT_MEASURE = shape(
  `{name: string, filter?: ${FILTER}, alias?: string|null, join_to_timespine?: boolean,
    fill_nulls_with?: integer|null}|string`,
);
const INPUT_METRIC = shape(
  `{name: string, filter?: ${FILTER}, alias?: string|null, offset_window?: string|null,
    offset_to_grain?: string|null}|string`,
);
const ELEMENT = `name: string, description?: plain|null, label?: string|null, config?: dict`;

const NAMED = {
  docs: DOCS,
  tests: TESTS,
  column: COLUMN,
  include: INCLUDE,
  freshness: FRESHNESS,
  quoting: QUOTING,
  external: EXTERNAL,
  owner: OWNER,
  inputMeasure: INPUT_MEASURE,
  inputMetric: INPUT_METRIC,
};
const DESCRIBED = `name: string, description?: plain, meta?: dict, data_type?: string|null,
  constraints?: [dict], docs?: @docs, config?: dict`;
const TESTED = `${DESCRIBED}, data_tests?: @tests, tests?: @tests`;
const NODE = `${TESTED}, columns?: [@column], quote_columns?: boolean|null, access?: string|null`;
const VERSION = `{v: string|number, defined_in?: string|null, description?: plain,
  access?: string|null, config?: dict, constraints?: [dict], docs?: @docs,
  data_tests?: @tests|null, tests?: @tests|null, columns?: [@include|@column],
  deprecation_date?: string|null}`;
const TABLE = `{${TESTED}, columns?: [@column], loaded_at_field?: string|null,
  loaded_at_query?: plain|null, identifier?: string|null, quoting?: @quoting,
  freshness?: @freshness|null, external?: @external, tags?: [string]}+`;

/** Shape of an entry by the key of its list. */
export const ENTRY_SHAPES: Readonly<Record<string, Shape>> = {
  models: shape(
    `{${NODE}, latest_version?: string|number|null, versions?: [${VERSION}],
      deprecation_date?: string|null,
      time_spine?: {standard_granularity_column: string,
        custom_granularities?: [{name: string, column_name?: string|null}]}|null}+`,
    NAMED,
  ),
  seeds: shape(`{${NODE}}+`, NAMED),
  snapshots: shape(`{${NODE}}+`, NAMED),
  analyses: shape(`{${DESCRIBED}, columns?: [@column], access?: string|null}+`, NAMED),
  functions: shape(
    `{${DESCRIBED}, columns?: [@column], access?: string|null,
      returns: {data_type: string, description?: plain|null},
      arguments?: [{name: string, data_type: string, description?: plain|null, default_value?: any}]}+`,
    NAMED,
  ),
  macros: shape(
    `{${DESCRIBED}, arguments?: [{name: string, type?: string|null, description?: plain}]}+`,
    NAMED,
  ),
  sources: shape(
    `{name: string, description?: plain, meta?: dict, database?: string|null,
      schema?: string|null, loader?: string, quoting?: @quoting, freshness?: @freshness|null,
      loaded_at_field?: string|null, loaded_at_query?: plain|null, tables?: [${TABLE}],
      tags?: [string], config?: dict, overrides?: string}`,
    NAMED,
  ),
  exposures: shape(
    `{name: string, type: 'dashboard'|'notebook'|'analysis'|'ml'|'application', owner: @owner,
      description?: plain, label?: string|null, maturity?: 'low'|'medium'|'high'|null,
      meta?: dict, tags?: [string], url?: string|null, depends_on?: [string], config?: dict}`,
    NAMED,
  ),
  groups: shape("{name: string, owner: @owner, description?: plain|null, config?: dict}", NAMED),
  unit_tests: shape(
    `{name: string, model: string,
      given: [{input: string, rows?: string|[dict]|null, format?: 'csv'|'dict'|'sql', fixture?: string|null}],
      expect: {rows?: string|[dict]|null, format?: 'csv'|'dict'|'sql', fixture?: string|null},
      description?: plain, overrides?: {macros?: dict, vars?: dict, env_vars?: dict}|null,
      config?: dict, versions?: {include?: [string|number]|null, exclude?: [string|number]|null}}`,
  ),
  metrics: shape(
    `{name: string, label: string,
      type: 'simple'|'ratio'|'cumulative'|'derived'|'conversion', type_params: {
        measure?: @inputMeasure|null, numerator?: @inputMetric|null,
        denominator?: @inputMetric|null, expr?: string|boolean|null, window?: string|null,
        grain_to_date?: string|null, metrics?: [@inputMetric]|null,
        conversion_type_params?: {base_measure: @inputMeasure, conversion_measure: @inputMeasure,
          entity: string, calculation?: string, window?: string|null,
          constant_properties?: [{base_property: string, conversion_property: string}]|null}|null,
        cumulative_type_params?: {window?: string|null, grain_to_date?: string|null,
          period_agg?: string}|null},
      description?: plain, filter?: string|[string]|null, time_granularity?: string|null,
      meta?: dict, tags?: [string], config?: dict}`,
    NAMED,
  ),
  semantic_models: shape(
    `{name: string, model: string, config?: dict, description?: plain|null, label?: string|null,
      defaults?: {agg_time_dimension?: string|null}|null, primary_entity?: string|null,
      entities?: [{${ELEMENT}, type: string, role?: string|null, expr?: string|null}],
      measures?: [{${ELEMENT}, agg: string, expr?: string|boolean|integer|null,
        agg_params?: {percentile?: number|null, use_discrete_percentile?: boolean,
          use_approximate_percentile?: boolean}|null,
        non_additive_dimension?: {name: string, window_choice: string,
          window_groupings?: [string]}|null,
        agg_time_dimension?: string|null, create_metric?: boolean}],
      dimensions?: [{${ELEMENT}, type: string, is_partition?: boolean, expr?: string|null,
        type_params?: {time_granularity: string, validity_params?: {is_start?: boolean,
          is_end?: boolean}|null}|null}]}`,
  ),
  saved_queries: shape(
    `{name: string, query_params: {metrics?: [string], group_by?: [string],
        where?: string|[string]|null, order_by?: [string], limit?: integer|null},
      description?: plain|null, label?: string|null, exports?: [{name: string, config?: dict}],
      config?: dict, tags?: string|[string]}`,
  ),
};

/** A metric as dbt-core 1.12 reads it where there is no `type_params`. */
export const PLAIN_METRIC: Shape = shape(
  `{name: string, type?: 'simple'|'ratio'|'cumulative'|'derived'|'conversion',
    label?: string|null, description?: plain, filter?: string|[string]|null,
    time_granularity?: string|null, config?: dict, hidden?: boolean, agg?: string|null,
    percentile?: number|null, percentile_type?: string|null, join_to_timespine?: boolean|null,
    fill_nulls_with?: integer|null, expr?: string|integer|null, agg_time_dimension?: string|null,
    non_additive_dimension?: {name: string, window_agg: string, group_by?: [string]}|null,
    window?: string|null, grain_to_date?: string|null, period_agg?: string,
    input_metric?: @inputMetric|null, numerator?: @inputMetric|null,
    denominator?: @inputMetric|null, input_metrics?: [@inputMetric]|null, entity?: string|null,
    calculation?: string|null, base_metric?: @inputMetric|null,
    conversion_metric?: @inputMetric|null,
    constant_properties?: [{base_property: string, conversion_property: string}]|null}`,
  NAMED,
);

/** Keys at the top of a properties file that dbt knows. */
export const FILE_KEYS: readonly string[] = [
  "version",
  "models",
  "seeds",
  "snapshots",
  "sources",
  "macros",
  "analyses",
  "exposures",
  "metrics",
  "groups",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "data_tests",
  "functions",
  "anchors",
];
