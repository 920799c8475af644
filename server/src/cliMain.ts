/**
 * Entry of the command line: decides which thread does the work. Every command that reads files runs
 * in a worker, so that the main thread stays free for the person; what it does not need is not
 * loaded there, for a bundle that is loaded twice is a tenth of a second more for each command.
 */
import { bundlePath, bundleUrl } from "./node/bundles";
import { endQuietlyWhenPipeCloses, runInWorker } from "./node/commandThread";
import { processView } from "./node/processView";

/** The commands themselves, a bundle of their own beside this one; named at run time for the same reason. */
const COMMANDS = "commands.js";
const SERVER = "server.js";
/** They talk on this process's own streams, or start programs that get its signals. */
const IN_MAIN_THREAD: readonly string[] = ["lsp", "mcp", "run", "build", "shred"];

function isWork([first, ...rest]: readonly string[]): boolean {
  const asksHelp = rest.some((word) => word === "--help" || word === "-h" || word === "--version");
  return (
    first !== undefined && /^[a-z]/.test(first) && !IN_MAIN_THREAD.includes(first) && !asksHelp
  );
}

async function main(words: readonly string[]): Promise<void> {
  endQuietlyWhenPipeCloses();
  // As editors start it: the server needs none of the commands.
  if (words.join(" ") === "lsp --stdio") return void (await import(bundleUrl(SERVER)));
  const job = { words, view: processView() };
  if (isWork(words)) {
    process.exitCode = await runInWorker(bundlePath(COMMANDS), job);
  } else {
    const commands: typeof import("./commandsMain") = await import(bundleUrl(COMMANDS));
    process.exitCode = await commands.runHere(job);
  }
}

void main(process.argv.slice(2));
