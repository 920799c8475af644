/**
 * What only Postgres can: shards attached as partitions in one transaction, and two-phase commit
 * with the run's manifest as the coordinator's log.
 */
import {
  commitStatements,
  createShardTable,
  LOAD_COLUMN,
  loadName,
  shardTable,
  transactionName,
} from "./loadSql";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";
import { literal, qualified, type SqlSession } from "./sqlDatabase";
import {
  checkColumns,
  checkCount,
  checkSchema,
  columnsOf,
  hasTable,
  inTransaction,
  loadRows,
  proveTable,
  type SqlTargetBase,
  tableColumns,
  withSession,
} from "./sqlTarget";
import type { OpenTarget } from "./target";

/**
 * Waits until no session of an earlier process works on the run any more: each holds the run's
 * advisory lock while it lives, and a server notices a killed client only when it next speaks to it.
 */
export async function waitForEarlierSessions(session: SqlSession, run: string): Promise<void> {
  const key = lockKey(run);
  await session.query(`SET lock_timeout = '120s'`);
  await session.query(`SELECT pg_advisory_lock(${key}); SELECT pg_advisory_unlock(${key})`);
  await session.query(`SET lock_timeout = 0`);
}

/** The SQL with which a session shows that it works on the run. */
export function showSession(run: string): string {
  return `SELECT pg_advisory_lock_shared(${lockKey(run)})`;
}

function lockKey(run: string): string {
  return `('x' || ${literal(run)})::bit(64)::bigint`;
}

/** One table per shard, all attached at once to a table partitioned by load. */
export function attachTarget(base: SqlTargetBase): OpenTarget {
  const { load, session } = base;
  return {
    ...shared(base),
    async check() {
      await checkSchema(base);
      const columns = await tableColumns(base);
      if (columns.length === 0 || columns.some(({ name }) => name === LOAD_COLUMN)) return;
      throw new Refusal(
        `${load.table} is not partitioned by ${LOAD_COLUMN}; --commit attach adds to a table it made itself, use --commit append`,
      );
    },
    async prepare(manifest) {
      checkColumns(manifest, await tableColumns(base));
    },
    async loaded(manifest) {
      const found = new Set<number>();
      for (let shard = 0; shard < manifest.shardCount; shard++) {
        if (await hasTable(base, shardTable(load, shard))) found.add(shard);
      }
      return found;
    },
    load: (manifest, shard, path, signal) =>
      withSession(base, signal, async (own) => {
        const isThere = (await tableColumns({ ...base, session: own })).length > 0;
        const columns = columnsOf(manifest, []);
        await inTransaction(own, async () => {
          await own.query(createShardTable(load, manifest.source.columns, shard.shard, isThere));
          const into = shardTable(load, shard.shard);
          if (shard.rows === 0) return;
          checkCount(shard, await loadRows(load, manifest, columns, into, path, own));
        });
      }),
    async commit(manifest) {
      const isThere = (await tableColumns(base)).length > 0;
      await inTransaction(session, async () => {
        for (const sql of commitStatements(load, manifest, isThere)) await session.query(sql);
      });
    },
    async isCommitted() {
      const [row] = await session.query(
        `SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass(${literal(shardTable(load, 0))})`,
      );
      return Number(row?.[0] ?? 0) > 0;
    },
    async rollBack(manifest) {
      for (let shard = 0; shard < manifest.shardCount; shard++) {
        await session.query(`DROP TABLE IF EXISTS ${shardTable(load, shard)}`);
      }
    },
    async verify(manifest) {
      const found = await session.query(
        `SELECT ${LOAD_COLUMN}, count(*) FROM ${qualified(load.table)} WHERE ${LOAD_COLUMN} LIKE ${literal(`${load.run}/%`)} GROUP BY 1`,
      );
      const counts = new Map(found.map(([name, count]) => [String(name), Number(count)]));
      const problems = manifest.shards.flatMap(({ shard, rows }) => {
        const count = counts.get(loadName(load, shard)) ?? 0;
        return count === rows
          ? []
          : [`shard ${shard}: ${load.table} holds ${count} rows instead of ${rows}`];
      });
      return { rows: [...counts.values()].reduce((sum, count) => sum + count, 0), problems };
    },
  };
}

/** Each shard a prepared transaction on the table itself; all committed once all are prepared. */
export function twoPhaseTarget(base: SqlTargetBase): OpenTarget {
  const { load, session } = base;
  const prepared = async () => {
    const rows = await session.query(
      `SELECT gid FROM pg_prepared_xacts WHERE database = current_database() AND gid LIKE ${literal(`heddle\\_${load.run}\\_%`)}`,
    );
    return new Set(rows.map(([gid]) => String(gid)));
  };
  return {
    ...shared(base),
    async check() {
      if ((await tableColumns(base)).length === 0) {
        throw new Refusal(`${load.table} does not exist; --commit two-phase adds to a table`);
      }
    },
    async prepare(manifest) {
      checkColumns(manifest, await tableColumns(base));
      const [row] = await session.query(
        "SELECT current_setting('max_prepared_transactions')::int - (SELECT count(*) FROM pg_prepared_xacts WHERE gid NOT LIKE 'heddle\\_' || " +
          `${literal(load.run)} || '\\_%')`,
      );
      if (Number(row?.[0] ?? 0) >= manifest.shardCount) return;
      throw new Refusal(
        `the server has room for ${Number(row?.[0] ?? 0)} prepared transactions and ${manifest.shardCount} are needed; raise max_prepared_transactions or use --commit append`,
      );
    },
    async loaded(manifest) {
      const gids = await prepared();
      return new Set(
        manifest.shards
          .map(({ shard }) => shard)
          .filter((shard) => gids.has(transactionName(load, shard))),
      );
    },
    load: (manifest, shard, path, signal) =>
      withSession(base, signal, async (own) => {
        const columns = columnsOf(manifest, await tableColumns({ ...base, session: own }));
        await own.query("BEGIN");
        try {
          const table = qualified(load.table);
          if (shard.rows > 0) {
            checkCount(shard, await loadRows(load, manifest, columns, table, path, own));
          }
          await own.query(`PREPARE TRANSACTION ${literal(transactionName(load, shard.shard))}`);
        } catch (error) {
          await own.query("ROLLBACK").catch(() => undefined);
          throw error;
        }
      }),
    async commit() {
      for (const gid of [...(await prepared())].sort()) {
        await session.query(`COMMIT PREPARED ${literal(gid)}`);
      }
    },
    isCommitted: async () => (await prepared()).size === 0,
    async rollBack() {
      for (const gid of await prepared()) await session.query(`ROLLBACK PREPARED ${literal(gid)}`);
    },
    verify: (manifest: Manifest) => proveTable(base, manifest, qualified(load.table)),
  };
}

function shared(base: SqlTargetBase): Pick<OpenTarget, "close" | "holds"> {
  const { session, database } = base;
  return {
    holds: async () => (await tableColumns(base)).length > 0,
    async close() {
      await session.close();
      await database.close();
    },
  };
}
