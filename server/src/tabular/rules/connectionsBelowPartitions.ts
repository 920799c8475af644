/** A set limit lets fewer partitions load at once than the engine's default would. */
import type { Fix } from "../../base/problem";
import type { Follow } from "../changedModel";
import { type ModelObject, setProperty } from "../modelObject";
import { importTables, placeOf, type TabularFinding, type TabularRule } from "./tabularRule";

/** Connections that a data source has where nothing is set; raising further is the user's choice. */
const DEFAULT = 10;

export const connectionsBelowPartitions: TabularRule = {
  code: "connections-below-partitions",
  severity: "warning",
  title: "A limit lets fewer partitions load at once than there are",
  *check({ model }) {
    const partitions = importTables(model).flatMap((table) => table.partitions);
    for (const { name, maxConnections = 0, object } of model.dataSources) {
      const own = partitions.filter(({ dataSource }) => dataSource === name).length;
      const useful = Math.min(own, DEFAULT);
      if (maxConnections <= 0 || maxConnections >= useful) continue;
      yield finding(object, "maxConnections", useful, {
        what: `Data source ${name} allows ${connections(maxConnections)}`,
        partitions: own,
        follow: (now) => ({
          ...now,
          dataSources: now.dataSources.map((source) =>
            source.object === object ? { ...source, maxConnections: useful } : source,
          ),
        }),
      });
    }
    const common = model.dataSourceDefaultMaxConnections ?? 0;
    const sourceless = partitions.filter(({ dataSource }) => dataSource === undefined).length;
    const forSourceless = Math.min(sourceless, DEFAULT);
    if (common > 0 && common < forSourceless) {
      yield finding(model.object, "dataSourceDefaultMaxConnections", forSourceless, {
        what: `The model allows ${connections(common)} per source`,
        partitions: sourceless,
        follow: (now) => ({ ...now, dataSourceDefaultMaxConnections: forSourceless }),
      });
    }
    const parallelism = model.maxParallelismPerRefresh ?? 0;
    const atOnce = Math.min(partitions.length, DEFAULT);
    if (parallelism > 0 && parallelism < atOnce) {
      yield finding(model.object, "maxParallelismPerRefresh", atOnce, {
        what: `A refresh runs at most ${parallelism} ${parallelism === 1 ? "job" : "jobs"} at once`,
        partitions: partitions.length,
        follow: (now) => ({ ...now, maxParallelismPerRefresh: atOnce }),
      });
    }
  },
};

interface Limit {
  readonly what: string;
  readonly partitions: number;
  readonly follow: Follow;
}

function finding(
  object: ModelObject,
  key: string,
  value: number,
  { what, partitions, follow }: Limit,
): TabularFinding {
  const edit = setProperty(object, key, value);
  const fixes: readonly Fix[] =
    edit === undefined ? [] : [{ title: `Set ${key} to ${value}`, preferred: true, edits: [edit] }];
  const place = edit === undefined ? placeOf(object) : { file: edit.file, span: edit.span };
  return {
    ...place,
    message: `${what}, but ${partitions} partitions load under that limit; the others wait. ${value} is worth a try if the source bears it.`,
    fixes,
    follow,
    couldBeWrong: ["The source is slower when more readers ask at once."],
  };
}

function connections(count: number): string {
  return count === 1 ? "1 connection" : `${count} connections`;
}
