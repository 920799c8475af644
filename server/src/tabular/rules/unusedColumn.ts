/** Hidden columns that nothing in the model uses. Reports cannot be seen, so no fix deletes one. */
import { withColumns } from "../changedModel";
import { columnUse } from "./columnUse";
import {
  columnsWord,
  importTables,
  isIgnoredBy,
  listed,
  placeOf,
  relatedColumns,
  type TabularRule,
} from "./tabularRule";

export const unusedColumn: TabularRule = {
  code: "unused-column",
  severity: "information",
  title: "Hidden columns are loaded and nothing in the model uses them",
  bestPracticeIds: ["UNNECESSARY_COLUMNS"],
  *check({ model }) {
    const use = columnUse(model);
    for (const table of importTables(model)) {
      const unused = table.columns.filter(
        (column) =>
          column.kind === "data" &&
          (column.isHidden || table.isHidden) &&
          !column.isKey &&
          !use.isRelated(table, column) &&
          !use.isStructural(table, column) &&
          !use.isNamedInDax(column) &&
          !isIgnoredBy(column, unusedColumn),
      );
      if (unused.length === 0) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} loads hidden ${columnsWord(unused)} ${listed(unused)}, which no DAX, relationship, hierarchy or sort order uses; each is read, encoded and compressed in every refresh. Reports outside this folder are not seen.`,
        related: relatedColumns(unused, ({ name }) => `${name} is not used in the model`),
        follow: withColumns(table, unused, undefined),
        couldBeWrong: ["A report or query outside this folder uses one of them."],
      };
    }
  },
};
