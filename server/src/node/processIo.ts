/**
 * The command line's view of this process: its folder, terminal, streams and clock. Knows no
 * command.
 */
import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { CliIo } from "../cli/io";
import { diskFileSystem } from "./diskFileSystem";
import { openGitTree } from "./gitTree";
import type { ProcessView } from "./processView";

/** Where the text of a command goes. */
export interface CommandOutlet {
  out(text: string): void;
  err(text: string): void;
  progress(label: string): void;
}

/** Everything of `CliIo`, on the real disk. */
export function processIo(
  view: ProcessView,
  outlet: CommandOutlet,
  own: Pick<CliIo, "version" | "serveLanguage" | "serveTools" | "programs" | "shredHost">,
): CliIo {
  return {
    ...own,
    ...outlet,
    fileSystem: diskFileSystem,
    openGitTree,
    cwd: view.cwd,
    hasColor: view.hasColor,
    ...(view.columns !== undefined && { columns: view.columns }),
    elapsedMs: () => performance.timeOrigin + performance.now() - view.startedMs,
    now: () => new Date().toISOString(),
    writeFile: writeText,
  };
}

function writeText(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR") return "its folder does not exist; make it first";
    if (code === "EISDIR") return "is a folder; name a file";
    if (code === "EACCES" || code === "EPERM") return "permission denied";
    return `cannot be written (${code || "unknown reason"})`;
  }
}
