/** Methods of Python's `str`. */
import { characters, codePointIndex, codePointLength, isPlain, isSpaceUnit } from "../codePoints";
import { dictSet, emptyDict } from "../dicts";
import { budgetError, PythonError, typeError, valueError } from "../errors";
import { WIDTH_LIMIT } from "../formatSpec";
import { iterate } from "../iterate";
import { formatWithArguments, formatWithMapping } from "../strFormat";
import type { Value } from "../values";
import { isKind, isUnknown, textOf, tuple, typeName } from "../values";
import { encode, encodingOf } from "./bytesValue";
import {
  byPositionOrName,
  expectBetween,
  expectNone,
  expectOne,
  expectParsed,
  indexArgument,
  type Method,
  type MethodCall,
  textArgument,
} from "./methodArguments";
import { capitalize, caseFold, classify, swapCase, titleCase } from "./stringCase";
import { split, splitLines, splitRight } from "./stringSplit";

type StringMethod = Method<string>;

function simple(run: (text: string) => Value): StringMethod {
  return (self, call) => {
    expectNone(call, "str");
    call.machine.allocate(self.length >> 2);
    return run(self);
  };
}

/** `[start, end)` in code points of the optional bounds of `find`, `count`, `startswith`. */
function bounds(call: MethodCall, length: number): readonly [number, number] {
  const clamp = (value: Value | undefined, fallback: number): number => {
    if (value === undefined || value === null) return fallback;
    const index = Number(sliceArgument(value));
    return index < 0 ? Math.max(0, index + length) : index;
  };
  return [clamp(call.args[1], 0), Math.min(length, clamp(call.args[2], length))];
}

function sliceArgument(value: Value): bigint {
  if (typeof value === "bigint" || typeof value === "boolean") return BigInt(value);
  throw typeError("slice indices must be integers or None or have an __index__ method");
}

/** The searched part of `self`, with the code point offset at which it starts. */
function region(self: string, call: MethodCall): { text: string; start: number } | undefined {
  expectParsed(call, "str", 1, 3);
  if (call.args.length === 1) return { text: self, start: 0 };
  const plain = isPlain(self);
  const units = plain ? undefined : characters(self);
  const [start, end] = bounds(call, units?.length ?? self.length);
  if (start > end) return undefined;
  const text = units === undefined ? self.slice(start, end) : units.slice(start, end).join("");
  return { text, start };
}

/** Some of CPython's functions name the type of None, others say "None". */
function plainType(type: string): string {
  return type === "None" ? "NoneType" : type;
}

function needle(call: MethodCall): string {
  return textArgument(call.args[0], (type) => `must be str, not ${plainType(type)}`);
}

function finder(isLast: boolean, mustExist: boolean): StringMethod {
  return (self, call) => {
    const part = region(self, call);
    const searched = needle(call);
    call.machine.allocate(self.length >> 4);
    const offset =
      part === undefined
        ? -1
        : isLast
          ? part.text.lastIndexOf(searched)
          : part.text.indexOf(searched);
    if (part === undefined || offset < 0) {
      if (mustExist) throw valueError("substring not found");
      return -1n;
    }
    return BigInt(part.start + codePointIndex(part.text, offset));
  };
}

function affix(isStart: boolean): StringMethod {
  return (self, call) => {
    const part = region(self, call);
    const asked = call.args[0] ?? null;
    const candidates = isKind(asked, "tuple") ? asked.items : [asked];
    for (const candidate of candidates) {
      const text = textOf(candidate);
      if (text === undefined) {
        throw typeError(
          isKind(asked, "tuple")
            ? `tuple for ${call.name} must only contain str, not ${typeName(candidate)}`
            : `${call.name} first arg must be str or a tuple of str, not ${typeName(candidate)}`,
        );
      }
      if (part === undefined) continue;
      if (isStart ? part.text.startsWith(text) : part.text.endsWith(text)) return true;
    }
    return false;
  };
}

function count(self: string, call: MethodCall): Value {
  const part = region(self, call);
  const searched = needle(call);
  if (part === undefined) return 0n;
  call.machine.allocate(self.length >> 2);
  if (searched === "") return BigInt(codePointLength(part.text) + 1);
  let found = 0n;
  let at = part.text.indexOf(searched);
  while (at >= 0) {
    found++;
    at = part.text.indexOf(searched, at + searched.length);
  }
  return found;
}

function replace(self: string, call: MethodCall): Value {
  expectBetween(call, "str", 2, 3);
  const [from, to] = [0, 1].map((index) =>
    textArgument(
      call.args[index],
      (type) => `replace() argument ${index + 1} must be str, not ${type}`,
    ),
  ) as [string, string];
  const limit = indexArgument(call.args[2], -1n);
  return replaceText(self, from, to, limit, call.machine);
}

