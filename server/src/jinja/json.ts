/** JSON as Python's `json` module writes and reads it, and plain JSON data at the host's edge. */
import { dictEntries, dictSet, emptyDict } from "./dicts";
import { budgetError, PythonError, typeError } from "./errors";
import { reprFloat } from "./floats";
import { str } from "./print";
import { sortValues } from "./sorting";
import type { Machine, PyDict, Value } from "./values";
import { isKind, textOf, tuple, typeName } from "./values";

/** Plain data as JSON.parse gives it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Whole numbers become `int`, others `float`; objects become dicts. */
export function fromJson(json: JsonValue): Value {
  if (typeof json === "number") {
    return Number.isSafeInteger(json) && !Object.is(json, -0) ? BigInt(json) : json;
  }
  if (json === null || typeof json !== "object") return json;
  if (isArray(json)) return json.map(fromJson);
  const dict = emptyDict();
  for (const [key, value] of Object.entries(json)) dictSet(dict, key, fromJson(value));
  return dict;
}

function isArray(json: object): json is readonly JsonValue[] {
  return Array.isArray(json);
}

/**
 * Plain data for reports: tuples, sets and iterables become arrays, dicts become objects with
 * null prototype, big ints text, Undefined null, everything else its `str()`.
 */
export function toJson(value: Value, depth = 0): JsonValue {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : reprFloat(value);
  if (value === null || typeof value !== "object") return value;
  if (depth > 100) return str("…");
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  switch (value.kind) {
    case "tuple":
      return value.items.map((item) => toJson(item, depth + 1));
    case "set":
      return [...value.entries.values()].map((item) => toJson(item, depth + 1));
    case "dict":
      return objectOf(value, depth);
    case "undefined":
      return null;
    default:
      return str(value);
  }
}

function objectOf(dict: PyDict, depth: number): JsonValue {
  const object: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const { key, value } of dictEntries(dict)) object[str(key)] = toJson(value, depth + 1);
  return object;
}

export interface DumpOptions {
  /** Text of one level of indentation; one line where undefined. */
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
}

/** `json.dumps(value)`; raises TypeError for what JSON has no form for. */
export function dumpJson(value: Value, options: DumpOptions, machine: Machine): string {
  const parts: string[] = [];
  write(value, options, machine, parts, 0);
  return parts.join("");
}

function write(
  value: Value,
  options: DumpOptions,
  machine: Machine,
  parts: string[],
  depth: number,
): void {
  machine.step();
  if (depth > 100) throw budgetError("a value nests too deeply for JSON");
  const put = (text: string): void => {
    machine.allocate(text.length);
    parts.push(text);
  };
  const text = textOf(value);
  if (text !== undefined) {
    put(dumpText(text));
    return;
  }
  if (value === null) {
    put("null");
    return;
  }
  if (typeof value === "boolean") {
    put(value ? "true" : "false");
    return;
  }
  if (typeof value === "bigint") {
    put(str(value));
    return;
  }
  if (typeof value === "number") {
    put(dumpFloat(value));
    return;
  }
  if (typeof value !== "object") return;
  const newline = options.indent === undefined ? "" : `\n${options.indent.repeat(depth + 1)}`;
  const closing = options.indent === undefined ? "" : `\n${options.indent.repeat(depth)}`;
  const separator = options.indent === undefined ? ", " : `,${newline}`;
  const items = Array.isArray(value) ? value : value.kind === "tuple" ? value.items : undefined;
  if (items !== undefined) {
    if (items.length === 0) {
      put("[]");
      return;
    }
    put(`[${newline}`);
    items.forEach((item, index) => {
      if (index > 0) put(separator);
      write(item, options, machine, parts, depth + 1);
    });
    put(`${closing}]`);
    return;
  }
  if (Array.isArray(value) || value.kind !== "dict") {
    throw typeError(`Object of type ${className(value)} is not JSON serializable`);
  }
  const entries = options.sortKeys ? sortedEntries(value, machine) : [...dictEntries(value)];
  if (entries.length === 0) {
    put("{}");
    return;
  }
  put(`{${newline}`);
  entries.forEach((entry, index) => {
    if (index > 0) put(separator);
    put(`${dumpText(keyText(entry.key))}: `);
    write(entry.value, options, machine, parts, depth + 1);
  });
  put(`${closing}}`);
}

/** Python sorts the items, key first and value next. */
function sortedEntries(dict: PyDict, machine: Machine): { key: Value; value: Value }[] {
  const pairs: Value[] = Array.from(dictEntries(dict), ({ key, value }) => tuple([key, value]));
  return sortValues(pairs, (pair) => pair, undefined, machine).map((pair) => {
    const [key = null, value = null] = isKind(pair, "tuple") ? pair.items : [];
    return { key, value };
  });
}

function keyText(key: Value): string {
  const text = textOf(key);
  if (text !== undefined) return text;
  if (key === null) return "null";
  if (typeof key === "boolean") return key ? "true" : "false";
  if (typeof key === "bigint") return str(key);
  if (typeof key === "number") return dumpFloat(key);
  throw typeError(`keys must be str, int, float, bool or None, not ${className(key)}`);
}

function dumpFloat(value: number): string {
  if (Number.isFinite(value)) return reprFloat(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function dumpText(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) =>
    unit === "\u007f" ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `json.loads(text)`; ints and floats stay apart. Raises JSONDecodeError. */
export function loadJson(text: string, machine: Machine): Value {
  machine.allocate(text.length);
  try {
    JSON.parse(text);
  } catch {
    throw new PythonError("JSONDecodeError", "the text is not valid JSON");
  }
  return new Reader(text).read();
}

/** Reads JSON that is known to be valid, keeping `1` and `1.0` apart. */
class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  read(depth = 0): Value {
    if (depth > 200) throw budgetError("the JSON nests too deeply");
    this.skipBlanks();
    const character = this.text[this.at];
    if (character === "{") return this.readObject(depth);
    if (character === "[") return this.readArray(depth);
    if (character === '"') return this.readText();
    const start = this.at;
    while (this.at < this.text.length && /[-+.\w]/.test(this.text[this.at]!)) this.at++;
    const word = this.text.slice(start, this.at);
    if (word === "null") return null;
    if (word === "true" || word === "false") return word === "true";
    return /[.eE]/.test(word) ? Number(word) : BigInt(word.slice(0, 4_300));
  }

  private skipBlanks(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
  }

  private readText(): string {
    const start = this.at++;
    while (this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
    this.at++;
    return JSON.parse(this.text.slice(start, this.at)) as string;
  }

  private readArray(depth: number): Value {
    const items: Value[] = [];
    for (this.at++; !this.ends("]"); ) items.push(this.read(depth + 1));
    return items;
  }

  private readObject(depth: number): Value {
    const dict = emptyDict();
    for (this.at++; !this.ends("}"); ) {
      const key = this.readText();
      this.skipBlanks();
      this.at++;
      dictSet(dict, key, this.read(depth + 1));
    }
    return dict;
  }

  /** Steps over blanks and a comma; true (and past it) at the closing bracket. */
  private ends(close: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] === ",") {
      this.at++;
      this.skipBlanks();
    }
    if (this.text[this.at] !== close) return false;
    this.at++;
    return true;
  }
}

/** `type(value).__name__`: json writes its messages in Python, where a module is no part of it. */
function className(value: Value): string {
  return typeName(value).replace(/^datetime\./, "");
}
