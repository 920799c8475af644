/** What in a model uses a column: relationships, hierarchies, sort orders, variations, DAX. */
import { bracketedNames } from "../daxTexts";
import type { TabularColumn, TabularModel, TabularTable } from "../tabularModel";

export interface ColumnUse {
  isRelated(table: TabularTable, column: TabularColumn): boolean;
  /** In a user hierarchy, in either end of a sort order, or with variations. */
  isStructural(table: TabularTable, column: TabularColumn): boolean;
  /** Some DAX text names a column or measure like it, in whatever table. */
  isNamedInDax(column: TabularColumn): boolean;
  /** On the many side of relationships and on the one side of none. */
  isFact(table: TabularTable): boolean;
}

const known = new WeakMap<TabularModel, ColumnUse>();

/** Built once per model, which several rules ask: O(objects + DAX). */
export function columnUse(model: TabularModel): ColumnUse {
  const before = known.get(model);
  if (before !== undefined) return before;
  const use = buildUse(model);
  known.set(model, use);
  return use;
}

function buildUse(model: TabularModel): ColumnUse {
  const key = (table: string, column: string) => `${table}\n${column}`.toLowerCase();
  const related = new Set<string>();
  const many = new Set<string>();
  const one = new Set<string>();
  for (const { fromTable, fromColumn, toTable, toColumn } of model.relationships) {
    related.add(key(fromTable, fromColumn));
    related.add(key(toTable, toColumn));
    many.add(fromTable.toLowerCase());
    one.add(toTable.toLowerCase());
  }
  const structural = new Set<string>();
  for (const table of model.tables) {
    for (const { columns } of table.hierarchies) {
      for (const column of columns) structural.add(key(table.name, column));
    }
    for (const { name, sortByColumn, hasVariations } of table.columns) {
      if (sortByColumn !== undefined) structural.add(key(table.name, sortByColumn));
      if (sortByColumn !== undefined || hasVariations) structural.add(key(table.name, name));
    }
  }
  const named = new Set(model.dax.flatMap(bracketedNames));
  return {
    isRelated: (table, column) => related.has(key(table.name, column.name)),
    isStructural: (table, column) => structural.has(key(table.name, column.name)),
    isNamedInDax: ({ name }) => named.has(name.toLowerCase()),
    isFact: ({ name }) => many.has(name.toLowerCase()) && !one.has(name.toLowerCase()),
  };
}
