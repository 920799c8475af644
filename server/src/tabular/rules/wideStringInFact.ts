/** Text in a large fact table: every value is looked up in a dictionary while it is encoded. */
import { withColumns } from "../changedModel";
import { knownRows } from "../tabularModel";
import { columnUse } from "./columnUse";
import { isFlagName } from "./stringWhereInteger";
import {
  columnsWord,
  importTables,
  isIgnoredBy,
  listed,
  millions,
  placeOf,
  relatedColumns,
  type TabularRule,
} from "./tabularRule";

/** A text that repeats this often on average would fit a dimension table. */
const REPEATS = 10;

export const wideStringInFact: TabularRule = {
  code: "wide-string-in-fact",
  severity: "information",
  title: "A large fact table holds text that a dimension table could hold",
  bestPracticeIds: ["REDUCE_USAGE_OF_LONG-LENGTH_COLUMNS_WITH_HIGH_CARDINALITY"],
  *check({ model, processing }) {
    const use = columnUse(model);
    for (const table of importTables(model)) {
      const rows = knownRows(table);
      if (!use.isFact(table) || rows === undefined || rows <= processing.largeTableRows) continue;
      const found = table.columns.filter(
        (column) =>
          column.kind === "data" &&
          column.dataType === "string" &&
          !column.isHidden &&
          !isFlagName(column) &&
          !use.isRelated(table, column) &&
          (column.cardinality ?? 0) * REPEATS <= rows &&
          !isIgnoredBy(column, wideStringInFact),
      );
      if (found.length === 0) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} encodes ${columnsWord(found)} ${listed(found)} as text in each of ${millions(rows)} rows; a dimension table with the text and an integer key in its place encodes faster.`,
        related: relatedColumns(found, ({ name, cardinality }) =>
          cardinality === undefined
            ? `${name} is text; how many distinct values it has is not known`
            : `${name} is text with ${cardinality.toLocaleString("en-US")} distinct values`,
        ),
        follow: withColumns(table, found, { dataType: "int64" }),
        couldBeWrong: ["Texts that hardly repeat gain nothing from a table of their own."],
      };
    }
  },
};
