/** The supervisor between client and server: threads and time are made up, so nothing waits. */

import { expect, test } from "vitest";
import type { Message, MessageReader, MessageWriter } from "vscode-languageserver";
import type { AnyMessage } from "../../server/src/lsp/supervisor/sessionMemory";
import {
  type ServerThread,
  SUPERVISION,
  superviseServer,
} from "../../server/src/lsp/supervisor/superviseServer";

interface FakeThread extends ServerThread {
  readonly received: AnyMessage[];
  readonly refused: readonly string[];
  isStopped: boolean;
  /** Grows by itself with time unless the thread hangs. */
  isHanging: boolean;
  file: string | undefined;
  say(message: object): void;
  die(outOfMemory: boolean, status: number): void;
}

function supervised() {
  const threads: FakeThread[] = [];
  const toClient: AnyMessage[] = [];
  const exits: number[] = [];
  const tasks: { at: number; readonly run: () => void }[] = [];
  let nowMs = 0;
  let listen: (message: Message) => void = () => undefined;
  const startThread = (refused: readonly string[]): FakeThread => {
    let hear: (message: AnyMessage) => void = () => undefined;
    let end: Parameters<ServerThread["onEnd"]>[0] = () => undefined;
    const thread: FakeThread = {
      received: [],
      refused: [...refused],
      isStopped: false,
      isHanging: false,
      file: undefined,
      send: (message) => void thread.received.push(message),
      onMessage: (listener) => {
        hear = listener;
      },
      onEnd: (listener) => {
        end = listener;
      },
      beats: () => (thread.isHanging ? -1 : nowMs),
      evaluating: () =>
        thread.file === undefined ? undefined : { file: thread.file, key: `${thread.file}#1` },
      stop: () => {
        thread.isStopped = true;
      },
      say: (message) => hear({ jsonrpc: "2.0", ...message }),
      die: (outOfMemory, status) => end({ outOfMemory, status }),
    };
    threads.push(thread);
    return thread;
  };
  const reader: Pick<MessageReader, "listen" | "onClose"> = {
    onClose: () => ({ dispose: () => undefined }),
    listen: (callback) => {
      listen = callback;
      return { dispose: () => undefined };
    },
  };
  const writer: Pick<MessageWriter, "write"> = {
    write: async (message) => void toClient.push(message),
  };
  superviseServer({
    reader: reader as MessageReader,
    writer: writer as MessageWriter,
    startThread,
    timers: {
      after: (ms, run) => {
        const task = { at: nowMs + ms, run };
        tasks.push(task);
        return () => void tasks.splice(tasks.indexOf(task), 1);
      },
      turn: async () => undefined,
    },
    elapsedMs: () => nowMs,
    exit: (status) => void exits.push(status),
  });
  return {
    threads,
    toClient,
    exits,
    say: (message: object) => listen({ jsonrpc: "2.0", ...message } as Message),
    pass(ms: number) {
      const until = nowMs + ms;
      for (;;) {
        tasks.sort((a, b) => a.at - b.at);
        const next = tasks[0];
        if (next === undefined || next.at > until) break;
        tasks.shift();
        nowMs = next.at;
        next.run();
      }
      nowMs = until;
    },
  };
}

const URI = "file:///shop/models/a.sql";
const open = {
  method: "textDocument/didOpen",
  params: { textDocument: { uri: URI, languageId: "sql", version: 1, text: "select 1" } },
};
const change = {
  method: "textDocument/didChange",
  params: {
    textDocument: { uri: URI, version: 2 },
    contentChanges: [
      { range: { start: { line: 0, character: 7 }, end: { line: 0, character: 8 } }, text: "2" },
    ],
  },
};
const methods = (messages: readonly AnyMessage[]) => messages.map(({ method }) => method);

function started() {
  const session = supervised();
  session.say({ id: 1, method: "initialize", params: { workspaceFolders: null } });
  session.threads[0]!.say({ id: 1, result: { capabilities: {} } });
  session.say({ method: "initialized", params: {} });
  session.say(open);
  session.say(change);
  return session;
}

test("passes messages on, both ways, with questions of the server told apart", () => {
  const { threads, toClient, say } = started();
  const [thread] = threads;
  thread!.say({ id: 1, method: "workspace/configuration", params: {} });
  expect(toClient.at(-1)).toMatchObject({ id: "1:1", method: "workspace/configuration" });
  say({ id: "1:1", result: [null] });
  expect(thread!.received.at(-1)).toMatchObject({ id: 1, result: [null] });
  say({ id: "0:1", result: [] });
  expect(thread!.received.at(-1)).toMatchObject({ id: 1, result: [null] });
});

