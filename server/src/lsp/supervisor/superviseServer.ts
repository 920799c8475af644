/**
 * Stands between a client and the server that answers it. The server runs in a thread of its own;
 * when it stops answering or runs out of memory, it is ended, another is brought to the same state,
 * and the person is told which file was being evaluated. That text is then left alone.
 */
import type { MessageReader, MessageWriter } from "vscode-jsonrpc";
import type { Timers } from "../environment";
import { SUPERVISION_PHRASES } from "../language/german/supervision";
import { isGerman } from "../language/locale";
import { createPhraseBook } from "../language/phraseBook";
import { type AnyMessage, type SessionMemory, sessionMemory } from "./sessionMemory";

/** Of the protocol's `LSPErrorCodes` and `MessageType`; its library would be loaded for them alone. */
const SERVER_CANCELLED = -32802;
const WARNING = 2;

/** One server in its thread. */
export interface ServerThread {
  send(message: AnyMessage): void;
  onMessage(listener: (message: AnyMessage) => void): void;
  /** Ended by itself: `outOfMemory`, or with a status. Not called after `stop`. */
  onEnd(listener: (end: { readonly outOfMemory: boolean; readonly status: number }) => void): void;
  /** A number that grows as long as the server gets on with its work. */
  beats(): number;
  /** The evaluation under way: the file, and a name of file and text that `startThread` takes. */
  evaluating(): { readonly file: string; readonly key: string } | undefined;
  stop(): void;
}

export interface SupervisorInput {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Starts a server that leaves alone what `refused` names. */
  readonly startThread: (refused: readonly string[]) => ServerThread;
  readonly timers: Timers;
  readonly elapsedMs: () => number;
  readonly exit: (status: number) => void;
}

/** How long a server may be silent, and how often it is started. */
export const SUPERVISION = {
  lookEveryMs: 500,
  /** One evaluation is on a budget of its own that ends it long before. */
  silentEvaluationMs: 5_000,
  /** Reading and planning a very large project on a slow machine. */
  silentWorkMs: 60_000,
  /** More starts than this within `startsWithinMs` mean that starting does not help. */
  starts: 5,
  startsWithinMs: 60_000,
} as const;

/** Serves the client until it ends the session. Returns at once. */
export function superviseServer(input: SupervisorInput): void {
  const { reader, writer, timers, elapsedMs, exit } = input;
  const memory: SessionMemory = sessionMemory();
  const refused: string[] = [];
  const starts: number[] = [];
  /** Requests of the client that wait for an answer. */
  const waiting = new Map<number | string, string>();
  let generation = 0;
  let isInitializeAnswered = false;
  let isShutDown = false;
  let locale: unknown;
  let thread: ServerThread;

  const toClient = (message: AnyMessage): void => {
    // A client that is gone ends this process by other ways.
    writer.write(message).catch(() => undefined);
  };

  const start = (): void => {
    generation++;
    const own = generation;
    starts.push(elapsedMs());
    thread = input.startThread(refused);
    thread.onMessage((message) => {
      if (own === generation) fromServer(message);
    });
    thread.onEnd(({ outOfMemory, status }) => {
      if (own !== generation) return;
      if (outOfMemory) replace("needed too much memory");
      else exit(status);
    });
    watch(own, thread, { beats: thread.beats(), sinceMs: elapsedMs() });
  };

  const watch = (own: number, watched: ServerThread, last: Beat): void => {
    timers.after(SUPERVISION.lookEveryMs, () => {
      if (own !== generation) return;
      const beats = watched.beats();
      const next = beats === last.beats ? last : { beats, sinceMs: elapsedMs() };
      const isEvaluating = watched.evaluating() !== undefined;
      const limit = isEvaluating ? SUPERVISION.silentEvaluationMs : SUPERVISION.silentWorkMs;
      if (elapsedMs() - next.sinceMs > limit) replace("did not come to an end");
      else watch(own, watched, next);
    });
  };

  /** Ends the server, starts another and brings it to the same state. */
  const replace = (why: string): void => {
    const culprit = thread.evaluating();
    thread.stop();
    if (culprit !== undefined) refused.push(culprit.key);
    const nowMs = elapsedMs();
    const recent = starts.filter((at) => nowMs - at < SUPERVISION.startsWithinMs);
    if (recent.length >= SUPERVISION.starts) {
      exit(1);
      return;
    }
    start();
    for (const message of memory.replay()) thread.send(withoutClash(message));
    for (const [id, method] of waiting) {
      if (method === "initialize") continue;
      const message = "the language server was started anew";
      toClient({
        jsonrpc: "2.0",
        id,
        error: { code: SERVER_CANCELLED, message },
      } as AnyMessage);
      waiting.delete(id);
    }
    const english =
      culprit === undefined
        ? `Heddle's language server ${why} and was started anew.`
        : `Evaluating ${culprit.file} ${why}. Heddle leaves the file alone until it changes; everything else goes on.`;
    const message = isGerman(locale)
      ? createPhraseBook(SUPERVISION_PHRASES).phrase(english)
      : english;
    const params = { type: WARNING, message };
    toClient({ jsonrpc: "2.0", method: "window/showMessage", params } as AnyMessage);
  };

  /** The answer to a second `initialize` must not reach the client, which has had one. */
  const withoutClash = (message: AnyMessage): AnyMessage =>
    message.method === "initialize" && isInitializeAnswered
      ? { ...message, id: REPLAYED }
      : message;

  const fromServer = (message: AnyMessage): void => {
    if (message.method === undefined) {
      if (message.id === REPLAYED || message.id === undefined || message.id === null) return;
      if (waiting.get(message.id) === "initialize") isInitializeAnswered = true;
      waiting.delete(message.id);
      toClient(message);
      return;
    }
    // Each server counts its own questions: the answer must find the one that asked.
    if (message.method === "$/cancelRequest") {
      const { id } = message.params as { readonly id: number | string };
      toClient({ ...message, params: { id: `${generation}:${id}` } });
      return;
    }
    const isQuestion = message.id !== undefined && message.id !== null;
    toClient(isQuestion ? { ...message, id: `${generation}:${message.id}` } : message);
  };

  const fromClient = (message: AnyMessage): void => {
    memory.note(message);
    if (message.method === "exit") {
      thread.stop();
      exit(isShutDown ? 0 : 1);
      return;
    }
    if (message.method === "shutdown") isShutDown = true;
    if (message.method === "initialize") locale = localeIn(message.params);
    if (message.method !== undefined) {
      if (message.id !== undefined && message.id !== null) waiting.set(message.id, message.method);
      thread.send(message);
      return;
    }
    const [of, id] = String(message.id).split(/:(.*)/s);
    if (Number(of) !== generation || id === undefined) return;
    thread.send({ ...message, id: /^\d+$/.test(id) ? Number(id) : id });
  };

  start();
  reader.onClose(() => exit(isShutDown ? 0 : 1));
  reader.listen((message) => fromClient(message as AnyMessage));
}

interface Beat {
  readonly beats: number;
  readonly sinceMs: number;
}

function localeIn(params: unknown): unknown {
  return typeof params === "object" && params !== null && "locale" in params
    ? params.locale
    : undefined;
}

const REPLAYED = "heddle: initialize once more";
