/**
 * Entry of the language server in a web worker, for editors in a browser: no disk and no process;
 * the client sends the files that the projects need.
 */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from "vscode-languageserver/browser";
import { version } from "../../package.json";
import { createMemoryFiles } from "./base/memoryFiles";
import { startServer } from "./lsp/startServer";
import { workerClock, workerTimers } from "./web/workerClock";

const files = createMemoryFiles();
// The library wants the worker's own scope; the types of a page know only its looks.
const scope = self as never;

startServer(createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), {
  fileSystem: files.fileSystem,
  takeFile: files.set,
  version,
  ignoresCase: false,
  ...workerClock,
  timers: workerTimers,
  // The client says where the pages lie; see initializationOptions.rulePages.
  rulePageUri: (code) => `docs/rules/${code}.md`,
});
