/** Methods of Python's `dict` and `set`, and of the views of a dict. */
import { dictGet, dictSet, emptyDict, hashKey, setAdd } from "../dicts";
import { PythonError, typeError, valueError } from "../errors";
import { iterate } from "../iterate";
import { repr } from "../print";
import { combine, type SetOperator } from "../setOperations";
import { undefinedFailure } from "../undefinedValues";
import type { Machine, PyDict, PySet, PyView, Value } from "../values";
import { isKind, isUndefined, isUnknown, orElse, tuple, typeName } from "../values";
import { expectBetween, expectNone, expectOne, type Method } from "./methodArguments";

type DictMethod = Method<PyDict>;
type SetMethod = Method<PySet>;

/** Takes over the items of a mapping or of an iterable of pairs, as `dict(x)` does. */
export function mergeInto(dict: PyDict, source: Value, machine: Machine): void {
  if (isKind(source, "dict")) {
    for (const { key, value } of [...source.entries.values()]) {
      machine.step();
      machine.allocate(2);
      dictSet(dict, key, value);
    }
    return;
  }
  if (isUndefined(source)) throw undefinedFailure(source);
  let index = 0;
  for (const pair of iterate(source)) {
    machine.step();
    machine.allocate(2);
    let items: Value[];
    try {
      items = [...iterate(pair)];
    } catch (error) {
      if (!(error instanceof PythonError) || error.pythonClass !== "TypeError") throw error;
      throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
    }
    const [key, value] = items;
    if (key === undefined || value === undefined || items.length !== 2) {
      throw valueError(
        `dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
      );
    }
    dictSet(dict, key, value);
    index++;
  }
}

function update(self: PyDict, call: Parameters<DictMethod>[1]): Value {
  if (call.args.length > 1) {
    throw typeError(`update expected at most 1 argument, got ${call.args.length}`);
  }
  const source = call.args[0];
  if (source !== undefined && isUnknown(source)) return null;
  if (source !== undefined) mergeInto(self, source, call.machine);
  for (const [name, value] of call.kwargs) {
    call.machine.allocate(2);
    dictSet(self, name, value);
  }
  return null;
}

function get(self: PyDict, call: Parameters<DictMethod>[1]): Value {
  expectBetween(call, "dict", 1, 2);
  const key = call.args[0] ?? null;
  if (isUnknown(key)) return key;
  return orElse(dictGet(self, key), () => call.args[1] ?? null);
}

function setDefault(self: PyDict, call: Parameters<DictMethod>[1]): Value {
  expectBetween(call, "dict", 1, 2);
  const key = call.args[0] ?? null;
  const found = dictGet(self, key);
  if (found !== undefined) return found;
  const value = call.args[1] ?? null;
  call.machine.allocate(2);
  dictSet(self, key, value);
  return value;
}

function pop(self: PyDict, call: Parameters<DictMethod>[1]): Value {
  expectBetween(call, "dict", 1, 2);
  const key = call.args[0] ?? null;
  if (self.entries.size === 0 && call.args[1] === undefined) {
    throw new PythonError("KeyError", repr(key));
  }
  const found = self.entries.size === 0 ? undefined : dictGet(self, key);
  if (found !== undefined) {
    self.entries.delete(hashKey(key));
    return found;
  }
  const fallback = call.args[1];
  if (fallback === undefined) throw new PythonError("KeyError", repr(key));
  return fallback;
}

function popItem(self: PyDict, call: Parameters<DictMethod>[1]): Value {
  expectNone(call, "dict");
  const last = [...self.entries].at(-1);
  if (last === undefined) {
    throw new PythonError("KeyError", "'popitem(): dictionary is empty'");
  }
  call.machine.step(1 + (self.entries.size >> 4));
  self.entries.delete(last[0]);
  return tuple([last[1].key, last[1].value]);
}

function fromKeys(_self: PyDict, call: Parameters<DictMethod>[1]): Value {
  expectBetween(call, "dict", 1, 2);
  const dict = emptyDict();
  for (const key of iterate(call.args[0] ?? null)) {
    call.machine.step();
    dictSet(dict, key, call.args[1] ?? null);
  }
  return dict;
}

function view(part: PyView["part"]): DictMethod {
  return (self, call) => {
    expectNone(call, "dict");
    return { kind: "view", of: self, part };
  };
}

/** All methods of `dict`. */
export const dictMethods: ReadonlyMap<string, DictMethod> = new Map<string, DictMethod>([
  ["get", get],
  ["keys", view("keys")],
  ["values", view("values")],
  ["items", view("items")],
  ["update", update],
  ["setdefault", setDefault],
  ["pop", pop],
  ["popitem", popItem],
  ["fromkeys", fromKeys],
  [
    "clear",
    (self, call) => {
      expectNone(call, "dict");
      self.entries.clear();
      return null;
    },
  ],
  [
    "copy",
    (self, call) => {
      expectNone(call, "dict");
      const copy = emptyDict();
      mergeInto(copy, self, call.machine);
      return copy;
    },
  ],
]);

function combining(operator: SetOperator): SetMethod {
  return (self, call) => {
    let result = combine("|", self, []);
    for (const other of call.args) {
      call.machine.step(1 + (result.entries.size >> 2));
      result = combine(operator, result, other);
    }
    return result;
  };
}

function updating(operator: SetOperator): SetMethod {
  return (self, call) => {
    for (const other of call.args) {
      const result = combine(operator, self, other);
      call.machine.step(1 + (result.entries.size >> 2));
      self.entries.clear();
      for (const [hash, item] of result.entries) self.entries.set(hash, item);
    }
    return null;
  };
}

function removing(mustExist: boolean): SetMethod {
  return (self, call) => {
    const item = expectOne(call, "set");
    const wasThere = self.entries.delete(hashKey(item));
    if (!wasThere && mustExist) throw new PythonError("KeyError", repr(item));
    return null;
  };
}

function relating(holds: (self: PySet, other: PySet) => boolean): SetMethod {
  return (self, call) => holds(self, combine("|", expectOne(call, "set"), []));
}

function includes(large: PySet, small: PySet): boolean {
  for (const hash of small.entries.keys()) if (!large.entries.has(hash)) return false;
  return true;
}

/** All methods of `set`. */
export const setMethods: ReadonlyMap<string, SetMethod> = new Map<string, SetMethod>([
  [
    "add",
    (self, call) => {
      call.machine.allocate(1);
      setAdd(self, expectOne(call, "set"));
      return null;
    },
  ],
  ["discard", removing(false)],
  ["remove", removing(true)],
  ["union", combining("|")],
  ["intersection", combining("&")],
  ["difference", combining("-")],
  ["symmetric_difference", combining("^")],
  ["update", updating("|")],
  ["intersection_update", updating("&")],
  ["difference_update", updating("-")],
  ["symmetric_difference_update", updating("^")],
  ["issubset", relating((self, other) => includes(other, self))],
  ["issuperset", relating((self, other) => includes(self, other))],
  ["isdisjoint", relating((self, other) => combine("&", self, other).entries.size === 0)],
  [
    "copy",
    (self, call) => {
      expectNone(call, "set");
      return combine("|", self, []);
    },
  ],
  [
    "clear",
    (self, call) => {
      expectNone(call, "set");
      self.entries.clear();
      return null;
    },
  ],
  [
    "pop",
    (self, call) => {
      expectNone(call, "set");
      for (const [hash, item] of self.entries) {
        self.entries.delete(hash);
        return item;
      }
      throw new PythonError("KeyError", "'pop from an empty set'");
    },
  ],
]);

/** Methods of dict views: only `isdisjoint` has no operator in Jinja. */
export const viewMethods: ReadonlyMap<string, Method<PyView>> = new Map<string, Method<PyView>>([
  [
    "isdisjoint",
    (self, call) => combine("&", self, expectOne(call, typeName(self))).entries.size === 0,
  ],
]);
