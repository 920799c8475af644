/**
 * How many jobs of a refresh run at once, and who says so: heddle.yml or the settings (`tabular.threads`), the
 * model, the connections
 * where they limit all jobs, what the Power BI service does by default, or nobody.
 */
import { type ModelObject, propertyOf } from "./modelObject";
import type { TabularModel, TabularPartition } from "./tabularModel";

export interface Parallelism {
  readonly threads: number;
  readonly origin:
    | "tabular.threads"
    | "maxParallelismPerRefresh"
    | "connections of all jobs"
    | "default of Power BI"
    | "assumed";
}

export interface ParallelismSettings {
  readonly threads?: number;
  /** What a data source's connections limit: its readers (documentation) or all jobs (the article). */
  readonly connections: "readers" | "allJobs";
}

/** Connections of a data source that names none; Microsoft Learn, "Tabular model partitions". */
export const DEFAULT_CONNECTIONS = 10;
/**
 * Objects that the Power BI service refreshes at once where nobody asks for another number. Seen by
 * Chris Webb ("Increasing Refresh Parallelism"), on no page of Microsoft's; it may have changed.
 */
export const POWER_BI_PARALLELISM = 6;
/** Threads of a server of which nothing is known. */
const ASSUMED_THREADS = 8;

/** Jobs at once of a full refresh. O(partitions). */
export function parallelismOf(model: TabularModel, settings: ParallelismSettings): Parallelism {
  const asked = askedParallelism(model, settings);
  if (settings.connections === "readers") return asked;
  const sources = new Map(
    model.tables
      .flatMap(({ partitions }) => partitions)
      .filter(({ source }) => source !== "calculated" && source !== "calculationGroup")
      .map((partition) => [sourceOf(partition), connectionsOf(model, partition)]),
  );
  const all = [...sources.values()].reduce((sum, one) => sum + one, 0);
  // Exact for one source; with several, each also keeps its own readers.
  return all > 0 && all < asked.threads
    ? { threads: all, origin: "connections of all jobs" }
    : asked;
}

function askedParallelism(model: TabularModel, { threads }: ParallelismSettings): Parallelism {
  if (threads !== undefined) return { threads, origin: "tabular.threads" };
  const own = model.maxParallelismPerRefresh ?? 0;
  if (own > 0) return { threads: own, origin: "maxParallelismPerRefresh" };
  return isOfPowerBi(model)
    ? { threads: POWER_BI_PARALLELISM, origin: "default of Power BI" }
    : { threads: ASSUMED_THREADS, origin: "assumed" };
}

/** Whether Power BI made the model, told by the property and annotations that only it writes. */
export function isOfPowerBi({ object }: TabularModel): boolean {
  const isVersioned = propertyOf(object, "defaultpowerbidatasourceversion") !== undefined;
  return isVersioned || object.children.some(isPowerBiAnnotation);
}

function isPowerBiAnnotation({ type, name }: ModelObject): boolean {
  return type === "annotation" && /^(?:__)?PBI_/.test(name);
}

/** The pool of the data source that a partition reads from. */
export function sourceOf({ dataSource }: TabularPartition): string {
  return `source:${dataSource ?? "without data source object"}`;
}

/** Connections that partitions of this source may hold at once; -1 and 0 leave it to defaults. */
export function connectionsOf(model: TabularModel, { dataSource }: TabularPartition): number {
  const own = model.dataSources.find(({ name }) => name === dataSource)?.maxConnections ?? 0;
  const common = model.dataSourceDefaultMaxConnections ?? 0;
  return own > 0 ? own : common > 0 ? common : DEFAULT_CONNECTIONS;
}
