/**
 * Everything the command line needs of the machine, given by `node/` or by a test. Knows no
 * command.
 */
import type { FileSystem } from "../base/fileSystem";
import type { OpenGitTree } from "../base/gitTree";
import type { ShredHost } from "../shred/host";
import type { Programs } from "./programs";

export interface CliIo {
  readonly fileSystem: FileSystem;
  /** The files of a commit, read without touching the work tree. */
  readonly openGitTree: OpenGitTree;
  /** Absolute path with `/` of the folder in which the command was given. */
  readonly cwd: string;
  readonly version: string;
  /** Width of the terminal that stdout is; absent where stdout is none. */
  readonly columns?: number;
  /** Whether stdout takes colours: a terminal, and `NO_COLOR` is not set. */
  readonly hasColor: boolean;
  /** Results only. */
  out(text: string): void;
  /** Whatever else there is to say to a person. */
  err(text: string): void;
  /** What is being done now; shown to a person only when the whole takes over a second. */
  progress(label: string): void;
  /** Milliseconds on a clock that only goes forward, for "0.21 s". */
  elapsedMs(): number;
  /** The present time, ISO; what macros see where `--at` gives none. */
  now(): string;
  /** Writes `text` to an absolute path; why it could not, or nothing. */
  writeFile(path: string, text: string): string | undefined;
  /** Serves the language server over stdin and stdout until the client ends it. */
  serveLanguage(): Promise<number>;
  /** Serves the tools for language models over stdin and stdout until the client ends it; absent in a worker. */
  serveTools?(): Promise<number>;
  /** Starts programs; absent where that cannot be, as in a worker thread. */
  readonly programs?: Programs;
  /** Files, databases and interrupts for `heddle shred`; absent where they cannot be had. */
  readonly shredHost?: ShredHost;
}
