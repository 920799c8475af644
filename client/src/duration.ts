/**
 * Durations as people say them, in the words of the server (server/src/base/duration.ts). Written
 * again because the client bundles nothing of the server; a test holds both to the same text.
 */

/** `42 ms`, `8.4 s`, `31 s`, `8 m 04 s`, `2 h 03 m`: never more than two units. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "unknown";
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
}

/** Like `formatDuration`, with a sign: `−3 m 40 s`, `+12 s`, `±0 s`. */
export function formatDifference(ms: number): string {
  if (Math.abs(ms) < 0.5) return "±0 s";
  return ms > 0 ? `+${formatDuration(ms)}` : formatDuration(ms);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
