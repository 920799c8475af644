/**
 * What a plain YAML 1.1 scalar means to Python: `yes` is a boolean, `010` is 8, `12:30:00` is
 * 45000, `1e3` is text. Source: the YAML 1.1 type repository as PyYAML's resolver implements it.
 */
import { YamlFloat, YamlTime, type YamlValue } from "./values";

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["yes", "true", "on"].flatMap(spellings).map((text) => [text, true] as const),
  ...["no", "false", "off"].flatMap(spellings).map((text) => [text, false] as const),
]);
/** Characters of `false`, the longest of these words; hashing what is longer would be for nothing. */
const LONGEST_WORD = 5;
const NULLS: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

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
  if (text.length > LONGEST_WORD) return text;
  if (NULLS.has(text)) return null;
  return BOOLEANS.get(text) ?? text;
}

function resolveNumeric(text: string): YamlValue {
  if (INT.test(text)) return intOf(text);
  if (FLOAT.test(text)) return floatOf(text);
  const time = TIME.exec(text);
  if (time !== null && (time[4] !== undefined || /^\d{4}-\d\d-\d\d$/.test(text))) {
    return timeOf(text);
  }
  return text;
}

/** The int that Python reads in `text` (underscores, signs, octal, hex, binary, sexagesimal). */
export function intOf(text: string): number | bigint {
  const digits = text.replaceAll("_", "");
  const bare = digits.replace(/^[-+]/, "");
  let value: bigint;
  if (bare === "0") value = 0n;
  else if (bare.startsWith("0b")) value = wholeOf(bare.replace(/^0b(?:0b)?/, ""), "0b", text);
  else if (bare.startsWith("0x")) value = wholeOf(bare.replace(/^0x(?:0[xX])?/, ""), "0x", text);
  else if (bare.startsWith("0")) value = wholeOf(bare.replace(/^0[oO]/, ""), "0o", text);
  else value = bare.split(":").reduce((sum, part) => sum * 60n + wholeOf(part, "", text), 0n);
  if (digits.startsWith("-")) value = -value;
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

const DIGITS = { "0b": /^[01]+$/, "0o": /^[0-7]+$/, "0x": /^[0-9a-fA-F]+$/, "": /^[0-9]+$/ };

function wholeOf(digits: string, base: keyof typeof DIGITS, text: string): bigint {
  if (!DIGITS[base].test(digits)) throw new InvalidScalar(`'${text}' is no number`);
  return BigInt(base + digits);
}

/** The float that Python reads in `text`. */
export function floatOf(text: string): number | YamlFloat {
  const digits = text.replaceAll("_", "").toLowerCase();
  const bare = digits.replace(/^[-+]/, "");
  let value: number;
  if (/^(?:\.inf|inf|infinity)$/.test(bare)) value = Number.POSITIVE_INFINITY;
  else if (/^(?:\.nan|nan)$/.test(bare)) value = Number.NaN;
  else {
    // Python adds from the last part on, which decides the last digit of the sum.
    const parts = bare.split(":").map((part) => decimalOf(part, text));
    value = parts.reduceRight(
      ({ sum, unit }, part) => ({ sum: sum + part * unit, unit: unit * 60 }),
      { sum: 0, unit: 1 },
    ).sum;
  }
  if (digits.startsWith("-")) value = -value;
  return Number.isInteger(value) || !Number.isFinite(value) ? new YamlFloat(value) : value;
}

function decimalOf(digits: string, text: string): number {
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits)) {
    throw new InvalidScalar(`'${text}' is no number`);
  }
  return Number(digits);
}

/** The boolean that Python reads in a tagged text, in any mix of cases. */
export function booleanOf(text: string): boolean {
  const value = BOOLEANS.get(text.toLowerCase());
  if (value === undefined) throw new InvalidScalar(`'${text}' is neither true nor false`);
  return value;
}

/** The date or date-time that Python reads in `text`. */
export function timeOf(text: string): YamlTime {
  const match = TIME.exec(text);
  if (match === null) throw new InvalidScalar(`'${text}' is no date`);
  const [, year, month, day, hour, minute, second, fraction, zulu, sign, offsetHour, offsetMinute] =
    match;
  const daysInMonth = new Date(
    Date.UTC(2000 + (Number(year) % 400), Number(month), 0),
  ).getUTCDate();
  if (
    Number(year) === 0 ||
    !isWithin(month, 1, 12) ||
    !isWithin(day, 1, daysInMonth) ||
    !isWithin(hour, 0, 23) ||
    !isWithin(minute, 0, 59) ||
    !isWithin(second, 0, 59)
  ) {
    throw new InvalidScalar(`'${text}' is no date`);
  }
  const date = `${year}-${pad(month)}-${pad(day)}`;
  if (hour === undefined) return new YamlTime(date, date);
  const offsetMinutes = Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0);
  if (offsetMinutes >= 24 * 60) throw new InvalidScalar(`'${text}' is no date`);
  const offset = `${pad(String(Math.floor(offsetMinutes / 60)))}:${pad(String(offsetMinutes % 60))}`;
  const isNegative = sign === "-" && offsetMinutes > 0;
  const zone = zulu === undefined && sign === undefined ? "" : `${isNegative ? "-" : "+"}${offset}`;
  const micros = fraction === undefined ? "" : fraction.slice(0, 6).padEnd(6, "0");
  const time = `${pad(hour)}:${minute}:${second}${Number(micros) > 0 ? `.${micros}` : ""}${zone}`;
  return new YamlTime(`${date}T${time}`, `${date} ${time}`);
}

function isWithin(text: string | undefined, least: number, most: number): boolean {
  const value = text === undefined ? least : Number(text);
  return value >= least && value <= most;
}

function pad(text: string | undefined): string {
  return (text ?? "0").padStart(2, "0");
}
