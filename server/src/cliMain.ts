/**
 * Entry of the command line: wires process, worker thread and commands together. Help, version and
 * the language server run in the main thread; every command that reads files runs in a worker.
 */
import { isMainThread, workerData } from "node:worker_threads";
import { version } from "../../package.json";
import { findCommand } from "./cli/commands";
import { runCli } from "./cli/runCli";
import {
  type CommandJob,
  endQuietlyWhenPipeCloses,
  runInWorker,
  streamOutlet,
  workOn,
} from "./node/commandThread";
import { processIo, processView } from "./node/processIo";

/** Loading the server's entry starts it, on stdin and stdout because of `--stdio`. */
async function serveLanguage(): Promise<number> {
  const { ended } = await import("./lspMain");
  return ended;
}

const own = { version, serveLanguage };

function isWork(words: readonly string[]): boolean {
  const [first = "", ...rest] = words;
  const asksHelp = rest.some((word) => word === "--help" || word === "-h" || word === "--version");
  return first !== "lsp" && !asksHelp && findCommand(first) !== undefined;
}

async function main(words: readonly string[]): Promise<void> {
  endQuietlyWhenPipeCloses();
  const view = processView();
  process.exitCode = isWork(words)
    ? await runInWorker(__filename, { words, view })
    : await runCli(words, processIo(view, streamOutlet, own));
}

if (isMainThread) void main(process.argv.slice(2));
else void workOn(workerData as CommandJob, own, runCli);
