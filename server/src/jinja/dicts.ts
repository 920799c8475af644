/**
 * Dicts and sets with Python's key equality: hashing, look-up, construction. Cost of each call is
 * O(1) but for tuples, whose key is built from their items.
 */
import { budgetError, typeError } from "./errors";
import type { DictEntry, HashKey, PyDict, PySet, Unknown, Value } from "./values";
import { isUnknown, typeName } from "./values";

/** The key under which `value` is stored; raises TypeError for lists, dicts and sets. */
export function hashKey(value: Value): HashKey {
  switch (typeof value) {
    case "string":
      return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case "number":
      return numberKey(value);
    case "boolean":
      return value ? 1 : 0;
    default:
      break;
  }
  if (value === null) return null;
  if (Array.isArray(value)) throw typeError("unhashable type: 'list'");
  switch (value.kind) {
    case "tuple":
      return limited(`\0t${value.items.map(nestedKey).join("")}`);
    case "markup":
      return hashKey(value.text);
    case "moment":
      return `\0m${value.type}${value.micros - (value.zone?.offset ?? 0n)}`;
    case "complex":
      return value.imaginary === 0 ? numberKey(value.real) : `\0c${value.real},${value.imaginary}`;
    case "range":
      return `\0r${value.length},${value.start},${value.step}`;
    case "undefined":
      return "\0u";
    case "view":
      if (value.part === "values") return value;
      throw typeError(`unhashable type: '${typeName(value)}'`);
    case "dict":
    case "set":
    case "slice":
      throw typeError(`unhashable type: '${typeName(value)}'`);
    default:
      return value;
  }
}

/** Longest key built for a tuple; nested tuples can double it with each level. */
const KEY_LIMIT = 100_000;

function limited(key: string): string {
  if (key.length > KEY_LIMIT) throw budgetError("a tuple is too large for a key");
  return key;
}

function numberKey(value: number): HashKey {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return BigInt(value);
  return value === 0 ? 0 : value;
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

/** Key of a tuple's item as text that cannot run into its neighbour. */
function nestedKey(value: Value): string {
  const key = hashKey(value);
  if (typeof key === "string") return `s${key.length}:${key}`;
  if (typeof key !== "object" || key === null) return `p${String(key)};`;
  let identity = identities.get(key);
  if (identity === undefined) {
    identity = ++identityCount;
    identities.set(key, identity);
  }
  return `o${identity};`;
}

export function emptyDict(): PyDict {
  return { kind: "dict", entries: new Map() };
}

/** A dict with these string keys. */
export function dictOf(pairs: Iterable<readonly [string, Value]>): PyDict {
  const dict = emptyDict();
  for (const [key, value] of pairs) dictSet(dict, key, value);
  return dict;
}

/** What stands under `key`; Unknown where nothing does, but something under a key that is Unknown. */
export function dictGet(dict: PyDict, key: Value): Value | undefined {
  const entry = dict.entries.get(hashKey(key));
  return entry === undefined ? unknownKeys.get(dict) : entry.value;
}

/** Keys that are Unknown, by the dict that has one. */
const unknownKeys = new WeakMap<PyDict, Unknown>();

/** Sets an item; an equal key keeps its first form and place, as in Python. */
export function dictSet(dict: PyDict, key: Value, value: Value): void {
  const hash = hashKey(key);
  const entry = dict.entries.get(hash);
  if (isUnknown(key)) unknownKeys.set(dict, key);
  if (entry === undefined) dict.entries.set(hash, { key, value });
  else entry.value = value;
}

export function dictHas(dict: PyDict, key: Value): boolean {
  return dict.entries.has(hashKey(key));
}

/** Keys in order. */
export function dictKeys(dict: PyDict): Value[] {
  return Array.from(dict.entries.values(), (entry) => entry.key);
}

export function dictEntries(dict: PyDict): Iterable<DictEntry> {
  return dict.entries.values();
}

export function setOf(items: Iterable<Value>): PySet {
  const set: PySet = { kind: "set", entries: new Map() };
  for (const item of items) setAdd(set, item);
  return set;
}

export function setAdd(set: PySet, item: Value): void {
  const hash = hashKey(item);
  if (!set.entries.has(hash)) set.entries.set(hash, item);
}
