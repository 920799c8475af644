/** Filters on sequences: order, groups, sums, first and last. */
import { binary } from "../arithmetic";
import { compareValues, equals, isTrue } from "../compare";
import { hashKey } from "../dicts";
import { type Builtin, builtin } from "../environment";
import { PythonError, typeError } from "../errors";
import { escapeHtml } from "../html";
import { generator, iterate, lengthOf, sequenceItems } from "../iterate";
import { str } from "../print";
import { sliceOf } from "../sequences";
import { sortValues } from "../sorting";
import { undefinedFailure } from "../undefinedValues";
import type { HashKey, Machine, Value } from "../values";
import { isKind, orElse, textOf, tuple, typeName, undefinedWithHint, unknown } from "../values";
import { attributeGetter, ignoreCase, multiAttributeGetter } from "./attributeGetter";

const same = (value: Value): Value => value;

/** How keys are compared: as they are, or without case. */
export function caseRule(caseSensitive: Value | undefined): (value: Value) => Value {
  return caseSensitive !== undefined && isTrue(caseSensitive) ? same : ignoreCase;
}

/** The items of `value`, paid for. */
export function toList(value: Value, machine: Machine): Value[] {
  const items: Value[] = [];
  for (const item of iterate(value)) {
    machine.step();
    machine.allocate(1);
    items.push(item);
  }
  return items;
}

const list = builtin("sync_do_list", ["value"], ([value = null], machine) =>
  toList(value, machine),
);

const sort = builtin(
  "do_sort",
  ["value", "reverse=", "case_sensitive=", "attribute="],
  ([value = null, reverse, caseSensitive, attribute = null], machine) => {
    const keyOf = multiAttributeGetter(attribute, machine, caseRule(caseSensitive));
    return sortValues(iterate(value), keyOf, reverse, machine);
  },
  { hidden: 1 },
);

const unique = builtin(
  "sync_do_unique",
  ["value", "case_sensitive=", "attribute="],
  ([value = null, caseSensitive, attribute = null], machine) => {
    const keyOf = attributeGetter(attribute, machine, null, caseRule(caseSensitive));
    return generator(uniqueItems(value, keyOf, machine));
  },
  { hidden: 1 },
);

function* uniqueItems(
  value: Value,
  keyOf: (item: Value) => Value,
  machine: Machine,
): Iterable<Value> {
  const seen = new Set<HashKey>();
  for (const item of iterate(value)) {
    machine.step();
    const key = hashKey(keyOf(item));
    if (seen.has(key)) continue;
    machine.allocate(1);
    seen.add(key);
    yield item;
  }
}

function extreme(functionName: string, isMax: boolean): Builtin {
  return builtin(
    functionName,
    ["value", "case_sensitive=", "attribute="],
    ([value = null, caseSensitive, attribute = null], machine) => {
      const keyOf = attributeGetter(attribute, machine, null, caseRule(caseSensitive));
      let best: Value | undefined;
      let bestKey: Value = null;
      for (const item of iterate(value)) {
        machine.step();
        const key = keyOf(item);
        if (best !== undefined) {
          const order = compareValues(isMax ? ">" : "<", key, bestKey, machine);
          if (isMax ? !(order > 0) : !(order < 0)) continue;
        }
        best = item;
        bestKey = key;
      }
      return orElse(best, () => undefinedWithHint("No aggregated item, sequence was empty."));
    },
    { hidden: 1 },
  );
}

const sum = builtin(
  "sync_do_sum",
  ["iterable", "attribute=", "start="],
  ([value = null, attribute = null, start = 0n], machine) => {
    const keyOf = attributeGetter(attribute, machine);
    let total = start;
    if (textOf(start) !== undefined) {
      throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
    }
    for (const item of iterate(value)) {
      machine.step();
      total = binary("+", total, keyOf(item), machine);
    }
    return total;
  },
  { hidden: 1 },
);

const groupBy = builtin(
  "sync_do_groupby",
  ["value", "attribute", "default=", "case_sensitive="],
  ([value = null, attribute = null, fallback = null, caseSensitive], machine) => {
    const rule = caseRule(caseSensitive);
    const keyOf = attributeGetter(attribute, machine, fallback, rule);
    const shownKeyOf = attributeGetter(attribute, machine, fallback);
    const groups: { key: Value; items: Value[] }[] = [];
    for (const item of sortValues(iterate(value), keyOf, undefined, machine)) {
      const key = keyOf(item);
      const last = groups.at(-1);
      if (last !== undefined && equals(last.key, key, machine)) last.items.push(item);
      else groups.push({ key, items: [item] });
    }
    return groups.map(({ key, items }) => {
      const shown = rule === same ? key : shownKeyOf(items[0] ?? null);
      return groupTuple(shown, items);
    });
  },
  { hidden: 1 },
);

