/** What only the main thread sees of the process: its folder, terminal and start. */
import { performance } from "node:perf_hooks";

/** What a worker thread cannot see for itself and is told by the main thread. */
export interface ProcessView {
  readonly cwd: string;
  readonly columns?: number;
  readonly hasColor: boolean;
  /** Start of the process on the clock of `now`. */
  readonly startedMs: number;
}

/** The view of this process; only the main thread sees its terminal. */
export function processView(): ProcessView {
  const { isTTY, columns } = process.stdout;
  const { NO_COLOR, TERM } = process.env;
  return {
    cwd: process.cwd().replaceAll("\\", "/"),
    hasColor: isTTY === true && (NO_COLOR ?? "") === "" && TERM !== "dumb",
    startedMs: performance.timeOrigin,
    ...(isTTY === true && columns > 0 && { columns }),
  };
}
