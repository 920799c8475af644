/**
 * DuckDB under calibration: database files of its own with a table like the target's,
 * for rehearsed runs, and the load that DuckDB does by itself.
 */
import { joinPath } from "../base/fileSystem";
import { unpackMs } from "./calibrationSample";
import type { ShredHost } from "./host";
import { copyFile, readTyped } from "./loadSql";
import type { Manifest } from "./manifest";
import { openTarget } from "./openRun";
import { identifier, literal, qualified, type SqlSession } from "./sqlDatabase";
import { columnsOf } from "./sqlTarget";
import { type Target, targetText } from "./target";
import { type Trials, timed } from "./trials";

type DuckdbTarget = Extract<Target, { readonly kind: "duckdb" }>;

const TABLE = "heddle_calibration";

/** `folder` is on the disk of the target's file and takes all that is made here. */
export async function duckdbTrials(
  host: ShredHost,
  manifest: Manifest,
  target: DuckdbTarget,
  folder: string,
): Promise<Trials> {
  const { dialect, columns } = manifest.source;
  if (dialect === undefined) throw new Error("the dialect is not known");
  const hasFile = (await host.stat(target.file)) !== undefined;
  const isNew = manifest.commit === "rename";
  const made = isNew ? [] : await definitionOf(host, target);
  const definitions = columns.map((one) => `${identifier(one.name)} ${one.sqlType}`).join(", ");
  let count = 0;
  /** A file as the run would find it. */
  const newFile = async (): Promise<DuckdbTarget> => {
    const file = joinPath(folder, `calibration-${count++}.db`);
    const own: DuckdbTarget = { kind: "duckdb", file, table: TABLE };
    if (!hasFile) return own;
    const database = await host.openDuckdb(file);
    const session = await database.connect();
    try {
      if (isNew) return own;
      return { ...own, table: await makeTable(session, made, definitions, target.table) };
    } finally {
      await session.close();
      await database.close();
    }
  };
  return {
    async newTarget() {
      const written = targetText(await newFile());
      return {
        written,
        open: async (given) => (await openTarget(host, given, false)).target,
      };
    },
    async direct(sample) {
      const { file, table } = await newFile();
      const into = qualified(table);
      const own = columnsOf(manifest, []);
      const isWhole = sample.rows === manifest.source.rows;
      const load =
        sample.packing === "none" || sample.packing === "zstd"
          ? copyFile(into, own, dialect, sample.path)
          : `INSERT INTO ${into} (${own.map(({ name }) => identifier(name)).join(", ")}) SELECT * FROM ${
              sample.packing === "parquet"
                ? `read_parquet(${literal(manifest.source.file)})`
                : readTyped(own, dialect, manifest.source.file)
            }${isWhole ? "" : ` LIMIT ${sample.rows}`}`;
      // DuckDB without extensions cannot read zstd: it is unpacked first.
      const unpackedMs = sample.packing === "zstd" ? await unpackMs(host, manifest, sample) : 0;
      const loadMs = await timed(host, async () => {
        const database = await host.openDuckdb(file);
        const session = await database.connect();
        try {
          if (isNew) await session.query(`CREATE TABLE ${into} (${definitions})`);
          await session.query(load);
        } finally {
          await session.close();
          await database.close();
        }
      });
      return unpackedMs + loadMs;
    },
  };
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

/** Makes a table like the target's, or a plain one where its definition leans on what is not here. */
async function makeTable(
  session: SqlSession,
  made: readonly string[],
  definitions: string,
  table: string,
): Promise<string> {
  try {
    for (const sql of made) await session.query(sql);
    await session.query(`SELECT 1 FROM ${qualified(table)} LIMIT 0`);
    return table;
  } catch {
    // Foreign keys, types or schemas of the target's own: its indexes then stay out of the count.
    await session.query(`CREATE OR REPLACE TABLE ${identifier(TABLE)} (${definitions})`);
    return TABLE;
  }
}
