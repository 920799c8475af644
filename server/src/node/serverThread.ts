/**
 * The language server in a worker thread with limits on its memory: how the main thread starts and
 * watches it, and how it serves from inside.
 */
import { type MessagePort, parentPort, Worker, workerData } from "node:worker_threads";
import type { EvaluationWatch } from "../dbt/evaluationWatch";
import { boardReader, boardWriter, newBoard } from "./evaluationBoard";

/** What the watched thread looks like from outside; `M` is a message of the protocol. */
export interface WatchedThread<M> {
  send(message: M): void;
  onMessage(listener: (message: M) => void): void;
  onEnd(listener: (end: { readonly outOfMemory: boolean; readonly status: number }) => void): void;
  beats(): number;
  evaluating(): { readonly file: string; readonly key: string } | undefined;
  stop(): void;
}

interface ThreadData {
  readonly board: SharedArrayBuffer;
  readonly refused: readonly string[];
}

/** Enough for the largest projects known; beyond it the thread ends instead of the process. */
const MEMORY_MB = 4_096;
const BEAT_EVERY_MS = 500;

/** Main thread: runs `script` as a server that leaves `refused` alone. */
export function startServerThread<M>(script: string, refused: readonly string[]): WatchedThread<M> {
  const data: ThreadData = { board: newBoard(), refused };
  const worker = new Worker(script, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  let isStopped = false;
  let outOfMemory = false;
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on("message", listener),
    onEnd(listener) {
      worker.on("error", (error: NodeJS.ErrnoException) => {
        outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      });
      worker.on("exit", (status) => {
        if (!isStopped) listener({ outOfMemory, status });
      });
    },
    ...boardReader(data.board),
    stop() {
      isStopped = true;
      void worker.terminate();
    },
  };
}

/** Worker thread: the way to the main thread, and the watch of this thread's evaluations. */
export function insideServerThread(): {
  readonly port: MessagePort;
  readonly watch: EvaluationWatch;
} {
  if (parentPort === null) throw new Error("not in a thread of its own: start it by its main file");
  const { board, refused } = workerData as ThreadData;
  const { beat, watch } = boardWriter(board, refused);
  setInterval(beat, BEAT_EVERY_MS).unref();
  return { port: parentPort, watch };
}
