/** What one field holds, told by its bytes: the types that databases and Parquet tell apart. */
import type { WholeNumber } from "./wholeNumber";

/** Bits, so that what a whole column holds is their union. */
export const KIND = {
  null: 1,
  whole: 2,
  decimal: 4,
  double: 8,
  boolean: 16,
  date: 32,
  timestamp: 64,
  timestamptz: 128,
  text: 256,
  /** `""`: an empty string where the column is text, else a null. */
  empty: 512,
} as const;

const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;
const MINUS = 0x2d;
const PLUS = 0x2b;
const COLON = 0x3a;

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= ZERO && byte <= NINE;

/** Kind of the unquoted content `bytes[start … end)`; whole numbers are left in `whole`. */
export function cellKind(
  bytes: Uint8Array,
  start: number,
  end: number,
  whole: WholeNumber,
): number {
  if (start >= end) return KIND.null;
  const first = bytes[start]!;
  if (isDigit(first) || first === MINUS || first === PLUS || first === DOT) {
    if (whole.read(bytes, start, end)) return KIND.whole;
    if (end - start >= 10 && bytes[start + 4] === MINUS) return momentKind(bytes, start, end);
    return fractionKind(bytes, start, end);
  }
  return isBoolean(bytes, start, end) ? KIND.boolean : KIND.text;
}

/** Digits after the point of a decimal; the decimal is known to be one. */
export function scaleOf(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1] !== DOT) at--;
  return at === start ? 0 : end - at;
}

function fractionKind(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === MINUS || bytes[start] === PLUS ? start + 1 : start;
  let digits = 0;
  let points = 0;
  for (; at < end; at++) {
    if (isDigit(bytes[at])) digits++;
    else if (bytes[at] === DOT && points === 0) points++;
    else break;
  }
  if (digits === 0) return KIND.text;
  if (at === end) return KIND.decimal;
  // 0x20 turns E into e.
  if ((bytes[at]! | 0x20) !== 0x65) return KIND.text;
  at++;
  if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
  if (at >= end) return KIND.text;
  for (; at < end; at++) if (!isDigit(bytes[at])) return KIND.text;
  return KIND.double;
}

/** `2024-02-29`, with `T` or a space `12:30[:15[.123456]]`, with `Z` or `+01[:00]`. */
function momentKind(bytes: Uint8Array, start: number, end: number): number {
  const pair = (at: number) =>
    isDigit(bytes[at]) && isDigit(bytes[at + 1])
      ? (bytes[at]! - ZERO) * 10 + (bytes[at + 1]! - ZERO)
      : -1;
  const year = pair(start) * 100 + pair(start + 2);
  const month = pair(start + 5);
  const day = pair(start + 8);
  const isDay = year > 0 && bytes[start + 7] === MINUS && day >= 1 && day <= daysOf(year, month);
  if (!isDay) return KIND.text;
  let at = start + 10;
  if (at === end) return KIND.date;
  if (bytes[at] !== 0x20 && bytes[at] !== 0x54) return KIND.text;
  const hour = pair(at + 1);
  const minute = pair(at + 4);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || bytes[at + 3] !== COLON)
    return KIND.text;
  at += 6;
  if (at < end && bytes[at] === COLON) {
    const second = pair(at + 1);
    if (second < 0 || second > 59) return KIND.text;
    at += 3;
    if (at < end && bytes[at] === DOT) {
      const fraction = ++at;
      while (at < end && isDigit(bytes[at])) at++;
      if (at === fraction || at - fraction > 6) return KIND.text;
    }
  }
  if (at === end) return KIND.timestamp;
  if (at > end) return KIND.text;
  if (bytes[at] === 0x5a) return at + 1 === end ? KIND.timestamptz : KIND.text;
  if (bytes[at] !== PLUS && bytes[at] !== MINUS) return KIND.text;
  const zone = pair(at + 1);
  if (zone < 0 || zone > 15) return KIND.text;
  at += 3;
  if (at === end) return KIND.timestamptz;
  if (bytes[at] === COLON) at++;
  return pair(at) >= 0 && pair(at) < 60 && at + 2 === end ? KIND.timestamptz : KIND.text;
}

function daysOf(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const TRUE = [0x74, 0x72, 0x75, 0x65];
const FALSE = [0x66, 0x61, 0x6c, 0x73, 0x65];

function isBoolean(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]! | 0x20;
  if (first !== TRUE[0] && first !== FALSE[0]) return false;
  const word = end - start === 4 ? TRUE : end - start === 5 ? FALSE : undefined;
  return word?.every((letter, at) => (bytes[start + at]! | 0x20) === letter) === true;
}
