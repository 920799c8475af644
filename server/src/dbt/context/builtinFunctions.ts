/**
 * dbt's own macros as far as a project's manifest depends on them: what they return while dbt
 * parses. Those whose text needs a database's dialect are unknown. Source: dbt-adapters 1.24,
 * `include/global_project/macros`.
 */

import { str } from "../../jinja/print";
import {
  type HostCall,
  isUnknown,
  orElse,
  undefinedName,
  unknown,
  type Value,
} from "../../jinja/values";
import type { Target } from "../project";
import { argument } from "./values";

type Builtin = (call: HostCall, target: Target | null) => Value;

const nothing: Builtin = () => ({ ...undefinedName("a query's result"), mode: "jinja" });
const falsy: Builtin = () => false;
const empty: Builtin = () => "";
const none: Builtin = () => null;

const FUNCTIONS: Readonly<Record<string, Builtin>> = {
  is_incremental: falsy,
  should_full_refresh: empty,
  should_store_failures: empty,
  statement: empty,
  noop_statement: empty,
  run_query: nothing,
  load_relation: none,
  load_cached_relation: none,
  get_columns_in_relation: () => [],
  get_columns_in_query: () => [],
  get_column_schema_from_query: () => [],
  check_schema_exists: falsy,
  drop_relation_if_exists: empty,
  create_schema: empty,
  drop_schema: empty,
  run_hooks: empty,
  persist_docs: empty,
  get_where_subquery: (call) => orElse(argument(call, 0, "relation"), () => null),
  generate_schema_name: (call, target) => schemaName(call, target),
  default__generate_schema_name: (call, target) => schemaName(call, target),
  generate_schema_name_for_env: (call, target) => {
    const custom = argument(call, 0, "custom_schema_name") ?? null;
    return target?.name === "prod" && custom !== null ? trimmed(custom) : (target?.schema ?? "");
  },
  generate_database_name: (call, target) => databaseName(call, target),
  default__generate_database_name: (call, target) => databaseName(call, target),
  generate_alias_name: (call) => aliasName(call),
  default__generate_alias_name: (call) => aliasName(call),
  default__get_where_subquery: (call) => orElse(argument(call, 0, "relation"), () => null),
};

/** Calls one of dbt's macros. `name` may carry a `default__` or adapter prefix. */
export function callBuiltin(name: string, call: HostCall, target: Target | null): Value {
  const plain = name.replace(/^[a-z]+__/, "");
  const found = Object.hasOwn(FUNCTIONS, name)
    ? FUNCTIONS[name]
    : Object.hasOwn(FUNCTIONS, plain)
      ? FUNCTIONS[plain]
      : undefined;
  return found === undefined ? unknown(`dbt.${name}()`) : found(call, target);
}

function trimmed(value: Value): Value {
  return isUnknown(value) ? value : str(value).trim();
}

function schemaName(call: HostCall, target: Target | null): Value {
  const custom = argument(call, 0, "custom_schema_name") ?? null;
  const base = target?.schema ?? "";
  if (custom === null) return base;
  return isUnknown(custom) ? custom : `${base}_${str(custom).trim()}`;
}

function databaseName(call: HostCall, target: Target | null): Value {
  const custom = argument(call, 0, "custom_database_name") ?? null;
  return custom === null ? (target?.database ?? "None") : trimmed(custom);
}

function aliasName(call: HostCall): Value {
  const custom = argument(call, 0, "custom_alias_name") ?? null;
  if (isUnknown(custom)) return custom;
  if (custom !== null && str(custom) !== "") return str(custom).trim();
  const node = argument(call, 1, "node");
  if (node === undefined) return "";
  const version = call.machine.attribute(node, "version");
  const name = call.machine.attribute(node, "name");
  const versionText = version === null || isUnknown(version) ? "" : str(version);
  return versionText === "" ? name : `${str(name)}_v${versionText.replaceAll(".", "_")}`;
}
