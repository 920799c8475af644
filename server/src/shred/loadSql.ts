/**
 * The SQL of stage 2, one function per statement, so that a plan shows exactly what a run does.
 * Names of what is staged start with `heddle_` and the run, and nothing else is ever dropped.
 */
import type { Manifest, ShardEntry } from "./manifest";
import { identifier, literal, qualified } from "./sqlDatabase";

export type SqlEngine = "postgres" | "duckdb";

/** Column of an attached table that says which load a row came with. */
export const LOAD_COLUMN = "heddle_load";

/** What the statements need to know of a load. */
export interface LoadNames {
  readonly engine: SqlEngine;
  /** The user's table, as written. */
  readonly table: string;
  readonly run: string;
}

/** `schema.heddle_<run><suffix>`, in the schema of the target table. */
export function stagedName({ table, run }: LoadNames, suffix = ""): string {
  const dot = table.lastIndexOf(".");
  return qualified(`${table.slice(0, dot + 1)}heddle_${run}${suffix}`);
}

export function shardTable(names: LoadNames, shard: number): string {
  return stagedName(names, `_${shard}`);
}

/** Global name of a shard's prepared transaction. */
export function transactionName({ run }: LoadNames, shard: number): string {
  return `heddle_${run}_${shard}`;
}

const names = (columns: readonly string[]) => columns.map(identifier).join(", ");

/** Makes the staging table and the list of shards that are in it; repeatable. */
export function createStaging(
  load: LoadNames,
  columns: Manifest["source"]["columns"],
  hasTable: boolean,
): string {
  const staging = stagedName(load);
  const create = hasTable
    ? `CREATE TABLE IF NOT EXISTS ${staging} AS SELECT ${names(columns.map(({ name }) => name))} FROM ${qualified(load.table)} WHERE false`
    : `CREATE TABLE IF NOT EXISTS ${staging} (${definitions(columns)})`;
  return `${create}; CREATE TABLE IF NOT EXISTS ${stagedName(load, "_done")} (shard integer, row_count bigint)`;
}

function definitions(columns: Manifest["source"]["columns"]): string {
  return columns.map(({ name, sqlType }) => `${identifier(name)} ${sqlType}`).join(", ");
}

/** Notes in the shard's own transaction that it is loaded. */
export function noteLoaded(load: LoadNames, { shard, rows }: ShardEntry): string {
  return `INSERT INTO ${stagedName(load, "_done")} VALUES (${shard}, ${rows})`;
}

/** `COPY` of a shard from this process's stream. */
export function copyShard(
  into: string,
  columns: readonly string[],
  dialect: NonNullable<Manifest["source"]["dialect"]>,
  nullWhereEmpty: readonly string[],
): string {
  const options = [
    "FORMAT csv",
    `HEADER ${dialect.hasHeader}`,
    `DELIMITER ${byteLiteral(dialect.delimiter)}`,
    `QUOTE ${byteLiteral(dialect.quote)}`,
    `ESCAPE ${byteLiteral(dialect.escape)}`,
    "NULL ''",
    ...(nullWhereEmpty.length === 0 ? [] : [`FORCE_NULL (${names(nullWhereEmpty)})`]),
  ];
  return `COPY ${into} (${names(columns)}) FROM STDIN WITH (${options.join(", ")})`;
}

function byteLiteral(byte: number): string {
  const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x5c;
  return isPlain
    ? literal(String.fromCharCode(byte))
    : `E'\\x${byte.toString(16).padStart(2, "0")}'`;
}

/** DuckDB's insert of a shard file. Text keeps `""` apart from null; other types take both as null. */
export function insertShard(
  load: LoadNames,
  columns: readonly { readonly name: string; readonly type: string; readonly isText: boolean }[],
  dialect: NonNullable<Manifest["source"]["dialect"]>,
  path: string,
): string {
  const values = columns.map(({ name, type, isText }) =>
    isText ? identifier(name) : `CAST(nullif(${identifier(name)}, '') AS ${type})`,
  );
  return `INSERT INTO ${stagedName(load)} (${names(columns.map(({ name }) => name))}) SELECT ${values.join(", ")} FROM ${readCsv(columns, dialect, path)}`;
}

