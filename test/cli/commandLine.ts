/**
 * Runs the command line in this process on a fixture in memory: what it prints, writes and ends
 * with. The only caller of `runCli` in tests.
 */
import { expect } from "vitest";
import type { FileSystem } from "../../server/src/base/fileSystem";
import type { OpenGitTree } from "../../server/src/base/gitTree";
import type { CliIo } from "../../server/src/cli/io";
import { runCli } from "../../server/src/cli/runCli";
import { FIXTURE_ROOT, memoryFileSystem, parseFixture } from "../support/fixture";

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

export interface CommandSurroundings {
  readonly fileSystem: FileSystem;
  readonly cwd?: string;
  readonly openGitTree?: OpenGitTree;
  readonly columns?: number;
  readonly hasColor?: boolean;
}

/** A project with `sources` in fixture notation, as the surroundings of a command. */
export function projectFiles(source: string): CommandSurroundings {
  return { fileSystem: parseFixture(source).fileSystem };
}

/** Plain files, no project added. */
export function plainFiles(files: Readonly<Record<string, string>>): CommandSurroundings {
  return { fileSystem: memoryFileSystem(new Map(Object.entries(files))) };
}

export async function runCommand(
  words: readonly string[],
  surroundings: CommandSurroundings = plainFiles({}),
): Promise<Outcome> {
  let out = "";
  let err = "";
  const written = new Map<string, string>();
  const { fileSystem, cwd = FIXTURE_ROOT, columns, hasColor = false } = surroundings;
  const io: CliIo = {
    fileSystem,
    cwd,
    openGitTree: surroundings.openGitTree ?? (() => "git is not installed"),
    version: "1.2.3",
    hasColor,
    ...(columns !== undefined && { columns }),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    progress: () => {},
    elapsedMs: () => 210,
    now: () => "2026-03-04T10:30:00.000Z",
    writeFile: (path, text) => {
      if (path.startsWith("/forbidden/")) return "permission denied";
      written.set(path, text);
      return undefined;
    },
    serveLanguage: async () => 0,
  };
  const status = await runCli(words, io);
  return { status, out, err, written };
}

/** A command that cannot be carried out: nothing on stdout, status 2 and this one line. */
export async function checkRefused(
  line: string | readonly string[],
  expected: string,
  surroundings?: CommandSurroundings,
): Promise<void> {
  const words = typeof line === "string" ? line.split(" ") : line;
  const outcome = await runCommand(words, surroundings);
  expect(outcome.err).toBe(`heddle: ${expected}\n`);
  expect(outcome.out).toBe("");
  expect(outcome.status).toBe(2);
}

/** The JSON a command prints, and that it ended with `status`. */
export async function runJson(
  line: string | readonly string[],
  surroundings: CommandSurroundings,
  status = 0,
): Promise<unknown> {
  const words = typeof line === "string" ? line.split(" ") : line;
  const outcome = await runCommand([...words, "--json"], surroundings);
  expect(outcome.err).toBe("");
  expect(outcome.status).toBe(status);
  return JSON.parse(outcome.out);
}
