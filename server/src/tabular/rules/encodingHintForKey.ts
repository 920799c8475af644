/**
 * Keys that may be encoded by value first and by hash later, which starts every partition of the
 * table anew. Only where several partitions load, so that there is much to start anew.
 */
import { setProperty } from "../modelObject";
import { reencoding } from "../reencoding";
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

/** Encoding hints exist from this compatibility level on. */
const HINTS_SINCE = 1400;
const WHOLE = new Set(["int64"]);

export const encodingHintForKey: TabularRule = {
  code: "encoding-hint-for-key",
  severity: "hint",
  title: "Keys of a partitioned table may be encoded twice",
  *check({ model }) {
    if ((model.compatibilityLevel ?? 0) < HINTS_SINCE) return;
    const use = columnUse(model);
    for (const table of importTables(model)) {
      if (table.partitions.length < 2) continue;
      const found = table.columns.filter(
        (column) =>
          column.kind === "data" &&
          WHOLE.has(column.dataType) &&
          isUnset(column.encodingHint) &&
          use.isRelated(table, column) &&
          !isIgnoredBy(column, encodingHintForKey),
      );
      if (found.length === 0) continue;
      const edits = found.flatMap(
        ({ object }) => setProperty(object, "encodingHint", "hash") ?? [],
      );
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} loads ${table.partitions.length} partitions, and the engine guesses how to encode ${columnsWord(found)} ${listed(found)} from the first rows; where a later key does not fit, all partitions are encoded again. \`encodingHint: hash\` settles it for keys.`,
        risk: reencoding({ table, columns: found }),
        related: relatedColumns(found, ({ name }) => `${name} is a key without encoding hint`),
        couldBeWrong: ["Keys in a narrow range stay encoded by value and need no hint."],
        ...(edits.length > 0 && {
          fixes: [
            {
              title: `Set encodingHint to hash for ${edits.length} ${columnsWord(found)}`,
              preferred: false,
              edits,
            },
          ],
        }),
      };
    }
  },
};

function isUnset(hint: string | undefined): boolean {
  return hint === undefined || hint.toLowerCase() === "default";
}
