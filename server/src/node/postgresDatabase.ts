/**
 * Postgres for the shredder, through `pg`. Passwords come from PGPASSWORD or ~/.pgpass, never from
 * the address.
 */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFromStream } from "pg-copy-streams";
import type { SqlDatabase, SqlSession, SqlValue } from "../shred/sqlDatabase";

const CONNECT_MS = 15_000;
const READ_BYTES = 1 << 18;

/** `greeting` is said by every session first. */
export async function openPostgres(url: string, greeting?: string): Promise<SqlDatabase> {
  return {
    connect: async () => connect(url, greeting),
    async close() {},
  };
}

async function connect(url: string, greeting: string | undefined): Promise<SqlSession> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "heddle shred",
  });
  // Without a listener a lost connection would end the process; the query under way rejects anyway.
  let lost: Error | undefined;
  client.on("error", (error) => {
    lost = error;
  });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`Postgres at ${url} cannot be reached: ${messageOf(error)}`);
  }
  const query = async (sql: string): Promise<readonly (readonly SqlValue[])[]> => {
    if (lost !== undefined) throw lost;
    const result: unknown = await client.query({ text: sql, rowMode: "array" });
    const last: unknown = Array.isArray(result) ? result.at(-1) : result;
    return rowsOf(last);
  };
  if (greeting !== undefined) await query(greeting);
  return {
    query,
    async copyFrom(sql, path) {
      const stream = client.query(copyFromStream(sql));
      await pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), stream).catch(
        (error: unknown) => {
          throw new Error(`${messageOf(error)}${placeOf(error)}`);
        },
      );
      return stream.rowCount;
    },
    interrupt: () => void client.end().catch(() => undefined),
    async close() {
      await client.end().catch(() => undefined);
    },
  };
}

function rowsOf(result: unknown): readonly (readonly SqlValue[])[] {
  if (typeof result !== "object" || result === null || !("rows" in result)) return [];
  return Array.isArray(result.rows) ? result.rows : [];
}

/** The line and column of the file at which Postgres stopped, where it says so. */
function placeOf(error: unknown): string {
  const where: unknown = error instanceof Error && "where" in error ? error.where : undefined;
  const place = /line \d+.*/s.exec(typeof where === "string" ? where : "")?.[0];
  return place === undefined ? "" : ` (${place.slice(0, 200)})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}
