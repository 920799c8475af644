/** The language server in this process, with the disk as it is, and a client that asks as VS Code asks. */
import { PassThrough } from "node:stream";
import { createConnection } from "vscode-languageserver";
import {
  createMessageConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { startServer } from "../server/src/lsp/startServer";
import { uriOfPath } from "../server/src/lsp/toLsp";
import { diskFileSystem } from "../server/src/node/diskFileSystem";

export interface Editor {
  /** Opens a file and waits until its problems are known. */
  open(path: string, text: string): Promise<void>;
  /** Replaces the text; done when the answers to what an editor asks after a keystroke are there. */
  type(path: string, text: string): Promise<void>;
  /** The same keystroke, done when the completions at its end are there; who types on waits for no more. */
  typeOn(path: string, text: string): Promise<void>;
  hover(path: string): Promise<void>;
  /** Tells of files that were written on disk, and waits until the server has taken note. */
  written(paths: readonly string[]): Promise<void>;
  close(): void;
}

const CAPABILITIES = {
  workspace: { diagnostics: { refreshSupport: true }, codeLens: { refreshSupport: true } },
  textDocument: { diagnostic: {} },
};
/** More than the server waits after artifacts are written, and for others to come. */
const SETTLED_MS = 4_000;
/** Within the config call that most models begin with. */
const HOVERED = { line: 0, character: 5 };

export async function startEditor(root: string): Promise<Editor> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  let isClosed = false;
  const server = createConnection(
    (logger) =>
      createProtocolConnection(
        new StreamMessageReader(toServer),
        new StreamMessageWriter(toClient),
        logger,
      ),
    { shutdownReceived: false, initialize: () => undefined, exit: () => undefined },
  );
  startServer(server, {
    fileSystem: diskFileSystem,
    version: "0.0.0",
    ignoresCase: false,
    now: () => "2026-01-15T02:00:00Z",
    elapsedMs: () => performance.now(),
    timers: {
      after(ms, task) {
        const timer = setTimeout(() => {
          if (!isClosed) task();
        }, ms);
        return () => clearTimeout(timer);
      },
      turn: () => new Promise((resolve) => setImmediate(resolve)),
    },
    rulePageUri: (code) => `https://heddle.example/rules/${code}`,
  });
  const client = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.onRequest(() => null);
  client.onNotification(() => undefined);
  client.onUnhandledProgress(() => undefined);
  client.listen();
  await client.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities: CAPABILITIES,
    workspaceFolders: [{ uri: uriOfPath(root), name: "bench" }],
  });
  await client.sendNotification("initialized", {});

  let version = 1;
  const change = (path: string, text: string): void => {
    version++;
    void client.sendNotification("textDocument/didChange", {
      textDocument: { uri: uriOfPath(path), version },
      contentChanges: [{ text }],
    });
  };
  const of = (path: string) => ({ textDocument: { uri: uriOfPath(path) } });
  const problems = (path: string) => client.sendRequest("textDocument/diagnostic", of(path));
  const lenses = (path: string) => client.sendRequest("textDocument/codeLens", of(path));
  return {
    async open(path, text) {
      const languageId = path.endsWith(".yml") ? "yaml" : "jinja-sql";
      const document = { uri: uriOfPath(path), languageId, version, text };
      await client.sendNotification("textDocument/didOpen", { textDocument: document });
      await problems(path);
    },
    async type(path, text) {
      change(path, text);
      await Promise.all([problems(path), lenses(path)]);
    },
    async typeOn(path, text) {
      change(path, text);
      void problems(path);
      void lenses(path);
      const lines = text.split("\n");
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      await client.sendRequest("textDocument/completion", { ...of(path), position });
    },
    async hover(path) {
      await client.sendRequest("textDocument/hover", { ...of(path), position: HOVERED });
    },
    async written(paths) {
      const changes = paths.map((path) => ({ uri: uriOfPath(path), type: 2 }));
      await client.sendNotification("workspace/didChangeWatchedFiles", { changes });
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    },
    close() {
      isClosed = true;
      client.dispose();
      server.dispose();
    },
  };
}
