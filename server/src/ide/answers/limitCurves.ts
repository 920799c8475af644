/**
 * A tabular model's refresh against its other limits than jobs at once: the connections of each data
 * source, and the partitions of each large table. Part of "heddle.sweep/1".
 */
import { refreshLength } from "../../advise/refreshLength";
import { withEvenPartitions } from "../../tabular/changedModel";
import { connectionsOf } from "../../tabular/parallelism";
import { importTables } from "../../tabular/rules/tabularRule";
import { knownRows, type TabularModel } from "../../tabular/tabularModel";
import type { ProcessingSettings } from "../../tabular/tabularWorkload";

export interface LimitCurve {
  readonly limit: "connections" | "partitions";
  /** The data source or table. */
  readonly of: string;
  readonly today: number;
  /** The smallest value that comes within a percent of the best. */
  readonly recommended: number;
  readonly points: readonly { readonly value: number; readonly makespanMs: number }[];
}

/** The documented default is 10; more than this no source was seen to bear. */
const MOST_CONNECTIONS = 24;
const PARTITIONS = [1, 2, 4, 8, 16, 32];
/** Tables below a segment gain nothing from being divided. */
const LARGE = 8_388_608;
const MOST_TABLES = 5;
const NEAR = 1.01;

/** About 24 simulations per data source and 6 per large table whose rows are known. */
export function limitCurves(
  model: TabularModel,
  processing: ProcessingSettings,
): readonly LimitCurve[] {
  const lengthOf = refreshLength(processing);
  const partitions = importTables(model).flatMap((table) => table.partitions);
  const connections = model.dataSources.flatMap((source): readonly LimitCurve[] => {
    const own = partitions.filter(({ dataSource }) => dataSource === source.name);
    const [first] = own;
    if (first === undefined) return [];
    const today = connectionsOf(model, first);
    const most = Math.min(MOST_CONNECTIONS, Math.max(own.length, today));
    const values = Array.from({ length: most }, (_, index) => index + 1);
    return [
      curveOf("connections", source.name, today, values, (maxConnections) =>
        lengthOf({
          ...model,
          dataSources: model.dataSources.map((one) =>
            one === source ? { ...one, maxConnections } : one,
          ),
        }),
      ),
    ];
  });
  const large = importTables(model)
    .map((table) => ({ table, rows: knownRows(table) ?? 0 }))
    .filter(({ table, rows }) => rows > LARGE && !table.hasRefreshPolicy)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MOST_TABLES);
  const divided = large.map(({ table, rows }) => {
    const today = table.partitions.length;
    const values = [...new Set([...PARTITIONS, today])].sort((a, b) => a - b);
    return curveOf("partitions", table.name, today, values, (count) =>
      lengthOf(count === today ? model : withEvenPartitions(table, rows, count)(model)),
    );
  });
  return [...connections, ...divided];
}

function curveOf(
  limit: LimitCurve["limit"],
  of: string,
  today: number,
  values: readonly number[],
  lengthAt: (value: number) => number,
): LimitCurve {
  const points = values.map((value) => ({ value, makespanMs: lengthAt(value) }));
  const best = Math.min(...points.map(({ makespanMs }) => makespanMs));
  const recommended = points.find(({ makespanMs }) => makespanMs <= best * NEAR)?.value ?? today;
  return { limit, of, today, recommended, points };
}
