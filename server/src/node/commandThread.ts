/**
 * Runs a command in a worker thread while the main thread stays free for the person: Ctrl+C ends
 * it at once with 130, a progress line shows when it takes over a second, and a reader who closes
 * the pipe is no error. Knows no command.
 */
import { performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import type { Aside } from "../cli/programs";
import { collectedOutput } from "./collectedOutput";
import type { CommandOutlet } from "./processIo";
import type { ProcessView } from "./processView";

const INTERRUPTED = 130;
const UNREADABLE = 2;
const PROGRESS_AFTER_MS = 1_000;
const PROGRESS_EVERY_MS = 200;
const CLEAR_LINE = "\r\u001b[K";

/** What the worker is started with. */
export interface CommandJob {
  readonly words: readonly string[];
  readonly view: ProcessView;
}

/** What the worker tells while it works. */
export type CommandMessage =
  | { readonly kind: "out" | "err" | "progress"; readonly text: string }
  | { readonly kind: "done"; readonly status: number };

/** Outlet of a thread that owns the process's streams. */
export const streamOutlet: CommandOutlet = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  progress: () => {},
};

/** A reader that has seen enough (`| head`) ends the command quietly. */
export function endQuietlyWhenPipeCloses(): void {
  const onError = (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : UNREADABLE);
  };
  process.stdout.on("error", onError);
  process.stderr.on("error", onError);
}

/** Main thread: starts `script` as a worker on `job`; the status once all is printed. */
export function runInWorker(script: string, job: CommandJob): Promise<number> {
  const isQuiet = job.words.includes("--quiet") || job.words.includes("-q");
  const progress = progressLine(process.stderr.isTTY === true && !isQuiet);
  process.once("SIGINT", () => {
    progress.end();
    process.exit(INTERRUPTED);
  });
  return new Promise((resolve) => {
    const worker = new Worker(script, { workerData: job });
    let status = UNREADABLE;
    worker.on("message", (message: CommandMessage) => {
      if (message.kind === "progress") {
        progress.label(message.text);
        return;
      }
      progress.end();
      if (message.kind === "done") status = message.status;
      else if (message.kind === "out") process.stdout.write(message.text);
      else process.stderr.write(message.text);
    });
    worker.on("error", (error) => {
      progress.end();
      const [what = ""] = error.message.split("\n");
      process.stderr.write(
        `heddle: internal error: ${what}; please report it with the command you gave\n`,
      );
    });
    worker.on("exit", () => {
      progress.end();
      resolve(status);
    });
  });
}

/** Main thread: carries out `job` by `script` in a worker, and keeps what it prints. */
export function runAside(script: string, job: CommandJob): Aside {
  const worker = new Worker(script, { workerData: job });
  const output = collectedOutput();
  const { out, err } = output.outlet;
  const result = new Promise<Awaited<Aside["result"]>>((resolve) => {
    let status = UNREADABLE;
    worker.on("message", (message: CommandMessage) => {
      if (message.kind === "done") status = message.status;
      else if (message.kind === "out") out(message.text);
      else if (message.kind === "err") err(message.text);
    });
    worker.on("error", (error) => err(`heddle: ${error.message}\n`));
    worker.on("exit", () => resolve({ ...output.read(), status }));
  });
  return { result, end: () => void worker.terminate() };
}

function progressLine(isShown: boolean): { label(text: string): void; end(): void } {
  if (!isShown) return { label: () => {}, end: () => {} };
  let label = "reading";
  let isDrawn = false;
  const timer = setInterval(() => {
    const passedMs = performance.now();
    if (passedMs < PROGRESS_AFTER_MS) return;
    isDrawn = true;
    process.stderr.write(`${CLEAR_LINE}${label} · ${Math.floor(passedMs / 1000)} s`);
  }, PROGRESS_EVERY_MS);
  timer.unref();
  return {
    label(text) {
      label = text;
    },
    end() {
      clearInterval(timer);
      if (isDrawn) process.stderr.write(CLEAR_LINE);
      isDrawn = false;
    },
  };
}
