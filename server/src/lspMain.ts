/**
 * Entry of the language server: serves one client, over IPC when an editor forked it, else over
 * stdin and stdout. The main thread only passes messages on and watches; this same file, run as a
 * worker, wires process, disk and protocol together and answers.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import {
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  PortMessageReader,
  PortMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { version } from "../../package.json";
import { startServer } from "./lsp/startServer";
import type { AnyMessage } from "./lsp/supervisor/sessionMemory";
import { superviseServer } from "./lsp/supervisor/superviseServer";
import { diskFileSystem } from "./node/diskFileSystem";
import { exitWithParent, ignoresCase, transport } from "./node/parentProcess";
import { insideServerThread, startServerThread } from "./node/serverThread";
import { processClock, processTimers } from "./node/timers";

/** docs/rules of the installed package: the bundle lies in its dist folder. */
const RULE_PAGES = resolve(__dirname, "../docs/rules");

function serve(
  connection: Parameters<typeof startServer>[0],
  watch?: ReturnType<typeof insideServerThread>["watch"],
): void {
  startServer(connection, {
    fileSystem: diskFileSystem,
    version,
    ignoresCase: ignoresCase(),
    ...processClock,
    timers: processTimers,
    rulePageUri: (code) => pathToFileURL(resolve(RULE_PAGES, `${code}.md`)).href,
    ...(watch === undefined ? {} : { watch }),
  });
}

function supervise(): void {
  exitWithParent();
  const kind = transport();
  if (kind === "other") {
    // Sockets and pipes are for debugging: served without a watcher.
    serve(createConnection());
    return;
  }
  const isIpc = kind === "ipc";
  superviseServer({
    reader: isIpc ? new IPCMessageReader(process) : new StreamMessageReader(process.stdin),
    writer: isIpc ? new IPCMessageWriter(process) : new StreamMessageWriter(process.stdout),
    startThread: (refused) => startServerThread<AnyMessage>(__filename, refused),
    timers: processTimers,
    elapsedMs: processClock.elapsedMs,
    exit: (status) => process.exit(status),
  });
}

function answer(): void {
  const { port, watch } = insideServerThread();
  serve(createConnection(new PortMessageReader(port), new PortMessageWriter(port)), watch);
}

/** Settles never: a server ends with its process, when the client says `exit` or is gone. */
export const ended = new Promise<number>(() => {});

if (isMainThread) supervise();
else answer();
