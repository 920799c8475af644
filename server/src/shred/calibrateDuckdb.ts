/**
 * What DuckDB takes to load a sample, in a database file of its own with a table like the target's:
 * directly, shard by shard, all shards at once, and the commit.
 */
import { joinPath } from "../base/fileSystem";
import type { ShredHost } from "./host";
import { copyFile, insertShard } from "./loadSql";
import { type Loads, type Sample, timed } from "./loadTimes";
import type { Manifest } from "./manifest";
import { identifier, literal, qualified, type SqlSession } from "./sqlDatabase";
import { columnsOf } from "./sqlTarget";
import type { Target } from "./target";

type DuckdbTarget = Extract<Target, { readonly kind: "duckdb" }>;

const TABLE = "heddle_calibration";
const STAGED = identifier("heddle_c");

/** `existing`: the target whose table is there and will take the rows. */
export async function duckdbLoads(
  host: ShredHost,
  manifest: Manifest,
  sample: Sample,
  folder: string,
  existing: DuckdbTarget | undefined,
): Promise<Loads> {
  const { dialect, columns } = manifest.source;
  if (dialect === undefined) throw new Error("the dialect is not known");
  const made = existing === undefined ? [] : await definitionOf(host, existing);
  const database = await host.openDuckdb(joinPath(folder, "calibration.db"));
  const session = await database.connect();
  const own = columnsOf(manifest, []);
  const names = { engine: "duckdb", table: TABLE, run: "c" } as const;
  const definitions = columns.map((one) => `${identifier(one.name)} ${one.sqlType}`).join(", ");
  const stage = () => session.query(`CREATE OR REPLACE TABLE ${STAGED} (${definitions})`);
  const insert = (path: string) => insertShard(names, own, dialect, path);
  // A checkpoint writes what would be written when the file is closed.
  const kept = (work: () => Promise<unknown>) =>
    timed(host, async () => {
      await work();
      await session.query("CHECKPOINT");
    });
  try {
    const table = await makeTable(session, made, definitions, existing);
    await stage();
    // The first statement pays for what later ones find loaded.
    await session.query(insert(sample.shards[0]!));
    const directMs = await kept(() => session.query(copyFile(table, own, dialect, sample.whole)));
    await session.query(`DELETE FROM ${table}`);
    await stage();
    const onceMs = await kept(async () => {
      for (const path of sample.shards) await session.query(insert(path));
    });
    await stage();
    const sessions = await Promise.all(sample.shards.map(() => database.connect()));
    const parallelMs = await kept(() =>
      Promise.all(sample.shards.map((path, at) => sessions[at]!.query(insert(path)))),
    );
    for (const one of sessions) await one.close();
    // A rename costs nothing that grows with the rows; all else writes them once more.
    const isRename = manifest.commit === "rename";
    const columnNames = columns.map(({ name }) => identifier(name)).join(", ");
    const commitMs = isRename
      ? 0
      : await kept(() =>
          session.query(
            `INSERT INTO ${table} (${columnNames}) SELECT ${columnNames} FROM ${STAGED}; DROP TABLE ${STAGED}`,
          ),
        );
    return { directMs, onceMs, parallelMs, commitMs };
  } finally {
    await session.close();
    await database.close();
  }
}

/** The statements that made the target's table and its indexes. */
async function definitionOf(
  host: ShredHost,
  { file, table }: DuckdbTarget,
): Promise<readonly string[]> {
  const database = await host.openDuckdb(file, true);
  const session = await database.connect();
  const [name = ""] = table.split(".").reverse();
  try {
    const rows = await session.query(
      `SELECT sql FROM duckdb_tables() WHERE table_name = ${literal(name)} UNION ALL SELECT sql FROM duckdb_indexes() WHERE table_name = ${literal(name)} AND sql IS NOT NULL`,
    );
    return rows.map(([sql]) => String(sql));
  } finally {
    await session.close();
    await database.close();
  }
}

/** A table like the target's; a plain one where its definition leans on what is not here. */
async function makeTable(
  session: SqlSession,
  made: readonly string[],
  definitions: string,
  existing: DuckdbTarget | undefined,
): Promise<string> {
  if (existing !== undefined) {
    try {
      for (const sql of made) await session.query(sql);
      const table = qualified(existing.table);
      await session.query(`SELECT 1 FROM ${table} LIMIT 0`);
      return table;
    } catch {
      // Foreign keys, types or schemas of the target's own: its indexes then stay out of the count.
    }
  }
  const plain = identifier(TABLE);
  await session.query(`CREATE OR REPLACE TABLE ${plain} (${definitions})`);
  return plain;
}