/** DuckDB's reader of a delimited file as it is written, every column as text, `""` apart from null. */
export function readCsv(
  columns: readonly { readonly name: string }[],
  dialect: NonNullable<Manifest["source"]["dialect"]>,
  path: string,
): string {
  const character = (byte: number) => literal(String.fromCharCode(byte));
  const reader = [
    literal(path),
    `header=${dialect.hasHeader}`,
    `delim=${character(dialect.delimiter)}`,
    `quote=${character(dialect.quote)}`,
    `escape=${character(dialect.escape)}`,
    "nullstr=''",
    "allow_quoted_nulls=false",
    "auto_detect=false",
    `columns={${columns.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`,
  ];
  return `read_csv(${reader.join(", ")})`;
}

/** DuckDB's reader of a delimited file with types, as a person would write it. */
export function readTyped(
  columns: readonly { readonly name: string; readonly type: string }[],
  dialect: NonNullable<Manifest["source"]["dialect"]>,
  path: string,
): string {
  const character = (byte: number) => literal(String.fromCharCode(byte));
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(", ");
  return `read_csv(${literal(path)}, header=${dialect.hasHeader}, delim=${character(dialect.delimiter)}, quote=${character(dialect.quote)}, escape=${character(dialect.escape)}, auto_detect=false, columns={${types}})`;
}

/** DuckDB's own way to load a whole file, as a person would write it. */
export function copyFile(
  into: string,
  columns: readonly { readonly name: string }[],
  dialect: NonNullable<Manifest["source"]["dialect"]>,
  path: string,
): string {
  const character = (byte: number) => literal(String.fromCharCode(byte));
  const options = [
    "FORMAT csv",
    `HEADER ${dialect.hasHeader}`,
    `DELIMITER ${character(dialect.delimiter)}`,
    `QUOTE ${character(dialect.quote)}`,
    `ESCAPE ${character(dialect.escape)}`,
    "AUTO_DETECT false",
  ];
  return `COPY ${into} (${names(columns.map(({ name }) => name))}) FROM ${literal(path)} (${options.join(", ")})`;
}

/** The one moment in which the target changes: a transaction of these statements. */
export function commitStatements(
  load: LoadNames,
  manifest: Pick<Manifest, "commit" | "source" | "shardCount">,
  hasTable: boolean,
): readonly string[] {
  const columns = names(manifest.source.columns.map(({ name }) => name));
  const table = qualified(load.table);
  const staging = stagedName(load);
  const drop = [`DROP TABLE ${staging}`, `DROP TABLE ${stagedName(load, "_done")}`];
  const insert = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${staging}`;
  if (manifest.commit === "append") return [insert, ...drop];
  if (manifest.commit === "replace") {
    const empty = load.engine === "postgres" ? `TRUNCATE ${table}` : `DELETE FROM ${table}`;
    return [empty, insert, ...drop];
  }
  if (manifest.commit === "attach") {
    const shards = Array.from({ length: manifest.shardCount }, (_, shard) => shard);
    const parent = `CREATE TABLE ${table} (${definitions(manifest.source.columns)}, ${LOAD_COLUMN} text NOT NULL) PARTITION BY LIST (${LOAD_COLUMN})`;
    return [
      ...(hasTable ? [] : [parent]),
      ...shards.map(
        (shard) =>
          `ALTER TABLE ${table} ATTACH PARTITION ${shardTable(load, shard)} FOR VALUES IN (${literal(loadName(load, shard))})`,
      ),
    ];
  }
  const [last = load.table] = load.table.split(".").slice(-1);
  return [
    `ALTER TABLE ${staging} RENAME TO ${identifier(last)}`,
    `DROP TABLE ${stagedName(load, "_done")}`,
  ];
}

/** Value of `heddle_load` for the rows of a shard. */
export function loadName({ run }: LoadNames, shard: number): string {
  return `${run}/${shard}`;
}

/** A shard's own table, to be attached: the CHECK spares the scan at that moment. */
export function createShardTable(
  load: LoadNames,
  columns: Manifest["source"]["columns"],
  shard: number,
  hasTable: boolean,
): string {
  const value = literal(loadName(load, shard));
  const table = shardTable(load, shard);
  const like = hasTable
    ? `LIKE ${qualified(load.table)} INCLUDING DEFAULTS`
    : `${definitions(columns)}, ${LOAD_COLUMN} text NOT NULL`;
  return (
    `CREATE TABLE ${table} (${like}, CHECK (${LOAD_COLUMN} = ${value})); ` +
    `ALTER TABLE ${table} ALTER COLUMN ${LOAD_COLUMN} SET DEFAULT ${value}`
  );
}
