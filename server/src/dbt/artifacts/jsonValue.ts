/**
 * Reads JSON that nobody has checked: each function gives a value of its type or `undefined`.
 * Keys are only ever read by constant name or by own entries, so `__proto__` in a file is data.
 */
import type { Problem } from "../../base/problem";

export type JsonRecord = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A finite number, also where a tool wrote it as text (`"-1"`). */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "string" && /^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value)) {
    return Number(value);
  }
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The strings of a list; anything else in it is left out. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that `text` holds, or the problem that it holds none. O(length). */
export function parseJsonRecord(
  text: string,
  file: string,
): { readonly value?: JsonRecord; readonly problems: readonly Problem[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it is not JSON";
    return { problems: [artifactProblem(file, `cannot be read as JSON: ${reason}`)] };
  }
  const record = recordOf(value);
  if (record === undefined) return { problems: [artifactProblem(file, "holds no JSON object")] };
  return { value: record, problems: [] };
}

/** A warning about an artifact as a whole: it is skipped, the project is not affected. */
export function artifactProblem(file: string, what: string): Problem {
  return {
    file,
    span: { start: 0, end: 0 },
    code: "unreadable-artifact",
    severity: "warning",
    message: `${file} ${what}; it is left out of the run history`,
  };
}

/**
 * Milliseconds since 1970 of an ISO time, with the fraction kept to the microsecond. A time
 * without a zone is UTC, as dbt writes it.
 */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const match = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(
    value,
  );
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const whole = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  const fraction = match[7] === undefined ? 0 : Math.round(Number(match[7]) * 1e6) / 1e3;
  return whole + fraction - zoneMs(match[8]);
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60_000;
}
