/**
 * JSON texts as values of a template. Keeps what `JSON.parse` loses: `4.0` is a float where `4` is
 * an int, and whole numbers of any size stay exact.
 */
import { dictSet, emptyDict } from "../../jinja/dicts";
import type { Value } from "../../jinja/values";

/** Strings and numbers of a JSON text; whatever stands between them cannot hold a digit. */
const LITERALS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Stand in front of texts and numbers while both travel through `JSON.parse` as strings. */
const NUMBER_MARK = "n:";
const STRING_MARK = "s:";

export type JsonText =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** The value that Python's `json.loads` would give. Never throws. O(n). */
export function valueOfJson(text: string): JsonText {
  try {
    // The text itself first: marking would hide what is wrong with it.
    JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const marked: unknown = JSON.parse(text.replace(LITERALS, markLiteral));
  return { value: valueOfMarked(marked) };
}

function markLiteral(literal: string): string {
  return literal.startsWith('"')
    ? `"${STRING_MARK}${literal.slice(1)}`
    : `"${NUMBER_MARK}${literal}"`;
}

function valueOfMarked(marked: unknown): Value {
  if (typeof marked === "string") {
    const text = marked.slice(STRING_MARK.length);
    if (marked.startsWith(STRING_MARK)) return text;
    return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
  }
  if (typeof marked === "boolean") return marked;
  if (Array.isArray(marked)) return marked.map(valueOfMarked);
  if (typeof marked !== "object" || marked === null) return null;
  const dict = emptyDict();
  for (const [key, item] of Object.entries(marked)) {
    dictSet(dict, key.slice(STRING_MARK.length), valueOfMarked(item));
  }
  return dict;
}
