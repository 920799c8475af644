/** Numbers written as text, as Python's `int()` and `float()` read them. */
import { stripEnd, stripStart } from "./codePoints";

const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)?\.?(?:\d+(?:_\d+)*)?(?:e[+-]?\d+(?:_\d+)*)?)$/i;
const WORDS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};
/** Longer texts are no numbers that a template means. */
const LENGTH_LIMIT = 4_300;

/** `float(text)`, or JS undefined where Python raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = stripStart(stripEnd(text));
  if (trimmed.length > LENGTH_LIMIT) return undefined;
  const word = trimmed.replace(/^[+-]/, "").toLowerCase();
  if (Object.hasOwn(WORDS, word)) {
    const value = WORDS[word] ?? Number.NaN;
    return trimmed.startsWith("-") ? -value : value;
  }
  if (!FLOAT.test(trimmed) || !/^[+-]?\.?\d/.test(trimmed)) return undefined;
  const value = Number(trimmed.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

/** `int(text, base)`, or JS undefined where Python raises ValueError. */
export function parseIntegerText(text: string, base: number): bigint | undefined {
  if (base !== 0 && (base < 2 || base > 36)) return undefined;
  const trimmed = stripStart(stripEnd(text));
  const match = /^([+-]?)(0[xob]_?)?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(trimmed);
  if (match === null || trimmed.length > LENGTH_LIMIT) return undefined;
  const [, sign = "", prefix, digits = ""] = match;
  const prefixBase =
    prefix === undefined ? undefined : PREFIX_BASES[prefix.slice(0, 2).toLowerCase()];
  let shown = digits;
  let radix = base;
  if (prefixBase !== undefined && prefix !== undefined) {
    if (base === 0 || base === prefixBase) radix = prefixBase;
    else shown = prefix + digits;
  } else if (base === 0) {
    if (/^0[_0]*[1-9]/.test(digits)) return undefined;
    radix = 10;
  }
  let value = 0n;
  const bigRadix = BigInt(radix);
  for (const digit of shown.replaceAll("_", "")) {
    const size = Number.parseInt(digit, 36);
    if (Number.isNaN(size) || size >= radix) return undefined;
    value = value * bigRadix + BigInt(size);
  }
  return sign === "-" ? -value : value;
}

const PREFIX_BASES: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0b": 2 };
