/**
 * Ctrl-C while a database loads: the statement under way is stopped, nothing that it or earlier
 * loads staged is left, the user's table is as it was, and the same run can be carried to its end.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDuckdb } from "../../server/src/node/duckdbDatabase";
import { shredHost } from "../../server/src/node/shredHost";
import type { ShredHost } from "../../server/src/shred/host";
import { beginManifest, openTarget } from "../../server/src/shred/openRun";
import { carryOn } from "../../server/src/shred/runShred";
import { stageOneOf } from "../../server/src/shred/stages";
import { type CommitStrategy, parseTarget } from "../../server/src/shred/target";
import { quiet } from "./memoryFiles";

const root = mkdtempSync(join(tmpdir(), "heddle-interrupt-sql-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const SHARDS = 3;

/** DuckDB as the machine has it, but that its `at`-th load does not come to an end by itself. */
function withEndlessLoad(at: number, hasBegun: () => void): ShredHost {
  let loads = 0;
  return {
    ...shredHost,
    async openDuckdb(file, isReadOnly) {
      const database = await shredHost.openDuckdb(file, isReadOnly);
      return {
        ...database,
        async connect() {
          const session = await database.connect();
          return {
            ...session,
            query(sql) {
              if (!/^INSERT INTO .* FROM read_csv/.test(sql) || loads++ !== at) {
                return session.query(sql);
              }
              const endless =
                "(SELECT count(*) FROM range(1000000000000) r(x) WHERE x % 7 = 3) < 0";
              const stopped = session.query(`${sql} WHERE ${endless}`);
              hasBegun();
              return stopped;
            },
          };
        },
      };
    },
  };
}

async function tablesOf(file: string): Promise<readonly string[]> {
  const database = await openDuckdb(file);
  const session = await database.connect();
  const rows = await session.query(
    "SELECT table_name || ' ' || estimated_size FROM duckdb_tables() ORDER BY 1",
  );
  await session.close();
  await database.close();
  return rows.map(([name]) => String(name));
}

async function attempt(
  host: ShredHost,
  folder: string,
  commit: CommitStrategy,
  stop: AbortController,
) {
  const target = parseTarget(`duckdb:${join(folder, "x.db")}?table=sales`);
  if (typeof target === "string") throw new Error(target);
  const request = {
    file: join(folder, "fact.csv"),
    target,
    choice: { function: "mod", column: "id", shards: SHARDS, nulls: 0 },
    engine: "node",
    dialect: {},
    commit,
  } as const;
  const runFolder = join(folder, "run");
  await host.makeFolder(runFolder);
  const opened = await openTarget(host, await beginManifest(host, request), false);
  const start = { sparkSubmit: [], signal: stop.signal };
  try {
    return await carryOn(
      {
        host,
        folder: runFolder,
        target: opened.target,
        stageOne: stageOneOf(host, opened.manifest, start),
        workers: 2,
        watch: quiet,
        say: () => {},
        signal: stop.signal,
      },
      opened.manifest,
    );
  } finally {
    await opened.target.close();
  }
}

describe("Ctrl-C within an SQL load", { timeout: 120_000 }, () => {
  it.each([
    [0, "append"],
    [2, "append"],
    [1, "replace"],
    [1, "rename"],
  ] as const)("stops load %i of %s and takes all loads back", async (at, commit) => {
    const folder = mkdtempSync(join(root, `${commit}-`)).replaceAll("\\", "/");
    const rows = Array.from({ length: 30 }, (_, id) => `${id},x\n`);
    writeFileSync(join(folder, "fact.csv"), `id,note\n${rows.join("")}`);
    const file = join(folder, "x.db");
    if (commit !== "rename") {
      const database = await openDuckdb(file);
      const session = await database.connect();
      await session.query(
        "CREATE TABLE sales (id bigint, note text); INSERT INTO sales VALUES (-1, 'y')",
      );
      await session.close();
      await database.close();
    }
    const stop = new AbortController();
    const stopped = await attempt(
      withEndlessLoad(at, () => stop.abort()),
      folder,
      commit,
      stop,
    );
    expect(stopped.state).toBe("rolled-back");
    expect(await tablesOf(file)).toEqual(commit === "rename" ? [] : ["sales 1"]);

    const done = await attempt(shredHost, folder, commit, new AbortController());
    expect(done).toMatchObject({ state: "committed", rowsOut: 30 });
    expect(await tablesOf(file)).toEqual([commit === "append" ? "sales 31" : "sales 30"]);
  });
});
