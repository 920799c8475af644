/** Durations as people say and write them: milliseconds to text, and text to milliseconds. */

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

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `45m`, `1h30m`, `90 s` in milliseconds; absent where the text is no positive duration. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h)\s*/g)];
  const isWhole = parts.map(([part]) => part).join("") === text.trim();
  const ms = parts.reduce(
    (sum, [, size, unit = ""]) => sum + Number(size) * (UNIT_MS[unit] ?? 0),
    0,
  );
  return isWhole && ms > 0 ? ms : undefined;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
