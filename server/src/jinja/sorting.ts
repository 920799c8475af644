/**
 * Python's stable sort, with its order of comparisons for short lists, so that the error for
 * values without an order names the same pair.
 */
import { compareValues } from "./compare";
import { PythonError, typeError } from "./errors";
import type { Machine, Value } from "./values";
import { integerOf, typeName } from "./values";

interface Keyed {
  readonly key: Value;
  readonly item: Value;
}

type IsLess = (a: Keyed, b: Keyed) => boolean;

/** Below this length CPython inserts one by one; longer lists are merged from such runs. */
const RUN_LENGTH = 64;

/** Python's `sorted(items, key, reverse)`. O(n log n) comparisons. */
export function sortValues(
  items: Iterable<Value>,
  keyOf: (item: Value) => Value,
  reverse: Value | undefined,
  machine: Machine,
): Value[] {
  const keyed: Keyed[] = [];
  for (const item of items) {
    machine.step();
    machine.allocate(2);
    keyed.push({ key: keyOf(item), item });
  }
  const isReverse = reverse !== undefined && isReversed(reverse);
  const isLess: IsLess = (a, b) => {
    machine.step();
    return compareValues("<", a.key, b.key, machine) < 0;
  };
  // CPython sorts the reversed list and turns it round again: equal items keep their order.
  if (isReverse) keyed.reverse();
  const sorted = mergeSort(keyed, isLess);
  if (isReverse) sorted.reverse();
  return sorted.map(({ item }) => item);
}

function isReversed(reverse: Value): boolean {
  const flag = integerOf(reverse);
  if (flag !== undefined) {
    if (BigInt.asIntN(32, flag) === flag) return flag !== 0n;
    throw new PythonError("OverflowError", "Python int too large to convert to C int");
  }
  throw typeError(`'${typeName(reverse)}' object cannot be interpreted as an integer`);
}

function mergeSort(items: Keyed[], isLess: IsLess): Keyed[] {
  if (items.length < RUN_LENGTH) return insertionSort(items, isLess);
  const middle = items.length >> 1;
  const left = mergeSort(items.slice(0, middle), isLess);
  const right = mergeSort(items.slice(middle), isLess);
  const merged: Keyed[] = [];
  let from = 0;
  for (const item of right) {
    while (from < left.length && !isLess(item, left[from]!)) merged.push(left[from++]!);
    merged.push(item);
  }
  for (; from < left.length; from++) merged.push(left[from]!);
  return merged;
}

/** A first run, then binary insertion of the rest, as `binarysort` of CPython. */
function insertionSort(items: Keyed[], isLess: IsLess): Keyed[] {
  if (items.length < 2) return items;
  let run = 2;
  const isDescending = isLess(items[1]!, items[0]!);
  while (run < items.length && isLess(items[run]!, items[run - 1]!) === isDescending) run++;
  if (isDescending) items.splice(0, run, ...items.slice(0, run).reverse());
  for (let index = run; index < items.length; index++) {
    const pivot = items[index]!;
    let low = 0;
    let high = index;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLess(pivot, items[middle]!)) high = middle;
      else low = middle + 1;
    }
    items.splice(index, 1);
    items.splice(low, 0, pivot);
  }
  return items;
}
