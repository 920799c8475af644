/** Flags and keys kept as text, told by type, relationships and names only; values are not seen. */
import { withColumns } from "../changedModel";
import type { TabularColumn } from "../tabularModel";
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

const FLAG = /^(?:[Ii]s|[Hh]as|[Cc]an|[Ww]as)(?:[A-Z]|[_ ])|[Ff]lag$|FLAG$/;

export const stringWhereInteger: TabularRule = {
  code: "string-where-integer",
  severity: "information",
  title: "Flags or keys are text where an integer would do",
  bestPracticeIds: ["RELATIONSHIP_COLUMNS_SHOULD_BE_OF_INTEGER_DATA_TYPE"],
  *check({ model }) {
    const use = columnUse(model);
    for (const table of importTables(model)) {
      const found = table.columns.filter(
        (column) =>
          column.kind === "data" &&
          column.dataType === "string" &&
          (isFlagName(column) || use.isRelated(table, column)) &&
          !isIgnoredBy(column, stringWhereInteger),
      );
      if (found.length === 0) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} keeps ${columnsWord(found)} ${listed(found)} as text, which is always hash-encoded; as integers (1 and 0, a surrogate key) they encode faster. Judged by name and relationships; values are not known here.`,
        follow: withColumns(table, found, { dataType: "int64" }),
        couldBeWrong: ["Values that are no flags or keys, whatever the names say."],
        related: relatedColumns(found, (column) =>
          use.isRelated(table, column)
            ? `${column.name} is a key of a relationship and text`
            : `${column.name} is named like a flag and text`,
        ),
      };
    }
  },
};

/** A column whose name says that it holds yes or no. */
export function isFlagName({ name }: TabularColumn): boolean {
  return FLAG.test(name);
}
