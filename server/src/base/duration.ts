/** Durations as people say them. Virtual or measured milliseconds in, text out. */

/** `42 ms`, `8.4 s`, `31 s`, `8 m 04 s`, `2 h 03 m`: never more than two units. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "unknown";
  const sign = ms < 0 ? "−" : "";
  const size = Math.abs(ms);
  if (size < 999.5) return `${sign}${Math.round(size)} ms`;
  if (size < 9_950) return `${sign}${(size / 1000).toFixed(1)} s`;
  const seconds = Math.round(size / 1000);
  if (seconds < 60) return `${sign}${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (seconds < 3600) return `${sign}${minutes} m ${pad(seconds % 60)} s`;
  const roundedMinutes = Math.round(seconds / 60);
  return `${sign}${Math.floor(roundedMinutes / 60)} h ${pad(roundedMinutes % 60)} m`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
