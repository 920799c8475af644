/** Iteration and length of every value that Python can iterate. */
import { characters, codePointLength } from "./codePoints";
import { dictEntries } from "./dicts";
import { PythonError, typeError } from "./errors";
import type { PyIterator, PyRange, PyView, Value } from "./values";
import { isKind, tuple, typeName } from "./values";

/** The items of `value`, live as in Python; raises TypeError where it cannot be iterated. */
export function iterate(value: Value): Iterable<Value> {
  if (typeof value === "string") return characters(value);
  if (value !== null && typeof value === "object") {
    if (Array.isArray(value)) return value;
    switch (value.kind) {
      case "tuple":
        return value.items;
      case "dict":
        return unchanged(
          value.entries,
          () => dictEntries(value),
          ({ key }) => key,
          "dictionary",
        );
      case "set":
        return unchanged(
          value.entries,
          () => value.entries.values(),
          (item) => item,
          "Set",
        );
      case "view":
        return viewItems(value);
      case "range":
        return rangeItems(value);
      case "iterator":
        return drain(value);
      case "markup":
        return characters(value.text);
      case "undefined":
        return [];
      case "object":
        if (value.iterate !== undefined) return value.iterate();
        break;
      default:
        break;
    }
  }
  throw typeError(`'${typeName(value)}' object is not iterable`);
}

/** Items of a hash container; raises once its size changes under the loop. */
function* unchanged<T>(
  entries: ReadonlyMap<unknown, unknown>,
  items: () => Iterable<T>,
  pick: (item: T) => Value,
  name: string,
): Iterable<Value> {
  const { size } = entries;
  for (const item of items()) {
    if (entries.size !== size) break;
    yield pick(item);
  }
  if (entries.size !== size) {
    throw new PythonError("RuntimeError", `${name} changed size during iteration`);
  }
}

function viewItems(view: PyView): Iterable<Value> {
  const { of, part } = view;
  const pick = ({ key, value }: { readonly key: Value; readonly value: Value }): Value =>
    part === "keys" ? key : part === "values" ? value : tuple([key, value]);
  return unchanged(of.entries, () => dictEntries(of), pick, "dictionary");
}

function* rangeItems(range: PyRange): Iterable<Value> {
  for (let index = 0, item = range.start; index < range.length; index++, item += range.step) {
    yield item;
  }
}

function* drain(iterator: PyIterator): Iterable<Value> {
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) yield item;
}

/** A generator of Python over a JS iterable. */
export function generator(items: Iterable<Value>, typeName = "generator"): PyIterator {
  const iterator = items[Symbol.iterator]();
  return {
    kind: "iterator",
    typeName,
    next: () => {
      const { done, value } = iterator.next();
      return done === true ? undefined : value;
    },
  };
}

/** `len(value)`, or JS undefined where Python has none. */
export function lengthOf(value: Value): number | undefined {
  if (typeof value === "string") return codePointLength(value);
  if (value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) return value.length;
  switch (value.kind) {
    case "tuple":
      return value.items.length;
    case "dict":
    case "set":
      return value.entries.size;
    case "view":
      return value.of.entries.size;
    case "range":
      return value.length;
    case "markup":
      return codePointLength(value.text);
    case "undefined":
      return 0;
    case "object":
      return value.length?.();
    default:
      return undefined;
  }
}

/** Whether the value is a list or tuple; its items then. */
export function sequenceItems(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return isKind(value, "tuple") ? value.items : undefined;
}
