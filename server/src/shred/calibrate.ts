/**
 * What this machine and this target take for a sample of the file: stage 1, one load, several loads
 * at once, the commit, and the direct load. Leaves nothing: files in a temporary folder, tables in
 * a database of its own or in transactions that are rolled back.
 */
import { joinPath } from "../base/fileSystem";
import type { ShredTimes } from "./breakEven";
import type { Watch } from "./byteStreams";
import type { ShredHost } from "./host";
import { copyShard, insertShard } from "./loadSql";
import type { Manifest } from "./manifest";
import { shredRows } from "./shredRows";
import { identifier, type SqlSession } from "./sqlDatabase";
import { columnsOf } from "./sqlTarget";
import type { Target } from "./target";

/** Large enough to drown start-up costs, small enough to take seconds. */
const SAMPLE_BYTES = 24 << 20;

export interface Calibration extends ShredTimes {
  readonly sampleBytes: number;
}

interface Sample {
  readonly whole: string;
  readonly shards: readonly string[];
  readonly bytes: number;
  readonly shredMs: number;
}

/** Measures and scales to the whole file. Rejects where the target cannot be reached. */
export async function calibrate(
  host: ShredHost,
  manifest: Manifest,
  target: Target,
  workers: number,
  watch: Watch,
): Promise<Calibration> {
  const folder = await host.temporaryFolder();
  try {
    const sample = await takeSample(host, manifest, folder, workers, watch);
    const scale = manifest.source.size / sample.bytes;
    const loads =
      target.kind === "duckdb"
        ? await duckdbLoads(host, manifest, sample, folder)
        : target.kind === "postgres"
          ? await postgresLoads(host, manifest, sample, target.url)
          : undefined;
    if (loads === undefined) throw new Error("a folder is no target to calibrate");
    return {
      sampleBytes: sample.bytes,
      shredMs: sample.shredMs * scale,
      loadOnceMs: loads.onceMs * scale,
      speedup: loads.onceMs / Math.max(1, loads.parallelMs),
      commitMs: loads.commitMs * scale,
      directMs: loads.directMs * scale,
    };
  } finally {
    await host.remove(folder);
  }
}

/** Time of stage 1 alone, for targets that are folders; milliseconds for the whole file. */
export async function calibrateShred(
  host: ShredHost,
  manifest: Manifest,
  watch: Watch,
): Promise<number> {
  const folder = await host.temporaryFolder();
  try {
    const sample = await takeSample(host, manifest, folder, 1, watch);
    return (sample.shredMs * manifest.source.size) / sample.bytes;
  } finally {
    await host.remove(folder);
  }
}

/** The first rows as one file and as `workers` even shards; stage 1 timed as the run will do it. */
async function takeSample(
  host: ShredHost,
  manifest: Manifest,
  folder: string,
  workers: number,
  watch: Watch,
): Promise<Sample> {
  const whole = joinPath(folder, "whole.csv");
  await copyHead(host, manifest, whole);
  const size = (await host.stat(whole))?.size ?? 1;
  const shards = Array.from({ length: Math.max(1, workers) }, (_, at) =>
    joinPath(folder, `part-${at}.csv`),
  );
  const shred = async (
    choice: Parameters<typeof shredRows>[0]["choice"],
    place: (at: number) => string,
  ) => {
    const opened = await host.openSource(whole);
    try {
      await shredRows({
        input: {
          name: manifest.source.file,
          size,
          source: opened.source,
          choice: { ...manifest.source.dialect },
        },
        choice,
        withShapes: !/^(?:csv|parquet):/.test(manifest.target),
        openShard: (at) => host.createFile(place(at)),
        watch,
      });
    } finally {
      await opened.source.close();
    }
  };
  const started = host.elapsedMs();
  await host.hashOf(whole);
  await shred(
    {
      function: manifest.function,
      shards: manifest.shardCount,
      nulls: manifest.nulls,
      ...(manifest.column !== null && { column: manifest.column }),
    },
    (at) => joinPath(folder, `shard-${at}.csv`),
  );
  const shredMs = host.elapsedMs() - started;
  await shred({ function: "round-robin", shards: shards.length, nulls: 0 }, (at) => shards[at]!);
  return { whole, shards, bytes: size, shredMs };
}

/** Copies whole rows of the start, unpacked, in one shard of a round-robin that ends early. */
async function copyHead(host: ShredHost, manifest: Manifest, path: string): Promise<void> {
  const opened = await host.openSource(manifest.source.file);
  const sink = await host.createFile(path);
  let left = SAMPLE_BYTES;
  const source = opened.source;
  try {
    await shredRows({
      input: {
        name: manifest.source.file,
        size: manifest.source.size,
        source: {
          ...source,
          async read(into, at) {
            if (left <= 0) return 0;
            const count = await source.read(into.subarray(0, Math.min(into.length, at + left)), at);
            left -= count;
            return count;
          },
        },
        choice: { ...manifest.source.dialect, ...opened.choice },
        isCut: true,
      },
      choice: { function: "round-robin", shards: 1, nulls: 0 },
      withShapes: false,
      openShard: async () => sink,
      watch: { progress: () => {}, isCancelled: () => false },
    });
  } finally {
    await source.close();
  }
}

