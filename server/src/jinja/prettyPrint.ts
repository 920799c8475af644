/** Python's `pprint.pformat`: dict keys sorted, long containers one item per line. */
import { compareValues, type Fuel } from "./compare";
import { PythonError } from "./errors";
import { repr } from "./print";
import type { DictEntry, HashKey, PyDict, Value } from "./values";
import { isKind, tuple, typeName } from "./values";

const WIDTH = 80;

/** `pformat(value)`. */
export function prettyPrint(value: Value, fuel: Fuel): string {
  return format(value, 0, 0, fuel);
}

/** `indent` columns stand before the value, `allowance` characters follow it on its last line. */
function format(value: Value, indent: number, allowance: number, fuel: Fuel): string {
  fuel.step();
  const flat = repr(ordered(value, fuel));
  if (flat.length <= WIDTH - indent - allowance) return flat;
  if (isKind(value, "dict")) return formatDict(value, indent, allowance, fuel);
  if (Array.isArray(value)) return `[${formatItems(value, indent, allowance + 1, fuel)}]`;
  if (isKind(value, "tuple")) {
    const end = value.items.length === 1 ? ",)" : ")";
    return `(${formatItems(value.items, indent, allowance + end.length, fuel)}${end}`;
  }
  return flat;
}

function formatItems(
  items: readonly Value[],
  indent: number,
  allowance: number,
  fuel: Fuel,
): string {
  const separator = `,\n${" ".repeat(indent + 1)}`;
  return items
    .map((item, index) =>
      format(item, indent + 1, index === items.length - 1 ? allowance : 1, fuel),
    )
    .join(separator);
}

function formatDict(dict: PyDict, indent: number, allowance: number, fuel: Fuel): string {
  const entries = sortedEntries(dict, fuel);
  const separator = `,\n${" ".repeat(indent + 1)}`;
  const lines = entries.map(({ key, value }, index) => {
    const shown = repr(key);
    const rest = index === entries.length - 1 ? allowance + 1 : 1;
    return `${shown}: ${format(value, indent + shown.length + 3, rest, fuel)}`;
  });
  return `{${lines.join(separator)}}`;
}

/** The same value with the keys of its dicts in order. */
function ordered(value: Value, fuel: Fuel, depth = 0): Value {
  fuel.step();
  if (depth > 50) return value;
  if (Array.isArray(value)) return value.map((item) => ordered(item, fuel, depth + 1));
  if (isKind(value, "tuple"))
    return tuple(value.items.map((item) => ordered(item, fuel, depth + 1)));
  if (!isKind(value, "dict")) return value;
  const entries = new Map(
    sortedEntries(value, fuel).map(({ hash, key, value: item }) => [
      hash,
      { key, value: ordered(item, fuel, depth + 1) },
    ]),
  );
  return { kind: "dict", entries };
}

interface HashedEntry extends DictEntry {
  readonly hash: HashKey;
}

/** Keys that have no order are sorted by the names of their types. */
function sortedEntries(dict: PyDict, fuel: Fuel): HashedEntry[] {
  const entries = Array.from(dict.entries, ([hash, entry]) => ({ hash, ...entry }));
  return entries.sort((a, b) => {
    try {
      return compareValues("<", a.key, b.key, fuel);
    } catch (error) {
      if (!(error instanceof PythonError) || error.pythonClass === "BudgetError") throw error;
      return typeName(a.key) < typeName(b.key) ? -1 : 1;
    }
  });
}
