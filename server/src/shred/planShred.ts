/** The steps of a run with their exact SQL, before anything is written; and whether it is worth it. */
import type { Analysis } from "./analyse";
import type { Band, BreakEven, ShredTimes } from "./breakEven";
import { sqlTypeOf } from "./columnType";
import {
  commitStatements,
  copyShard,
  createShardTable,
  createStaging,
  insertShard,
  type LoadNames,
  shardTable,
  stagedName,
  transactionName,
} from "./loadSql";
import type { Manifest } from "./manifest";
import { shardSql } from "./shardFunction";
import { identifier, literal, qualified } from "./sqlDatabase";
import { columnsOf, type TableColumn } from "./sqlTarget";
import type { Target } from "./target";

export interface PlanStep {
  readonly name: "identify" | "shred" | "prepare" | "load" | "commit";
  readonly what: string;
  /** Statements in order; `{file}` stands for the shard's file. */
  readonly sql: readonly string[];
  readonly ms: number;
}

/** The manifest that a run of this analysis would begin with, columns and types included. */
export function withAnalysis(manifest: Manifest, analysis: Analysis): Manifest {
  return {
    ...manifest,
    source: {
      ...manifest.source,
      rows: analysis.rows,
      dialect: analysis.layout.dialect,
      columns: analysis.columns.map((column) => ({
        name: column.name,
        type: column.type,
        sqlType: sqlTypeOf(column),
      })),
    },
  };
}

/** All steps of the run. `existing` are the columns of the target table, none where it is new. */
export function stepsOf(
  manifest: Manifest,
  target: Target,
  existing: readonly TableColumn[],
  times: BreakEven & { readonly shredMs: number; readonly commitMs: number },
  workers: number,
): readonly PlanStep[] {
  const { shardCount, column, function: kind } = manifest;
  const key =
    column === null
      ? "row by row in turn"
      : kind === "mod" || isWhole(manifest)
        ? `by ${shardSql(identifier(column), kind, shardCount)}; rows without a key to ${manifest.nulls === "spread" ? "all shards in turn" : `shard ${manifest.nulls}`}`
        : `by a hash of the text of ${column}`;
  const shred: PlanStep = {
    name: "shred",
    what: `parse the file once into ${shardCount} files, ${key}`,
    sql: [],
    ms: times.shredMs,
  };
  const loads = (sql: readonly string[]): PlanStep => ({
    name: "load",
    what: `${shardCount} loads, ${Math.min(workers, shardCount)} at a time`,
    sql,
    ms: times.loadMs,
  });
  if (target.kind === "csv" || target.kind === "parquet") {
    const command = manifest.commands?.load.join(" ");
    return [
      shred,
      ...(command === undefined ? [] : [{ ...loads([]), what: `${loads([]).what}: ${command}` }]),
      { name: "commit", what: `rename the finished folder to ${target.folder}`, sql: [], ms: 0 },
    ];
  }
  const load: LoadNames = { engine: target.kind, table: target.table, run: manifest.run };
  const hasTable = existing.length > 0;
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  const prepare: readonly string[] =
    manifest.commit === "attach" || manifest.commit === "two-phase"
      ? []
      : createStaging(load, manifest.source.columns, hasTable).split("; ");
  return [
    shred,
    {
      name: "prepare",
      what: prepare.length === 0 ? "nothing to prepare" : "make the staging table",
      sql: prepare,
      ms: 0,
    },
    loads(loadStatements(manifest, load, columnsOf(manifest, existing), hasTable)),
    {
      name: "commit",
      what: GUARANTEES[manifest.commit],
      sql:
        manifest.commit === "two-phase"
          ? shards.map((shard) => `COMMIT PREPARED ${literal(transactionName(load, shard))}`)
          : ["BEGIN", ...commitStatements(load, manifest, hasTable), "COMMIT"],
      ms: times.commitMs,
    },
  ];
}

