/**
 * Config keys that dbt 2 knows. It refuses all others, where dbt-core keeps them as custom keys.
 * Source: dbt's published schema of dbt_project.yml and of properties files, version 0.0.110.
 */

const KEYS = `
  access adapter_properties additional_libs alias as_columnstore auto_liquid_cluster
  auto_refresh automatic_clustering backup base_location_root base_location_subpath batch_id
  batch_size begin bind buckets cache catalog catalog_name category check_cols cluster_by
  cluster_id clustered_by column_types compression concurrent_batches contract copy_grants
  create_notebook database databricks_compute databricks_tags dataproc_cluster_name
  dbt_valid_to_current delimiter description dist docs enable_list_inference enable_refresh
  enabled entry_point error_if event_time export_as external_access_integrations external_volume
  fail_calc file_format freshness full_refresh grant_access_to grants group hard_deletes
  hours_to_expiration http_path imports include_full_name_in_path incremental_predicates
  incremental_strategy index_url indexes initialize intermediate_format invalidate_hard_deletes
  jar_file_uri job_cluster_config kms_key_name labels labels_from_meta limit liquid_clustered_by
  loaded_at_field loaded_at_query location location_root lookback matched_condition materialized
  max_staleness merge_exclude_columns merge_update_columns merge_with_schema_evolution meta
  not_matched_by_source_action not_matched_by_source_condition not_matched_condition
  notebook_template_id on_configuration_change on_schema_change packages partition_by
  partition_expiration_days partitions persist_docs post_hook pre_hook predicates primary_key
  python_job_config python_version query_tag quote_columns quoting refresh_interval_minutes
  refresh_mode require_partition_filter resource_tags row_access_policy runtime_version schedule
  schema schema_origin secrets secure severity skip_matched_step skip_not_matched_step
  snapshot_meta_column_names snowflake_warehouse sort sort_type source_alias sql_header state
  static_analysis store_failures store_failures_as strategy submission_method sync table_format
  table_tag table_type tags target_alias target_database target_lag target_schema tblproperties
  timeout tmp_relation_type transient type unique_key updated_at use_anonymous_sproc
  user_folder_for_python volatility warn_if where
`;

export const KNOWN_CONFIG_KEYS: ReadonlySet<string> = new Set(
  KEYS.trim().split(/\s+/).concat("pre-hook", "post-hook"),
);
