/**
 * Joins a base relation with its lookups: a lookup of a finer grain is brought to one row per key
 * first, so that no join multiplies rows. Knows columns and keys, not what the model computes.
 */
import type { Lookup, ModelSpec } from "./ecommerceModels";
import type { Column } from "./ecommerceSources";
import type { Relation } from "./ecommerceStaging";

/** Common table expressions, and a select over them that yields `columns`. */
export interface Joined {
  readonly ctes: readonly string[];
  readonly columns: readonly Column[];
  readonly select: string;
  readonly refs: readonly string[];
}

const AUDIT = new Set(["created_at", "updated_at", "loaded_at"]);

/** Name of a relation inside a query: `int_order_payments` reads as `order_payments`. */
export function aliasOf(name: string): string {
  return name.replace(/^(stg|int|base|lookup|util)_/, "");
}

/** `ref` as dbt spells it. */
export function refOf(name: string): string {
  return `{{ ref('${name}') }}`;
}

export function indented(text: string, by = 4): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(by));
}

/** `name as ( … )` */
export function cte(name: string, body: string): string {
  return `${name} as (\n\n${indented(body)}\n\n)`;
}

/** Joins `spec.base` and `spec.lookups`; throws where a key is in neither. `filter` ends the query. */
export function joinLookups(
  spec: ModelSpec,
  relations: ReadonlyMap<string, Relation>,
  filter = "",
): Joined {
  const base = relationOf(relations, spec.base, spec.name);
  const baseAlias = aliasOf(base.name);
  const ctes = [cte(baseAlias, `select * from ${refOf(base.name)}`)];
  const columns: Column[] = base.columns.filter((column) => !AUDIT.has(column.name));
  if (!columns.some(isTime)) columns.push(...base.columns.filter((c) => c.name === "created_at"));
  const ownerOf = new Map(columns.map((column) => [column.name, baseAlias]));
  const joins: string[] = [];

  for (const lookup of spec.lookups) {
    const other = relationOf(relations, lookup.ref, spec.name);
    const owner = ownerOf.get(lookup.key);
    if (owner === undefined || !other.columns.some((c) => c.name === lookup.otherKey)) {
      throw new Error(`${spec.name}: ${lookup.ref} cannot be joined by ${lookup.key}`);
    }
    let alias = aliasOf(other.name);
    let taken: readonly Column[];
    if (other.grain === lookup.otherKey) {
      taken = chosenColumns(other, lookup, ownerOf);
      ctes.push(cte(alias, `select * from ${refOf(other.name)}`));
    } else {
      const grouped = groupedLookup(other, lookup, ownerOf);
      alias = `${alias}_by_${lookup.otherKey.replace(/_(id|code)$/, "")}`;
      taken = grouped.columns;
      ctes.push(cte(alias, grouped.sql));
    }
    for (const column of taken) {
      if (ownerOf.has(column.name)) continue;
      ownerOf.set(column.name, alias);
      columns.push(column);
    }
    const on = `${owner}.${lookup.key} = ${alias}.${lookup.otherKey}`;
    joins.push(`left join ${alias}\n    on ${on}`);
  }

  const list = columns.map((column) => `    ${ownerOf.get(column.name)}.${column.name}`);
  const parts = [`select\n${list.join(",\n")}`, `from ${baseAlias}`, ...joins];
  if (filter !== "") parts.push(filter);
  return {
    ctes,
    columns,
    select: parts.join("\n"),
    refs: [base.name, ...spec.lookups.map((lookup) => lookup.ref)],
  };
}

export function isTime(column: Column): boolean {
  return column.kind === "date" || column.kind === "ts";
}

function relationOf(
  relations: ReadonlyMap<string, Relation>,
  name: string,
  user: string,
): Relation {
  const relation = relations.get(name);
  if (relation === undefined) throw new Error(`${user} uses ${name}, which comes later or never`);
  return relation;
}

/** The columns named, or up to three that say most: texts before amounts before keys and dates. */
function chosenColumns(
  other: Relation,
  lookup: Lookup,
  taken: ReadonlyMap<string, string>,
): readonly Column[] {
  if (lookup.columns.length > 0) {
    return lookup.columns.map((name) => {
      const column = other.columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new Error(`${other.name} has no column ${name}`);
      return column;
    });
  }
  const order = ["text", "num", "int", "bool", "id", "date", "ts"];
  return other.columns
    .filter((column) => !taken.has(column.name) && !AUDIT.has(column.name))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .slice(0, 3);
}

function groupedLookup(
  other: Relation,
  lookup: Lookup,
  taken: ReadonlyMap<string, string>,
): { readonly sql: string; readonly columns: readonly Column[] } {
  const noun = aliasOf(other.name).replace(/s$/, "");
  const lines = [lookup.otherKey, `count(*) as ${noun}_count`];
  const columns: Column[] = [{ name: `${noun}_count`, kind: "int" }];
  const add = (expression: string, name: string, kind: Column["kind"]): void => {
    if (taken.has(name) || columns.some((column) => column.name === name)) return;
    lines.push(`${expression} as ${name}`);
    columns.push({ name, kind });
  };
  const amount = other.columns.find(
    (c) => c.kind === "num" && !taken.has(c.name) && !/percent|rate|ratio/.test(c.name),
  );
  if (amount !== undefined) add(`sum(${amount.name})`, `${noun}_${amount.name}`, "num");
  const time = other.columns.find((c) => isTime(c) && !AUDIT.has(c.name));
  if (time !== undefined) add(`max(${time.name})`, `last_${noun}_${time.name}`, time.kind);
  for (const name of lookup.columns) {
    const column = other.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new Error(`${other.name} has no column ${name}`);
    add(`max(${name})`, name, column.kind);
  }
  const sql = `select\n${indented(lines.join(",\n"))}\nfrom ${refOf(other.name)}\ngroup by ${lookup.otherKey}`;
  return { sql, columns };
}