/** `text.replace(from, to, limit)`; a negative limit replaces all. */
export function replaceText(
  text: string,
  from: string,
  to: string,
  limit: bigint,
  machine: MethodCall["machine"],
): string {
  if (limit === 0n) return text;
  const parts = from === "" ? ["", ...characters(text), ""] : text.split(from);
  const most = limit < 0n ? parts.length - 1 : Math.min(parts.length - 1, Number(limit));
  machine.allocate(text.length + most * to.length);
  if (most === parts.length - 1) return parts.join(to);
  return [parts.slice(0, most + 1).join(to), ...parts.slice(most + 1)].join(from);
}

function stripper(atStart: boolean, atEnd: boolean): StringMethod {
  return (self, call) => {
    expectBetween(call, "str", 0, 1);
    const asked = call.args[0] ?? null;
    const set = asked === null ? undefined : textOf(asked);
    if (asked !== null && set === undefined) {
      throw typeError(`${call.name} arg must be None or str`);
    }
    return stripText(self, set, atStart, atEnd);
  };
}

/** `strip`, `lstrip` and `rstrip`; blanks where `set` is JS undefined. */
export function stripText(
  text: string,
  set: string | undefined,
  atStart = true,
  atEnd = true,
): string {
  const units = isPlain(text) ? undefined : characters(text);
  const wanted = set === undefined ? undefined : new Set(characters(set));
  const length = units?.length ?? text.length;
  const strips = (index: number): boolean => {
    const character = units === undefined ? text[index]! : units[index]!;
    return wanted === undefined ? isSpaceUnit(character.charCodeAt(0)) : wanted.has(character);
  };
  let start = 0;
  let end = length;
  if (atStart) while (start < end && strips(start)) start++;
  if (atEnd) while (end > start && strips(end - 1)) end--;
  return units === undefined ? text.slice(start, end) : units.slice(start, end).join("");
}

function justify(place: (missing: number, width: number) => number): StringMethod {
  return (self, call) => {
    expectBetween(call, "str", 1, 2);
    const width = Number(indexArgument(call.args[0], 0n));
    const fill = call.args[1] === undefined ? " " : textOf(call.args[1]);
    if (fill === undefined) {
      throw typeError(
        `The fill character must be a unicode character, not ${typeName(call.args[1] ?? null)}`,
      );
    }
    if (codePointLength(fill) !== 1) {
      throw typeError("The fill character must be exactly one character long");
    }
    const missing = width - codePointLength(self);
    if (missing <= 0) return self;
    if (width > WIDTH_LIMIT) throw budgetError("a width is too large");
    call.machine.allocate(width);
    const left = place(missing, width);
    return fill.repeat(left) + self + fill.repeat(missing - left);
  };
}

/** Left padding of `center`, with CPython's choice for odd gaps. */
export function centerPadding(missing: number, width: number): number {
  return Math.floor(missing / 2) + (missing & width & 1);
}

function zfill(self: string, call: MethodCall): Value {
  const width = Number(indexArgument(expectOne(call, "str"), 0n));
  const missing = width - codePointLength(self);
  if (missing <= 0) return self;
  if (width > WIDTH_LIMIT) throw budgetError("a width is too large");
  call.machine.allocate(width);
  const sign = self.startsWith("-") || self.startsWith("+") ? self.slice(0, 1) : "";
  return sign + "0".repeat(missing) + self.slice(sign.length);
}

function join(self: string, call: MethodCall): Value {
  const items = expectOne(call, "str");
  const texts: string[] = [];
  let length = 0;
  let iterable: Iterable<Value>;
  try {
    iterable = iterate(items);
  } catch (error) {
    if (error instanceof PythonError && error.pythonClass === "TypeError") {
      throw typeError("can only join an iterable");
    }
    throw error;
  }
  for (const item of iterable) {
    call.machine.step();
    if (isUnknown(item)) return item;
    const text = textOf(item);
    if (text === undefined) {
      throw typeError(
        `sequence item ${texts.length}: expected str instance, ${typeName(item)} found`,
      );
    }
    length += text.length + self.length;
    if (length > 1_000_000) call.machine.allocate(text.length + self.length);
    texts.push(text);
  }
  call.machine.allocate(Math.min(length, 1_000_000));
  return texts.join(self);
}

function partition(isLast: boolean): StringMethod {
  return (self, call) => {
    const separator = textArgument(
      expectOne(call, "str"),
      (type) => `must be str, not ${plainType(type)}`,
    );
    if (separator === "") throw valueError("empty separator");
    const at = isLast ? self.lastIndexOf(separator) : self.indexOf(separator);
    if (at < 0) return tuple(isLast ? ["", "", self] : [self, "", ""]);
    return tuple([self.slice(0, at), separator, self.slice(at + separator.length)]);
  };
}

