/**
 * Postgres under calibration: tables of its own like the target's, for rehearsed runs and for one
 * COPY. Sessions can share only what is committed, and how they hinder each other at one table and
 * its indexes decides; so these tables are real ones for a while, and are dropped.
 */
import { unpackMs } from "./calibrationSample";
import type { ShredHost } from "./host";
import { copyShard, LOAD_COLUMN, stagedName } from "./loadSql";
import type { Manifest } from "./manifest";
import { openTarget } from "./openRun";
import { twoPhaseTarget } from "./postgresTarget";
import { Refusal } from "./refusal";
import { identifier, qualified, type SqlSession } from "./sqlDatabase";
import {
  checkColumns,
  checkCount,
  columnsOf,
  loadRows,
  tableColumns,
  withSession,
} from "./sqlTarget";
import { type OpenTarget, type Target, targetText } from "./target";
import { type Trials, timed } from "./trials";

type PostgresTarget = Extract<Target, { readonly kind: "postgres" }>;

/** `manifest.run` is the calibration's own: what a run has staged is never touched. */
export async function postgresTrials(
  host: ShredHost,
  manifest: Manifest,
  target: PostgresTarget,
  hasTable: boolean,
): Promise<Trials> {
  const { dialect, columns } = manifest.source;
  if (dialect === undefined) throw new Error("the dialect is not known");
  const { commit } = manifest;
  const database = await host.openPostgres(target.url, "SELECT 1");
  const session = await database.connect();
  const trial = trialTable(target.table, manifest.run);
  const table = qualified(trial);
  const plain = columns.map((one) => `${identifier(one.name)} ${one.sqlType}`).join(", ");
  // A partitioned table's own form asks for a column that the file does not have.
  const like = `LIKE ${qualified(target.table)} INCLUDING ALL`;
  const form = hasTable && commit !== "attach" ? like : plain;
  const drop = () => session.query(`DROP TABLE IF EXISTS ${table}`);
  /** What a calibration that was killed has left, too. */
  const dropAll = async () => {
    const load = { engine: "postgres", table: target.table, run: manifest.run } as const;
    const shards = Array.from({ length: manifest.shardCount }, (_, shard) => `_${shard}`);
    const staged = ["", "_done", ...shards].map((suffix) => stagedName(load, suffix));
    await session.query(
      `SET client_min_messages = warning; DROP TABLE IF EXISTS ${[table, ...staged].join(", ")}`,
    );
  };
  try {
    await refuseWherePublished(session);
    await dropAll();
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    async newTarget() {
      await drop();
      if (hasTable && commit === "attach") {
        await session.query(`CREATE TABLE ${table} (${like}) PARTITION BY LIST (${LOAD_COLUMN})`);
      } else if (commit !== "rename" && commit !== "attach") {
        await session.query(`CREATE TABLE ${table} (${form})`);
      }
      return {
        written: targetText({ ...target, table: trial }),
        open: (given) =>
          commit === "two-phase"
            ? plainlyCommitted(host, target.url, trial, given)
            : openTarget(host, given, false).then((opened) => opened.target),
      };
    },
    async direct(sample) {
      await drop();
      if (hasTable) await session.query(`CREATE TABLE ${table} (${form})`);
      const all = columns.map(({ name }) => name);
      const notText = columnsOf(manifest, [])
        .filter(({ isText }) => !isText)
        .map(({ name }) => name);
      const copyMs = await timed(host, async () => {
        const own = await (await host.openPostgres(target.url, "SELECT 1")).connect();
        try {
          if (!hasTable) await own.query(`CREATE TABLE ${table} (${form})`);
          await own.copyFrom(copyShard(table, all, dialect, notText), sample.path);
        } finally {
          await own.close();
        }
      });
      await drop();
      // Whatever unpacks the file works beside the server, where there is a processor for it.
      const unpackingMs = await unpackMs(host, manifest, sample);
      return host.processors > 1 ? Math.max(copyMs, unpackingMs) : copyMs + unpackingMs;
    },
    async close() {
      try {
        await dropAll();
      } finally {
        await session.close();
        await database.close();
      }
    },
  };
}

/** `schema.heddle_trial_<run>`, in the schema of the target table. */
export function trialTable(table: string, run: string): string {
  return `${table.slice(0, table.lastIndexOf(".") + 1)}heddle_trial_${run}`;
}

/** Where all tables are published, subscribers without ours would come to a halt. */
async function refuseWherePublished(session: SqlSession): Promise<void> {
  // A server that speaks Postgres without being one has no such table, and no such subscribers.
  const [row] = await session
    .query("SELECT string_agg(pubname, ', ') FROM pg_publication WHERE puballtables")
    .catch(() => []);
  const names = row?.[0] ?? null;
  if (names === null) return;
  throw new Refusal(
    `${String(names)} publishes every table, and subscribers do not have those that a calibration makes; --no-calibration plans without measuring`,
  );
}

/**
 * Shards straight into the table as in a two-phase commit, but committed at once: prepared
 * transactions would outlive a calibration that is killed, and hold their locks.
 */
async function plainlyCommitted(
  host: ShredHost,
  url: string,
  table: string,
  { run }: Manifest,
): Promise<OpenTarget> {
  const database = await host.openPostgres(url, "SELECT 1");
  const session = await database.connect();
  const base = { database, session, load: { engine: "postgres", table, run } } as const;
  return {
    ...twoPhaseTarget(base),
    async check() {},
    async prepare(manifest) {
      checkColumns(manifest, await tableColumns(base));
    },
    loaded: async () => new Set(),
    load: (manifest, shard, path, signal) =>
      withSession(base, signal, async (own) => {
        if (shard.rows === 0) return;
        const columns = columnsOf(manifest, await tableColumns({ ...base, session: own }));
        checkCount(
          shard,
          await loadRows(base.load, manifest, columns, qualified(table), path, own),
        );
      }),
    async commit() {},
    async rollBack() {},
  };
}
