/**
 * Differences of durations as people say them. Durations themselves come from the server's
 * `base/duration`, so that editor and command line say the same.
 */
import { formatDuration } from "../../server/src/base/duration";

/** Like `formatDuration`, with a sign: `−3 m 40 s`, `+12 s`, `±0 s`. */
export function formatDifference(ms: number): string {
  if (Math.abs(ms) < 0.5) return "±0 s";
  return ms > 0 ? `+${formatDuration(ms)}` : formatDuration(ms);
}
