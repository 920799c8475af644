/**
 * DuckDB for the shredder, through `@duckdb/node-api` where the user has installed it. It never
 * ships with Heddle.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import type { SqlDatabase, SqlSession, SqlValue } from "../shred/sqlDatabase";

const INTERRUPT_EVERY_MS = 20;
const MEMORY = ":memory:";
const HOW_TO = "npm install @duckdb/node-api beside Heddle, or choose another target";

export async function openDuckdb(file: string, isReadOnly = false): Promise<SqlDatabase> {
  const { DuckDBInstance } = await import("@duckdb/node-api").catch((error: unknown) => {
    const [why = ""] = String(error instanceof Error ? error.message : error).split("\n");
    throw new Error(`DuckDB is not installed (${why}); ${HOW_TO}`);
  });
  if (!isReadOnly && file !== MEMORY && !existsSync(file)) {
    // Killed while it makes a file, DuckDB leaves one that nothing can open: make it aside.
    const aside = `${file}.heddle-new`;
    rmSync(aside, { force: true });
    const made = await DuckDBInstance.create(aside).catch((error: unknown) => {
      throw new Error(
        `${file} cannot be made: ${sentenceOf(error).replaceAll(aside, file)}; is its folder there, and may you write to it?`,
      );
    });
    made.closeSync();
    renameSync(aside, file);
  }
  const instance = await DuckDBInstance.create(
    file,
    isReadOnly ? { access_mode: "READ_ONLY" } : {},
  ).catch((error: unknown) => {
    throw new Error(`${file} cannot be opened: ${sentenceOf(error)}`);
  });
  return {
    async connect(): Promise<SqlSession> {
      const connection = await instance.connect();
      let running: Promise<unknown> | undefined;
      return {
        async query(sql) {
          const own = connection.runAndReadAll(sql);
          running = own;
          try {
            return (await own).getRows().map((row) => row.map(plainValue));
          } catch (error) {
            throw new Error(sentenceOf(error));
          } finally {
            if (running === own) running = undefined;
          }
        },
        async copyFrom() {
          throw new Error("DuckDB reads files itself");
        },
        interrupt() {
          const stopped = running;
          if (stopped === undefined) return;
          // A query that was asked for but has not begun forgets an interrupt when it begins.
          const again = setInterval(() => {
            if (running === stopped) connection.interrupt();
            else clearInterval(again);
          }, INTERRUPT_EVERY_MS);
          connection.interrupt();
        },
        async close() {
          connection.closeSync();
        },
      };
    },
    async close() {
      instance.closeSync();
    },
  };
}

/** What DuckDB says first; advice for its own reader and a list of the reader's options follow. */
function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n\n")[0] ?? "").split("\n").join(" · ");
}

function plainValue(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return String(value);
  return typeof value === "symbol" || typeof value === "function"
    ? String(value)
    : (value as SqlValue);
}
