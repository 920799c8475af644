/**
 * Entry of the language server: wires process, disk and protocol together and serves one client,
 * over IPC when an editor forked it, else over stdin and stdout.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createConnection, IPCMessageReader, IPCMessageWriter } from "vscode-languageserver/node";
import { version } from "../../package.json";
import { startServer } from "./lsp/startServer";
import { diskFileSystem } from "./node/diskFileSystem";
import { exitWithParent, ignoresCase, transport } from "./node/parentProcess";
import { processClock, processTimers } from "./node/timers";

/** docs/rules of the installed package: the bundle lies in its dist folder. */
const RULE_PAGES = resolve(__dirname, "../docs/rules");

function connect() {
  switch (transport()) {
    case "ipc":
      return createConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
    case "stdio":
      return createConnection(process.stdin, process.stdout);
    case "other":
      return createConnection();
  }
}

/** Settles never: a server ends with its process, when the client says `exit` or is gone. */
export const ended = new Promise<number>(() => {});

exitWithParent();
startServer(connect(), {
  fileSystem: diskFileSystem,
  version,
  ignoresCase: ignoresCase(),
  ...processClock,
  timers: processTimers,
  rulePageUri: (code) => pathToFileURL(resolve(RULE_PAGES, `${code}.md`)).href,
});
