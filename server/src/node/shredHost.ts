/** The machine as the shredder sees it: files, locks, databases, programs, the person's interrupt. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
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
import { availableParallelism, cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { ShredHost } from "../shred/host";
import { openDuckdb } from "./duckdbDatabase";
import { createBytes, hashOfFile, openBytes, packingOf } from "./openBytes";
import { openParquetRows } from "./parquetRows";
import { openPostgres } from "./postgresDatabase";

const LOCK = "lock";
const NOT_STARTED = 127;
/** Long enough for several ticks of the system's own accounting. */
const LOOK_MS = 200;
/** From the start of the process until its code was loaded. */
const START_MS = performance.now();
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
    const packing = await packingOf(path);
    if (packing !== "parquet") return { source: await openBytes(path), choice: {}, packing };
    const choice = { delimiter: COMMA, quote: QUOTE, escape: QUOTE, hasHeader: true };
    return { source: await openParquetRows(path), choice, packing };
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
  processId: process.pid,
  pythonText,
  processors: availableParallelism(),
  now: () => new Date().toISOString(),
  elapsedMs: () => performance.now(),
  startMs: START_MS,
  temporaryFolder,
  busyShare,
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

/** Where the system keeps temporary files, unless that is another disk, which would tell nothing. */
async function temporaryFolder(near: string): Promise<string> {
  const usual = () => mkdtemp(join(tmpdir(), "heddle-shred-"));
  const there = await diskOf(near);
  if (there.disk === (await diskOf(tmpdir())).disk) return usual();
  return mkdtemp(join(there.folder, ".heddle-shred-")).catch(usual);
}

/** The folder that `path` is or would be in, as far as it is there, and the number of its disk. */
async function diskOf(path: string): Promise<{ readonly folder: string; readonly disk: number }> {
  for (let folder = path; ; folder = dirname(folder)) {
    const facts = await stat(folder).catch(() => undefined);
    if (facts?.isDirectory()) return { folder, disk: facts.dev };
    if (dirname(folder) === folder) return { folder, disk: 0 };
  }
}

async function busyShare(): Promise<number> {
  const before = processorTimes();
  await wait(LOOK_MS);
  const after = processorTimes();
  const all = after.all - before.all;
  return all <= 0 ? 0 : Math.max(0, 1 - (after.idle - before.idle) / all);
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.idle + times.user + times.nice + times.sys + times.irq;
  }
  return { idle, all };
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

/** Where the build puts Python, and where it lies in the sources. */
const PYTHON_FOLDERS = ["python", "../python", "../../../python"];

async function pythonText(path: string): Promise<string> {
  for (const folder of PYTHON_FOLDERS) {
    const file = join(__dirname, folder, path);
    if (existsSync(file)) return readFile(file, "utf8");
  }
  throw new Error(`${path} is missing beside Heddle; install it anew`);
}

/** Results go to stdout, so what programs print goes to stderr, where people read it. */
function runProgram(words: readonly string[], signal: AbortSignal): Promise<number> {
  const [program = "", ...rest] = words;
  return new Promise((settle) => {
    const child = spawn(program, rest, { stdio: ["ignore", 2, "inherit"] });
    // Its end is waited for: what it did is taken back only once it does nothing more.
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    const end = (status: number) => {
      signal.removeEventListener("abort", stop);
      settle(status);
    };
    child.on("error", () => end(NOT_STARTED));
    child.on("close", (code) => end(code ?? 128));
    if (signal.aborted) stop();
  });
}
