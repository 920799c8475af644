/**
 * Attribute hierarchies of a fact table's numbers. Never for a column that a hierarchy, sort order,
 * variation, relationship or key needs: there Analysis Services asks for the opposite.
 */
import { withColumns } from "../changedModel";
import { setProperty } from "../modelObject";
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

const NUMBERS = new Set(["int64", "double", "decimal"]);
/** Numbers that people group by rather than add up. */
const GROUPED = /(?:key|id|code|year|quarter|month|week|day|hour|number|no|nr|rank|order)$/i;

export const attributeHierarchyOnMeasureColumn: TabularRule = {
  code: "attribute-hierarchy-on-measure-column",
  severity: "information",
  title: "Numbers of a fact table get attribute hierarchies in every refresh",
  bestPracticeIds: ["ISAVAILABLEINMDX_FALSE_NONATTRIBUTE_COLUMNS"],
  *check({ model }) {
    const use = columnUse(model);
    for (const table of importTables(model)) {
      if (!use.isFact(table)) continue;
      const found = table.columns.filter(
        (column) =>
          isMeasured(column) &&
          !use.isRelated(table, column) &&
          !use.isStructural(table, column) &&
          !isIgnoredBy(column, attributeHierarchyOnMeasureColumn),
      );
      if (found.length === 0) continue;
      const edits = found.flatMap(
        ({ object }) => setProperty(object, "isAvailableInMdx", false) ?? [],
      );
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} builds attribute hierarchies for ${columnsWord(found)} ${listed(found)} in every refresh; only MDX clients such as Excel use them, and rarely for numbers that are added up.`,
        related: relatedColumns(found, ({ name }) => `${name} has isAvailableInMdx on`),
        follow: withColumns(table, found, { isAvailableInMdx: false }),
        couldBeWrong: ["A report outside this folder groups by one of them in MDX."],
        ...(edits.length > 0 && {
          fixes: [
            {
              title: `Set isAvailableInMdx to false for ${edits.length} ${columnsWord(found)} (Excel can then not group by ${edits.length === 1 ? "it" : "them"})`,
              preferred: true,
              edits,
            },
          ],
        }),
      };
    }
  },
};

function isMeasured({ kind, name, dataType, isAvailableInMdx, isKey }: TabularColumn): boolean {
  const isLoaded = kind === "data" || kind === "calculated";
  return isLoaded && isAvailableInMdx && !isKey && NUMBERS.has(dataType) && !GROUPED.test(name);
}
