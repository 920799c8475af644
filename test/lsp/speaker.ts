/** A client that says what it likes to a real server over stdio, well formed or not. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

export interface Speaker {
  readonly pid: number;
  /** Sends bytes as they are. */
  raw(text: string): void;
  send(message: Readonly<Record<string, unknown>>): void;
  /** The result or error of a request, once it comes; rejects where the server ends before. */
  ask(method: string, params: unknown): Promise<unknown>;
  kill(): Promise<void>;
  readonly exited: Promise<number | null>;
}

/** Starts the server `main`, in a process of its own. */
export function speakTo(main: string): Speaker {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [main, "--stdio"]);
  const waiting = new Map<number, (answer: unknown) => void>();
  let lost = (_: Error): void => {};
  const end = new Promise<never>((_, reject) => {
    lost = reject;
  });
  end.catch(() => undefined);
  const exited = new Promise<number | null>((done) => {
    child.on("exit", (status) => {
      lost(new Error(`the server ended with ${status}`));
      done(status);
    });
  });
  child.stdin.on("error", () => undefined);
  child.stderr.resume();
  let known = Buffer.alloc(0);
  child.stdout.on("data", (bytes: Buffer) => {
    known = Buffer.concat([known, bytes]);
    for (;;) {
      const head = known.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(known.subarray(0, head).toString())?.[1]);
      if (head < 0 || known.length < head + 4 + length) return;
      const message = JSON.parse(known.subarray(head + 4, head + 4 + length).toString()) as {
        readonly id?: number;
        readonly method?: string;
        readonly result?: unknown;
        readonly error?: unknown;
      };
      known = known.subarray(head + 4 + length);
      if (message.id === undefined) continue;
      if (message.method !== undefined) send({ id: message.id, result: null });
      else {
        waiting.get(message.id)?.(message.error === undefined ? message.result : message.error);
      }
    }
  });
  let count = 0;
  const raw = (text: string): void => void child.stdin.write(text);
  const send = (message: Readonly<Record<string, unknown>>): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  return {
    pid: child.pid ?? 0,
    raw,
    send,
    ask(method, params) {
      const id = ++count;
      const answer = new Promise<unknown>((done) => waiting.set(id, done));
      send({ id, method, params });
      return Promise.race([answer, end]);
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    exited,
  };
}
