/**
 * Files as streams of bytes for the shredder: plain, gzip and zstd in; plain out, given to the disk
 * before they count. Knows no rows.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { PassThrough, pipeline } from "node:stream";
import * as zlib from "node:zlib";
import type { ByteSink, ByteSource } from "../shred/byteStreams";

/** How a file is packed, by its first bytes. */
export type Packing = "none" | "gzip" | "zstd" | "parquet";

const READ_BYTES = 1 << 20;

export async function packingOf(path: string): Promise<Packing> {
  const handle = await open(path, "r");
  try {
    const head = new Uint8Array(4);
    await handle.read(head, 0, 4, 0);
    const [a, b, c, d] = head;
    if (a === 0x1f && b === 0x8b) return "gzip";
    if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
    return a === 0x50 && b === 0x41 && c === 0x52 && d === 0x31 ? "parquet" : "none";
  } finally {
    await handle.close();
  }
}

/** Reads `path`, unpacked. Rejects with the system's error where that cannot be. */
export async function openBytes(path: string): Promise<ByteSource> {
  const packing = await packingOf(path);
  return packing === "gzip" || packing === "zstd" ? unpacked(path, packing) : openPlain(path);
}

async function openPlain(path: string): Promise<ByteSource> {
  const handle = await open(path, "r");
  const hash = createHash("sha256");
  let position = 0;
  return {
    async read(into, at) {
      const { bytesRead } = await handle.read(into, at, into.length - at, position);
      hash.update(into.subarray(at, at + bytesRead));
      position += bytesRead;
      return bytesRead;
    },
    position: () => position,
    hash: () => hash.digest("hex"),
    close: () => handle.close(),
  };
}

function unpacked(path: string, packing: "gzip" | "zstd"): ByteSource {
  const hash = createHash("sha256");
  let position = 0;
  const raw = createReadStream(path, { highWaterMark: READ_BYTES });
  raw.on("data", (chunk) => {
    position += chunk.length;
    hash.update(chunk);
  });
  const { output, stop } = packing === "gzip" ? gunzip(raw) : unzstd(raw, path);
  const chunks = output[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(into, at) {
      while (rest.length === 0) {
        const next = await chunks.next().catch((error: unknown) => {
          throw packedError(path, packing, error);
        });
        if (next.done === true) return 0;
        rest = next.value as Uint8Array;
      }
      const count = Math.min(rest.length, into.length - at);
      into.set(rest.subarray(0, count), at);
      rest = rest.subarray(count);
      return count;
    },
    position: () => position,
    hash: () => hash.digest("hex"),
    async close() {
      stop();
      raw.destroy();
      output.destroy();
    },
  };
}

/** What a file that is cut off or damaged makes its unpacker say, with its name and what to do. */
function packedError(path: string, packing: string, error: unknown): Error {
  const what = messageOf(error);
  if (what.includes(path)) return new Error(what);
  return new Error(
    `${path} cannot be unpacked (${packing}: ${what}); it is cut off or damaged: get it anew`,
  );
}

interface Unpacking {
  readonly output: Readable;
  readonly stop: () => void;
}

function gunzip(raw: Readable): Unpacking {
  const output = zlib.createGunzip({ chunkSize: 1 << 18 });
  pipeline(raw, output, () => {});
  return { output, stop: () => {} };
}

/** By Node where it can (22.15 and newer), else by the program `zstd`. */
function unzstd(raw: Readable, path: string): Unpacking {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  if (typeof create === "function") {
    const output = Reflect.apply(create, zlib, []) as PassThrough;
    pipeline(raw, output, () => {});
    return { output, stop: () => {} };
  }
  const output = new PassThrough({ highWaterMark: READ_BYTES });
  const child = spawn("zstd", ["-dcq"], { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => {
    complaint += text.toString();
  });
  const fail = (what: string) => output.destroy(new Error(`${path}: ${what}`));
  child.on("error", () =>
    fail("is packed with zstd, which this Node cannot read; install the program zstd"),
  );
  child.on("close", (code) => {
    if (code === 0) output.end();
    else fail(`zstd could not unpack it (${complaint.trim() || `exit ${code}`})`);
  });
  child.stdout.pipe(output, { end: false });
  pipeline(raw, child.stdin, () => {});
  return { output, stop: () => void child.kill() };
}

/** SHA-256 in hex of the file as it lies on the disk. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    hash.update(chunk as Uint8Array);
  }
  return hash.digest("hex");
}

/** Writes `path` anew. Rejects with its name and what to do where the disk does not take it. */
export async function createBytes(path: string): Promise<ByteSink> {
  const handle = await open(path, "w");
  let size = 0;
  return {
    async write(bytes) {
      let from = 0;
      while (from < bytes.length) {
        const { bytesWritten } = await handle
          .write(bytes, from, bytes.length - from)
          .catch((error: unknown) => {
            throw unwritten(path, error);
          });
        from += bytesWritten;
      }
      size += bytes.length;
    },
    async close() {
      try {
        await handle.sync();
      } catch (error) {
        throw unwritten(path, error);
      } finally {
        await handle.close();
      }
    },
    size: () => size,
  };
}

const FULL = ["ENOSPC", "EDQUOT", "EFBIG"];

function unwritten(path: string, error: unknown): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const advice = FULL.includes(code) ? "; make room, or name a folder on another disk" : "";
  return new Error(`${path} cannot be written: ${messageOf(error)}${advice}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
