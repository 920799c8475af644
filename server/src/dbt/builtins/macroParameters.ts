/**
 * The parameters of the macros that dbt brings along, as far as a call can give too many or name one
 * that is not there; macros that take whatever comes are left out. Source: dbt-adapters 1.24,
 * `include/global_project/macros`.
 */
import { typeError } from "../../jinja/errors";
import { repr } from "../../jinja/print";
import type { HostCall } from "../../jinja/values";

const SIGNATURES = `
  _split_part_negative(string_text,delimiter_text,part_number) after_commit(sql)
  alter_column_comment(relation,column_dict)
  alter_column_type(relation,column_name,new_column_type)
  alter_relation_add_remove_columns(relation,add_columns,remove_columns)
  alter_relation_comment(relation,relation_comment) any_value(expression)
  apply_grants(relation,grant_config,should_revoke) array_append(array,new_element)
  array_concat(array_1,array_2) array_construct(inputs,data_type) assert_columns_equivalent(sql)
  before_begin(sql) bool_or(expression) build_config_dict(model) build_ref_function(model)
  build_snapshot_staging_table(strategy,sql,target_relation) build_snapshot_table(strategy,sql)
  build_source_function(model) call_dcl_statements(dcl_statement_list) can_clone_table()
  cast(field,type) cast_bool_to_text(field)
  check_for_schema_changes(source_relation,target_relation)
  check_schema_exists(information_schema,schema) check_time_data_types(sql)
  collect_freshness(source,loaded_at_field,filter)
  collect_freshness_custom_sql(source,loaded_at_query) concat(fields)
  convert_datetime(date_str,date_fmt) copy_grants() create_columns(relation,columns)
  create_csv_table(model,agate_table) create_indexes(relation)
  create_or_replace_clone(this_relation,defer_relation) create_or_replace_view()
  create_schema(relation) create_table_as(temporary,relation,compiled_code,language)
  create_view_as(relation,sql) current_timestamp() current_timestamp_backcompat()
  current_timestamp_in_utc_backcompat() date(year,month,day)
  date_spine(datepart,start_date,end_date) date_trunc(datepart,date)
  dateadd(datepart,interval,from_date_or_timestamp) datediff(first_date,second_date,datepart)
  dates_in_range(start_date_str,end_date_str,in_fmt,out_fmt) default_last_day(date,datepart)
  diff_column_data_types(source_columns,target_columns)
  diff_columns(source_columns,target_columns) drop_materialized_view(relation)
  drop_relation(relation) drop_relation_if_exists(relation) drop_schema(relation)
  drop_schema_named(schema_name) drop_table(relation) drop_view(relation) equals(expr1,expr2)
  escape_single_quotes(expression) except() format_columns(columns)
  format_row(row,column_name_to_data_types) formatted_scalar_function_args_javascript()
  formatted_scalar_function_args_sql()
  function_execute_build_sql(build_sql,existing_relation,target_relation)
  generate_alias_name(custom_alias_name,node) generate_database_name(custom_database_name,node)
  generate_latest_version_pointer_alias(custom_alias_name,node)
  generate_schema_name(custom_schema_name,node)
  generate_schema_name_for_env(custom_schema_name,node) generate_series(upper_bound)
  get_aggregate_function_create_replace_signature(target_relation)
  get_aggregate_function_volatility_specifier()
  get_alter_materialized_view_as_sql(relation,configuration_changes,sql,existing_relation,backup_relation,intermediate_relation)
  get_assert_columns_equivalent(sql) get_batch_size() get_binding_char()
  get_catalog(information_schema,schemas) get_catalog_for_single_relation(relation)
  get_catalog_relations(information_schema,relations)
  get_column_schema_from_query(select_sql,select_sql_header) get_columns_in_query(select_sql)
  get_columns_in_relation(relation) get_create_backup_sql(relation)
  get_create_index_sql(relation,index_dict) get_create_intermediate_sql(relation,sql)
  get_create_materialized_view_as_sql(relation,sql) get_create_sql(relation,sql)
  get_create_table_as_sql(temporary,relation,sql) get_create_view_as_sql(relation,sql)
  get_csv_sql(create_or_truncate_sql,insert_sql) get_dbt_valid_to_current(strategy,columns)
  get_dcl_statement_list(relation,grant_config,get_dcl_macro)
  get_delete_insert_merge_sql(target,source,unique_key,dest_columns,incremental_predicates)
  get_drop_backup_sql(relation) get_drop_index_sql(relation,index_name) get_drop_sql(relation)
  get_empty_schema_sql(columns) get_empty_subquery_sql(select_sql,select_sql_header)
  get_expected_sql(rows,column_name_to_data_types,column_name_to_quoted)
  get_fixture_sql(rows,column_name_to_data_types) get_formatted_aggregate_function_args()
  get_function_language_specifier() get_function_python_options()
  get_grant_sql(relation,privilege,grantees) get_incremental_append_sql(arg_dict)
  get_incremental_default_sql(arg_dict) get_incremental_delete_insert_sql(arg_dict)
  get_incremental_insert_overwrite_sql(arg_dict) get_incremental_merge_sql(arg_dict)
  get_incremental_microbatch_sql(arg_dict)
  get_insert_into_sql(target_relation,temp_relation,dest_columns)
  get_insert_overwrite_merge_sql(target,source,dest_columns,predicates,include_sql_header)
  get_intervals_between(start_date,end_date,datepart) get_limit_subquery_sql(sql,limit)
  get_list_of_column_names(columns)
  get_materialized_view_configuration_changes(existing_relation,new_config)
  get_merge_unique_key_match(source_unique_key,target_unique_key)
  get_merge_update_columns(merge_update_columns,merge_exclude_columns,dest_columns)
  get_or_create_relation(database,schema,identifier,type) get_powers_of_two(upper_bound)
  get_quoted_csv(column_names) get_relation_last_modified(information_schema,relations)
  get_relations() get_rename_intermediate_sql(relation)
  get_rename_materialized_view_sql(relation,new_name) get_rename_sql(relation,new_name)
  get_rename_table_sql(relation,new_name) get_rename_view_sql(relation,new_name)
  get_replace_materialized_view_sql(relation,sql)
  get_replace_sql(existing_relation,target_relation,sql) get_replace_table_sql(relation,sql)
  get_replace_view_sql(relation,sql) get_revoke_sql(relation,privilege,grantees)
  get_seed_column_quoted_csv(model,column_names) get_select_subquery(sql)
  get_show_grant_sql(relation) get_show_indexes_sql(relation)
  get_show_sql(compiled_code,sql_header,limit) get_snapshot_get_time_data_type()
  get_snapshot_table_column_names() get_table_columns_and_constraints()
  get_test_sql(main_sql,fail_calc,warn_if,error_if,limit) get_true_sql()
  get_unit_test_sql(main_sql,expected_fixture_sql,expected_column_names)
  get_updated_at_column_data_type(snapshot_sql) get_where_subquery(relation)
  handle_existing_table(full_refresh,old_relation) hash(field) in_transaction(sql)
  incremental_validate_on_schema_change(on_schema_change,default)
  information_schema_name(database) intersect() is_core_v2() is_incremental()
  last_day(date,datepart) length(expression)
  list_function_relations_without_caching(schema_relation)
  list_relations_without_caching(schema_relation) list_schemas(database)
  listagg(measure,delimiter_text,order_by_clause,limit_num) load_cached_relation(relation)
  load_csv_rows(model,agate_table) load_relation(relation)
  make_backup_relation(base_relation,backup_relation_type,suffix)
  make_hook_config(sql,inside_transaction) make_intermediate_relation(base_relation,suffix)
  make_temp_relation(base_relation,suffix) materialization_clone_default(supported_languages)
  materialization_function_default(supported_languages)
  materialization_incremental_default(supported_languages)
  materialization_materialized_view_default(supported_languages)
  materialization_seed_default(supported_languages)
  materialization_snapshot_default(supported_languages)
  materialization_table_default(supported_languages)
  materialization_test_default(supported_languages)
  materialization_unit_default(supported_languages)
  materialization_view_default(supported_languages)
  materialized_view_execute_build_sql(build_sql,existing_relation,target_relation,post_hooks)
  materialized_view_execute_no_op(target_relation)
  materialized_view_get_build_sql(existing_relation,target_relation,backup_relation,intermediate_relation)
  materialized_view_setup(backup_relation,intermediate_relation,pre_hooks)
  materialized_view_teardown(backup_relation,intermediate_relation,post_hooks)
  noop_statement(name,message,code,rows_affected,res) partition_range(raw_partition_date,date_fmt)
  persist_docs(relation,model,for_relation,for_columns) position(substring_text,string_text)
  post_snapshot(staging_relation)
  process_schema_changes(on_schema_change,source_relation,target_relation) py_current_timestring()
  py_script_comment() py_script_postfix(model) refresh_materialized_view(relation)
  rename_relation(from_relation,to_relation) replace(field,old_chars,new_chars)
  reset_csv_table(model,full_refresh,old_relation,agate_table)
  resolve_model_name(input_model_name) right(string_text,length_expression)
  run_hooks(hooks,inside_transaction) run_query(sql) safe_cast(field,type)
  scalar_function_body_sql() scalar_function_create_replace_signature_sql(target_relation)
  scalar_function_sql(target_relation) scalar_function_volatility_javascript()
  scalar_function_volatility_sql() set_sql_header(config) should_full_refresh()
  should_revoke(existing_relation,full_refresh_mode) should_store_failures()
  snapshot_check_all_get_existing_columns(node,target_exists,check_cols_config)
  snapshot_check_strategy(node,snapshotted_rel,current_rel,model_config,target_exists)
  snapshot_get_time() snapshot_hash_arguments(args) snapshot_merge_sql(target,source,insert_cols)
  snapshot_staging_table(strategy,source_sql,target_relation) snapshot_string_as_time(timestamp)
  snapshot_timestamp_strategy(node,snapshotted_rel,current_rel,model_config,target_exists)
  split_part(string_text,delimiter_text,part_number) sql_convert_columns_in_relation(table)
  statement(name,fetch_result,auto_begin,language) strategy_dispatch(name) string_literal(value)
  support_multiple_grantees_per_dcl_statement()
  sync_column_schemas(on_schema_change,target_relation,schema_changes_dict)
  table_columns_and_constraints() truncate_relation(relation) type_bigint() type_boolean()
  type_float() type_int() type_numeric() type_string() type_timestamp()
  unique_key_fields(unique_key) unique_key_is_not_null(unique_key,identifier)
  unique_key_is_null(unique_key,identifier)
  unique_key_join_on(unique_key,identifier,from_identifier)
  unsupported_volatility_warning(volatility)
  validate_doc_columns(relation,column_dict,existing_column_names)
  validate_fixture_rows(rows,row_number) validate_sql(sql)
`;

const PARAMETERS: ReadonlyMap<string, readonly string[]> = new Map(
  SIGNATURES.trim()
    .split(/\s+/)
    .map((signature) => {
      const [name = "", list = ""] = signature.slice(0, -1).split("(");
      return [name, list === "" ? [] : list.split(",")];
    }),
);

/** Throws what Jinja2 throws where the call does not fit the macro `name`. */
export function checkArguments(name: string, { args, kwargs }: HostCall): void {
  const parameters = PARAMETERS.get(name);
  if (parameters === undefined) return;
  const shown = repr(`dbt_macro__${name}`);
  const known = parameters.slice(args.length);
  for (const key of kwargs.keys()) {
    if (known.includes(key) || key === "caller") continue;
    const note = parameters.includes(key) ? "it has a value by its position" : undefined;
    throw typeError(`macro ${shown} takes no keyword argument ${repr(key)}`, note);
  }
  if (args.length > parameters.length) {
    throw typeError(`macro ${shown} takes not more than ${parameters.length} argument(s)`);
  }
}
