/**
 * All or nothing, at every step: the process dies at the k-th call to the machine, for every k, and
 * a fresh one goes on. The target must be untouched or whole, and in the end hold each row once.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { shredHost } from "../../server/src/node/shredHost";
import type { ShredHost } from "../../server/src/shred/host";
import type { Manifest } from "../../server/src/shred/manifest";
import { beginManifest, openTarget, readManifest } from "../../server/src/shred/openRun";
import { carryOn, cleanRun, type ShredRun } from "../../server/src/shred/runShred";
import type { SqlDatabase, SqlSession } from "../../server/src/shred/sqlDatabase";
import { stageOneOf } from "../../server/src/shred/stages";
import { parseTarget } from "../../server/src/shred/target";
import { verifyShred } from "../../server/src/shred/verifyShred";
import { quiet } from "./memoryFiles";

const SHARDS = 3;
const ROWS = 20;
/** Opening DuckDB five times a death is slow; `test/oracle/shred/killSoak.ts` dies anywhere. */
const DUCKDB_STEP = 9;
const START = { sparkSubmit: ["spark-submit"], signal: new AbortController().signal };
const root = mkdtempSync(join(tmpdir(), "heddle-crash-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A machine that dies at its `lives`-th call: that call and all later ones fail. */
function mortal(host: ShredHost, lives: number): { host: ShredHost; isDead: () => boolean } {
  let left = lives;
  const live =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (left-- <= 0) throw new Error("dead");
      return call(...args);
    };
  const session = (own: SqlSession): SqlSession => ({
    query: live(own.query),
    copyFrom: live(own.copyFrom),
    interrupt: () => {},
    close: () => own.close(),
  });
  const database = (own: SqlDatabase): SqlDatabase => ({
    connect: live(async () => session(await own.connect())),
    close: () => own.close(),
  });
  return {
    isDead: () => left < 0,
    host: {
      ...host,
      createFile: live(async (path: string) => {
        const sink = await host.createFile(path);
        return { ...sink, write: live(sink.write) };
      }),
      writeDurably: live(host.writeDurably),
      makeFolder: live(host.makeFolder),
      rename: live(host.rename),
      remove: live(host.remove),
      openDuckdb: live(async (file: string) => database(await host.openDuckdb(file))),
    },
  };
}

interface Case {
  readonly folder: string;
  readonly source: string;
  readonly target: string;
  readonly badRow?: boolean;
}

function newCase(name: string, target: (folder: string) => string): Case {
  const folder = mkdtempSync(join(root, `${name}-`));
  const source = join(folder, "fact.csv");
  const rows = Array.from({ length: ROWS }, (_, id) => `${id - 4},"n ${id}"`);
  writeFileSync(source, `id,note\n${rows.join("\n")}\n`);
  return { folder, source, target: target(folder) };
}

/** One process: begins or goes on with the run until it ends or the machine dies. */
async function attempt(host: ShredHost, { folder, source, target }: Case): Promise<Manifest> {
  const parsed = parseTarget(target);
  if (typeof parsed === "string") throw new Error(parsed);
  const runFolder = join(folder, "run");
  const begun = await beginManifest(host, {
    file: source,
    target: parsed,
    choice: { function: "mod", column: "id", shards: SHARDS, nulls: 0 },
    engine: "node",
    dialect: {},
  });
  await host.makeFolder(runFolder);
  const earlier = await readManifest(host, runFolder);
  const opened = await openTarget(host, earlier ?? begun, earlier === undefined);
  const run: ShredRun = {
    host,
    folder: runFolder,
    target: opened.target,
    stageOne: stageOneOf(host, opened.manifest, START),
    workers: 1,
    watch: quiet,
    say: () => {},
    signal: new AbortController().signal,
  };
  try {
    if (opened.manifest.state !== "committing") await opened.target.check();
    return await carryOn(run, opened.manifest);
  } finally {
    await opened.target.close();
  }
}

/** Rows that a person would see in the target now; undefined where there is none. */
async function visible({ target }: Case): Promise<readonly string[] | undefined> {
  const parsed = parseTarget(target);
  if (typeof parsed === "string") throw new Error(parsed);
  if (parsed.kind === "csv") {
    if ((await shredHost.stat(parsed.folder)) === undefined) return undefined;
    return readdirSync(parsed.folder)
      .filter((name) => name.endsWith(".csv"))
      .flatMap((name) => readFileSync(join(parsed.folder, name), "utf8").split("\n").slice(1))
      .filter((line) => line !== "")
      .map((line) => line.split(",")[0] ?? "")
      .sort((a, b) => Number(a) - Number(b));
  }
  if (parsed.kind !== "duckdb") throw new Error("not seen here");
  const database = await shredHost.openDuckdb(parsed.file);
  const session = await database.connect();
  try {
    const rows = await session.query("SELECT id FROM fact ORDER BY id");
    return rows.map(([id]) => String(id));
  } catch {
    return undefined;
  } finally {
    await session.close();
    await database.close();
  }
}

const whole = Array.from({ length: ROWS }, (_, id) => String(id - 4));

/** Dies at every `step`-th call in turn; each time the target is untouched or whole, then goes on to the end. */
async function checkEveryDeath(
  name: string,
  target: (folder: string) => string,
  step: number,
  before?: readonly string[],
) {
  let deaths = 0;
  for (let lives = 1; ; lives += step) {
    const one = newCase(name, target);
    if (before !== undefined) await fill(one, before);
    const { host, isDead } = mortal(shredHost, lives);
    const first = await attempt(host, one).catch(() => undefined);
    const seen = await visible(one);
    const all = before === undefined ? whole : [...whole, ...before];
    const sorted = [...all].sort((a, b) => Number(a) - Number(b));
    if (first?.state !== "committed") {
      expect([before, sorted], `after death at call ${lives}`).toContainEqual(seen);
    }
    const last = await attempt(shredHost, one);
    expect(last.state, `after death at call ${lives}`).toBe("committed");
    expect(await visible(one), `after death at call ${lives}`).toEqual(sorted);
    const again = await attempt(shredHost, one);
    expect(again.state).toBe("committed");
    expect(await visible(one)).toEqual(sorted);
    rmSync(one.folder, { recursive: true, force: true });
    if (!isDead()) return deaths;
    deaths++;
  }
}

async function fill({ target }: Case, ids: readonly string[]): Promise<void> {
  const parsed = parseTarget(target);
  if (typeof parsed === "string" || parsed.kind !== "duckdb") throw new Error("DuckDB only");
  const database = await shredHost.openDuckdb(parsed.file);
  const session = await database.connect();
  await session.query("CREATE TABLE fact (id BIGINT NOT NULL CHECK (id < 1000), note VARCHAR)");
  for (const id of ids) await session.query(`INSERT INTO fact VALUES (${id}, 'old')`);
  await session.close();
  await database.close();
}

describe("a run that dies", { timeout: 120_000 }, () => {
  it("leaves a folder untouched or whole", async () => {
    expect(
      await checkEveryDeath("files", (folder) => `csv:${join(folder, "out")}`, 1),
    ).toBeGreaterThan(15);
  });

  it("leaves a new DuckDB table unmade or whole", { timeout: 120_000 }, async () => {
    const target = (folder: string) => `duckdb:${join(folder, "x.db")}?table=fact`;
    expect(await checkEveryDeath("duckdb", target, DUCKDB_STEP)).toBeGreaterThan(3);
  });

  it("leaves a DuckDB table with rows as it was or with all of them", {
    timeout: 120_000,
  }, async () => {
    const target = (folder: string) => `duckdb:${join(folder, "x.db")}?table=fact`;
    expect(await checkEveryDeath("append", target, DUCKDB_STEP, ["500", "501"])).toBeGreaterThan(3);
  });
});

describe("a run that fails", { timeout: 120_000 }, () => {
  it("keeps what is staged, changes nothing, and cleans without a trace", async () => {
    const one = newCase("bad", (folder) => `duckdb:${join(folder, "x.db")}?table=fact`);
    await fill(one, ["500"]);
    writeFileSync(one.source, "id,note\n1,a\n2,b\nx,c\n");
    const failed = await attempt(shredHost, one);
    expect(failed.state).toBe("failed");
    expect(failed.problem).toContain("x");
    expect(await visible(one)).toEqual(["500"]);

    const folder = join(one.folder, "run");
    const { target, manifest } = await openTarget(shredHost, failed, false);
    const run: ShredRun = {
      host: shredHost,
      folder,
      target,
      stageOne: stageOneOf(shredHost, manifest, START),
      workers: 1,
      watch: quiet,
      say: () => {},
      signal: new AbortController().signal,
    };
    expect(await cleanRun(run, manifest)).toBeUndefined();
    await target.close();
    expect(readdirSync(one.folder).sort()).toEqual(["fact.csv", "x.db"]);
    const database = await shredHost.openDuckdb(join(one.folder, "x.db"));
    const session = await database.connect();
    expect(await session.query("SELECT table_name FROM information_schema.tables")).toEqual([
      ["fact"],
    ]);
    await session.close();
    await database.close();
  });
});

describe("verify", { timeout: 120_000 }, () => {
  it("finds a changed, a lost, a doubled and a misplaced row", async () => {
    const one = newCase("verify", (folder) => `csv:${join(folder, "out")}`);
    const manifest = await attempt(shredHost, one);
    const path = join(one.folder, "out", manifest.shards[0]!.file);
    const good = readFileSync(path, "utf8");
    const prove = async () => {
      const { target } = await openTarget(shredHost, manifest, false);
      const folder = join(one.folder, "run");
      return (await verifyShred(shredHost, manifest, folder, target, quiet)).problems.join("\n");
    };
    expect(await prove()).toBe("");
    const lines = good.trimEnd().split("\n");
    writeFileSync(path, `${good.replace('"n ', '"m ')}`);
    expect(await prove()).toContain("checksum");
    writeFileSync(path, `${lines.slice(0, -1).join("\n")}\n`);
    expect(await prove()).toContain(`${ROWS - 1} rows came out of ${ROWS}`);
    writeFileSync(path, `${good}${lines.at(-1)}\n`);
    expect(await prove()).toContain(`${ROWS + 1} rows came out of ${ROWS}`);
    writeFileSync(path, good.replace(/^0,/m, "1,"));
    expect(await prove()).toContain("1 rows belong elsewhere");
    rmSync(path);
    expect(await prove()).toContain("is missing");
  });
});
