/**
 * The commands with the process, the tools and the language server wired to them: started by
 * `cliMain` in a worker, or called in the main thread.
 */
import { isMainThread, workerData } from "node:worker_threads";
import { version } from "../../package.json";
import { runCli } from "./cli/runCli";
import { bundlePath, bundleUrl } from "./node/bundles";
import { collectedOutput } from "./node/collectedOutput";
import { type CommandJob, runAside, streamOutlet } from "./node/commandThread";
import { workOn } from "./node/commandWorker";
import { processIo } from "./node/processIo";
import { processPrograms } from "./node/processPrograms";
import { processView } from "./node/processView";
import { shredHost } from "./node/shredHost";

/**
 * Loading the server's own bundle starts it, on stdin and stdout because of `--stdio`; it ends with
 * the process. Named at run time so that no other command has to load the protocol's libraries.
 */
async function serveLanguage(): Promise<number> {
  await import(bundleUrl("server.js"));
  return new Promise<number>(() => {});
}

/** The tools run the commands of this bundle; what speaks the protocol lies in a bundle of its own. */
async function serveTools(): Promise<number> {
  const { serveOverStdio }: typeof import("./mcpMain") = await import(bundleUrl("mcp.js"));
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
const WRAPPER_FOLDERS = [bundlePath("python"), bundlePath("../python")];

/** Carries out `job` in the main thread, on the process's own streams; its status. */
export function runHere({ words, view }: CommandJob): Promise<number> {
  const programs = processPrograms(WRAPPER_FOLDERS, (aside) =>
    runAside(__filename, { words: aside, view }),
  );
  return runCli(words, processIo(view, streamOutlet, { ...own, serveTools, programs, shredHost }));
}

if (!isMainThread) void workOn(workerData as CommandJob, own, runCli);
