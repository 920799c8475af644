/**
 * Entry of the language server: serves one client, over IPC when an editor forked it, else over
 * stdin and stdout. The main thread only passes messages on and watches; the server is a bundle of
 * its own beside this one, which runs in a worker and is loaded once.
 */
import {
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { AnyMessage } from "./lsp/supervisor/sessionMemory";
import { superviseServer } from "./lsp/supervisor/superviseServer";
import { bundlePath, bundleUrl } from "./node/bundles";
import { exitWithParent, transport } from "./node/parentProcess";
import { startServerThread } from "./node/serverThread";
import { processClock, processTimers } from "./node/timers";

const SERVER = "serverThread.js";

async function supervise(): Promise<void> {
  exitWithParent();
  const kind = transport();
  if (kind === "other") {
    // Sockets and pipes are for debugging.
    const server: typeof import("./lspThreadMain") = await import(bundleUrl(SERVER));
    server.serveUnwatched();
    return;
  }
  const isIpc = kind === "ipc";
  superviseServer({
    reader: isIpc ? new IPCMessageReader(process) : new StreamMessageReader(process.stdin),
    writer: isIpc ? new IPCMessageWriter(process) : new StreamMessageWriter(process.stdout),
    startThread: (refused) => startServerThread<AnyMessage>(bundlePath(SERVER), refused),
    timers: processTimers,
    elapsedMs: processClock.elapsedMs,
    exit: (status) => process.exit(status),
  });
}

void supervise();
