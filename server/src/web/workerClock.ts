/** Timers and clock of a web worker: what `node/timers` is for a process. Knows no protocol. */

export interface Timers {
  /** Runs `task` once after `ms` milliseconds; the result stops it. */
  after(ms: number, task: () => void): () => void;
  /** Lets everything that has arrived meanwhile be handled first. */
  turn(): Promise<void>;
}

export const workerTimers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

export const workerClock = {
  /** The present as an ISO time. */
  now: (): string => new Date().toISOString(),
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs: (): number => performance.now(),
};
