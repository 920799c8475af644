/**
 * A table of DuckDB or Postgres as a target: shards are loaded into a staging table, each in a
 * transaction of its own together with a note of it, and one transaction makes them visible. After
 * a crash at any moment the notes say what is there.
 */
import {
  commitStatements,
  copyShard,
  createStaging,
  insertShard,
  type LoadNames,
  noteLoaded,
  stagedName,
} from "./loadSql";
import type { Manifest, ShardEntry } from "./manifest";
import { Cancelled, Refusal } from "./refusal";
import { shardSql } from "./shardFunction";
import { identifier, literal, qualified, type SqlDatabase, type SqlSession } from "./sqlDatabase";
import type { OpenTarget, TargetProof } from "./target";

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly isText: boolean;
}

/** Sessions and facts that the targets of this engine share. */
export interface SqlTargetBase {
  readonly load: LoadNames;
  readonly database: SqlDatabase;
  /** The session for everything but loads. */
  readonly session: SqlSession;
}

const TEXT = /^(?:text|varchar|char|bpchar|character|name|citext|string)/i;

/** Columns of the user's table in order; none where there is no such table. */
export async function tableColumns({
  load,
  session,
}: SqlTargetBase): Promise<readonly TableColumn[]> {
  const [name = "", schema] = load.table.split(".").reverse();
  const where =
    schema === undefined
      ? load.engine === "postgres"
        ? "table_schema = any(current_schemas(false))"
        : "table_schema = current_schema()"
      : `table_schema = ${literal(schema)}`;
  const rows = await session.query(
    `SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ${literal(name)} AND ${where} ORDER BY ordinal_position`,
  );
  return rows.map(([column, type]) => ({
    name: String(column),
    type: String(type),
    isText: TEXT.test(String(type)),
  }));
}

export async function hasTable({ session, load }: SqlTargetBase, quoted: string): Promise<boolean> {
  if (load.engine === "postgres") {
    const [row] = await session.query(`SELECT to_regclass(${literal(quoted)}) IS NOT NULL`);
    return row?.[0] === true;
  }
  const [name = "", schema] = quoted
    .split(".")
    .map((part) => part.slice(1, -1))
    .reverse();
  const inSchema = schema === undefined ? "current_schema()" : literal(schema);
  const rows = await session.query(
    `SELECT 1 FROM information_schema.tables WHERE table_name = ${literal(name)} AND table_schema = ${inSchema}`,
  );
  return rows.length > 0;
}

/** Types for the loads: the user's table's own, or what the source showed. */
export function columnsOf(
  manifest: Manifest,
  existing: readonly TableColumn[],
): readonly TableColumn[] {
  const known = new Map(existing.map((column) => [column.name, column]));
  return manifest.source.columns.map(
    ({ name, sqlType }): TableColumn =>
      known.get(name) ?? { name, type: sqlType, isText: TEXT.test(sqlType) },
  );
}

/** Runs `work` between BEGIN and COMMIT; what fails is rolled back and thrown on. */
export async function inTransaction(session: SqlSession, work: () => Promise<void>): Promise<void> {
  await session.query("BEGIN");
  try {
    await work();
    await session.query("COMMIT");
  } catch (error) {
    // The session may be gone; the error that led here is the one to tell.
    await session.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** A session of its own for one load, interrupted with `signal`. */
export async function withSession(
  { database }: Pick<SqlTargetBase, "database">,
  signal: AbortSignal,
  work: (session: SqlSession) => Promise<void>,
): Promise<void> {
  const session = await database.connect();
  const stop = () => session.interrupt();
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) throw new Cancelled();
    await work(session);
  } finally {
    signal.removeEventListener("abort", stop);
    await session.close();
  }
}

/** Header columns that the user's table lacks, as a refusal. */
export function checkColumns(manifest: Manifest, existing: readonly TableColumn[]): void {
  if (existing.length === 0) return;
  const known = new Set(existing.map(({ name }) => name));
  const missing = manifest.source.columns.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return;
  throw new Refusal(
    `the target table has no column ${missing.map(({ name }) => name).join(", ")}; it has ${[...known].join(", ")}`,
  );
}

/** Refuses a schema that is not there before anything is read. */
export async function checkSchema({ load, session }: SqlTargetBase): Promise<void> {
  const [, schema] = load.table.split(".").reverse();
  if (schema === undefined) return;
  const found = await session.query(
    `SELECT 1 FROM information_schema.schemata WHERE schema_name = ${literal(schema)}`,
  );
  if (found.length > 0) return;
  throw new Refusal(`${load.table}: the database has no schema ${schema}, or hides it from you`);
}

