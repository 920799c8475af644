/**
 * The real disk as `FileSystem`. The only place where project files are opened; it knows size
 * limits and encodings, and nothing of what the files mean.
 */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import type { FileSystem, FileText, FolderEntry, ReadFailure } from "../base/fileSystem";
import { compareText } from "../base/problem";
import { decodeText, plainText } from "./decodeText";

/** Larger files are reported, not read: a text of this size is no model that a person wrote. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** A pipe named like a model must not be waited for; Windows has neither the flag nor the pipe. */
/** One object for all calls: Node copies its defaults for each call that names the encoding alone. */
const AS_TEXT = { encoding: "utf8" } as const;
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** File system of this machine; results are not cached (see `workspace/cachedFileSystem`). */
export const diskFileSystem: FileSystem = {
  list: listFolder,
  read: readText,
  chunks: fileChunks,
  modifiedMs(file) {
    try {
      return statSync(file).mtimeMs;
    } catch {
      return undefined;
    }
  },
};

function listFolder(folder: string): readonly FolderEntry[] | ReadFailure {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry): FolderEntry => {
        const kind = entry.isSymbolicLink() ? "link" : entry.isDirectory() ? "folder" : "file";
        return { name: entry.name, kind };
      })
      .sort((a, b) => compareText(a.name, b.name));
  } catch (error) {
    return failureOf(error, folder);
  }
}

function readText(file: string): FileText | ReadFailure {
  let bytes: Buffer;
  try {
    const handle = openSync(file, READ_FLAGS);
    try {
      const status = fstatSync(handle);
      if (!status.isFile()) {
        return { failure: "unreadable", message: `${file} is not a regular file` };
      }
      if (status.size > MAX_FILE_BYTES) {
        const megabytes = Math.round(status.size / 1024 / 1024);
        return {
          failure: "too-large",
          message: `${file} has ${megabytes} MB; at most 64 are read`,
        };
      }
      // Decoding in the same call saves a copy of each file.
      const plain = plainText(readFileSync(handle, AS_TEXT));
      if (plain !== undefined) return plain;
      bytes = Buffer.allocUnsafe(status.size);
      bytes = bytes.subarray(0, readSync(handle, bytes, 0, status.size, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return failureOf(error, file);
  }
  return decodeText(bytes, file);
}

const CHUNK_BYTES = 1024 * 1024;

function fileChunks(file: string): Iterable<Uint8Array> | ReadFailure {
  try {
    const handle = openSync(file, READ_FLAGS);
    if (fstatSync(handle).isFile()) return readChunks(handle);
    closeSync(handle);
    return { failure: "unreadable", message: `${file} is not a regular file` };
  } catch (error) {
    return failureOf(error, file);
  }
}

function* readChunks(handle: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      const count = readSync(handle, buffer);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(handle);
  }
}

function failureOf(error: unknown, path: string): ReadFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return { failure: "missing", message: `${path} does not exist` };
  }
  if (code === "ELOOP") return { failure: "unreadable", message: `${path} is a loop of links` };
  const why = code === "EACCES" || code === "EPERM" ? "permission denied" : code || "not readable";
  return { failure: "unreadable", message: `${path}: ${why}` };
}
