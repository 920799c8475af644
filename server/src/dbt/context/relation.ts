/**
 * Relations as templates see them: `this`, what `ref` gives, `api.Relation.create`. Only names and
 * quoting, nothing of a database. Source: dbt-adapters 1.24 `adapters/base/relation.py`.
 */
import { dictOf } from "../../jinja/dicts";
import {
  type HostCall,
  hostFunction,
  hostObject,
  orElse,
  textOf,
  type Value,
} from "../../jinja/values";
import type { Adapter } from "../adapters";

export interface RelationParts {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
  readonly type?: string | null;
}

/** A relation of these parts, printed with the adapter's quoting. */
export function relationValue(parts: RelationParts, adapter: Adapter | undefined): Value {
  const { database, schema, identifier, type = null } = parts;
  const with_ = (changes: Partial<RelationParts>): Value =>
    relationValue({ ...parts, ...changes }, adapter);
  // A relation is a mapping in Python: packages ask `r is mapping` and `r.get('metadata')`.
  const member = (name: string): Value | undefined => table.get(name);
  const table = new Map<string, Value>(
    Object.entries({
      metadata: dictOf([["type", `${typeNameOf(adapter)}Relation`]]),
      get: hostFunction("get", (call) =>
        orElse(member(textOf(orElse(call.args[0], () => "")) ?? ""), () =>
          orElse(call.args[1], () => null),
        ),
      ),
      database,
      schema,
      identifier,
      name: identifier,
      table: identifier,
      type,
      is_table: type === "table",
      is_view: type === "view",
      is_cte: type === "cte",
      is_materialized_view: type === "materialized_view",
      include: hostFunction("include", (call) =>
        with_({
          ...(call.kwargs.get("database") === false ? { database: null } : {}),
          ...(call.kwargs.get("schema") === false ? { schema: null } : {}),
          ...(call.kwargs.get("identifier") === false ? { identifier: null } : {}),
        }),
      ),
      quote: hostFunction("quote", () => with_({})),
      without_identifier: hostFunction("without_identifier", () => with_({ identifier: null })),
      incorporate: hostFunction("incorporate", (call) => with_(pathIn(call))),
      replace_path: hostFunction("replace_path", (call) => with_(pathOf(call))),
      render: hostFunction("render", () => relationText(parts, adapter)),
      information_schema: hostFunction("information_schema", () =>
        with_({ schema: "INFORMATION_SCHEMA", identifier: null }),
      ),
    } satisfies Record<string, Value>),
  );
  const value = hostObject("Relation", table, {
    text: () => relationText(parts, adapter),
    item: (key) => member(textOf(key) ?? ""),
    isTrue: () => true,
  });
  return value;
}

function typeNameOf(adapter: Adapter | undefined): string {
  return adapter === undefined ? "Base" : adapter.type[0]!.toUpperCase() + adapter.type.slice(1);
}

function pathIn(call: HostCall): Partial<RelationParts> {
  const path = call.kwargs.get("path");
  if (path === undefined || typeof path !== "object" || path === null || !("kind" in path))
    return {};
  if (path.kind !== "dict") return {};
  const read = (key: string): string | undefined => {
    const entry = path.entries.get(key);
    return entry === undefined ? undefined : textOf(entry.value);
  };
  return partsOf(read);
}

function pathOf(call: HostCall): Partial<RelationParts> {
  return partsOf((key) => textOf(orElse(call.kwargs.get(key), () => null)));
}

function partsOf(read: (key: string) => string | undefined): Partial<RelationParts> {
  const database = read("database");
  const schema = read("schema");
  const identifier = read("identifier");
  return {
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    ...(identifier === undefined ? {} : { identifier }),
  };
}

/** `"db"."schema"."name"`, each part quoted as the adapter does by default. */
export function relationText(parts: RelationParts, adapter: Adapter | undefined): string {
  const quote = adapter?.quote ?? '"';
  const rules = adapter?.quoting ?? { database: true, schema: true, identifier: true };
  const shown: string[] = [];
  for (const key of ["database", "schema", "identifier"] as const) {
    const part = parts[key];
    if (part === null || part === "") continue;
    shown.push(rules[key] ? `${quote}${part}${quote}` : part);
  }
  return shown.join(".");
}

/** `api.Relation` / `adapter.Relation`: a class with `create`. */
export function relationClass(adapter: Adapter | undefined): Value {
  const create = hostFunction("create", (call) =>
    relationValue(
      {
        database: null,
        schema: null,
        identifier: null,
        ...pathOf(call),
        type: textOf(orElse(call.kwargs.get("type"), () => null)) ?? null,
      },
      adapter,
    ),
  );
  return hostObject("type", {
    create,
    Table: "table",
    View: "view",
    CTE: "cte",
    External: "external",
    MaterializedView: "materialized_view",
  });
}