test("replaces a server that hangs in an evaluation, and says which file it was", () => {
  const { threads, toClient, say, pass } = started();
  const first = threads[0]!;
  pass(100_000);
  expect(threads).toHaveLength(1);
  say({ id: 7, method: "textDocument/hover", params: {} });
  first.isHanging = true;
  first.file = "models/a.sql";
  pass(SUPERVISION.silentEvaluationMs + 3 * SUPERVISION.lookEveryMs);
  const second = threads[1]!;
  expect(first.isStopped).toBe(true);
  expect(second.refused).toEqual(["models/a.sql#1"]);
  expect(methods(second.received)).toEqual(["initialize", "initialized", "textDocument/didOpen"]);
  expect(second.received[2]?.params).toMatchObject({
    textDocument: { text: "select 2", version: 2 },
  });
  const [answer, message] = toClient.slice(-2);
  expect(answer).toMatchObject({ id: 7, error: { code: -32802 } });
  expect(message).toMatchObject({ method: "window/showMessage", params: { type: 2 } });
  expect(JSON.stringify(message)).toContain("models/a.sql");
  // The client has had its answer to initialize.
  second.say({ id: second.received[0]!.id, result: {} });
  expect(toClient.at(-1)).toBe(message);
  // What the dead one still says is not heard.
  first.say({ method: "window/logMessage", params: {} });
  expect(toClient.at(-1)).toBe(message);
});

test.each([
  ["models/a.sql", true, "Das Auswerten von models/a.sql brauchte zu viel Speicher."],
  ["models/a.sql", false, "Das Auswerten von models/a.sql kam nicht zu einem Ende."],
  [undefined, true, "Heddles Sprachserver brauchte zu viel Speicher und wurde neu gestartet."],
  [undefined, false, "Heddles Sprachserver kam nicht zu einem Ende und wurde neu gestartet."],
])("says so in German: %s, out of memory %s", (file, outOfMemory, words) => {
  const { threads, toClient, say, pass } = supervised();
  say({ id: 1, method: "initialize", params: { locale: "de" } });
  threads[0]!.file = file;
  if (outOfMemory) threads[0]!.die(true, 1);
  else threads[0]!.isHanging = true;
  pass(SUPERVISION.silentWorkMs + 3 * SUPERVISION.lookEveryMs);
  const shown = toClient.find(({ method }) => method === "window/showMessage");
  expect(JSON.stringify(shown)).toContain(words);
});

test("lets long work outside of evaluations finish", () => {
  const { threads, pass } = started();
  threads[0]!.isHanging = true;
  pass(SUPERVISION.silentEvaluationMs * 2);
  expect(threads).toHaveLength(1);
  pass(SUPERVISION.silentWorkMs);
  expect(threads).toHaveLength(2);
});

test("replaces a server that is out of memory, and gives up where that does not help", () => {
  const { threads, exits, pass } = started();
  threads[0]!.file = "models/big.sql";
  for (let i = 0; i < SUPERVISION.starts - 1; i++) {
    threads.at(-1)!.die(true, 1);
    pass(10);
  }
  expect(threads).toHaveLength(SUPERVISION.starts);
  expect(threads.at(-1)!.refused).toEqual(["models/big.sql#1"]);
  threads.at(-1)!.die(true, 1);
  expect(exits).toEqual([1]);
});

test("ends with the session, or with its server", () => {
  const session = started();
  session.say({ id: 2, method: "shutdown" });
  session.say({ method: "exit" });
  expect(session.exits).toEqual([0]);
  expect(session.threads[0]!.isStopped).toBe(true);
  const other = started();
  other.threads[0]!.die(false, 3);
  expect(other.exits).toEqual([3]);
});

test("a client that closes a file and changes folders is replayed as it is now", () => {
  const { threads, say } = started();
  say({ method: "textDocument/didClose", params: { textDocument: { uri: URI } } });
  say({
    method: "workspace/didChangeWorkspaceFolders",
    params: { event: { added: [{ uri: "file:///b", name: "b" }], removed: [] } },
  });
  say({ method: "workspace/didChangeConfiguration", params: { settings: { x: 1 } } });
  say({ method: "textDocument/didOpen", params: 5 });
  threads[0]!.die(true, 1);
  const { received } = threads[1]!;
  expect(methods(received)).toEqual([
    "initialize",
    "initialized",
    "workspace/didChangeConfiguration",
  ]);
  expect(received[0]?.params).toMatchObject({ workspaceFolders: [{ uri: "file:///b" }] });
});