/** What each strategy promises. */
export const GUARANTEES: Readonly<Record<Manifest["commit"], string>> = {
  rename: "one rename: all rows at once or none",
  append: "one transaction copies the staged rows: all at once or none",
  replace: "one transaction empties the table and copies the staged rows: all at once or none",
  attach:
    "one transaction attaches every shard as a partition: all at once or none, nothing copied",
  "two-phase":
    "prepared transactions committed one after another: all or none even after a crash, but for a moment a reader may see some shards",
};

function isWhole({ source, column }: Manifest): boolean {
  return source.columns.find(({ name }) => name === column)?.type === "integer";
}

function loadStatements(
  manifest: Manifest,
  load: LoadNames,
  columns: readonly TableColumn[],
  hasTable: boolean,
): readonly string[] {
  const { dialect } = manifest.source;
  if (dialect === undefined) return [];
  const notText = columns.filter(({ isText }) => !isText).map(({ name }) => name);
  const names = columns.map(({ name }) => name);
  if (manifest.commit === "attach") {
    return [
      "BEGIN",
      createShardTable(load, manifest.source.columns, 0, hasTable),
      copyShard(shardTable(load, 0), names, dialect, notText),
      "COMMIT",
    ];
  }
  if (manifest.commit === "two-phase") {
    return [
      "BEGIN",
      copyShard(qualified(load.table), names, dialect, notText),
      `PREPARE TRANSACTION ${literal(transactionName(load, 0))}`,
    ];
  }
  const insert =
    load.engine === "duckdb"
      ? insertShard(load, columns, dialect, "{file}")
      : copyShard(stagedName(load), names, dialect, notText);
  return [
    "BEGIN",
    insert,
    `INSERT INTO ${stagedName(load, "_done")} VALUES ({shard}, {rows})`,
    "COMMIT",
  ];
}

/** Why the verdict is what it is, and what to do instead of shredding. */
export function reasonOf(
  result: BreakEven,
  calibration: Pick<ShredTimes, "speedup">,
  target: Target,
): { readonly because: string; readonly instead?: string } {
  const compared = comparisonOf(result);
  if (result.verdict === "shred") return { because: compared };
  const needed =
    result.neededSpeedup === undefined
      ? "dividing the file alone takes as long as loading it directly"
      : `side by side the loads are ${calibration.speedup.toFixed(2)} times as fast as one; from ${result.neededSpeedup.toFixed(2)} times on it would pay`;
  const instead =
    target.kind === "duckdb"
      ? "one INSERT … SELECT from read_csv: DuckDB parses in parallel by itself (SET preserve_insertion_order = false makes it faster)"
      : target.kind === "postgres"
        ? "one COPY, into an unlogged table that is then renamed where a crash may cost a reload"
        : "one load of the whole file";
  return { because: `${compared}: ${needed}`, instead };
}

/** Why there is no verdict where loads side by side were not tried; `isRateKnown`: one loader's is. */
export function openReasonOf(result: BreakEven, isRateKnown: boolean): string {
  const what = isRateKnown
    ? "what loads side by side gain is not known"
    : "neither what one loader takes nor what many side by side gain is known";
  const needed =
    result.neededSpeedup === undefined
      ? ""
      : `; it would pay from ${result.neededSpeedup.toFixed(2)} times the speed of one on`;
  return `${comparisonOf(result)}: ${what}${needed}`;
}

function comparisonOf({
  shreddedMs,
  directMs,
  shreddedBand,
  directBand,
  isClear,
}: BreakEven): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const between = (ms: number, [least, most]: Band) =>
    seconds(least) === seconds(most)
      ? `${seconds(ms)} s`
      : `${seconds(ms)} s (${seconds(least)} to ${seconds(most)} s)`;
  const times = `${between(shreddedMs, shreddedBand)} with shredding against ${between(directMs, directBand)} without`;
  return isClear ? times : `${times}, which is too close to be sure`;
}
