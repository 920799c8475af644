/** The process's timers and clock behind interfaces, so that waiting can be tested without waiting. */
import { performance } from "node:perf_hooks";

export interface Timers {
  /** Runs `task` once after `ms` milliseconds; the result stops it. Does not keep the process alive. */
  after(ms: number, task: () => void): () => void;
  /** Lets everything that has arrived meanwhile be handled first. */
  turn(): Promise<void>;
}

export const processTimers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

export interface Clock {
  /** The present as an ISO time. */
  now(): string;
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs(): number;
}

export const processClock: Clock = {
  now: () => new Date().toISOString(),
  elapsedMs: () => performance.now(),
};
