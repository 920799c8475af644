/**
 * The language server itself: wires process, disk and protocol together and answers. Started by
 * `lspMain` in a worker that it watches, or called in the main thread where nobody watches.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { createConnection, PortMessageReader, PortMessageWriter } from "vscode-languageserver/node";
import { version } from "../../package.json";
import { startServer } from "./lsp/startServer";
import { diskFileSystem } from "./node/diskFileSystem";
import { ignoresCase } from "./node/parentProcess";
import { insideServerThread } from "./node/serverThread";
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

/** Serves over the transport that the command line names, in this thread and without a watcher. */
export function serveUnwatched(): void {
  serve(createConnection());
}

function answer(): void {
  const { port, watch } = insideServerThread();
  serve(createConnection(new PortMessageReader(port), new PortMessageWriter(port)), watch);
}

if (!isMainThread) answer();
