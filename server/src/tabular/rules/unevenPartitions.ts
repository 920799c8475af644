/** Partitions of very different size: the largest is still loading when the others are done. */
import { withEvenPartitions } from "../changedModel";
import { importTables, millions, placeOf, type TabularRule } from "./tabularRule";

/** Below a segment there is little to share out. */
const WORTH = 8_388_608;
/** The largest has this many times the rows of an even share. */
const UNEVEN = 2;

export const unevenPartitions: TabularRule = {
  code: "uneven-partitions",
  severity: "information",
  title: "One partition is much larger than the others and loads last",
  *check({ model }) {
    for (const table of importTables(model)) {
      const { partitions } = table;
      const rows = partitions.flatMap((partition) => partition.rows ?? []);
      if (rows.length < 2 || rows.length < partitions.length || table.hasRefreshPolicy) continue;
      const total = rows.reduce((sum, count) => sum + count, 0);
      const most = Math.max(...rows);
      if (most < WORTH || most < (UNEVEN * total) / rows.length) continue;
      const largest = partitions[rows.indexOf(most)];
      yield {
        ...placeOf(largest?.object ?? table.object),
        owner: table,
        message: `${largest?.name} holds ${millions(most)} of the ${millions(total)} rows of ${table.name} in ${rows.length} partitions; parts of equal size end together.`,
        follow: withEvenPartitions(table, total, rows.length),
        couldBeWrong: ["Only the large partition is refreshed day by day."],
      };
    }
  },
};
