/**
 * Entry of the command line: wires process, worker thread and commands together. Help, version and
 * the language server run in the main thread; every command that reads files runs in a worker.
 */
import { resolve } from "node:path";
import { isMainThread, workerData } from "node:worker_threads";
import { version } from "../../package.json";
import { findCommand } from "./cli/commands";
import { runCli } from "./cli/runCli";
import { collectedOutput } from "./node/collectedOutput";
import {
  type CommandJob,
  endQuietlyWhenPipeCloses,
  runAside,
  runInWorker,
  streamOutlet,
  workOn,
} from "./node/commandThread";
import { processIo, processView } from "./node/processIo";
import { processPrograms } from "./node/processPrograms";
import { shredHost } from "./node/shredHost";

/**
 * Loading the server's own bundle starts it, on stdin and stdout because of `--stdio`; it ends with
 * the process. Named at run time so that no other command has to load the protocol's libraries.
 */
async function serveLanguage(): Promise<number> {
  await import(resolve(__dirname, "server.js"));
  return new Promise<number>(() => {});
}

/** The tools run the commands of this bundle; what speaks the protocol lies in a bundle of its own. */
async function serveTools(): Promise<number> {
  const { serveOverStdio }: typeof import("./mcpMain") = await import(resolve(__dirname, "mcp.js"));
  const view = { ...processView(), hasColor: false };
  await serveOverStdio({
    version,
    async run(words) {
      const output = collectedOutput();
      const status = await runCli(words, processIo(view, output.outlet, own));
      return { ...output.read(), status };
    },
  });
  return new Promise<number>(() => {});
}

const own = { version, serveLanguage };
/** Where the build puts the wrapper, and where it lies in the sources. */
const WRAPPER_FOLDERS = [resolve(__dirname, "python"), resolve(__dirname, "../python")];
/** Commands of the main thread: the worker gets no signals to pass on or to roll back at. */
const STARTING: readonly string[] = ["run", "build", "shred"];

function isWork(words: readonly string[]): boolean {
  const [first = "", ...rest] = words;
  const asksHelp = rest.some((word) => word === "--help" || word === "-h" || word === "--version");
  return (
    first !== "lsp" &&
    first !== "mcp" &&
    !STARTING.includes(first) &&
    !asksHelp &&
    findCommand(first) !== undefined
  );
}

async function main(words: readonly string[]): Promise<void> {
  endQuietlyWhenPipeCloses();
  const view = processView();
  process.exitCode = isWork(words)
    ? await runInWorker(__filename, { words, view })
    : await runCli(
        words,
        processIo(view, streamOutlet, {
          ...own,
          serveTools,
          programs: processPrograms(WRAPPER_FOLDERS, (aside) =>
            runAside(__filename, { words: aside, view }),
          ),
          shredHost,
        }),
      );
}

if (isMainThread) void main(process.argv.slice(2));
else void workOn(workerData as CommandJob, own, runCli);