/** Staging table and rename, append or replace: DuckDB, and Postgres by default. */
export function stagingTarget(base: SqlTargetBase): OpenTarget {
  const { load, session } = base;
  const table = qualified(load.table);
  const done = stagedName(load, "_done");
  const existing = () => tableColumns(base);
  return {
    check: () => checkSchema(base),
    async prepare(manifest) {
      const columns = await existing();
      checkColumns(manifest, columns);
      if (manifest.commit === "rename" && columns.length > 0) {
        throw new Refusal(`${load.table} has come into being since the run began; run anew`);
      }
      await session.query(
        createStaging(load, manifest.source.columns, manifest.commit !== "rename"),
      );
    },
    async loaded() {
      if (!(await hasTable(base, done))) return new Set();
      const rows = await session.query(`SELECT shard FROM ${done}`);
      return new Set(rows.map(([shard]) => Number(shard)));
    },
    load: (manifest, shard, path, signal) =>
      withSession(base, signal, (own) => loadStaged(base, manifest, shard, path, own)),
    async commit(manifest) {
      await inTransaction(session, async () => {
        const [row] = await session.query(`SELECT count(*), sum(row_count) FROM ${done}`);
        if (Number(row?.[0]) !== manifest.shardCount || Number(row?.[1] ?? 0) !== manifest.rowsIn) {
          throw new Error(
            `${Number(row?.[1] ?? 0)} rows of ${Number(row?.[0])} shards are staged instead of ${manifest.rowsIn} of ${manifest.shardCount}`,
          );
        }
        for (const sql of commitStatements(load, manifest, manifest.commit !== "rename")) {
          await session.query(sql);
        }
      });
    },
    isCommitted: async () => !(await hasTable(base, done)),
    holds: async () => (await existing()).length > 0,
    async rollBack() {
      await session.query(`DROP TABLE IF EXISTS ${stagedName(load)}; DROP TABLE IF EXISTS ${done}`);
    },
    verify: (manifest) => proveTable(base, manifest, table),
    async close() {
      await session.close();
      await base.database.close();
    },
  };
}

async function loadStaged(
  base: SqlTargetBase,
  manifest: Manifest,
  shard: ShardEntry,
  path: string,
  session: SqlSession,
): Promise<void> {
  const { load } = base;
  const columns = columnsOf(
    manifest,
    manifest.commit === "rename" ? [] : await tableColumns({ ...base, session }),
  );
  await inTransaction(session, async () => {
    if (shard.rows > 0) {
      const rows = await loadRows(load, manifest, columns, stagedName(load), path, session);
      checkCount(shard, rows);
    }
    await session.query(noteLoaded(load, shard));
  });
}

/** How both engines begin to say that text is not UTF-8. */
const NOT_UTF8 = /invalid byte sequence for encoding|not utf-8 encoded/i;

/** Loads a shard file into a table by the engine's own means; the rows it took. */
export async function loadRows(
  load: LoadNames,
  manifest: Manifest,
  columns: readonly TableColumn[],
  into: string,
  path: string,
  session: SqlSession,
): Promise<number> {
  try {
    return await loadFile(load, manifest, columns, into, path, session);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    if (!NOT_UTF8.test(what)) throw error;
    const advice = what.includes("0x00")
      ? "text of a database holds no zero bytes: take them out of the file"
      : "the file is not UTF-8: convert it (iconv -f LATIN1 -t UTF-8)";
    throw new Error(`${what}; ${advice}, then clean this run and begin anew`);
  }
}

async function loadFile(
  load: LoadNames,
  manifest: Manifest,
  columns: readonly TableColumn[],
  into: string,
  path: string,
  session: SqlSession,
): Promise<number> {
  const { dialect } = manifest.source;
  if (dialect === undefined) throw new Error("the manifest lacks the source's dialect");
  if (load.engine === "duckdb") {
    const [row] = await session.query(insertShard(load, columns, dialect, path));
    return Number(row?.[0] ?? 0);
  }
  const others = columns.filter(({ isText }) => !isText).map(({ name }) => name);
  const all = columns.map(({ name }) => name);
  return session.copyFrom(copyShard(into, all, dialect, others), path);
}

export function checkCount(shard: ShardEntry, rows: number): void {
  if (rows === shard.rows) return;
  throw new Error(`shard ${shard.shard}: the target took ${rows} rows of ${shard.rows}`);
}

/** Counts what the table holds, per shard where the table is the run's alone and has a whole key. */
export async function proveTable(
  { session, load }: SqlTargetBase,
  manifest: Manifest,
  table: string,
): Promise<TargetProof> {
  const [row] = await session.query(`SELECT count(*) FROM ${table}`);
  const rows = Number(row?.[0] ?? 0);
  const { rowsIn = 0 } = manifest;
  if (manifest.commit === "append" || manifest.commit === "two-phase") {
    const problems =
      rows < rowsIn ? [`${load.table} holds ${rows} rows, fewer than the ${rowsIn} loaded`] : [];
    return { rows, problems };
  }
  const problems = rows === rowsIn ? [] : [`${load.table} holds ${rows} rows instead of ${rowsIn}`];
  const key = manifest.source.columns.find(({ name }) => name === manifest.column);
  if (key === undefined || key.sqlType !== "bigint" || manifest.function === "round-robin") {
    return { rows, problems };
  }
  const name = identifier(key.name);
  const found = await session.query(
    `SELECT ${shardSql(name, manifest.function, manifest.shardCount)} AS shard, count(*), CAST(sum(${name}) AS varchar) FROM ${table} WHERE ${name} IS NOT NULL GROUP BY 1`,
  );
  const byShard = new Map(
    found.map(([shard, count, sum]) => [Number(shard), [Number(count), String(sum)]]),
  );
  for (const { shard, rows: wanted, unkeyed, keySum } of manifest.shards) {
    const [count = 0, sum = "0"] = byShard.get(shard) ?? [];
    if (count === wanted - unkeyed && sum === keySum) continue;
    problems.push(
      `shard ${shard}: ${load.table} holds ${count} of its ${wanted - unkeyed} keyed rows, their keys add up to ${sum} instead of ${keySum}`,
    );
  }
  return { rows, problems };
}
