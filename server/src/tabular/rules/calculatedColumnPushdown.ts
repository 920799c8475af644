/** Calculated columns that need their own row only, so that the source could compute them. */
import { withColumns } from "../changedModel";
import { bracketedNames } from "../daxTexts";
import type { TabularColumn, TabularTable } from "../tabularModel";
import {
  columnsWord,
  importTables,
  isIgnoredBy,
  listed,
  placeOf,
  relatedColumns,
  type TabularRule,
} from "./tabularRule";

/** Functions of DAX that look at their arguments alone; MIN and MAX of one look at all rows. */
const ROW_FUNCTIONS = new Set(
  (
    "abs and blank ceiling coalesce concatenate currency date datediff datevalue day divide edate " +
    "eomonth even exact exp false find fixed floor format hour if iferror int isblank iserror " +
    "left len ln log log10 lower mid minute mod month mround not odd or power quarter " +
    "replace rept right round rounddown roundup search second sign sqrt substitute switch time " +
    "timevalue trim true trunc unichar upper value weekday weeknum year"
  ).split(" "),
);

export const calculatedColumnPushdown: TabularRule = {
  code: "calculated-column-pushdown",
  severity: "information",
  title: "Calculated columns use their own row only and could come from the source",
  bestPracticeIds: ["REDUCE_NUMBER_OF_CALCULATED_COLUMNS"],
  *check({ model }) {
    for (const table of importTables(model)) {
      const found = table.columns.filter(
        (column) => isRowOnly(table, column) && !isIgnoredBy(column, calculatedColumnPushdown),
      );
      if (found.length === 0) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} computes ${columnsWord(found)} ${listed(found)} from its own rows; a refresh of any partition computes all rows again, which a column of the source would not.`,
        related: relatedColumns(found, ({ name }) => `${name} uses no other row or table`),
        follow: withColumns(table, found, { kind: "data" }),
        couldBeWrong: ["The source takes longer to compute and send them than assumed."],
      };
    }
  },
};

/** Only columns of this table, constants and functions of their arguments; else false. */
function isRowOnly(table: TabularTable, { kind, expression }: TabularColumn): boolean {
  if (kind !== "calculated" || expression === undefined) return false;
  const dax = expression
    .replace(/\/\*[\s\S]*?\*\/|(?:\/\/|--).*$/gm, " ")
    .replace(/"(?:[^"]|"")*"/g, '""');
  const own = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const names = bracketedNames(dax);
  if (names.length === 0 || !names.every((name) => own.has(name))) return false;
  const outside = dax.replace(/\[(?:[^\]]|\]\])*\]/g, "[]");
  for (const match of outside.matchAll(/'((?:[^']|'')+)'|([\p{L}_][\p{L}\p{N}_.]*)(\s*\()?/gu)) {
    const [, quoted, word, call] = match;
    const name = (quoted?.replaceAll("''", "'") ?? word ?? "").toLowerCase();
    if (name === table.name.toLowerCase() && call === undefined) continue;
    if (!ROW_FUNCTIONS.has(name)) return false;
  }
  return true;
}
