/**
 * The config keys that dbt 2 reads of each kind of resource, and what their values may be. Keys are
 * listed by type; a key that is listed nowhere is refused, where dbt-core keeps it as a custom one.
 * Source: dbt 2.0.0-alpha.4, `crates/dbt-schemas/src/schemas/project/configs`.
 */
import type { ConfigKind } from "../../config/schemas";
import { type Shape, shape } from "../../shape/shape";

const PERIODS = "'second'|'minute'|'hour'|'day'|null";
const RULES = `{count?: @loose, period?: ${PERIODS}}|null`;
const HOOK = "{sql?: string|null, transaction?: boolean|null, index?: string|null}";

const LOOSE: Shape = { kind: "any" };
/** For use inside the shapes below. */
const TOP = { loose: LOOSE };

/** Values that several kinds share. */
const NAMED: Readonly<Record<string, Shape>> = {
  loose: LOOSE,
  text: shape("string|null"),
  texts: shape("[string]|null"),
  textOrTexts: shape("string|[string]|null"),
  flag: shape("boolean|null"),
  whole: shape("integer|null"),
  map: shape("dict|null"),
  textMap: shape("{*: string}|null"),
  hooks: shape(`string|[string]|${HOOK}|[${HOOK}]|null`),
  persistDocs: shape("{columns?: boolean|null, relation?: boolean|null}|null"),
  quoting: shape(
    "{database?: @loose, schema?: @loose, identifier?: @loose, snowflake_ignore_case?: @loose}|null",
    TOP,
  ),
  grants: shape("{*: string|[string]|null}"),
  docs: shape("{show?: boolean, node_color?: string|null}|null"),
  contract: shape("{enforced?: boolean, alias_types?: boolean, checksum?: @loose}|null", TOP),
  freshness: shape(
    `{warn_after?: ${RULES}, error_after?: ${RULES}, filter?: string|null,
      loaded_at_field?: string|null, loaded_at_query?: string|null}|null`,
    TOP,
  ),
  modelFreshness: shape(
    `{build_after?: {count?: integer|null, period?: ${PERIODS}, updates_on?: 'all'|'any'|null}|null}|null`,
  ),
  staticAnalysis: shape("'unsafe'|'off'|'strict'|'baseline'|null"),
  pointer: shape("{enabled?: boolean|null, alias?: string|null}|null"),
  access: shape("'private'|'protected'|'public'|null"),
  batchSize: shape("'hour'|'day'|'month'|'year'|null"),
  onError: shape("'skip_children'|'continue'|null"),
  severity: shape("'error'|'Error'|'ERROR'|'warn'|'Warn'|'WARN'|null"),
  failuresAs: shape("'ephemeral'|'table'|'view'|null"),
  hardDeletes: shape("'ignore'|'invalidate'|'new_record'|null"),
  metaColumns: shape(
    `{dbt_scd_id?: string|null, dbt_updated_at?: string|null, dbt_valid_from?: string|null,
      dbt_valid_to?: string|null, dbt_is_deleted?: string|null}|null`,
  ),
  partitionBy: shape("string|[string]|dict|null"),
  clusterBy: shape("string|[string]|null"),
  exportAs: shape("'table'|'view'|'cache'|null"),
  cache: shape("{enabled?: @loose}|null", TOP),
  functionKind: shape("'scalar'|'aggregate'|'table'|null"),
  volatility: shape("'deterministic'|'non-deterministic'|'stable'|null"),
};

/** Keys of databases, which models, seeds, snapshots, sources, tests and functions share. */
const WAREHOUSE = `
  partitionBy: partition_by  clusterBy: cluster_by
  loose: hours_to_expiration job_execution_timeout_seconds labels_from_meta
    require_partition_filter partition_expiration_days grant_access_to partitions enable_refresh
    refresh_interval_minutes notebook_template_id use_uniform include_full_name_in_path
    auto_liquid_cluster merge_with_schema_evolution skip_matched_step skip_not_matched_step schedule
    incremental_apply_config_changes use_safer_relation_operations view_update_via_alter
    change_tracking data_retention_time_in_days max_data_extension_time_in_days query_tag
    automatic_clustering copy_grants copy_tags secure transient iceberg_version auto_refresh backup
    bind as_columnstore indexes primary_key category
  map: adapter_properties tblproperties databricks_tags
  text: description reservation kms_key_name max_staleness jar_file_uri batch_id
    dataproc_cluster_name intermediate_format storage_uri file_format catalog_name location_root
    catalog compression databricks_compute target_alias source_alias matched_condition
    not_matched_condition not_matched_by_source_condition not_matched_by_source_action table_tag
    row_access_policy external_volume base_location_root base_location_subpath
    storage_serialization_policy target_file_size target_lag snowflake_initialization_warehouse
    snowflake_warehouse refresh_warehouse immutable_where refresh_mode initialize scheduler
    tmp_relation_type dist sort_type table_type
  textMap: labels resource_tags
  whole: timeout buckets
  flag: enable_list_inference
  textOrTexts: liquid_clustered_by clustered_by sort
`;
const PLACE = "text: alias database project data_space schema dataset";
const META_AND_TAGS = "loose: enabled  map: meta  textOrTexts: tags";
const HOOKS = "hooks: pre_hook post_hook pre-hook post-hook";
const NODE = `${PLACE} ${META_AND_TAGS} ${HOOKS} ${WAREHOUSE}
  text: materialized group event_time  staticAnalysis: static_analysis  grants: grants
  persistDocs: persist_docs  quoting: quoting  docs: docs`;
