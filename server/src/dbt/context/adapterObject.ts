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
  unknown,
  type Value,
} from "../../jinja/values";
import type { Adapter } from "../adapters";
import { relationClass } from "./relation";
import { argument } from "./values";

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

/** The adapter object; `dispatch` finds a macro. */
export function adapterObject(
  adapter: Adapter | undefined,
  dispatch: (name: string, namespace: string | undefined, call: HostCall) => Value,
): Value {
  const mark = adapter?.quote ?? '"';
  const quoted = (value: Value): Value =>
    isUnknown(value) ? value : `${mark}${str(value)}${mark}`;
  return hostObject(
    "ParseDatabaseWrapper",
    {
      dispatch: hostFunction("dispatch", (call) => {
        const name = textOf(orElse(argument(call, 0, "macro_name"), () => ""));
        const namespace = argument(call, 1, "macro_namespace");
        if (name === undefined) return unknown("adapter.dispatch of a name that is not known");
        if (name.includes(".")) {
          throw new PythonError(
            "CompilationError",
            `adapter.dispatch got '${name}'; give the namespace apart: adapter.dispatch('${name.slice(name.indexOf(".") + 1)}', '${name.slice(0, name.indexOf("."))}')`,
          );
        }
        return dispatch(name, namespace === undefined ? undefined : textOf(namespace), call);
      }),
      type: hostFunction("type", () =>
        adapter === undefined ? unknown("the adapter") : adapter.type,
      ),
      quote: hostFunction("quote", (call) =>
        quoted(orElse(argument(call, 0, "identifier"), () => "")),
      ),
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
    Column: hostObject("type", {
      translate_type: hostFunction("translate_type", (call) => orElse(call.args[0], () => "")),
      create: hostFunction("create", () => unknown("api.Column.create()")),
      string_type: hostFunction("string_type", () => unknown("api.Column.string_type()")),
      numeric_type: hostFunction("numeric_type", () => unknown("api.Column.numeric_type()")),
    }),
  });
}

/** `exceptions`: what raises stops dbt, what warns is a log line. */
export function exceptionsObject(onWarn: (text: string) => void): Value {
  return hostObject(
    "dict",
    {},
    {
      attribute: (name) => {
        if (name === "warn" || name === "column_type_missing" || name.startsWith("warn_")) {
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
