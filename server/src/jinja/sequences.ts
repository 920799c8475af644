/** `+`, `*` and slices of strings, lists, tuples and ranges. */
import { characters, isPlain } from "./codePoints";
import { budgetError, PythonError, typeError, valueError } from "./errors";
import { escapeHtml } from "./html";
import { undefinedFailure } from "./undefinedValues";
import type { Machine, PyRange, PySlice, Value } from "./values";
import { integerOf, isKind, isUndefined, textOf, tuple, typeName } from "./values";

/** `left + right` of sequences; JS undefined where `left` is none. */
export function concatSequences(left: Value, right: Value, machine: Machine): Value | undefined {
  const text = textOf(left);
  if (text !== undefined) {
    const other = textOf(right);
    if (other === undefined) {
      if (isKind(left, "markup") || isKind(right, "markup")) return undefined;
      throw typeError(`can only concatenate str (not "${typeName(right)}") to str`);
    }
    machine.allocate(text.length + other.length);
    if (isKind(left, "markup")) {
      return { kind: "markup", text: text + escapeHtml(right) };
    }
    if (isKind(right, "markup")) {
      return { kind: "markup", text: escapeHtml(left) + other };
    }
    return text + other;
  }
  if (Array.isArray(left)) {
    if (!Array.isArray(right)) {
      throw typeError(`can only concatenate list (not "${typeName(right)}") to list`);
    }
    machine.allocate(left.length + right.length);
    return left.concat(right);
  }
  if (isKind(left, "tuple")) {
    if (!isKind(right, "tuple")) {
      throw typeError(`can only concatenate tuple (not "${typeName(right)}") to tuple`);
    }
    machine.allocate(left.items.length + right.items.length);
    return tuple(left.items.concat(right.items));
  }
  return undefined;
}

/** `left * right` where one side is a sequence; JS undefined where none is. */
export function repeatSequence(left: Value, right: Value, machine: Machine): Value | undefined {
  const isLeftSequence = isRepeatable(left);
  if (!isLeftSequence && !isRepeatable(right)) return undefined;
  const sequence = isLeftSequence ? left : right;
  const factor = isLeftSequence ? right : left;
  const count = integerOf(factor);
  if (count === undefined) {
    throw typeError(`can't multiply sequence by non-int of type '${typeName(factor)}'`);
  }
  if (count > 9_223_372_036_854_775_807n) {
    throw new PythonError("OverflowError", "cannot fit 'int' into an index-sized integer");
  }
  const times = count < 0n ? 0 : Number(count);
  const text = textOf(sequence);
  if (text !== undefined) {
    machine.allocate(text.length * times);
    const repeated = text === "" ? "" : text.repeat(times);
    return isKind(sequence, "markup") ? { kind: "markup", text: repeated } : repeated;
  }
  const items = Array.isArray(sequence)
    ? sequence
    : isKind(sequence, "tuple")
      ? sequence.items
      : [];
  machine.allocate(items.length * times);
  const result: Value[] = [];
  if (items.length > 0) {
    for (let index = 0; index < times; index++) for (const item of items) result.push(item);
  }
  return Array.isArray(sequence) ? result : tuple(result);
}

function isRepeatable(value: Value): boolean {
  return textOf(value) !== undefined || Array.isArray(value) || isKind(value, "tuple");
}

/** First index, step and count of a slice over `length` items. */
export function sliceBounds(
  slice: PySlice,
  length: number,
): {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
} {
  const step = sliceIndex(slice.step) ?? 1n;
  if (step === 0n) throw valueError("slice step cannot be zero");
  const size = BigInt(length);
  const isForward = step > 0n;
  const low = isForward ? 0n : -1n;
  const high = isForward ? size : size - 1n;
  const clamp = (value: bigint): bigint => {
    const index = value < 0n ? value + size : value;
    return index < low ? low : index > high ? high : index;
  };
  const start = clampOr(sliceIndex(slice.start), clamp, isForward ? low : high);
  const stop = clampOr(sliceIndex(slice.stop), clamp, isForward ? high : low);
  const distance = isForward ? stop - start : start - stop;
  const unit = isForward ? step : -step;
  const count = distance <= 0n ? 0 : Number((distance + unit - 1n) / unit);
  return { start: Number(start), stop: Number(stop), step: Number(step), count };
}

function clampOr(
  value: bigint | undefined,
  clamp: (value: bigint) => bigint,
  fallback: bigint,
): bigint {
  return value === undefined ? fallback : clamp(value);
}

function sliceIndex(value: Value): bigint | undefined {
  if (value === null) return undefined;
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  throw typeError("slice indices must be integers or None or have an __index__ method");
}

/** `value[slice]`; TypeError where the value has no slices. */
export function sliceOf(value: Value, slice: PySlice, machine: Machine): Value {
  const text = textOf(value);
  if (text !== undefined) {
    const units = isPlain(text) ? undefined : characters(text);
    const length = units?.length ?? text.length;
    const { start, step, count } = sliceBounds(slice, length);
    machine.allocate(count);
    let result = "";
    if (step === 1 && units === undefined) result = text.slice(start, start + count);
    else {
      const parts: string[] = [];
      for (let index = 0, at = start; index < count; index++, at += step) {
        parts.push(units === undefined ? text[at]! : units[at]!);
      }
      result = parts.join("");
    }
    return isKind(value, "markup") ? { kind: "markup", text: result } : result;
  }
  if (Array.isArray(value)) return pick(value, slice, machine);
  if (isKind(value, "tuple")) return tuple(pick(value.items, slice, machine));
  if (isKind(value, "range")) return sliceRange(value, slice);
  if (isUndefined(value)) throw undefinedFailure(value);
  if (isKind(value, "dict")) throw typeError("unhashable type: 'slice'");
  throw typeError(`'${typeName(value)}' object is not subscriptable`);
}

function pick(items: readonly Value[], slice: PySlice, machine: Machine): Value[] {
  const { start, step, count } = sliceBounds(slice, items.length);
  machine.allocate(count);
  const result: Value[] = [];
  for (let index = 0, at = start; index < count; index++, at += step) result.push(items[at]!);
  return result;
}

function sliceRange(range: PyRange, slice: PySlice): PyRange {
  const { start, stop, step, count } = sliceBounds(slice, range.length);
  const newStep = range.step * BigInt(step);
  const first = range.start + BigInt(start) * range.step;
  return {
    kind: "range",
    start: first,
    stop: range.start + BigInt(stop) * range.step,
    step: newStep,
    length: count,
  };
}

/** Longest range of the sandbox. */
export const RANGE_LIMIT = 100_000;

/** `range(start, stop, step)` without the sandbox's limit. */
export function rangeOf(start: bigint, stop: bigint, step: bigint): PyRange {
  const distance = step > 0n ? stop - start : start - stop;
  const unit = step > 0n ? step : -step;
  const length = distance <= 0n ? 0n : (distance + unit - 1n) / unit;
  if (length > 9_007_199_254_740_991n) throw budgetError("a range is too long");
  return { kind: "range", start, stop, step, length: Number(length) };
}
