/**
 * What the shredder needs of the machine: files, databases, programs, a clock. `node/` implements
 * it. All paths are absolute with `/`. Methods reject with a `Refusal`-worthy message of the system.
 */
import type { ByteSink, ByteSource } from "./byteStreams";
import type { DialectChoice } from "./dialect";
import type { SqlDatabase } from "./sqlDatabase";

export interface FileFacts {
  readonly kind: "file" | "folder";
  readonly size: number;
  /** ISO time of the last change. */
  readonly mtime: string;
}

/** A source as a stream of delimited text, whatever it is on disk. */
export interface OpenedSource {
  readonly source: ByteSource;
  /** Set where the format leaves nothing to detect, as Parquet. */
  readonly choice: DialectChoice;
  /** What the file is on disk; only `none` can be read from the middle. */
  readonly packing: "none" | "gzip" | "zstd" | "parquet";
  /** The source ends anywhere, so that a last row without line end is left out. */
  readonly isCut?: boolean;
}

export interface ShredHost {
  stat(path: string): Promise<FileFacts | undefined>;
  /** Names in a folder, sorted; empty where there is none. */
  list(folder: string): Promise<readonly string[]>;
  openSource(path: string): Promise<OpenedSource>;
  /** SHA-256 in hex. */
  hashOf(path: string): Promise<string>;
  /** SHA-256 in hex of a text. */
  digest(text: string): string;
  createFile(path: string): Promise<ByteSink>;
  readText(path: string): Promise<string | undefined>;
  /** Replaces the file in one step that survives a crash: written aside, synced, renamed. */
  writeDurably(path: string, text: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Moves a folder in one step and gives the move to the disk. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with all in it; nothing where there is none. */
  remove(path: string): Promise<void>;
  /** Bytes free where `path` will be. */
  freeBytes(path: string): Promise<number>;
  /**
   * Takes the run folder for this process until the result is called; undefined while another
   * living process has it.
   */
  lock(folder: string): Promise<(() => Promise<void>) | undefined>;
  /** Opening to write makes the file where there is none; opening to read changes nothing. */
  openDuckdb(file: string, isReadOnly?: boolean): Promise<SqlDatabase>;
  /** `greeting` is run first in every session. */
  openPostgres(url: string, greeting: string): Promise<SqlDatabase>;
  /**
   * Runs words as a program without a shell, what it prints on our stderr; its exit code once it has
   * ended, 127 where it cannot be started. `signal` ends it.
   */
  runProgram(words: readonly string[], signal: AbortSignal): Promise<number>;
  /** Number of this process, by which programs that it starts can see it end. */
  readonly processId: number;
  /** Text of a Python program that ships with Heddle, by its path below `python/`. */
  pythonText(path: string): Promise<string>;
  /** Processors this process may use. */
  readonly processors: number;
  /** Share of the processors that others keep busy, 0 to 1, looked at for a moment of waiting. */
  busyShare(): Promise<number>;
  now(): string;
  /** What it took this program to start: a part of every run. */
  readonly startMs: number;
  elapsedMs(): number;
  /**
   * A folder of its own for a short calibration, on the disk that `near` is on, outside any project
   * where that can be; `remove` it.
   */
  temporaryFolder(near: string): Promise<string>;
  /** Calls `listener` on the person's interrupt, until the result is called. */
  onInterrupt(listener: () => void): () => void;
}
