/** Python's equality, order, truth and membership, without coercions of JS. */

import { characters } from "./codePoints";
import { complexOf } from "./complexNumbers";
import { dictGet, hashKey } from "./dicts";
import { budgetError, typeError } from "./errors";
import { undefinedFailure } from "./undefinedValues";
import type { Machine, PyRange, Tagged, Unknown, Value } from "./values";
import { integerOf, isKind, isUndefined, isUnknown, textOf, typeName } from "./values";

/** What pays for comparing containers. */
export type Fuel = Pick<Machine, "step">;

/** Long beginnings that two texts share are paid for. */
const UNITS_PER_STEP = 64;

/** How deep two values are compared before the budget ends it. */
const COMPARE_DEPTH = 200;

/** `bool(value)`. An Unknown counts as true; who must decide asks for it first. */
export function isTrue(value: Value): boolean {
  if (value === null) return false;
  switch (typeof value) {
    case "boolean":
      return value;
    case "bigint":
      return value !== 0n;
    case "number":
      return value !== 0;
    case "string":
      return value !== "";
    default:
      return Array.isArray(value) ? value.length > 0 : isTaggedTrue(value);
  }
}

function isTaggedTrue(value: Tagged): boolean {
  switch (value.kind) {
    case "tuple":
      return value.items.length > 0;
    case "dict":
    case "set":
      return value.entries.size > 0;
    case "view":
      return value.of.entries.size > 0;
    case "range":
      return value.length > 0;
    case "markup":
      return value.text !== "";
    case "moment":
      return value.type !== "timedelta" || value.micros !== 0n;
    case "undefined":
      return false;
    case "complex":
      return value.real !== 0 || value.imaginary !== 0;
    case "object":
      return value.isTrue?.() ?? (value.length === undefined || value.length() > 0);
    default:
      return true;
  }
}

/** `a == b`. */
export function equals(a: Value, b: Value, fuel: Fuel, depth = 0): boolean {
  if (a === b) return !(typeof a === "number" && Number.isNaN(a));
  if (depth > COMPARE_DEPTH) throw budgetError("values nest too deeply to compare");
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  const text = textOf(a) ?? markedText(a);
  if (text !== undefined) return text === (textOf(b) ?? markedText(b));
  if (isKind(a, "complex") || isKind(b, "complex")) {
    const left = complexOf(a);
    const right = complexOf(b);
    return left?.real === right?.real && left?.imaginary === right?.imaginary;
  }
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && equalItems(a, b, fuel, depth);
  }
  if (a.kind === "tuple" && b.kind === "tuple") return equalItems(a.items, b.items, fuel, depth);
  if (a.kind === "dict" && b.kind === "dict") {
    if (a.entries.size !== b.entries.size) return false;
    fuel.step(1 + (a.entries.size >> 2));
    for (const [hash, entry] of a.entries) {
      const other = b.entries.get(hash);
      if (other === undefined || !equals(entry.value, other.value, fuel, depth + 1)) return false;
    }
    return true;
  }
  if (a.kind === "undefined" && b.kind === "undefined") return true;
  if (a.kind === "moment" && b.kind === "moment") {
    return a.type === b.type && momentKey(a) === momentKey(b);
  }
  if (a.kind === "range" && b.kind === "range") return equalRanges(a, b);
  const keysOfA = keysOf(a);
  const keysOfB = keysOf(b);
  if (keysOfA === undefined || keysOfB === undefined || keysOfA.size !== keysOfB.size) return false;
  for (const hash of keysOfA.keys()) if (!keysOfB.has(hash)) return false;
  return true;
}

/** The text of an object that in Python is a kind of `str`. */
function markedText(value: Value): string | undefined {
  return isKind(value, "object") && value.isText === true ? value.text?.() : undefined;
}

function momentKey(value: Extract<Tagged, { kind: "moment" }>): bigint {
  return value.micros - (value.zone?.offset ?? 0n);
}

function equalRanges(a: PyRange, b: PyRange): boolean {
  if (a.length !== b.length) return false;
  if (a.length === 0) return true;
  return a.start === b.start && (a.length === 1 || a.step === b.step);
}

/** Hash keys of a set, or of the keys or items of a dict; JS undefined for other values. */
export function keysOf(value: Value): ReadonlyMap<unknown, unknown> | undefined {
  if (isKind(value, "set")) return value.entries;
  if (!isKind(value, "view") || value.part === "values") return undefined;
  if (value.part === "keys") return value.of.entries;
  const keys = new Map<unknown, unknown>();
  for (const { key, value: item } of value.of.entries.values()) {
    keys.set(hashKey({ kind: "tuple", items: [key, item] }), null);
  }
  return keys;
}

function equalItems(a: readonly Value[], b: readonly Value[], fuel: Fuel, depth: number): boolean {
  fuel.step(1 + (a.length >> 2));
  if (a.length !== b.length) return false;
  return a.every((item, index) => item === b[index] || equals(item, b[index]!, fuel, depth + 1));
}

type Numeric = bigint | number | boolean;

function isNumeric(value: Value): value is Numeric {
  return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";
}

/** -1, 0, 1, or NaN where one side is NaN. Exact between int and float. */
function compareNumbers(a: Numeric, b: Numeric): number {
  const left = typeof a === "boolean" ? Number(a) : a;
  const right = typeof b === "boolean" ? Number(b) : b;
  return left < right
    ? -1
    : left > right
      ? 1
      : Number.isNaN(left) || Number.isNaN(right)
        ? Number.NaN
        : 0;
}

