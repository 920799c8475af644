/**
 * A full refresh of a tabular model as a workload: every partition's pipeline, each table's
 * process-recalc gated by the tables it reads, one commit. Rates are assumed (docs/tabular.md).
 */
import type { Task, Workload } from "../workload/workload";
import { connectionsOf, type ParallelismSettings, parallelismOf, sourceOf } from "./parallelism";
import {
  compressorPool,
  encoderPool,
  type PartitionContext,
  partitionTasks,
  uniqueNames,
} from "./partitionTasks";
import { ASSUMED_RATES, type ProcessingRates } from "./processingRates";
import { recalcTasks } from "./recalcTasks";
import type { RefreshTask } from "./refreshTask";
import type { TabularModel, TabularTable } from "./tabularModel";

export interface ProcessingSettings extends ParallelismSettings {
  /** One encoder per table (the article) or per partition (documented since 2016). */
  readonly encoder: "perTable" | "perPartition";
  readonly segmentRows: number;
  readonly rates: ProcessingRates;
  /** Rows of a partition of which nothing is known. */
  readonly assumedRows: number;
  /** Rows above which rules call a table large: the article's 10 million. */
  readonly largeTableRows: number;
}

export const DEFAULT_PROCESSING: ProcessingSettings = {
  encoder: "perTable",
  connections: "readers",
  segmentRows: 8_388_608,
  rates: ASSUMED_RATES,
  assumedRows: 1_000_000,
  largeTableRows: 10_000_000,
};

export interface RefreshPlan {
  /** All but the commit, each with what it is about. */
  readonly tasks: readonly RefreshTask[];
  readonly workload: Workload;
}

/** The workload; tables that hold no data of their own (Direct Lake, DirectQuery) have no tasks. */
export function tabularWorkload(model: TabularModel, settings?: ProcessingSettings): Workload {
  return refreshPlan(model, settings).workload;
}

/** The workload with the table, partition and step of every task. O(segments + columns + DAX). */
export function refreshPlan(
  model: TabularModel,
  settings: ProcessingSettings = DEFAULT_PROCESSING,
): RefreshPlan {
  const pools: Record<string, number> = {};
  const planned: RefreshTask[] = [];
  const dataEnds = new Map<string, readonly string[]>();
  const tables = distinct(model.tables).filter(isProcessed);
  const related = relatedColumns(model);
  for (const table of tables.filter(({ kind }) => kind !== "calculated")) {
    const pipeline = partitionTasks(table, contextOf(table, related, settings));
    const encoders = settings.encoder === "perTable" ? 1 : Math.max(1, table.partitions.length);
    pools[encoderPool(table)] = encoders;
    pools[compressorPool(table)] = encoders;
    for (const partition of table.partitions) {
      pools[sourceOf(partition)] = connectionsOf(model, partition);
    }
    planned.push(...pipeline);
    const ends = pipeline.filter(({ step }) => step === "compress" || step === "re-encode");
    dataEnds.set(
      table.name.toLowerCase(),
      ends.map(({ task }) => task.id),
    );
  }
  const rowsOfTable = (table: TabularTable) => tableRows(table, settings);
  const { rates } = settings;
  planned.push(...recalcTasks({ model, tables, dataEnds, rowsOf: rowsOfTable, rates }));
  const tasks = planned.map(({ task }) => task);
  return {
    tasks: planned,
    workload: {
      schema: "heddle.workload/1",
      name: model.name,
      tasks: [...tasks, commitAfter(tasks, rates)],
      capacity: { threads: parallelismOf(model, settings).threads, pools },
    },
  };
}

function contextOf(
  table: TabularTable,
  related: ReadonlySet<string>,
  settings: ProcessingSettings,
): PartitionContext {
  const known = table.partitions.map(({ rows }) => rows ?? 0).reduce((sum, rows) => sum + rows, 0);
  const open = table.partitions.filter(({ rows }) => rows === undefined).length;
  // What the table has and no partition accounts for is spread over the others evenly.
  const share =
    table.rows === undefined ? settings.assumedRows : Math.max(0, table.rows - known) / open;
  return {
    rates: settings.rates,
    segmentRows: settings.segmentRows,
    rowsOf: ({ rows }) => rows ?? share,
    poolOf: sourceOf,
    isRelated: (column) => related.has(`${table.name}\n${column}`.toLowerCase()),
  };
}

/** Rows of a table as the simulation takes them: known, of its partitions, or assumed. */
export function tableRows(table: TabularTable, { assumedRows }: ProcessingSettings): number {
  if (table.rows !== undefined) return table.rows;
  const parts = table.partitions.map(({ rows }) => rows ?? assumedRows);
  return parts.reduce((sum, rows) => sum + rows, 0);
}

/** Import tables and what is computed from them; `dual` holds a copy as well. */
function isProcessed({ kind }: TabularTable): boolean {
  return kind === "import" || kind === "dual" || kind === "calculated";
}

function relatedColumns({ relationships }: TabularModel): ReadonlySet<string> {
  return new Set(
    relationships.flatMap(({ fromTable, fromColumn, toTable, toColumn }) => [
      `${fromTable}\n${fromColumn}`.toLowerCase(),
      `${toTable}\n${toColumn}`.toLowerCase(),
    ]),
  );
}

/** A broken model may name two tables alike; each gets tasks of its own. */
function distinct(tables: readonly TabularTable[]): readonly TabularTable[] {
  const names = uniqueNames(tables.map(({ name }) => name));
  return tables.map((table, index) => ({ ...table, name: names[index] ?? table.name }));
}

/** One transaction: nothing is visible before everything is done. */
export function commitAfter(
  tasks: readonly Task[],
  { commitMs, origin }: ProcessingRates,
  id = "commit",
): Task {
  const followed = new Set(tasks.flatMap(({ dependsOn }) => dependsOn));
  const dependsOn = tasks.map(({ id }) => id).filter((id) => !followed.has(id));
  return { id, durationMs: commitMs, durationOrigin: origin, dependsOn, kind: "commit" };
}
