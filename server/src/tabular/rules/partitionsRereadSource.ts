/**
 * Partitions that each read one and the same file or page from its beginning. Told by the literal
 * that the M text names; what a function or parameter names is not seen.
 */
import { importTables, placeOf, type TabularRule } from "./tabularRule";

/** Sources that cannot leave rows out themselves, with what they read. */
const WHOLE =
  /\b(?:File\.Contents|Web\.Contents|Csv\.Document|Xml\.Tables)\s*\(\s*("(?:[^"]|"")*")/g;

export const partitionsRereadSource: TabularRule = {
  code: "partitions-reread-source",
  severity: "information",
  title: "Every partition reads the same file from its beginning",
  *check({ model }) {
    for (const table of importTables(model)) {
      const readers = new Map<string, number>();
      for (const { source, expression = "" } of table.partitions) {
        if (source !== "m") continue;
        const named = new Set(
          [...withoutComments(expression).matchAll(WHOLE)].map(([, text]) => text!),
        );
        for (const name of named) readers.set(name, (readers.get(name) ?? 0) + 1);
      }
      const shared = [...readers].find(([, count]) => count > 1);
      if (shared === undefined) continue;
      const [name, count] = shared;
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${count} partitions of ${table.name} each read all of ${name} and keep a part; a file per partition, or a source that can filter, reads every row once.`,
        couldBeWrong: ["Each partition asks the page for other rows by its query options."],
      };
    }
  },
};

/** M without comments, its texts kept. */
function withoutComments(text: string): string {
  return text.replace(/("(?:[^"]|"")*")|\/\/.*|\/\*[\s\S]*?\*\//g, "$1");
}