/** A tuple that also answers to `.grouper` and `.list`. */
function groupTuple(grouper: Value, items: Value[]): Value {
  return { ...tuple([grouper, items]), names: ["grouper", "list"] };
}

const first = builtin(
  "sync_do_first",
  ["seq"],
  ([value = null]) => {
    for (const item of iterate(value)) return item;
    return undefinedWithHint("No first item, sequence was empty.");
  },
  { hidden: 1 },
);

const last = builtin(
  "do_last",
  ["seq"],
  ([value = null]) => {
    for (const item of iterate(reversed(value))) return item;
    return undefinedWithHint("No last item, sequence was empty.");
  },
  { hidden: 1 },
);

/** Python's `reversed(value)`. */
function reversed(value: Value): Value {
  if (isKind(value, "undefined")) return [];
  const items = sequenceItems(value);
  if (items !== undefined) return [...items].reverse();
  const text = textOf(value);
  if (
    text !== undefined ||
    isKind(value, "range") ||
    isKind(value, "dict") ||
    isKind(value, "view")
  ) {
    return [...iterate(value)].reverse();
  }
  throw typeError(`'${typeName(value)}' object is not reversible`);
}

const reverse = builtin("do_reverse", ["value"], ([value = null], machine) => {
  const text = textOf(value);
  if (text !== undefined) {
    const backwards = { kind: "slice", start: null, stop: null, step: -1n } as const;
    return sliceOf(text, backwards, machine);
  }
  let items: Value[];
  try {
    const backwards = reversed(value);
    return generator(iterate(backwards), reversedName(value));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
  }
  try {
    items = toList(value, machine);
  } catch (error) {
    if (error instanceof PythonError && error.pythonClass === "TypeError") {
      throw new PythonError("FilterArgumentError", "argument must be iterable");
    }
    throw error;
  }
  return items.reverse();
});

function reversedName(value: Value): string {
  if (Array.isArray(value)) return "list_reverseiterator";
  if (isKind(value, "dict")) return "dict_reversekeyiterator";
  return isKind(value, "range") ? "range_iterator" : "reversed";
}

function lengthFilter(): Builtin {
  return {
    run: ({ args, kwargs }, machine) => {
      if (kwargs.size > 0) throw typeError("len() takes no keyword arguments");
      if (args.length !== 1) {
        throw typeError(`len() takes exactly one argument (${args.length} given)`);
      }
      const text = textOf(args[0] ?? null);
      if (text !== undefined) machine.step(text.length >> 9);
      const length = lengthOf(args[0] ?? null);
      if (length === undefined) {
        throw typeError(`object of type '${typeName(args[0] ?? null)}' has no len()`);
      }
      return BigInt(length);
    },
    needsContext: false,
    acceptsUnknown: false,
  };
}

const join = builtin(
  "sync_do_join",
  ["value", "d=", "attribute="],
  ([value = null, separator = "", attribute = null], machine) => {
    const keyOf = attributeGetter(attribute, machine);
    const items: Value[] = [];
    for (const item of iterate(value)) {
      machine.step();
      const found = keyOf(item);
      if (isKind(found, "unknown")) return found;
      items.push(found);
    }
    // With escaping on, one part that is HTML makes HTML of the whole.
    const isMarkup =
      machine.isEscaping && [separator, ...items].some((item) => isKind(item, "markup"));
    const textOfItem = isMarkup ? escapeHtml : str;
    const parts = items.map((item) => {
      const text = textOfItem(item);
      machine.allocate(text.length);
      return text;
    });
    const glue = textOfItem(separator);
    machine.allocate(glue.length * parts.length);
    const text = parts.join(glue);
    return isMarkup ? { kind: "markup", text } : text;
  },
  { hidden: 1 },
);

/** Not the same twice, but for the choice that is none. */
const random = builtin(
  "do_random",
  ["seq"],
  ([value = null], machine) => {
    const length = lengthOf(value);
    if (length === undefined) {
      if (isKind(value, "undefined")) throw undefinedFailure(value);
      throw typeError(`object of type '${typeName(value)}' has no len()`);
    }
    if (length === 0) return undefinedWithHint("No random item, sequence was empty.");
    return length === 1 && !isKind(value, "dict") ? machine.item(value, 0n) : unknown("random");
  },
  { hidden: 1, needsContext: true },
);

/** Filters of this file by their names in templates. */
export const sequenceFilters: readonly (readonly [string, Builtin])[] = [
  ["list", list],
  ["sort", sort],
  ["unique", unique],
  ["min", extreme("do_min", false)],
  ["max", extreme("do_max", true)],
  ["sum", sum],
  ["groupby", groupBy],
  ["first", first],
  ["last", last],
  ["reverse", reverse],
  ["length", lengthFilter()],
  ["count", lengthFilter()],
  ["join", join],
  ["random", random],
];
