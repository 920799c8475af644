/**
 * Stage 1 of the shredder beside what else could divide the file, on one generated file:
 *
 *     nice node scripts/run.mjs bench/shred.ts -- [--rows 1000000] [--shards 8]
 *
 * Prints wall and processor seconds of each and, from processes of their own, the peak memory of
 * stage 1 on the file and on one four times its size.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { salesHeader } from "../examples/salesRows";
import { writeSales } from "../examples/writeSales";
import { openDuckdb } from "../server/src/node/duckdbDatabase";
import { createBytes, openBytes } from "../server/src/node/openBytes";
import { analyse } from "../server/src/shred/analyse";
import { readRows } from "../server/src/shred/readRows";
import { shredRows } from "../server/src/shred/shredRows";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const SHARDS = Number(option("shards", "8"));
const SHAPE = { skew: 0.2, stride: 1 };
const COLUMNS = salesHeader.trim().split(",");
const ROUNDS = Number(option("rounds", "3"));
const watch = { progress: () => {}, isCancelled: () => false };

async function inputOf(path: string) {
  return { name: path, size: statSync(path).size, source: await openBytes(path), choice: {} };
}

async function stageOne(path: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const input = await inputOf(path);
  await shredRows({
    input,
    choice: { function: "mod", column: "sale_id", shards: SHARDS, nulls: 0 },
    withShapes: false,
    openShard: (shard) => createBytes(join(folder, `${shard}.csv`)),
    watch,
  });
  await input.source.close();
}

function rawRead(path: string): void {
  const file = openSync(path, "r");
  const block = new Uint8Array(1 << 20);
  while (readSync(file, block) > 0);
  closeSync(file);
}

/** The split that most scripts do: by lines and the text before the first comma; not quote-safe. */
async function lineSplit(path: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = Array.from({ length: SHARDS }, (_, shard) =>
    openSync(join(folder, `${shard}`), "w"),
  );
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    const parts = files.map(() => "");
    for (const line of lines) {
      const shard = Number.parseInt(line, 10) % SHARDS || 0;
      parts[shard] += `${line}\n`;
    }
    for (const [shard, part] of parts.entries()) writeSync(files[shard]!, part);
  }
  for (const file of files) closeSync(file);
}

/** DuckDB's reader with nothing behind it: every column typed, no row kept. */
async function duckdbRead(path: string): Promise<void> {
  await inDuckdb(
    `SELECT ${COLUMNS.map((name) => `max(${name})`).join(", ")} FROM read_csv('${path}')`,
  );
}

async function inDuckdb(sql: string): Promise<void> {
  const database = await openDuckdb(":memory:");
  const session = await database.connect();
  await session.query("SET threads = 1");
  await session.query(sql);
  await session.close();
  await database.close();
}

async function duckdbCopy(path: string, folder: string): Promise<void> {
  await inDuckdb(
    `COPY (SELECT *, ((sale_id % ${SHARDS}) + ${SHARDS}) % ${SHARDS} AS shard FROM read_csv('${path}', all_varchar=false)) TO '${folder}' (FORMAT csv, PARTITION_BY (shard), OVERWRITE_OR_IGNORE)`,
  );
}

async function main(): Promise<void> {
  const child = option("child", "");
  if (child !== "") {
    await stageOne(child, option("into", ""));
    process.stdout.write(String(process.resourceUsage().maxRSS));
    return;
  }
  const rows = Number(option("rows", "1000000"));
  const root = mkdtempSync(join(tmpdir(), "heddle-bench-shred-"));
  const path = join(root, "sales.csv");
  writeSales(path, rows, SHAPE);
  const megabytes = statSync(path).size / 1e6;
  const rates = new Map<string, number>();
  const line = (what: string, wall: number, cpu: number) =>
    process.stdout.write(
      `${what.padEnd(34)} ${wall.toFixed(2).padStart(7)} s  ${cpu.toFixed(2).padStart(7)} s cpu  ${(rows / cpu / 1e6).toFixed(2).padStart(6)} M rows/cpu s\n`,
    );
  /** The best of several rounds by processor seconds: what else the machine does only adds. */
  const measure = async (what: string, work: () => unknown) => {
    let [wall, cpu] = [Infinity, Infinity];
    for (let round = 0; round < ROUNDS; round++) {
      const before = process.cpuUsage();
      const started = performance.now();
      await work();
      const { user, system } = process.cpuUsage(before);
      wall = Math.min(wall, (performance.now() - started) / 1000);
      cpu = Math.min(cpu, (user + system) / 1e6);
    }
    rates.set(what, rows / cpu);
    line(what, wall, cpu);
  };
  process.stdout.write(`${rows} rows, ${megabytes.toFixed(0)} MB, ${SHARDS} shards\n`);
  rawRead(path);
  await measure("raw read", () => rawRead(path));
  await measure("read and find rows", async () => {
    const input = await inputOf(path);
    await readRows(input, () => ({ row: () => {} }), watch);
    await input.source.close();
  });
  await measure("stage 1 to CSV", () => stageOne(path, join(root, "node")));
  await measure("analyse, 3 degrees, 2 functions", async () => {
    const input = await inputOf(path);
    await analyse(input, SHARDS, watch);
    await input.source.close();
  });
  await measure("DuckDB counts rows, 1 thread", () =>
    inDuckdb(`SELECT count(*) FROM read_csv('${path}', all_varchar=true)`),
  );
  await measure("DuckDB reads all columns, 1 thread", () => duckdbRead(path));
  await measure("lines and commas (not quote-safe)", () => lineSplit(path, join(root, "lines")));
  await measure("DuckDB partitioned COPY, 1 thread", () => duckdbCopy(path, join(root, "duckdb")));
  const own = rates.get("stage 1 to CSV") ?? 0;
  const readers = [
    "read and find rows",
    "DuckDB counts rows, 1 thread",
    "DuckDB reads all columns, 1 thread",
    "DuckDB partitioned COPY, 1 thread",
  ];
  const fastest = Math.max(...readers.map((name) => rates.get(name) ?? 0));
  process.stdout.write(
    `stage 1 takes ${(fastest / own).toFixed(2)} times as long per row as the fastest quote-safe reader above, which writes nothing\n`,
  );
  for (const times of [1, 4]) {
    const file = join(root, `times${times}.csv`);
    writeSales(file, (rows / 2) * times, SHAPE);
    const { stdout } = spawnSync(
      process.execPath,
      [process.argv[1] ?? "", "--child", file, "--into", join(root, `out${times}`)],
      { encoding: "utf8" },
    );
    process.stdout.write(
      `peak memory of stage 1, ${(statSync(file).size / 1e6).toFixed(0).padStart(4)} MB file: ${(Number(stdout) / 1024).toFixed(0)} MiB\n`,
    );
  }
  rmSync(root, { recursive: true, force: true });
}

void main();
