/**
 * The real language server in this process, over a pair of streams and a disk in memory, with time
 * that passes only when a test says so. What a client of any make would send and receive.
 */
import { PassThrough } from "node:stream";
import { createConnection as createServerConnection } from "vscode-languageserver";
import {
  type ClientCapabilities,
  createMessageConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { FileSystem } from "../../server/src/base/fileSystem";
import { joinPath } from "../../server/src/base/fileSystem";
import type { Position } from "../../server/src/base/text";
import { lineIndex } from "../../server/src/base/text";
import { startServer } from "../../server/src/lsp/startServer";
import { uriOfPath } from "../../server/src/lsp/toLsp";
import { type Fixture, memoryFileSystem, parseFixture } from "./fixture";
import { withRecordedRun } from "./openFixture";

export interface HarnessOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Language of the client, as `de`. */
  readonly locale?: string;
  /** What the client answers to `workspace/configuration`, by scope URI ("" = none). */
  readonly settings?: (scopeUri: string) => unknown;
  /** Folders to open, relative to the fixture's root; none = no folder is open. */
  readonly folders?: readonly string[];
  readonly ignoresCase?: boolean;
  /** True for a fixture without a project at its root. */
  readonly isBare?: boolean;
  /** Laid over the disk in memory, to make files fail. */
  readonly disk?: (disk: FileSystem) => FileSystem;
  /** As for a server in a browser, whose client sends the files. */
  readonly takeFile?: (path: string, text: string | undefined) => void;
}

export interface Harness {
  readonly fixture: Fixture;
  readonly initialized: InitializeResult;
  /** Lines that the server logged, oldest first. */
  readonly logs: readonly string[];
  /** Requests and notifications of the server other than problems and logs, oldest first. */
  readonly received: readonly { readonly method: string; readonly params: unknown }[];
  /** How often problems of a file were published. */
  publishCount(file: string): number;
  uri(file: string): string;
  request<Result>(method: string, params?: unknown): Promise<Result>;
  notify(method: string, params?: unknown): Promise<void>;
  open(file: string, languageId?: string): Promise<void>;
  /** Replaces the whole text of an open document. */
  change(file: string, text: string): Promise<void>;
  close(file: string): Promise<void>;
  /** Changes the disk without a word to the server; `undefined` removes the file. */
  write(file: string, text: string | undefined): void;
  /** Lets time pass until nothing more is waiting, and every message arrive. */
  settle(): Promise<void>;
  /** Problems as last published; empty where none were. */
  published(file: string): readonly Diagnostic[];
  /** Place of the fixture's cursor, as a request wants it. */
  cursor(): { readonly textDocument: { readonly uri: string }; readonly position: Position };
  readonly client: MessageConnection;
  stop(): Promise<void>;
}

