/**
 * Starts programs for the command line: finds them on PATH, gives them this process's streams and
 * passes signals on. Knows no dbt. For the main thread: worker threads get no signals.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { constants as system } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Programs, StartOptions } from "../cli/programs";
import { pythonOf } from "./pythonOf";
import { temporaryFile } from "./temporaryFile";

const NOT_STARTED = 127;
const SIGNALLED = 128;
/** File descriptor after the standard streams. */
const LIFELINE = 3;
const IS_WINDOWS = process.platform === "win32";

/** `wrapperFolders` are looked at in turn for the package `heddle_steer`. */
export function processPrograms(
  wrapperFolders: readonly string[],
  aside: Programs["aside"],
): Programs {
  return {
    find: findProgram,
    interpreterOf: pythonOf,
    wrapperFolder: wrapperFolders.find((folder) => existsSync(join(folder, "heddle_steer"))),
    temporaryFile,
    aside,
    start,
  };
}

function findProgram(program: string): string | undefined {
  const endings = IS_WINDOWS ? ["", ".exe", ".cmd", ".bat"] : [""];
  const isPath = /[/\\]/.test(program);
  const folders = isPath ? [""] : (process.env["PATH"] ?? "").split(delimiter);
  for (const folder of folders) {
    if (folder === "" && !isPath) continue;
    for (const ending of endings) {
      const path = resolve(folder, program + ending);
      if (isProgram(path)) return path;
    }
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function start(
  program: string,
  words: readonly string[],
  { env = {}, pythonFolder, lifeline }: StartOptions = {},
): Promise<number> {
  const own = process.env;
  const hasLifeline = lifeline !== undefined && !IS_WINDOWS;
  const pythonPath = [pythonFolder, own["PYTHONPATH"]].filter((folder) => folder !== undefined);
  return new Promise((settle) => {
    const child = spawn(program, words, {
      stdio: ["inherit", "inherit", "inherit", ...(hasLifeline ? (["pipe"] as const) : [])],
      env: {
        ...own,
        ...env,
        ...(pythonFolder !== undefined && { PYTHONPATH: pythonPath.join(delimiter) }),
        ...(hasLifeline && { [lifeline]: String(LIFELINE) }),
      },
    });
    const stop = passSignals((signal) => child.kill(signal));
    child.on("error", (error) => {
      stop();
      process.stderr.write(`heddle: ${program} could not be started (${error.message})\n`);
      settle(NOT_STARTED);
    });
    child.on("close", (code, signal) => {
      stop();
      settle(code ?? SIGNALLED + (signal === null ? 0 : system.signals[signal]));
    });
  });
}

/** Passes signals on until the returned function is called. */
function passSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  // A terminal sends Ctrl-C to the child as well; twice would cut dbt's own clean-up short.
  const isFromTerminal = process.stdin.isTTY === true;
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const listener = () => {
      if (signal !== "SIGINT" || !isFromTerminal) pass(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const remove of listeners) remove();
  };
}
