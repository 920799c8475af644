/**
 * A table in many small partitions, most of which wait for their turn: beyond what loads at once,
 * small partitions only make segments that are not full. Silent where rows are unknown.
 */
import { withEvenPartitions } from "../changedModel";
import { connectionsOf, parallelismOf } from "../parallelism";
import { knownRows } from "../tabularModel";
import { importTables, millions, placeOf, type TabularRule } from "./tabularRule";

/** Partitions for each that loads at once, before a word is worth it. */
const MANY = 3;
/** Of a segment's rows: partitions below this hardly fill one. */
const SMALL = 1 / 8;

export const morePartitionsThanRun: TabularRule = {
  code: "more-partitions-than-run",
  severity: "hint",
  title: "A table has many small partitions, and few of them load at once",
  *check({ model, processing }) {
    const { threads } = parallelismOf(model, processing);
    for (const table of importTables(model)) {
      const { partitions } = table;
      const [first] = partitions;
      const rows = knownRows(table);
      if (first === undefined || rows === undefined || table.hasRefreshPolicy) continue;
      const atOnce = Math.min(threads, connectionsOf(model, first));
      const each = rows / partitions.length;
      const isMany = partitions.length >= MANY * atOnce;
      if (!isMany || each >= processing.segmentRows * SMALL) continue;
      const enough = Math.max(atOnce, Math.ceil(rows / processing.segmentRows));
      yield {
        ...placeOf(table.object),
        owner: table,
        message: `${table.name} loads ${millions(rows)} rows in ${partitions.length} partitions, of which ${atOnce} load at once; the others wait, and none fills an eighth of a segment. ${enough} would load as fast and compress better.`,
        follow: withEvenPartitions(table, rows, enough),
        couldBeWrong: ["The partitions are there so that only the newest is refreshed."],
      };
    }
  },
};
