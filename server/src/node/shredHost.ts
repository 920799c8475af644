/** The machine as the shredder sees it: files, locks, databases, programs, the person's interrupt. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import type { ShredHost } from "../shred/host";
import { openDuckdb } from "./duckdbDatabase";
import { createBytes, hashOfFile, openBytes, packingOf } from "./openBytes";
import { openParquetRows } from "./parquetRows";
import { openPostgres } from "./postgresDatabase";

const LOCK = "lock";
const NOT_STARTED = 127;
const COMMA = 0x2c;
const QUOTE = 0x22;

export const shredHost: ShredHost = {
  async stat(path) {
    const facts = await stat(path).catch((error: unknown) => orMissing(error, undefined));
    if (facts === undefined) return undefined;
    const kind = facts.isDirectory() ? "folder" : "file";
    return { kind, size: facts.size, mtime: facts.mtime.toISOString() };
  },
  list: async (folder) =>
    (await readdir(folder).catch((error: unknown) => orMissing(error, []))).sort(),
  async openSource(path) {
    if ((await packingOf(path)) !== "parquet") return { source: await openBytes(path), choice: {} };
    const choice = { delimiter: COMMA, quote: QUOTE, escape: QUOTE, hasHeader: true };
    return { source: await openParquetRows(path), choice };
  },
  hashOf: hashOfFile,
  digest: (text) => createHash("sha256").update(text).digest("hex"),
  createFile: createBytes,
  readText: (path) => readFile(path, "utf8").catch((error: unknown) => orMissing(error, undefined)),
  async writeDurably(path, text) {
    const aside = `${path}.new`;
    const handle = await open(aside, "w");
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(aside, path);
    await syncFolder(dirname(path));
  },
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  async rename(from, to) {
    await syncFolder(from);
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  remove: (path) => rm(path, { recursive: true, force: true }),
  async freeBytes(path) {
    for (let folder = path; ; folder = dirname(folder)) {
      const facts = await statfs(folder).catch(() => undefined);
      if (facts !== undefined) return facts.bavail * facts.bsize;
      if (dirname(folder) === folder) return Number.POSITIVE_INFINITY;
    }
  },
  lock: lockFolder,
  openDuckdb,
  openPostgres,
  runProgram,
  processors: availableParallelism(),
  now: () => new Date().toISOString(),
  elapsedMs: () => performance.now(),
  temporaryFolder: () => mkdtemp(join(tmpdir(), "heddle-shred-")),
  onInterrupt(listener) {
    process.on("SIGINT", listener);
    process.on("SIGTERM", listener);
    return () => {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
    };
  },
};

function orMissing<T>(error: unknown, missing: T): T {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOENT" || code === "ENOTDIR") return missing;
  throw error;
}

/** Gives names in a folder to the disk; Windows has no such call and keeps them anyway. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** A file with this process's number; one that a killed process left is taken over. */
async function lockFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, LOCK);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(path, String(process.pid), { flag: "wx" });
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (owner > 0 && owner !== process.pid && isAlive(owner)) return undefined;
    await rm(path, { force: true });
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function runProgram(words: readonly string[], signal: AbortSignal): Promise<number> {
  const [program = "", ...rest] = words;
  return new Promise((settle) => {
    const child = spawn(program, rest, { stdio: ["ignore", "inherit", "inherit"], signal });
    child.on("error", () => settle(NOT_STARTED));
    child.on("close", (code) => settle(code ?? 128));
  });
}
