/**
 * JSON texts as values of a template and back. Keeps what `JSON.parse` loses: `4.0` is a float
 * where `4` is an int, and whole numbers of any size stay exact.
 */
import { dictEntries, dictOf, dictSet, emptyDict } from "../../jinja/dicts";
import { str } from "../../jinja/print";
import type { PyDict, Value } from "../../jinja/values";

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Strings and numbers of a JSON text; whatever stands between them cannot hold a digit. */
const LITERALS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Stands in front of a number that travels through `JSON.parse` as a string. */
const NUMBER_MARK = "\u0000number:";
const STRING_MARK = "\u0000string:";

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

/** The value of plain data, where every whole number is an int. */
export function valueOfData(data: unknown): Value {
  if (typeof data === "number") return Number.isInteger(data) ? BigInt(data) : data;
  if (typeof data === "string" || typeof data === "boolean") return data;
  if (Array.isArray(data)) return data.map(valueOfData);
  return isFields(data)
    ? dictOf(Object.entries(data).map(([key, item]) => [key, valueOfData(item)] as const))
    : null;
}

function markLiteral(literal: string): string {
  return literal.startsWith('"')
    ? `"\\u0000string:${literal.slice(1)}`
    : `"\\u0000number:${literal}"`;
}

function valueOfMarked(marked: unknown): Value {
  if (typeof marked === "string") {
    if (!marked.startsWith(NUMBER_MARK)) return marked.slice(STRING_MARK.length);
    const digits = marked.slice(NUMBER_MARK.length);
    return /^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits);
  }
  if (typeof marked === "boolean") return marked;
  if (Array.isArray(marked)) return marked.map(valueOfMarked);
  if (!isFields(marked)) return null;
  const dict = emptyDict();
  for (const [key, item] of Object.entries(marked)) {
    dictSet(dict, key.slice(STRING_MARK.length), valueOfMarked(item));
  }
  return dict;
}

/**
 * A value as JSON: tuples, sets and ranges as lists, dict keys as text, whatever JSON cannot hold
 * (dates, infinities, macros) as Python prints it, Undefined and Unknown as null.
 */
export function jsonOfValue(value: Value): JsonValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") {
    const double = Number(value);
    // JSON has digits, not doubles: a number is fine as long as it prints as these.
    return JSON.stringify(double) === String(value) ? double : String(value);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : str(value);
  if (Array.isArray(value)) return value.map(jsonOfValue);
  switch (value.kind) {
    case "tuple":
      return value.items.map(jsonOfValue);
    case "set":
      return [...value.entries.values()].map(jsonOfValue);
    case "dict":
      return jsonOfDict(value);
    case "namespace":
      return jsonOfDict(value.attributes);
    case "undefined":
    case "unknown":
      return null;
    default:
      return str(value);
  }
}

function jsonOfDict(dict: PyDict): JsonValue {
  return Object.fromEntries(
    [...dictEntries(dict)].map(({ key, value }) => [
      typeof key === "string" ? key : str(key),
      jsonOfValue(value),
    ]),
  );
}

function isFields(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
