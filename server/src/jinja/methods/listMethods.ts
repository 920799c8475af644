/** Methods of Python's `list` and `tuple`. */
import { equals, isMember } from "../compare";
import { PythonError, typeError, valueError } from "../errors";
import { iterate } from "../iterate";
import { repr } from "../print";
import { sortValues } from "../sorting";
import type { PyRange, PyTuple, Value } from "../values";
import { integerOf } from "../values";
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
  const index = self.findIndex(
    (candidate) => candidate === item || equals(candidate, item, call.machine),
  );
  if (index < 0) throw valueError("list.remove(x): x not in list");
  call.machine.step(1 + (self.length >> 4));
  self.splice(index, 1);
  return null;
}

function sort(self: Value[], call: Parameters<ListMethod>[1]): Value {
  if (call.args.length > 0) throw typeError("sort() takes no positional arguments");
  const [key, reverse] = byPositionOrName({ ...call, name: "sort" }, ["key", "reverse"]);
  const keyOf = (item: Value): Value =>
    key === undefined || key === null ? item : call.machine.call(key, [item]);
  const sorted = sortValues(self, keyOf, reverse, call.machine);
  self.splice(0, self.length, ...sorted);
  return null;
}

function indexIn(type: "list" | "tuple") {
  return (self: readonly Value[], call: Parameters<ListMethod>[1]): Value => {
    expectBetween(call, type, 1, 3);
    const item = call.args[0] ?? null;
    const clamp = (value: Value | undefined, fallback: number): number => {
      const given = value === undefined ? BigInt(fallback) : integerOf(value);
      if (given === undefined) {
        throw typeError("slice indices must be integers or have an __index__ method");
      }
      const index = Number(given);
      return index < 0 ? Math.max(0, index + self.length) : index;
    };
    const end = Math.min(self.length, clamp(call.args[2], self.length));
    for (let index = clamp(call.args[1], 0); index < end; index++) {
      call.machine.step();
      if (self[index] === item || equals(self[index]!, item, call.machine)) return BigInt(index);
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
    return BigInt(
      self.filter((candidate) => candidate === item || equals(candidate, item, call.machine))
        .length,
    );
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

/** Methods of `range`. */
export const rangeMethods: ReadonlyMap<string, Method<PyRange>> = new Map<string, Method<PyRange>>([
  [
    "count",
    (self, call) => {
      const item = expectOne(call, "range");
      return isMember(item, self, call.machine, iterate) ? 1n : 0n;
    },
  ],
  [
    "index",
    (self, call) => {
      const item = expectOne(call, "range");
      const integer = integerOf(item);
      if (integer === undefined || !isMember(item, self, call.machine, iterate)) {
        throw valueError(`${repr(item)} is not in range`);
      }
      return (integer - self.start) / self.step;
    },
  ],
]);