/** Starts a server on a fixture and initializes it. `settle()` brings the first problems. */
export async function startHarness(source: string, options: HarnessOptions = {}): Promise<Harness> {
  const fixture = withRecordedRun(parseFixture(source, { project: options.isBare !== true }));
  const files = new Map(fixture.files);
  let disk = memoryFileSystem(files);
  const live: FileSystem = { list: (folder) => disk.list(folder), read: (file) => disk.read(file) };
  const time = virtualTime();

  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createServerConnection(
    (logger) =>
      createProtocolConnection(
        new StreamMessageReader(toServer),
        new StreamMessageWriter(toClient),
        logger,
      ),
    { shutdownReceived: false, initialize: () => undefined, exit: () => undefined },
  );
  startServer(server, {
    fileSystem: options.disk?.(live) ?? live,
    version: "0.0.0",
    ...(options.takeFile !== undefined && { takeFile: options.takeFile }),
    ignoresCase: options.ignoresCase ?? false,
    now: () => "2026-02-02T09:00:00.000Z",
    elapsedMs: () => time.now(),
    timers: time.timers,
    rulePageUri: (code) => `https://heddle.example/rules/${code}`,
  });

  const logs: string[] = [];
  const received: { method: string; params: unknown }[] = [];
  const published = new Map<string, PublishDiagnosticsParams>();
  const publishCounts = new Map<string, number>();
  const client = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.onNotification("window/logMessage", ({ message }: { message: string }) => {
    logs.push(message);
  });
  client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.set(params.uri, params);
    publishCounts.set(params.uri, (publishCounts.get(params.uri) ?? 0) + 1);
  });
  client.onRequest(
    "workspace/configuration",
    ({ items }: { items: readonly { readonly scopeUri?: string }[] }) =>
      items.map(({ scopeUri }) => options.settings?.(scopeUri ?? "") ?? null),
  );
  client.onRequest((method: string, params: unknown) => {
    received.push({ method, params });
    return null;
  });
  client.onUnhandledProgress((params) => {
    received.push({ method: "$/progress", params });
  });
  client.onNotification((method: string, params: unknown) => {
    received.push({ method, params });
  });
  client.listen();

  const path = (file: string) => joinPath(fixture.root, file);
  const uri = (file: string) => uriOfPath(path(file));
  const initialized = await client.sendRequest<InitializeResult>("initialize", {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? {},
    ...(options.locale !== undefined && { locale: options.locale }),
    workspaceFolders: (options.folders ?? [""]).map((folder) => ({
      uri: uri(folder),
      name: folder,
    })),
    ...(options.initializationOptions !== undefined && {
      initializationOptions: options.initializationOptions,
    }),
  });
  await client.sendNotification("initialized", {});

  const versions = new Map<string, number>();
  const nextVersion = (file: string): number => {
    const version = (versions.get(file) ?? 0) + 1;
    versions.set(file, version);
    return version;
  };
  /** Answers come in order, so everything that was sent before this answer has arrived. */
  const roundTrip = () => client.sendRequest("heddle/models", { uri: "untitled:round-trip" });

  return {
    fixture,
    initialized,
    logs,
    received,
    publishCount: (file) => publishCounts.get(uri(file)) ?? 0,
    uri,
    request: (method, params) => client.sendRequest(method, params),
    notify: (method, params) => client.sendNotification(method, params),
    open: (file, languageId = "sql") =>
      client.sendNotification("textDocument/didOpen", {
        textDocument: {
          uri: uri(file),
          languageId,
          version: nextVersion(file),
          text: files.get(file) ?? "",
        },
      }),
    change: (file, text) =>
      client.sendNotification("textDocument/didChange", {
        textDocument: { uri: uri(file), version: nextVersion(file) },
        contentChanges: [{ text }],
      }),
    close: (file) =>
      client.sendNotification("textDocument/didClose", { textDocument: { uri: uri(file) } }),
    write(file, text) {
      if (text === undefined) files.delete(file);
      else files.set(file, text);
      disk = memoryFileSystem(files);
    },
    async settle() {
      // News can cause more news (settings, then problems): until a round brings none.
      for (let round = 0; round < 8; round++) {
        await roundTrip();
        if (!time.passAll() && round > 1) break;
      }
      await roundTrip();
    },
    published: (file) => published.get(uri(file))?.diagnostics ?? [],
    cursor() {
      const { cursor } = fixture;
      if (cursor === undefined) throw new Error("The fixture has no $0.");
      const text = fixture.files.get(cursor.file) ?? "";
      return {
        textDocument: { uri: uri(cursor.file) },
        position: lineIndex(text).positionAt(cursor.offset),
      };
    },
    client,
    async stop() {
      await client.sendRequest("shutdown");
      await client.sendNotification("exit");
      client.dispose();
      server.dispose();
    },
  };
}

/** Timers that fire when a test lets time pass, in the order of their moments. */
function virtualTime() {
  let nowMs = 0;
  let waiting: { readonly atMs: number; readonly task: () => void }[] = [];
  return {
    now: () => nowMs,
    timers: {
      after(ms: number, task: () => void): () => void {
        const timer = { atMs: nowMs + ms, task };
        waiting.push(timer);
        return () => {
          waiting = waiting.filter((other) => other !== timer);
        };
      },
      turn: () => new Promise<void>((resolve) => setImmediate(resolve)),
    },
    /** Fires everything that waits; false when nothing did. */
    passAll(): boolean {
      if (waiting.length === 0) return false;
      while (waiting.length > 0) {
        const [next] = waiting.sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.task();
      }
      return true;
    },
  };
}
