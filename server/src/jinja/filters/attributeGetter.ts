/** The `attribute=` argument of filters: dotted paths, integers as indexes. */
import { str } from "../print";
import type { Machine, Value } from "../values";
import { isUndefined, textOf } from "../values";

type Getter = (item: Value) => Value;

function pathOf(attribute: Value): Value[] {
  if (attribute === null) return [];
  const text = textOf(attribute);
  if (text === undefined) return [attribute];
  return text.split(".").map((part) => (/^\d{1,15}$/.test(part) ? BigInt(part) : part));
}

/** Reads `attribute` of an item; `fallback` stands in for Undefined where it is not None. */
export function attributeGetter(
  attribute: Value,
  machine: Machine,
  fallback: Value = null,
  after: Getter = (item) => item,
): Getter {
  const path = pathOf(attribute);
  return (item) => {
    let value = item;
    for (const key of path) {
      value = machine.item(value, key);
      if (fallback !== null && isUndefined(value)) value = fallback;
    }
    return after(value);
  };
}

/** Reads several attributes, given with commas, as a list. */
export function multiAttributeGetter(
  attribute: Value,
  machine: Machine,
  after: Getter,
): (item: Value) => Value[] {
  const text = textOf(attribute);
  const parts: Value[] = text === undefined ? [attribute] : text.split(",");
  const getters = parts.map((part) => attributeGetter(part, machine, null, after));
  return (item) => getters.map((getter) => getter(item));
}

/** Lower-case form of a text, for comparing without case. */
export function ignoreCase(value: Value): Value {
  return textOf(value) === undefined ? value : str(value).toLowerCase();
}
