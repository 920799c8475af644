/**
 * Columns that the engine may begin to encode by value and have to encode anew by hash, because a
 * later segment holds what does not fit. How often that happens no file tells: a risk, not a forecast.
 * Source: Microsoft Learn, "Tabular model partitions" (parallel processing, encoding hints).
 */
import { type Follow, withColumns } from "./changedModel";
import { encodingOf } from "./processingRates";
import { columnUse } from "./rules/columnUse";
import { importTables } from "./rules/tabularRule";
import type { TabularColumn, TabularModel, TabularTable } from "./tabularModel";
import { type ProcessingSettings, tableRows } from "./tabularWorkload";

/** Met in the last segment, so that everything is encoded anew: the most that it can cost. */
export const LAST_SEGMENT = Number.POSITIVE_INFINITY;

const NUMERIC = new Set(["int64", "decimal", "double", "datetime"]);

export interface TableAtRisk {
  readonly table: TabularTable;
  readonly columns: readonly TabularColumn[];
}

/** Whether a column can begin by value at all: a loaded number that no hint has hashed. */
export function canBeReencoded({ kind, dataType, encodingHint }: TabularColumn): boolean {
  return (
    kind === "data" && NUMERIC.has(dataType.toLowerCase()) && encodingHint?.toLowerCase() !== "hash"
  );
}

/**
 * Import tables with keys whose encoding the engine has to guess, where more than one segment is
 * loaded, so that a later one can contradict the first. O(columns).
 */
export function tablesAtRisk(
  model: TabularModel,
  settings: ProcessingSettings,
): readonly TableAtRisk[] {
  const use = columnUse(model);
  return importTables(model).flatMap((table) => {
    const isOneSegment =
      table.partitions.length < 2 && tableRows(table, settings) <= settings.segmentRows;
    if (isOneSegment) return [];
    const columns = table.columns.filter(
      (column) =>
        canBeReencoded(column) && encodingOf(column, use.isRelated(table, column)) !== "value",
    );
    return columns.length === 0 ? [] : [{ table, columns }];
  });
}

/** The model in which these columns are encoded anew when segment `segment` of a partition is met. */
export function reencoding({ table, columns }: TableAtRisk, segment = LAST_SEGMENT): Follow {
  return withColumns(table, columns, { reencodedIn: segment });
}
