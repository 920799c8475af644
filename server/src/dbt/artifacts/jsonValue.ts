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
 * without a zone is UTC, as dbt writes it. Read by position: a history holds millions of them.
 */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== "string" || value.length < 19) return undefined;
  const separator = value[10];
  if (value[4] !== "-" || value[7] !== "-" || (separator !== "T" && separator !== " ")) {
    return undefined;
  }
  const whole = Date.UTC(
    digitsAt(value, 0, 4),
    digitsAt(value, 5, 7) - 1,
    digitsAt(value, 8, 10),
    digitsAt(value, 11, 13),
    digitsAt(value, 14, 16),
    digitsAt(value, 17, 19),
  );
  let end = 19;
  let fraction = 0;
  if (value[19] === ".") {
    end = 20;
    while (end < value.length && isDigit(value.charCodeAt(end))) end++;
    fraction = Math.round(digitsAt(value, 20, end) * 10 ** (6 - (end - 20))) / 1000;
  }
  const zone = zoneMs(value.slice(end));
  const ms = whole + fraction - (zone ?? Number.NaN);
  return Number.isNaN(ms) ? undefined : ms;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** The whole number in `text[start, end)`; not a number where anything else stands there. */
function digitsAt(text: string, start: number, end: number): number {
  let number = end > start ? 0 : Number.NaN;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (!isDigit(unit)) return Number.NaN;
    number = number * 10 + unit - 48;
  }
  return number;
}

function zoneMs(zone: string): number | undefined {
  if (zone === "" || zone === "Z") return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -1 : 1) * minutes * 60_000;
}
