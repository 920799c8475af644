/**
 * What a plain YAML 1.1 scalar means to Python: `yes` is a boolean, `010` is 8, `12:30:00` is
 * 45000, `1e3` is text. Source: the YAML 1.1 type repository as PyYAML's resolver implements it.
 */
import { YamlFloat, YamlTime, type YamlValue } from "./values";

const BOOLEANS: ReadonlyMap<string, boolean> = new Map(
  ["yes", "true", "on"]
    .flatMap((word) => spellings(word).map((text) => [text, true] as const))
    .concat(
      ["no", "false", "off"].flatMap((word) =>
        spellings(word).map((text) => [text, false] as const),
      ) as never,
    ),
);
const NULLS: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::?(\d\d))?))?)?$/;

function spellings(word: string): string[] {
  return [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()];
}

/** A value that Python cannot construct (`2020-13-45`); the document is refused there. */
export class InvalidScalar extends Error {}

/** The typed value of a plain scalar's text. */
export function resolveScalar(text: string): YamlValue {
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (isNumeric) return resolveNumeric(text);
  if (NULLS.has(text)) return null;
  return BOOLEANS.get(text) ?? text;
}

function resolveNumeric(text: string): YamlValue {
  if (INT.test(text)) return intOf(text);
  if (FLOAT.test(text)) return floatOf(text);
  const time = TIME.exec(text);
  if (time !== null && (time[4] !== undefined || /^\d{4}-\d\d-\d\d$/.test(text))) {
    return timeOf(time);
  }
  return text;
}

/** The int that Python reads in `text` (underscores, signs, octal, hex, binary, sexagesimal). */
export function intOf(text: string): number | bigint {
  const digits = text.replaceAll("_", "");
  const isNegative = digits.startsWith("-");
  const bare = digits.replace(/^[-+]/, "");
  let value: bigint;
  if (bare === "0") value = 0n;
  else if (bare.startsWith("0b") || bare.startsWith("0x")) {
    if (bare.length === 2) throw new InvalidScalar(`'${text}' is no number`);
    value = BigInt(bare);
  } else if (bare.includes(":")) {
    value = bare.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  } else if (bare.startsWith("0")) value = BigInt(`0o${bare.slice(1) || "0"}`);
  else value = BigInt(bare);
  if (isNegative) value = -value;
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

/** The float that Python reads in `text`. */
export function floatOf(text: string): number | YamlFloat {
  const digits = text.replaceAll("_", "").toLowerCase();
  const sign = digits.startsWith("-") ? -1 : 1;
  const bare = digits.replace(/^[-+]/, "");
  let value: number;
  if (bare === ".inf") value = Number.POSITIVE_INFINITY;
  else if (bare === ".nan") value = Number.NaN;
  else if (bare.includes(":")) {
    value = bare.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  } else value = Number(bare);
  value *= sign;
  return Number.isInteger(value) || !Number.isFinite(value) ? new YamlFloat(value) : value;
}

function timeOf(match: RegExpExecArray): YamlTime {
  const [, year, month, day, hour, minute, second, fraction, zulu, sign, offsetHour, offsetMinute] =
    match;
  const monthNumber = Number(month);
  const dayNumber = Number(day);
  const daysInMonth = new Date(Date.UTC(Number(year), monthNumber, 0)).getUTCDate();
  if (
    Number(year) === 0 ||
    monthNumber < 1 ||
    monthNumber > 12 ||
    dayNumber < 1 ||
    dayNumber > daysInMonth ||
    Number(hour ?? 0) > 23 ||
    Number(minute ?? 0) > 59 ||
    Number(second ?? 0) > 59
  ) {
    throw new InvalidScalar(`'${match[0]}' is no date`);
  }
  const date = `${year}-${pad(month)}-${pad(day)}`;
  if (hour === undefined) return new YamlTime(date, date);
  const micros = fraction === undefined ? "" : fraction.slice(0, 6).padEnd(6, "0");
  const zone =
    zulu !== undefined
      ? "+00:00"
      : sign !== undefined
        ? `${sign}${pad(offsetHour)}:${offsetMinute ?? "00"}`
        : "";
  const time = `${pad(hour)}:${minute}:${second}${Number(micros) > 0 ? `.${micros}` : ""}${zone}`;
  return new YamlTime(`${date}T${time}`, `${date} ${time}`);
}

function pad(text: string | undefined): string {
  return (text ?? "0").padStart(2, "0");
}
