/**
 * `adapter`, `api` and `exceptions` as templates see them while dbt parses: the database is never
 * asked, methods answer what dbt's parse replacements answer, the rest is unknown.
 * Source: dbt-core 1.11 `context/providers.py`, dbt-adapters 1.24 `adapters/base/impl.py`.
 */
import { PythonError } from "../../jinja/errors";
import { str } from "../../jinja/print";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isUnknown,
  orElse,
  textOf,
  tuple,
  typeName,
  unknown,
  type Value,
} from "../../jinja/values";
import type { Adapter } from "../adapters";
import { relationClass } from "./relation";
import { argument, signedFunction } from "./values";

const EMPTY_LISTS: ReadonlySet<string> = new Set([
  "get_columns_in_relation",
  "get_missing_columns",
  "get_column_schema_from_query",
  "list_relations",
  "list_relations_without_caching",
  "list_schemas",
  "get_columns_in_table",
]);
const NONES: ReadonlySet<string> = new Set([
  "get_relation",
  "drop_relation",
  "truncate_relation",
  "rename_relation",
  "create_schema",
  "drop_schema",
  "valid_snapshot_target",
  "assert_valid_snapshot_target_given_strategy",
  "expand_target_column_types",
  "get_incremental_strategy_macro",
  "build_catalog_relation",
  "cache_added",
  "cache_dropped",
  "cache_renamed",
  "get_table",
]);

function compilation(message: string): PythonError {
  return new PythonError("CompilationError", message);
}

/** A text that `dispatch` is given: null where nothing is, undefined where it is not known. */
function dispatchText(call: HostCall, index: number, name: string): string | null | undefined {
  const value = argument(call, index, name) ?? null;
  if (value === null || isUnknown(value)) return value === null ? null : undefined;
  const text = textOf(value);
  if (text !== undefined) return text;
  throw compilation(`adapter.dispatch takes texts; \`${name}\` is ${typeName(value)}`);
}

/** The adapter object; `dispatch` finds a macro, `wantsText` is whether `quote` takes texts only. */
export function adapterObject(
  adapter: Adapter | undefined,
  dispatch: (name: string, namespace: string | undefined, call: HostCall) => Value,
  wantsText: boolean,
): Value {
  const mark = adapter?.quote ?? '"';
  const quoted = (value: Value): Value =>
    isUnknown(value) ? value : `${mark}${str(value)}${mark}`;
  return hostObject(
    "ParseDatabaseWrapper",
    {
      dispatch: hostFunction("dispatch", (call) => {
        const name = dispatchText(call, 0, "macro_name");
        const namespace = dispatchText(call, 1, "macro_namespace");
        const [odd] = [...call.kwargs.keys()].filter((key) => !/^macro_name(?:space)?$/.test(key));
        if (odd !== undefined) throw compilation(`adapter.dispatch takes no argument '${odd}'`);
        if (name === null) throw compilation("adapter.dispatch needs the name of a macro");
        if (name === undefined) return unknown("adapter.dispatch of a name that is not known");
        if (name.includes(".")) {
          throw compilation(
            `adapter.dispatch got '${name}'; give the namespace apart: adapter.dispatch('${name.slice(name.indexOf(".") + 1)}', '${name.slice(0, name.indexOf("."))}')`,
          );
        }
        return dispatch(name, namespace ?? undefined, call);
      }),
      type: hostFunction("type", () =>
        adapter === undefined ? unknown("the adapter") : adapter.type,
      ),
      quote: signedFunction("quote", ["identifier"], (call) => {
        const value = orElse(argument(call, 0, "identifier"), () => "");
        if (wantsText && !isUnknown(value) && textOf(value) === undefined) {
          throw compilation(`adapter.quote takes a text on dbt 2, not ${typeName(value)}`);
        }
        return quoted(value);
      }),
      quote_as_configured: hostFunction("quote_as_configured", (call) => {
        const key = textOf(orElse(argument(call, 1, "quote_key"), () => "identifier"));
        const rules = adapter?.quoting;
        const isQuoted =
          key === "schema"
            ? rules?.schema
            : key === "database"
              ? rules?.database
              : rules?.identifier;
        const value = orElse(argument(call, 0, "identifier"), () => "");
        return isQuoted === false ? value : quoted(value);
      }),
      Relation: relationClass(adapter),
      commit: hostFunction("commit", () => null),
    },
    {
      attribute: (name) => {
        if (EMPTY_LISTS.has(name)) return hostFunction(name, () => []);
        if (NONES.has(name)) return hostFunction(name, () => null);
        if (name === "check_schema_exists") return hostFunction(name, () => false);
        if (name === "execute") return hostFunction(name, () => tuple([null, null]));
        if (name === "add_query") return hostFunction(name, () => tuple([null, null]));
        if (name === "get_partitions_metadata") return hostFunction(name, () => []);
        return hostFunction(name, () => unknown(`adapter.${name}()`));
      },
    },
  );
}

