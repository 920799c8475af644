/**
 * A model as it would be after a piece of advice, for simulating what following it saves. Tables and
 * columns are told by their objects, so that several pieces can be followed one after the other;
 * the objects stay those of the files, so nothing made here is ever written.
 */
import type { TabularColumn, TabularModel, TabularPartition, TabularTable } from "./tabularModel";

/** Makes of a model what it would be. */
export type Follow = (model: TabularModel) => TabularModel;

/** One table changed. O(tables). */
export function withTable(
  table: TabularTable,
  change: (table: TabularTable) => Partial<TabularTable>,
): Follow {
  return (model) => ({
    ...model,
    tables: model.tables.map((one) =>
      one.object === table.object ? { ...one, ...change(one) } : one,
    ),
  });
}

/** Some columns of a table changed; `undefined` removes them. */
export function withColumns(
  table: TabularTable,
  columns: readonly TabularColumn[],
  change: Partial<TabularColumn> | undefined,
): Follow {
  const chosen = new Set(columns.map(({ object }) => object));
  return withTable(table, (now) => ({
    columns: now.columns.flatMap((column): readonly TabularColumn[] => {
      if (!chosen.has(column.object)) return [column];
      return change === undefined ? [] : [{ ...column, ...change }];
    }),
  }));
}

/** A table's rows spread evenly over `count` partitions. */
export function withEvenPartitions(table: TabularTable, rows: number, count: number): Follow {
  return withTable(table, ({ partitions }) => {
    const [first] = partitions;
    if (first === undefined) return {};
    const even = Array.from({ length: count }, (_, index): TabularPartition => {
      const known = partitions[index] ?? first;
      return { ...known, name: `${known.name} ${index + 1}`, rows: rows / count };
    });
    return { partitions: even, rows };
  });
}
