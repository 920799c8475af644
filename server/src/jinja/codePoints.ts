/**
 * Strings as Python counts them: by code point. Texts without surrogates take the direct way,
 * so ordinary templates pay one scan.
 */

const SURROGATE = /[\ud800-\udfff]/;

/** `len(text)`. O(n). */
export function codePointLength(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** The characters of `text`, one string each. O(n). */
export function characters(text: string): string[] {
  return SURROGATE.test(text) ? Array.from(text) : text.split("");
}

/** Whether UTF-16 offsets and code point indexes agree. */
export function isPlain(text: string): boolean {
  return !SURROGATE.test(text);
}

/** Code point index of a UTF-16 offset. */
export function codePointIndex(text: string, offset: number): number {
  return SURROGATE.test(text) ? codePointLength(text.slice(0, offset)) : offset;
}

/** Whether Python's `str.isspace` holds for this UTF-16 unit (U+FEFF is no space in Python). */
export function isSpaceUnit(unit: number): boolean {
  if (unit === 32) return true;
  if (unit < 128) return (unit >= 9 && unit <= 13) || (unit >= 28 && unit <= 31);
  if (unit === 0x85 || unit === 0xa0 || unit === 0x1680) return true;
  if (unit >= 0x2000 && unit <= 0x200a) return true;
  return (
    unit === 0x2028 || unit === 0x2029 || unit === 0x202f || unit === 0x205f || unit === 0x3000
  );
}

/** `text.lstrip()`. O(n), no regular expression (those are quadratic on long blanks). */
export function stripStart(text: string): string {
  let start = 0;
  while (start < text.length && isSpaceUnit(text.charCodeAt(start))) start++;
  return start === 0 ? text : text.slice(start);
}

/** `text.rstrip()`. O(n). */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpaceUnit(text.charCodeAt(end - 1))) end--;
  return end === text.length ? text : text.slice(0, end);
}