export function apiObject(adapter: Adapter | undefined): Value {
  return hostObject("dict", {
    Relation: relationClass(adapter),
    Column: hostObject(
      "type",
      {
        translate_type: hostFunction("translate_type", (call) => orElse(call.args[0], () => "")),
        create: hostFunction("create", () => unknown("api.Column.create()")),
        string_type: hostFunction("string_type", () => unknown("api.Column.string_type()")),
        numeric_type: hostFunction("numeric_type", () => unknown("api.Column.numeric_type()")),
      },
      { call: () => unknown("api.Column()") },
    ),
  });
}

/** `exceptions`: what raises stops dbt, what warns is a log line. */
export function exceptionsObject(onWarn: (text: string) => void): Value {
  return hostObject(
    "dict",
    {},
    {
      attribute: (name) => {
        if (name === "warn") {
          return signedFunction(name, ["msg"], (call) => {
            onWarn(str(orElse(argument(call, 0, "msg"), () => "")));
            return "";
          });
        }
        if (name === "column_type_missing" || name.startsWith("warn_")) {
          return hostFunction(name, (call) => {
            onWarn(str(orElse(call.args[0], () => "")));
            return "";
          });
        }
        if (
          !name.startsWith("raise_") &&
          !name.startsWith("missing_") &&
          name !== "relation_wrong_type"
        ) {
          return undefined;
        }
        return hostFunction(name, (call) => {
          throw new PythonError("CompilationError", str(orElse(call.args[0], () => name)));
        });
      },
    },
  );
}

/** What `adapter` has of every database. */
const OF_ALL = `
  Relation Column add_query already_exists assert_valid_snapshot_target_given_strategy behavior
  build_catalog_relation cache_added cache_dropped cache_renamed check_schema_exists commit config
  convert_type create_schema dispatch drop_relation drop_schema execute expand_target_column_types
  get_catalog_integration get_column_schema_from_query get_columns_in_relation get_columns_in_table
  get_hard_deletes_behavior get_incremental_strategy_macro get_missing_columns
  get_partitions_metadata get_relation list_relations list_relations_without_caching list_schemas
  nice_connection_name parse_index quote quote_as_configured quote_seed_column rename_relation
  render_raw_columns_constraints render_raw_model_constraints run_sql_for_tests
  standardize_grants_dict truncate_relation type valid_snapshot_target verify_database
`;
/** What it has besides, by adapter. Source: dbt-duckdb 1.10, dbt-postgres 1.10 (`@available`). */
const OF_ADAPTER: Readonly<Record<string, string>> = {
  duckdb: `
    batch_id_for_model catalog_supports_foreign_keys convert_datetimes_to_strs disable_transactions
    ensure_transaction escape_sql_string existing_key_constraint_types external_read_location
    external_root external_write_options get_binding_char get_seed_file_path get_temp_relation_path
    is_ducklake is_motherduck location_exists store_relation use_ducklake_table_workarounds
    valid_incremental_strategies warn_once`,
  postgres: "",
};
const MEMBERS = new Map<string, ReadonlySet<string>>();

/** False where the adapter is known through and through and has no such member. */
export function isAdapterMember(type: string | undefined, member: string): boolean {
  const own = type === undefined ? undefined : OF_ADAPTER[type];
  if (type === undefined || own === undefined) return true;
  let members = MEMBERS.get(type);
  if (members === undefined) {
    members = new Set(`${OF_ALL} ${own}`.trim().split(/\s+/));
    MEMBERS.set(type, members);
  }
  return members.has(member);
}
