/** `str.format` and `format_map`, in the sandbox's form: fields are read by the template's rules. */
import { dictGet } from "./dicts";
import { PythonError, typeError, valueError } from "./errors";
import { asciiRepr, formatValue } from "./formatSpec";
import { repr, str } from "./print";
import type { Machine, Value } from "./values";
import { isKind } from "./values";

type Lookup = (key: string | bigint) => Value;

/** `text.format(*args, **kwargs)`. */
export function formatWithArguments(
  text: string,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  machine: Machine,
): Value {
  return formatFields(text, machine, (key) => {
    const found = typeof key === "bigint" ? args[Number(key)] : kwargs.get(key);
    if (found !== undefined) return found;
    throw typeof key === "bigint"
      ? new PythonError("IndexError", "tuple index out of range")
      : new PythonError("KeyError", repr(key));
  });
}

/** `text.format_map(mapping)`. */
export function formatWithMapping(text: string, mapping: Value, machine: Machine): Value {
  if (!isKind(mapping, "dict")) throw typeError("format_map() argument must be a mapping");
  return formatFields(text, machine, (key) => {
    if (typeof key === "bigint") {
      throw valueError("Format string contains positional fields");
    }
    const found = dictGet(mapping, key);
    if (found === undefined) throw new PythonError("KeyError", repr(key));
    return found;
  });
}

interface Numbering {
  next: bigint;
  mode: "automatic" | "manual" | undefined;
}

function formatFields(text: string, machine: Machine, lookup: Lookup): string {
  const result = expand(text, machine, lookup, { next: 0n, mode: undefined }, 2);
  machine.allocate(result.length);
  return result;
}

function expand(
  text: string,
  machine: Machine,
  lookup: Lookup,
  numbering: Numbering,
  depth: number,
): string {
  if (depth < 0) throw valueError("Max string recursion exceeded");
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const brace = nextBrace(text, at);
    parts.push(text.slice(at, brace));
    if (brace === text.length) break;
    const character = text[brace];
    if (text[brace + 1] === character) {
      parts.push(character ?? "");
      at = brace + 2;
      continue;
    }
    if (character === "}") throw valueError("Single '}' encountered in format string");
    if (brace + 1 === text.length) throw valueError("Single '{' encountered in format string");
    const parsed = parseField(text, brace + 1);
    machine.step();
    parts.push(field(parsed, machine, lookup, numbering, depth));
    at = parsed.end;
  }
  return parts.join("");
}

function nextBrace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "{" && text[at] !== "}") at++;
  return at;
}

interface Field {
  readonly name: string;
  readonly conversion: string | undefined;
  readonly spec: string;
  /** Offset after the closing brace. */
  readonly end: number;
}

/** The replacement field whose inside begins at `from`, refused in CPython's order. */
function parseField(text: string, from: number): Field {
  let at = from;
  let isIndex = false;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === "[") isIndex = true;
    else if (character === "]") isIndex = false;
    else if (isIndex) continue;
    else if (character === "{") throw valueError("unexpected '{' in field name");
    else if (character === "}" || character === ":" || character === "!") break;
  }
  const name = text.slice(from, at);
  const stop = text[at];
  if (stop === undefined) throw valueError("expected '}' before end of string");
  if (stop === "}") return { name, conversion: undefined, spec: "", end: at + 1 };
  at++;
  let conversion: string | undefined;
  if (stop === "!") {
    if (at >= text.length) {
      throw valueError("end of string while looking for conversion specifier");
    }
    conversion = String.fromCodePoint(text.codePointAt(at) ?? 0);
    at += conversion.length;
    if (text[at] === "}") return { name, conversion, spec: "", end: at + 1 };
    if (at < text.length && text[at] !== ":") {
      throw valueError("expected ':' after conversion specifier");
    }
    at++;
  }
  const start = at;
  for (let depth = 1; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) {
      return { name, conversion, spec: text.slice(start, at), end: at + 1 };
    }
  }
  throw valueError("unmatched '{' in format spec");
}

function field(
  { name, conversion, spec }: Field,
  machine: Machine,
  lookup: Lookup,
  numbering: Numbering,
  depth: number,
): string {
  const value = convert(conversion, fieldValue(name, machine, lookup, numbering));
  const shownSpec = spec.includes("{") ? expand(spec, machine, lookup, numbering, depth - 1) : spec;
  if (depth <= 0) throw valueError("Max string recursion exceeded");
  return formatValue(value, shownSpec, machine);
}

function convert(conversion: string | undefined, value: Value): Value {
  switch (conversion) {
    case undefined:
      return value;
    case "s":
      return str(value);
    case "r":
      return repr(value);
    case "a":
      return asciiRepr(value);
    default:
      throw valueError(`Unknown conversion specifier ${conversion}`);
  }
}

function fieldValue(name: string, machine: Machine, lookup: Lookup, numbering: Numbering): Value {
  const first = /^[^.[]*/.exec(name)?.[0] ?? "";
  let value = lookup(fieldKey(name, first, numbering));
  let rest = name.slice(first.length);
  while (rest !== "") {
    if (rest.startsWith(".")) {
      const attribute = /^[^.[]*/.exec(rest.slice(1))?.[0] ?? "";
      if (attribute === "") throw valueError("Empty attribute in format string");
      value = machine.attribute(value, attribute);
      rest = rest.slice(1 + attribute.length);
    } else if (rest.startsWith("[")) {
      const close = rest.indexOf("]");
      if (close < 0) throw valueError("Missing ']' in format string");
      const index = rest.slice(1, close);
      if (index === "") throw valueError("Empty attribute in format string");
      value = machine.item(value, /^\d{1,15}$/.test(index) ? BigInt(index) : index);
      rest = rest.slice(close + 1);
    } else {
      throw valueError("Only '.' or '[' may follow ']' in format field specifier");
    }
  }
  return value;
}

/** Only a whole empty name is numbered, and only a whole number counts as manual numbering. */
function fieldKey(name: string, first: string, numbering: Numbering): string | bigint {
  if (name === "") {
    if (numbering.mode === "manual") {
      throw valueError(
        "cannot switch from manual field specification to automatic field numbering",
      );
    }
    numbering.mode = "automatic";
    return numbering.next++;
  }
  if (!/^\d{1,15}$/.test(first)) return first;
  if (name === first && numbering.mode === "automatic") {
    throw valueError("cannot switch from manual field specification to automatic field numbering");
  }
  if (name === first) numbering.mode = "manual";
  return BigInt(first);
}