function expandTabs(self: string, call: MethodCall): Value {
  const [size] = byPositionOrName(call, ["tabsize"]);
  const width = Number(indexArgument(size, 8n));
  if (width > 10_000) throw budgetError("a width is too large");
  let column = 0;
  const parts: string[] = [];
  for (const character of self) {
    if (character === "\t") {
      const missing = width > 0 ? width - (column % width) : 0;
      call.machine.allocate(missing);
      parts.push(" ".repeat(missing));
      column += missing;
    } else {
      parts.push(character);
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return parts.join("");
}

function translate(self: string, call: MethodCall): Value {
  const table = expectOne(call, "str");
  if (!isKind(table, "dict")) throw typeError(`'${typeName(table)}' object is not subscriptable`);
  const parts: string[] = [];
  for (const character of self) {
    const entry = table.entries.get(character.codePointAt(0) ?? 0);
    const found = entry?.value;
    if (found === undefined) parts.push(character);
    else if (found !== null) {
      parts.push(
        typeof found === "bigint" ? String.fromCodePoint(Number(found)) : (textOf(found) ?? ""),
      );
    }
  }
  call.machine.allocate(self.length);
  return parts.join("");
}

function makeTable(_self: string, call: MethodCall): Value {
  expectBetween(call, "str", 1, 3);
  const table = emptyDict();
  const [from, to, dropped] = call.args;
  if (from !== undefined && to === undefined && isKind(from, "dict")) {
    for (const { key, value } of from.entries.values()) {
      const text = textOf(key);
      dictSet(table, text === undefined ? key : BigInt(text.codePointAt(0) ?? 0), value);
    }
    return table;
  }
  const sources = characters(textOf(from ?? null) ?? "");
  const targets = characters(textOf(to ?? null) ?? "");
  if (sources.length !== targets.length) {
    throw valueError("the first two maketrans arguments must have equal length");
  }
  sources.forEach((source, index) => {
    dictSet(table, BigInt(source.codePointAt(0) ?? 0), BigInt(targets[index]?.codePointAt(0) ?? 0));
  });
  for (const character of characters(textOf(dropped ?? null) ?? "")) {
    dictSet(table, BigInt(character.codePointAt(0) ?? 0), null);
  }
  return table;
}

function removeAffix(isPrefix: boolean): StringMethod {
  return (self, call) => {
    const part = textArgument(
      expectOne(call, "str"),
      (type) => `${call.name}() argument must be str, not ${type}`,
    );
    if (part === "" || !(isPrefix ? self.startsWith(part) : self.endsWith(part))) return self;
    return isPrefix ? self.slice(part.length) : self.slice(0, -part.length);
  };
}

/** All methods of `str` that a template may call. */
export const stringMethods: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ["upper", simple((text) => text.toUpperCase())],
  ["lower", simple((text) => text.toLowerCase())],
  ["casefold", simple(caseFold)],
  ["capitalize", simple(capitalize)],
  ["title", simple(titleCase)],
  ["swapcase", simple(swapCase)],
  ...classify.map(([name, holds]): [string, StringMethod] => [name, simple(holds)]),
  ["strip", stripper(true, true)],
  ["lstrip", stripper(true, false)],
  ["rstrip", stripper(false, true)],
  ["find", finder(false, false)],
  ["rfind", finder(true, false)],
  ["index", finder(false, true)],
  ["rindex", finder(true, true)],
  ["count", count],
  ["replace", replace],
  ["startswith", affix(true)],
  ["endswith", affix(false)],
  ["removeprefix", removeAffix(true)],
  ["removesuffix", removeAffix(false)],
  ["split", split],
  ["rsplit", splitRight],
  [
    "splitlines",
    (self, call) => {
      const [keep] = byPositionOrName(call, ["keepends"]);
      call.machine.allocate(self.length);
      return splitLines(self, indexArgument(keep, 0n) !== 0n);
    },
  ],
  ["partition", partition(false)],
  ["rpartition", partition(true)],
  ["join", join],
  ["ljust", justify(() => 0)],
  ["rjust", justify((missing) => missing)],
  ["center", justify(centerPadding)],
  ["zfill", zfill],
  ["expandtabs", expandTabs],
  ["translate", translate],
  ["maketrans", makeTable],
  [
    "encode",
    (self, call) => {
      call.machine.allocate(self.length);
      return encode(self, encodingOf(call.args[0] ?? call.kwargs.get("encoding")));
    },
  ],
  ["format", (self, call) => formatWithArguments(self, call.args, call.kwargs, call.machine)],
  ["format_map", (self, call) => formatWithMapping(self, expectOne(call, "str"), call.machine)],
]);
