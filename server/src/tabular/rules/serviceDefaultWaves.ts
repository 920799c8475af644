/**
 * More partitions of weight than the Power BI service refreshes at once where nobody asks for more:
 * they load in waves. Only for models that Power BI made and that name no parallelism.
 */
import { setProperty } from "../modelObject";
import {
  connectionsOf,
  DEFAULT_CONNECTIONS,
  isOfPowerBi,
  POWER_BI_PARALLELISM,
  sourceOf,
} from "../parallelism";
import { knownRows, type TabularTable } from "../tabularModel";
import { importTables, placeOf, type TabularRule } from "./tabularRule";

/** `maxParallelismPerRefresh` exists from this compatibility level on. */
const SETTABLE_SINCE = 1568;

export const serviceDefaultWaves: TabularRule = {
  code: "service-default-waves",
  severity: "information",
  title: "Partitions load in waves, because the service runs few jobs at once by default",
  *check({ model, processing }) {
    const { threads, segmentRows } = processing;
    const isSet = threads !== undefined || (model.maxParallelismPerRefresh ?? 0) > 0;
    if (isSet || !isOfPowerBi(model)) return;
    const partitions = importTables(model)
      .filter((table) => isWeighty(table, segmentRows))
      .flatMap((table) => table.partitions);
    const perSource = new Map<string, { count: number; most: number }>();
    for (const partition of partitions) {
      const most = connectionsOf(model, partition);
      const known = perSource.get(sourceOf(partition)) ?? { count: 0, most };
      perSource.set(sourceOf(partition), { most, count: known.count + 1 });
    }
    const bearable = [...perSource.values()].map(({ count, most }) => Math.min(count, most));
    const atOnce = bearable.reduce((sum, one) => sum + one, 0);
    if (atOnce <= POWER_BI_PARALLELISM) return;
    const useful = Math.min(atOnce, DEFAULT_CONNECTIONS);
    const waves = Math.ceil(partitions.length / POWER_BI_PARALLELISM);
    const isSettable = (model.compatibilityLevel ?? 0) >= SETTABLE_SINCE;
    const edit = isSettable
      ? setProperty(model.object, "maxParallelismPerRefresh", useful)
      : undefined;
    const how = isSettable
      ? "`maxParallelismPerRefresh` of the model"
      : "the `maxParallelism` of the refresh command, which `heddle plan` writes,";
    yield {
      ...placeOf(model.object),
      message: `${partitions.length} partitions of large or partitioned tables load, and the Power BI service is said to run ${POWER_BI_PARALLELISM} jobs at once where nothing else is asked for: ${waves} waves. ${how} raises it; ${useful} is worth a try.`,
      follow: (now) => ({ ...now, maxParallelismPerRefresh: useful }),
      couldBeWrong: [
        `The default of ${POWER_BI_PARALLELISM} was observed, is documented nowhere, and may have changed.`,
        "The capacity has no memory or cores for more.",
      ],
      ...(edit !== undefined && {
        fixes: [
          {
            title: `Set maxParallelismPerRefresh to ${useful}`,
            preferred: false,
            edits: [edit],
          },
        ],
      }),
    };
  },
};

/** Small tables in one partition are done before they could wait for anybody. */
function isWeighty(table: TabularTable, segmentRows: number): boolean {
  return table.partitions.length > 1 || (knownRows(table) ?? 0) > segmentRows;
}
