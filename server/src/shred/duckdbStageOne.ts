/**
 * Stage 1 by DuckDB, for Parquet shards: Heddle reads the source once for types and for what each
 * shard must hold, DuckDB writes the shards on all processors, and its counts must be Heddle's.
 */
import { joinPath } from "../base/fileSystem";
import type { ByteSink } from "./byteStreams";
import { type ColumnShape, sqlTypeOf } from "./columnType";
import type { ShredHost } from "./host";
import { readCsv } from "./loadSql";
import { type Manifest, type ShardEntry, shardFileName } from "./manifest";
import { Refusal } from "./refusal";
import { shardSql } from "./shardFunction";
import { divisionOf, keyIndexOf, shredRows } from "./shredRows";
import { identifier, literal, type SqlSession } from "./sqlDatabase";
import { checkUnchanged, type StageOne, stageOneRecord } from "./stageOne";

const SHARD = "heddle_shard";
/** What DuckDB's widest whole number holds. */
const WIDEST_DIGITS = 38;

export function duckdbStageOne(host: ShredHost): StageOne {
  return async (manifest, folder, watch) => {
    const { file, size } = manifest.source;
    if (!manifest.target.startsWith("parquet:")) {
      throw new Refusal(
        "--engine duckdb writes Parquet shards; give parquet:DIR, or --engine node, whose CSV shards are the source's own bytes",
      );
    }
    const opened = await host.openSource(file);
    try {
      if (opened.packing === "zstd") {
        throw new Refusal(`${file}: DuckDB needs an extension for zstd; take --engine node`);
      }
      const shredded = await shredRows({
        input: {
          ...opened,
          name: file,
          size,
          choice: { ...manifest.source.dialect, ...opened.choice },
        },
        choice: divisionOf(manifest),
        withShapes: true,
        openShard: async () => nowhere(),
        watch,
      });
      checkUnchanged(manifest, opened.source.hash());
      const { layout, shards, shapes: columns = [] } = shredded;
      const source =
        opened.packing === "parquet"
          ? `read_parquet(${literal(file)})`
          : readCsv(columns, layout.dialect, file);
      const shard = shardExpression(
        manifest,
        columns[keyIndexOf(divisionOf(manifest), layout.columns, file)],
      );
      watch.progress("DuckDB writes Parquet", 0, size);
      const names = shards.map((one) => shardFileName(one.shard, manifest.shardCount, "parquet"));
      await write(host, {
        folder,
        source,
        columns,
        shard,
        names,
        rows: shards.map((one) => one.rows),
      });
      const entries: ShardEntry[] = [];
      for (const one of shards) {
        const name = names[one.shard] ?? "";
        const path = joinPath(folder, name);
        const bytes = (await host.stat(path))?.size ?? 0;
        entries.push({
          ...one,
          bytes,
          file: name,
          state: "written",
          hash: await host.hashOf(path),
        });
      }
      return stageOneRecord(manifest, shredded, columns, entries);
    } finally {
      await opened.source.close();
    }
  };
}

/** Rows are counted and summed on their way; nothing is kept. */
function nowhere(): ByteSink {
  let size = 0;
  return {
    async write(bytes) {
      size += bytes.length;
    },
    async close() {},
    size: () => size,
  };
}

/** The SQL that gives each row the shard that Heddle gives it. */
function shardExpression(manifest: Manifest, key: ColumnShape | undefined): string {
  const { shardCount, nulls, function: kind } = manifest;
  if (key === undefined) return `(row_number() OVER () - 1) % ${shardCount}`;
  if (nulls === "spread") {
    throw new Refusal("--nulls spread is for --engine node; name a shard for rows without a key");
  }
  if (key.type !== "integer" || key.mostDigits > WIDEST_DIGITS) {
    throw new Refusal(
      `--engine duckdb divides by whole numbers of up to ${WIDEST_DIGITS} digits, and ${key.name} holds others; take --engine node`,
    );
  }
  const whole = `CAST(nullif(CAST(${identifier(key.name)} AS varchar), '') AS hugeint)`;
  return `coalesce(${shardSql(whole, kind, shardCount)}, ${nulls})`;
}

interface Writing {
  readonly folder: string;
  /** What stands after FROM; text columns where it is CSV. */
  readonly source: string;
  readonly columns: readonly ColumnShape[];
  readonly shard: string;
  readonly names: readonly string[];
  /** Rows that each shard must have. */
  readonly rows: readonly number[];
}

async function write(host: ShredHost, writing: Writing): Promise<void> {
  const { folder, source, columns, shard, names, rows } = writing;
  const work = joinPath(folder, "duckdb");
  const database = await host.openDuckdb(":memory:");
  const session = await database.connect();
  const typed = columns.map((column) => {
    const name = identifier(column.name);
    const type = sqlTypeOf(column);
    return type === "text"
      ? name
      : `CAST(nullif(CAST(${name} AS varchar), '') AS ${type}) AS ${name}`;
  });
  const select = (more: string, where = "") =>
    `SELECT ${[...typed, ...(more === "" ? [] : [more])].join(", ")} FROM ${source}${where}`;
  try {
    await session.query("SET preserve_insertion_order = false");
    await session.query(
      `COPY (${select(`${shard} AS ${SHARD}`)}) TO ${literal(work)} (FORMAT parquet, PARTITION_BY (${SHARD}))`,
    );
    for (const [at, name] of names.entries()) {
      const path = joinPath(folder, name);
      const part = joinPath(work, `${SHARD}=${at}`);
      const parts = await host.list(part);
      const [only] = parts;
      if (only !== undefined && parts.length === 1) await host.rename(joinPath(part, only), path);
      else {
        // Several threads may have written a file each; a shard without rows has none.
        const from =
          only === undefined
            ? select("", " WHERE false")
            : `SELECT * FROM read_parquet(${literal(joinPath(part, "*.parquet"))}, hive_partitioning=false)`;
        await session.query(`COPY (${from}) TO ${literal(path)} (FORMAT parquet)`);
      }
      await checkRows(session, path, at, rows[at] ?? 0);
    }
  } finally {
    await session.close();
    await database.close();
  }
  await host.remove(work);
}

async function checkRows(
  session: SqlSession,
  path: string,
  shard: number,
  wanted: number,
): Promise<void> {
  const [row] = await session.query(`SELECT count(*) FROM read_parquet(${literal(path)})`);
  const found = Number(row?.[0] ?? 0);
  if (found === wanted) return;
  throw new Refusal(
    `shard ${shard}: DuckDB wrote ${found} rows where the source has ${wanted}; take --engine node`,
  );
}
