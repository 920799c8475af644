/** A large table in one partition is read by one reader. Silent where rows are unknown. */
import { withEvenPartitions } from "../changedModel";
import { knownRows } from "../tabularModel";
import { importTables, millions, placeOf, type TabularRule } from "./tabularRule";

/** Partitions of about one segment each: smaller ones compress worse. */
const ROWS_EACH = 8_388_608;

export const singlePartitionLargeTable: TabularRule = {
  code: "single-partition-large-table",
  severity: "information",
  title: "A large table has one partition, so one reader loads it",
  bestPracticeIds: ["LARGE_TABLES_SHOULD_BE_PARTITIONED"],
  *check({ model, processing }) {
    for (const table of importTables(model)) {
      const rows = knownRows(table);
      if (table.partitions.length !== 1 || table.hasRefreshPolicy || rows === undefined) continue;
      if (rows <= processing.largeTableRows) continue;
      yield {
        ...placeOf(table.object),
        owner: table,
        follow: withEvenPartitions(table, rows, Math.ceil(rows / ROWS_EACH)),
        couldBeWrong: ["The source cannot be divided, or reads all of it for each part."],
        message: `${table.name} has ${millions(rows)} rows in one partition, so a single reader loads it; partitions of a few million rows each can load at once.`,
      };
    }
  },
};
