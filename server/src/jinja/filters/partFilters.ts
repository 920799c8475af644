/** Filters that cut sequences into parts, and filters on the items of a dict. */
import { equals, isTrue } from "../compare";
import { type Builtin, builtin } from "../environment";
import { PythonError, typeError } from "../errors";
import { escapeHtml } from "../html";
import { generator, iterate } from "../iterate";
import { numberOf } from "../numbers";
import { repr } from "../print";
import { sortValues } from "../sorting";
import { undefinedFailure } from "../undefinedValues";
import type { Machine, Value } from "../values";
import { integerOf, isKind, textOf, typeName } from "../values";
import { caseRule, toList } from "./sequenceFilters";

const slice = builtin(
  "sync_do_slice",
  ["value", "slices", "fill_with="],
  ([value = null, slices = null, fill = null], machine) =>
    generator(slicesOf(value, slices, fill, machine)),
);

function* slicesOf(value: Value, slices: Value, fill: Value, machine: Machine): Iterable<Value> {
  const items = toList(value, machine);
  const asked = integerOf(slices);
  if (typeof slices === "number" && slices !== 0) {
    throw typeError("'float' object cannot be interpreted as an integer");
  }
  if (isKind(slices, "undefined")) throw undefinedFailure(slices);
  if (asked === undefined) {
    throw typeError(`unsupported operand type(s) for //: 'int' and '${typeName(slices)}'`);
  }
  if (asked === 0n) {
    throw new PythonError("ZeroDivisionError", "integer division or modulo by zero");
  }
  const count = Number(asked);
  const size = Math.floor(items.length / count);
  const longer = items.length - size * count;
  let offset = 0;
  for (let index = 0; index < count; index++) {
    machine.step();
    const start = offset + index * size;
    if (index < longer) offset++;
    const part = items.slice(start, offset + (index + 1) * size);
    if (fill !== null && index >= longer) part.push(fill);
    yield part;
  }
}

const batch = builtin(
  "do_batch",
  ["value", "linecount", "fill_with="],
  ([value = null, size = null, fill = null], machine) =>
    generator(batchesOf(value, size, fill, machine)),
);

function* batchesOf(value: Value, size: Value, fill: Value, machine: Machine): Iterable<Value> {
  let line: Value[] = [];
  for (const item of iterate(value)) {
    machine.step();
    if (equals(BigInt(line.length), size, machine)) {
      yield line;
      line = [];
    }
    machine.allocate(1);
    line.push(item);
  }
  if (line.length === 0) return;
  if (fill !== null) {
    const wanted = numberOf(size);
    if (typeof wanted === "number") {
      if (wanted <= line.length) {
        yield line;
        return;
      }
      throw typeError("can't multiply sequence by non-int of type 'float'");
    }
    if (wanted === undefined) {
      throw typeError(`'<' not supported between instances of 'int' and '${typeName(size)}'`);
    }
    const missing = Number(wanted) - line.length;
    machine.allocate(Math.max(0, missing));
    for (let index = 0; index < missing; index++) line.push(fill);
  }
  yield line;
}

const items = builtin("do_items", ["value"], ([value = null]) => {
  if (isKind(value, "undefined")) return generator([]);
  return generator(pairsOf(value));
});

function* pairsOf(value: Value): Iterable<Value> {
  if (!isKind(value, "dict")) throw typeError("Can only get item pairs from a mapping.");
  yield* iterate({ kind: "view", of: value, part: "items" });
}

/** `value.items()` as Python's own code calls it, without the template's leniency. */
function itemsOf(value: Value, machine: Machine): Value {
  if (isKind(value, "undefined")) throw undefinedFailure(value);
  const method = machine.attributeOnly(value, "items");
  if (!isKind(method, "undefined")) return machine.call(method, []);
  throw new PythonError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
}

const dictSort = builtin(
  "do_dictsort",
  ["value", "case_sensitive=", "by=", "reverse="],
  ([value = null, caseSensitive, by = "key", reverseOrder], machine) => {
    const position = by === "key" ? 0 : by === "value" ? 1 : undefined;
    if (position === undefined) {
      throw new PythonError("FilterArgumentError", 'You can only sort by either "key" or "value"');
    }
    const rule = caseRule(caseSensitive);
    const pairs = itemsOf(value, machine);
    const keyOf = (pair: Value): Value =>
      rule(isKind(pair, "tuple") ? (pair.items[position] ?? null) : null);
    return sortValues(iterate(pairs), keyOf, reverseOrder, machine);
  },
);

const xmlAttributes = builtin(
  "do_xmlattr",
  ["d", "autospace="],
  ([value = null, autospace = true], machine) => {
    const pairs = itemsOf(value, machine);
    const parts: string[] = [];
    for (const pair of iterate(pairs)) {
      const [key = null, item = null] = isKind(pair, "tuple") ? pair.items : [];
      if (item === null || isKind(item, "undefined")) continue;
      const name = textOf(key);
      if (name === undefined) {
        throw typeError(`expected string or bytes-like object, got '${typeName(key)}'`);
      }
      if (/[\t\n\v\f\r />=]/.test(name)) {
        throw new PythonError("ValueError", `Invalid character in attribute name: ${repr(name)}`);
      }
      parts.push(`${escapeHtml(key)}="${escapeHtml(item)}"`);
    }
    const text = parts.join(" ");
    machine.allocate(text.length);
    const spaced = text !== "" && isTrue(autospace) ? ` ${text}` : text;
    return machine.isEscaping ? { kind: "markup", text: spaced } : spaced;
  },
  { hidden: 1 },
);

/** Filters of this file by their names in templates. */
export const partFilters: readonly (readonly [string, Builtin])[] = [
  ["slice", slice],
  ["batch", batch],
  ["items", items],
  ["dictsort", dictSort],
  ["xmlattr", xmlAttributes],
];