interface Loads {
  readonly onceMs: number;
  readonly parallelMs: number;
  readonly commitMs: number;
  readonly directMs: number;
}

const TABLE = "heddle_calibration";

async function timed(host: ShredHost, work: () => Promise<unknown>): Promise<number> {
  const started = host.elapsedMs();
  await work();
  return host.elapsedMs() - started;
}

async function duckdbLoads(
  host: ShredHost,
  manifest: Manifest,
  sample: Sample,
  folder: string,
): Promise<Loads> {
  const { dialect, columns } = manifest.source;
  if (dialect === undefined) throw new Error("the dialect is not known");
  const database = await host.openDuckdb(joinPath(folder, "calibration.db"));
  const session = await database.connect();
  const own = columnsOf(manifest, []);
  const names = { engine: "duckdb", table: TABLE, run: "c" } as const;
  const create = (name: string) =>
    session.query(
      `CREATE OR REPLACE TABLE ${name} (${columns.map((one) => `${identifier(one.name)} ${one.sqlType}`).join(", ")})`,
    );
  const insert = (path: string) => insertShard(names, own, dialect, path);
  try {
    await create('"heddle_c"');
    // The first statement pays for what later ones find loaded.
    await session.query(insert(sample.shards[0]!));
    await create('"heddle_c"');
    const directMs = await timed(host, () => session.query(insert(sample.whole)));
    await create('"heddle_c"');
    const onceMs = await timed(host, async () => {
      for (const path of sample.shards) await session.query(insert(path));
    });
    await create('"heddle_c"');
    const sessions = await Promise.all(sample.shards.map(() => database.connect()));
    const parallelMs = await timed(host, () =>
      Promise.all(sample.shards.map((path, at) => sessions[at]!.query(insert(path)))),
    );
    for (const one of sessions) await one.close();
    const commitMs = await commitTime(host, manifest, session, create);
    return { directMs, onceMs, parallelMs, commitMs };
  } finally {
    await session.close();
    await database.close();
  }
}

/** A rename costs nothing that grows with the rows; an append writes them once more. */
async function commitTime(
  host: ShredHost,
  manifest: Manifest,
  session: SqlSession,
  create: (name: string) => Promise<unknown>,
): Promise<number> {
  if (manifest.commit !== "append" && manifest.commit !== "replace") return 0;
  await create('"heddle_d"');
  return timed(host, () => session.query('INSERT INTO "heddle_d" SELECT * FROM "heddle_c"'));
}

async function postgresLoads(
  host: ShredHost,
  manifest: Manifest,
  sample: Sample,
  url: string,
): Promise<Loads> {
  const { dialect, columns } = manifest.source;
  if (dialect === undefined) throw new Error("the dialect is not known");
  const database = await host.openPostgres(url, "BEGIN");
  const own = columnsOf(manifest, []);
  const definitions = columns.map((one) => `${identifier(one.name)} ${one.sqlType}`).join(", ");
  const notText = own.filter(({ isText }) => !isText).map(({ name }) => name);
  const all = own.map(({ name }) => name);
  /** Sessions hold a transaction each, which is never committed. */
  const open = async (name: string) => {
    const session = await database.connect();
    await session.query(`CREATE TABLE ${name} (${definitions})`);
    return {
      load: (path: string) => session.copyFrom(copyShard(name, all, dialect, notText), path),
      session,
      async close() {
        await session.query("ROLLBACK");
        await session.close();
      },
    };
  };
  const table = (at: number | string) => `heddle_calibration_${manifest.run}_${at}`;
  const direct = await open(table("direct"));
  let directMs = 0;
  let onceMs = 0;
  let commitMs = 0;
  try {
    directMs = await timed(host, () => direct.load(sample.whole));
    onceMs = await timed(host, async () => {
      for (const path of sample.shards) await direct.load(path);
    });
    await direct.session.query(`TRUNCATE ${table("direct")}`);
    await direct.load(sample.whole);
    commitMs = await commitTime(host, manifest, direct.session, async () =>
      direct.session.query(
        `CREATE TABLE "heddle_d" (${definitions}); ALTER TABLE ${table("direct")} RENAME TO "heddle_c"`,
      ),
    );
  } finally {
    await direct.close();
  }
  const sessions: Awaited<ReturnType<typeof open>>[] = [];
  try {
    for (let at = 0; at < sample.shards.length; at++) sessions.push(await open(table(at)));
    const parallelMs = await timed(host, () =>
      Promise.all(sample.shards.map((path, at) => sessions[at]!.load(path))),
    );
    return { directMs, onceMs, parallelMs, commitMs };
  } finally {
    for (const session of sessions) await session.close();
  }
}
