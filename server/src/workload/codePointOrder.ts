/**
 * Python's string order. dbt breaks ties by comparing `unique_id`s in Python, which orders by code
 * point; JavaScript's `<` orders by UTF-16 unit and differs above U+FFFF.
 */

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** Negative, zero or positive as `a` sorts before, with or after `b` by code points. O(length). */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

/** A surrogate stands for a code point above every single unit. */
function isSurrogate(unit: number): boolean {
  return unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE;
}