export type Order = "<" | "<=" | ">" | ">=";

/** Thrown where an order depends on something Unknown inside of lists; the answer is that then. */
export class UnknownOrder {
  constructor(readonly cause: Unknown) {}
}

/** `a < b` and its kin; raises TypeError where Python has no order. */
export function isOrdered(order: Order, a: Value, b: Value, fuel: Fuel): boolean {
  const subset = compareSets(order, a, b);
  if (subset !== undefined) return subset;
  const result = compareValues(order, a, b, fuel);
  switch (order) {
    case "<":
      return result < 0;
    case "<=":
      return result <= 0;
    case ">":
      return result > 0;
    case ">=":
      return result >= 0;
  }
}

/** -1, 0 or 1 in Python's order (NaN where unordered floats meet); TypeError names `order`. */
export function compareValues(order: Order, a: Value, b: Value, fuel: Fuel, depth = 0): number {
  if (depth > COMPARE_DEPTH) throw budgetError("values nest too deeply to compare");
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (isUndefined(a)) throw undefinedFailure(a);
  if (isUndefined(b)) throw undefinedFailure(b);
  const text = textOf(a);
  const otherText = textOf(b);
  if (text !== undefined && otherText !== undefined) return compareTexts(text, otherText, fuel);
  const items = itemsOf(a);
  const otherItems = itemsOf(b);
  if (items !== undefined && otherItems !== undefined && Array.isArray(a) === Array.isArray(b)) {
    const count = Math.min(items.length, otherItems.length);
    fuel.step(1 + (count >> 2));
    for (let index = 0; index < count; index++) {
      const left = items[index]!;
      const right = otherItems[index]!;
      if (left !== right && !equals(left, right, fuel, depth + 1)) {
        return compareValues(order, left, right, fuel, depth + 1);
      }
    }
    return Math.sign(items.length - otherItems.length);
  }
  if (isKind(a, "moment") && isKind(b, "moment") && a.type === b.type) {
    const difference = momentKey(a) - momentKey(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  for (const value of [a, b]) if (isUnknown(value)) throw new UnknownOrder(value);
  throw typeError(
    `'${order}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function itemsOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return isKind(value, "tuple") ? value.items : undefined;
}

/** Order of texts by code point; JS compares UTF-16 units, which differ beyond the first plane. */
function compareTexts(a: string, b: string, fuel: Fuel): number {
  if (a === b) return 0;
  let index = 0;
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index >= UNITS_PER_STEP) fuel.step(Math.floor(index / UNITS_PER_STEP));
  const left = a.codePointAt(index) ?? -1;
  const right = b.codePointAt(index) ?? -1;
  return left < right ? -1 : 1;
}

function compareSets(order: Order, a: Value, b: Value): boolean | undefined {
  const left = keysOf(a);
  const right = keysOf(b);
  if (left === undefined || right === undefined) return undefined;
  const [small, large] = order.startsWith("<") ? [left, right] : [right, left];
  if (small.size > large.size || (small.size === large.size && order.length === 1)) return false;
  for (const hash of small.keys()) if (!large.has(hash)) return false;
  return true;
}

/** `item in container`; iterates where the container has no quicker way. */
export function isMember(
  item: Value,
  container: Value,
  machine: Machine,
  iterate: (value: Value) => Iterable<Value>,
): boolean {
  const text = textOf(container);
  if (text !== undefined) {
    const part = textOf(item);
    if (part === undefined) {
      throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    }
    machine.allocate(text.length >> 4);
    return text.includes(part);
  }
  if (isKind(container, "dict")) return container.entries.has(hashKey(item));
  if (isKind(container, "set")) return container.entries.has(hashKey(item));
  if (isKind(container, "view") && container.part !== "values") {
    if (container.part === "keys") return container.of.entries.has(hashKey(item));
    if (!isKind(item, "tuple") || item.items.length !== 2) return false;
    const found = dictGet(container.of, item.items[0]!);
    return found !== undefined && equals(found, item.items[1]!, machine);
  }
  if (isKind(container, "range")) return isInRange(item, container);
  if (isKind(container, "object") && container.contains !== undefined) {
    return container.contains(item);
  }
  if (isKind(container, "object") && container.item !== undefined) {
    return container.item(item) !== undefined;
  }
  if (!isIterableForMembership(container)) {
    throw typeError(`argument of type '${typeName(container)}' is not iterable`);
  }
  for (const candidate of iterate(container)) {
    machine.step();
    if (candidate === item || equals(candidate, item, machine)) return true;
  }
  return false;
}

function isInRange(item: Value, range: PyRange): boolean {
  const integer =
    integerOf(item) ??
    (typeof item === "number" && Number.isInteger(item) ? BigInt(item) : undefined);
  if (integer === undefined) return false;
  const steps = integer - range.start;
  if (steps % range.step !== 0n) return false;
  const index = steps / range.step;
  return index >= 0n && index < BigInt(range.length);
}

function isIterableForMembership(value: Value): boolean {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return true;
  if (value.kind === "object") return value.iterate !== undefined;
  return ["tuple", "view", "iterator", "undefined"].includes(value.kind);
}

/** The characters of a text as values. */
export function charactersOf(text: string): Value[] {
  return characters(text);
}
