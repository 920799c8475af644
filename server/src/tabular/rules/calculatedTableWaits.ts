/** Calculated tables that a refresh cannot begin before the tables they read are in. */
import { withTable } from "../changedModel";
import { tableReferences } from "../tableReferences";
import { placeOf, type TabularRule } from "./tabularRule";

/** Power BI makes these itself, one per date column, and they are small. */
const AUTO_DATE = /^(?:LocalDateTable_|DateTableTemplate_)/;

export const calculatedTableWaits: TabularRule = {
  code: "calculated-table-waits",
  severity: "information",
  title: "A calculated table waits for the tables it reads",
  bestPracticeIds: ["REDUCE_USAGE_OF_CALCULATED_TABLES"],
  *check({ model }) {
    const tablesOf = tableReferences(model);
    const imported = new Set(
      model.tables
        .filter(({ kind }) => kind === "import" || kind === "dual")
        .map(({ name }) => name.toLowerCase()),
    );
    for (const table of model.tables) {
      if (table.kind !== "calculated" || AUTO_DATE.test(table.name)) continue;
      const dax = table.partitions.map(({ expression = "" }) => expression).join("\n");
      const read = tablesOf(dax);
      const names = model.tables
        .filter(({ name }) => read.has(name.toLowerCase()) && imported.has(name.toLowerCase()))
        .map(({ name }) => name);
      if (names.length === 0) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} is computed from ${listedNames(names)} after ${names.length === 1 ? "it is" : "they are"} in, on every refresh of ${names.length === 1 ? "it" : "one of them"}; a view or query of the source loads beside the others.`,
        follow: withTable(table, () => ({ kind: "import" })),
        couldBeWrong: ["The source takes longer to compute it than assumed."],
      };
    }
  },
};

function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