const SEMANTIC = `${META_AND_TAGS} text: group`;

const KEYS: Readonly<Record<ConfigKind, string>> = {
  model: `${NODE}
    loose: full_refresh compute use_anonymous_sproc concurrent_batches state sync additional_libs
    text: incremental_strategy begin on_schema_change on_configuration_change python_version
      table_format sql_header location submission_method cluster_id http_path index_url
    textOrTexts: classifiers unique_key packages imports external_access_integrations
      merge_update_columns merge_exclude_columns
    map: secrets job_cluster_config python_job_config
    texts: incremental_predicates predicates
    batchSize: batch_size  whole: lookback  textMap: column_types  onError: on_error
    contract: contract  access: access  modelFreshness: freshness  pointer: latest_version_pointer
    flag: create_notebook user_folder_for_python`,
  seed: `${NODE} text: delimiter  loose: quote_columns  flag: full_refresh  textMap: column_types`,
  snapshot: `${NODE}
    text: strategy updated_at dbt_valid_to_current target_database target_schema
    textOrTexts: unique_key check_cols  metaColumns: snapshot_meta_column_names
    hardDeletes: hard_deletes  loose: full_refresh compute quote_columns invalidate_hard_deletes sync`,
  test: `${PLACE} ${META_AND_TAGS} ${WAREHOUSE}
    text: error_if fail_calc group sql_header warn_if where materialized
    loose: compute full_refresh store_failures  staticAnalysis: static_analysis
    whole: limit  severity: severity  failuresAs: store_failures_as  quoting: quoting`,
  node: `${META_AND_TAGS} staticAnalysis: static_analysis  text: description group  docs: docs`,
  source: `${META_AND_TAGS} ${WAREHOUSE} loose: schema_origin sync  staticAnalysis: static_analysis
    text: event_time loaded_at_field loaded_at_query external_location formatter
    freshness: freshness`,
  exposure: META_AND_TAGS,
  metric: SEMANTIC,
  semantic_model: SEMANTIC,
  saved_query: `${SEMANTIC} cache: cache  exportAs: export_as  text: schema`,
  unit_test: `${META_AND_TAGS} ${WAREHOUSE} loose: compute  staticAnalysis: static_analysis`,
  function: `${META_AND_TAGS} ${WAREHOUSE} access: access  staticAnalysis: static_analysis  loose: snowflake  grants: grants
    text: alias database schema group on_configuration_change runtime_version entry_point
    textOrTexts: packages  docs: docs  quoting: quoting
    functionKind: type  volatility: volatility`,
};

/** Keys of properties files and `config()` that dbt_project.yml cannot set. */
const NOT_IN_PROJECT: ReadonlySet<string> = new Set(
  `batch_id category change_tracking data_retention_time_in_days dataproc_cluster_name
   enable_list_inference iceberg_version incremental_apply_config_changes intermediate_format
   jar_file_uri max_data_extension_time_in_days notebook_template_id primary_key resource_tags
   storage_serialization_policy storage_uri target_file_size timeout
   use_safer_relation_operations use_uniform view_update_via_alter`.split(/\s+/),
);

const OF_KIND = new Map<string, Shape & { readonly kind: "record" }>();

/** What dbt 2 takes under `config` of a resource, as a closed record. */
export function fusionConfig(kind: ConfigKind): Shape & { readonly kind: "record" } {
  return known(kind, (key) => kind !== "model" || !key.endsWith("-hook"));
}

/** What dbt 2 takes of a resource kind in dbt_project.yml, there written with a plus sign. */
export function fusionProjectConfig(kind: ConfigKind): Shape & { readonly kind: "record" } {
  return known(`${kind} in project`, (key) => {
    if (key === "pre_hook" || key === "post_hook") return false;
    if (kind === "model") return true;
    if (key === "materialized") return kind === "snapshot";
    return key !== "description" && !NOT_IN_PROJECT.has(key);
  });
}

function known(
  name: string,
  isTaken: (key: string) => boolean,
): Shape & { readonly kind: "record" } {
  let found = OF_KIND.get(name);
  if (found === undefined) {
    const fields = new Map<string, { shape: Shape; isRequired: boolean }>();
    let type = LOOSE;
    for (const word of KEYS[name.split(" ")[0] as ConfigKind].trim().split(/\s+/)) {
      if (word.endsWith(":")) type = NAMED[word.slice(0, -1)] ?? LOOSE;
      else if (isTaken(word)) fields.set(word, { shape: type, isRequired: false });
    }
    found = { kind: "record", fields, isOpen: false };
    OF_KIND.set(name, found);
  }
  return found;
}

/** Shapes for use inside other shapes, as `@name`. */
export const FUSION_VALUES = NAMED;
