/** Methods of Python's `list` and `tuple`. */
import { compareValues, equals, isTrue } from "../compare";
import { PythonError, valueError } from "../errors";
import { iterate } from "../iterate";
import { repr } from "../print";
import type { Machine, PyTuple, Value } from "../values";
import {
  byPositionOrName,
  expectBetween,
  expectNone,
  expectOne,
  indexArgument,
  type Method,
} from "./methodArguments";

type ListMethod = Method<Value[]>;

function append(self: Value[], call: Parameters<ListMethod>[1]): Value {
  const item = expectOne(call, "list");
  call.machine.allocate(1);
  self.push(item);
  return null;
}

function extend(self: Value[], call: Parameters<ListMethod>[1]): Value {
  const items = expectOne(call, "list");
  const source = items === self ? [...self] : iterate(items);
  for (const item of source) {
    call.machine.step();
    call.machine.allocate(1);
    self.push(item);
  }
  return null;
}

function insert(self: Value[], call: Parameters<ListMethod>[1]): Value {
  expectBetween(call, "list", 2, 2);
  const at = Number(indexArgument(call.args[0], 0n));
  call.machine.allocate(1 + (self.length >> 4));
  const index = at < 0 ? Math.max(0, at + self.length) : at;
  self.splice(index, 0, call.args[1] ?? null);
  return null;
}

function pop(self: Value[], call: Parameters<ListMethod>[1]): Value {
  expectBetween(call, "list", 0, 1);
  const asked = Number(indexArgument(call.args[0], -1n));
  if (self.length === 0) throw new PythonError("IndexError", "pop from empty list");
  const index = asked < 0 ? asked + self.length : asked;
  if (index < 0 || index >= self.length) {
    throw new PythonError("IndexError", "pop index out of range");
  }
  call.machine.allocate((self.length - index) >> 4);
  return self.splice(index, 1)[0] ?? null;
}

function remove(self: Value[], call: Parameters<ListMethod>[1]): Value {
  const item = expectOne(call, "list");
  const index = self.findIndex((candidate) => candidate === item || equals(candidate, item));
  if (index < 0) throw valueError("list.remove(x): x not in list");
  call.machine.step(1 + (self.length >> 4));
  self.splice(index, 1);
  return null;
}

function sort(self: Value[], call: Parameters<ListMethod>[1]): Value {
  const [key, reverse] = byPositionOrName({ ...call, name: "sort" }, ["key", "reverse"]);
  const keyOf = (item: Value): Value =>
    key === undefined || key === null ? item : call.machine.call(key, [item]);
  const sorted = sortValues(self, keyOf, reverse !== undefined && isTrue(reverse), call.machine);
  self.splice(0, self.length, ...sorted);
  return null;
}

/** Python's stable `sorted(items, key, reverse)`. O(n log n). */
export function sortValues(
  items: Iterable<Value>,
  keyOf: (item: Value) => Value,
  isReverse: boolean,
  machine: Machine,
): Value[] {
  const keyed: { key: Value; item: Value }[] = [];
  for (const item of items) {
    machine.step();
    machine.allocate(2);
    keyed.push({ key: keyOf(item), item });
  }
  const order = (a: { key: Value }, b: { key: Value }): number => {
    machine.step();
    const result = compareValues("<", a.key, b.key);
    return Number.isNaN(result) ? 0 : result;
  };
  // Python sorts a reversed copy and reverses it again: equal items keep their order.
  keyed.sort(isReverse ? (a, b) => order(b, a) : (a, b) => flipped(order(b, a)));
  return keyed.map(({ item }) => item);
}

/** Python asks `later < earlier`; the answer is turned for JS, which asks about the pair. */
function flipped(result: number): number {
  return result === 0 ? 0 : -result;
}

function indexIn(type: "list" | "tuple") {
  return (self: readonly Value[], call: Parameters<ListMethod>[1]): Value => {
    expectBetween(call, type, 1, 3);
    const item = call.args[0] ?? null;
    const clamp = (value: Value | undefined, fallback: number): number => {
      const index = Number(indexArgument(value, BigInt(fallback)));
      return index < 0 ? Math.max(0, index + self.length) : index;
    };
    const end = Math.min(self.length, clamp(call.args[2], self.length));
    for (let index = clamp(call.args[1], 0); index < end; index++) {
      call.machine.step();
      if (self[index] === item || equals(self[index]!, item)) return BigInt(index);
    }
    throw valueError(
      type === "list" ? `${repr(item)} is not in list` : "tuple.index(x): x not in tuple",
    );
  };
}

function countIn(type: string) {
  return (self: readonly Value[], call: Parameters<ListMethod>[1]): Value => {
    const item = expectOne(call, type);
    call.machine.step(self.length);
    return BigInt(self.filter((candidate) => candidate === item || equals(candidate, item)).length);
  };
}

/** All methods of `list`. */
export const listMethods: ReadonlyMap<string, ListMethod> = new Map<string, ListMethod>([
  ["append", append],
  ["extend", extend],
  ["insert", insert],
  ["pop", pop],
  ["remove", remove],
  ["sort", sort],
  ["index", indexIn("list")],
  ["count", countIn("list")],
  [
    "clear",
    (self, call) => {
      expectNone(call, "list");
      self.length = 0;
      return null;
    },
  ],
  [
    "copy",
    (self, call) => {
      expectNone(call, "list");
      call.machine.allocate(self.length);
      return [...self];
    },
  ],
  [
    "reverse",
    (self, call) => {
      expectNone(call, "list");
      call.machine.allocate(self.length >> 2);
      self.reverse();
      return null;
    },
  ],
]);

/** All methods of `tuple`. */
export const tupleMethods: ReadonlyMap<string, Method<PyTuple>> = new Map<string, Method<PyTuple>>([
  ["index", (self, call) => indexIn("tuple")(self.items, call)],
  ["count", (self, call) => countIn("tuple")(self.items, call)],
]);
