/** Python's `format % values`. */
import { codePointIndex } from "./codePoints";
import { dictGet } from "./dicts";
import { budgetError, PythonError, typeError, valueError } from "./errors";
import { asciiRepr, floatDigits, WIDTH_LIMIT } from "./formatSpec";
import { numberOf, toFloat } from "./numbers";
import { repr, str } from "./print";
import { undefinedFailure } from "./undefinedValues";
import type { Machine, Value } from "./values";
import { integerOf, isKind, isUndefined, isUnknown, orElse, textOf, typeName } from "./values";

/** `format % values`, with Python's errors for missing, left-over and unfit values. */
export function formatPercent(format: string, values: Value, machine: Machine): Value {
  if (isUnknown(values)) return values;
  const items = isKind(values, "tuple") ? values.items : [values];
  let used = 0;
  let hasMapping = false;
  const nextItem = (): Value => {
    const item = hasMapping ? undefined : items[used++];
    if (item === undefined) throw typeError("not enough arguments for format string");
    return item;
  };
  const parts: string[] = [];
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf("%", at);
    if (percent < 0) {
      parts.push(format.slice(at));
      break;
    }
    parts.push(format.slice(at, percent));
    at = percent + 1;
    let named: Value | undefined;
    if (format[at] === "(") {
      const close = closingParenthesis(format, at);
      named = mappingItem(values, format.slice(at + 1, close));
      hasMapping = true;
      at = close + 1;
    }
    let flags = "";
    while (at < format.length && "#0- +".includes(format[at]!)) flags += format[at++];
    const takeNumber = (): number | undefined => {
      if (format[at] === "*") {
        at++;
        const star = integerOf(nextItem());
        if (star === undefined) throw typeError("* wants int");
        return Number(star);
      }
      const digits = /^\d+/.exec(format.slice(at, at + 20))?.[0] ?? "";
      at += digits.length;
      return digits === "" ? undefined : Number(digits);
    };
    let width = takeNumber();
    if (width !== undefined && width < 0) {
      flags += "-";
      width = -width;
    }
    let precision: number | undefined;
    if (format[at] === ".") {
      at++;
      precision = Math.max(0, takeNumber() ?? 0);
    }
    if ((width ?? 0) > WIDTH_LIMIT || (precision ?? 0) > WIDTH_LIMIT) {
      throw budgetError("a format width is too large");
    }
    if ("hlL".includes(format[at] ?? "-")) at++;
    const conversion = format[at];
    if (conversion === undefined) throw valueError("incomplete format");
    at++;
    if (conversion === "%" && at === percent + 2) {
      parts.push("%");
      continue;
    }
    const value = orElse(named, nextItem);
    if (!"sradiuoxXeEfFgGc".includes(conversion)) {
      const code = (conversion.codePointAt(0) ?? 0).toString(16);
      const index = codePointIndex(format, at - 1);
      throw valueError(
        `unsupported format character '${conversion}' (0x${code}) at index ${index}`,
      );
    }
    const { lead, body } = convert(conversion, value, flags, precision);
    const isNumeric = !"srac".includes(conversion);
    parts.push(padded(lead, body, flags, width ?? 0, isNumeric, machine));
  }
  if (used < items.length && !hasMapping && !acceptsRest(values)) {
    throw typeError("not all arguments converted during string formatting");
  }
  const text = parts.join("");
  machine.allocate(text.length);
  return text;
}

/** Whether `values` counts as a mapping, whose items need not all be used. */
function acceptsRest(values: Value): boolean {
  if (values === null || typeof values !== "object") return false;
  if (Array.isArray(values)) return true;
  if (values.kind === "object") return values.item !== undefined;
  return ["dict", "undefined", "range"].includes(values.kind);
}

function closingParenthesis(format: string, open: number): number {
  let depth = 1;
  for (let at = open + 1; at < format.length; at++) {
    if (format[at] === "(") depth++;
    else if (format[at] === ")" && --depth === 0) return at;
  }
  throw valueError("incomplete format key");
}

function mappingItem(values: Value, key: string): Value {
  if (isUndefined(values)) throw undefinedFailure(values);
  if (isKind(values, "dict")) {
    const found = dictGet(values, key);
    if (found === undefined) throw new PythonError("KeyError", repr(key));
    return found;
  }
  if (isKind(values, "range")) throw typeError("range indices must be integers or slices, not str");
  if (Array.isArray(values)) throw typeError("list indices must be integers or slices, not str");
  if (isKind(values, "object") && values.item !== undefined) {
    const found = values.item(key);
    if (found !== undefined) return found;
    throw new PythonError("KeyError", repr(key));
  }
  throw typeError("format requires a mapping");
}

interface Converted {
  /** Sign and base prefix, which zeros follow. */
  readonly lead: string;
  readonly body: string;
}

function convert(
  conversion: string,
  value: Value,
  flags: string,
  precision: number | undefined,
): Converted {
  switch (conversion) {
    case "s":
    case "r":
    case "a": {
      const text =
        conversion === "s" ? str(value) : conversion === "r" ? repr(value) : asciiRepr(value);
      const cut = precision === undefined ? text : Array.from(text).slice(0, precision).join("");
      return { lead: "", body: cut };
    }
    case "c":
      return { lead: "", body: character(value) };
    case "d":
    case "i":
    case "u":
      return integer(decimalOf(conversion, value), 10, "", flags, precision);
    case "o":
      return integer(integerFor(conversion, value), 8, "0o", flags, precision);
    case "x":
    case "X": {
      const { lead, body } = integer(integerFor(conversion, value), 16, "0x", flags, precision);
      return conversion === "x"
        ? { lead, body }
        : { lead: lead.toUpperCase(), body: body.toUpperCase() };
    }
    default:
      return float(conversion, value, flags, precision);
  }
}

function character(value: Value): string {
  const code = integerOf(value);
  if (code !== undefined) {
    if (code < 0n || code > 0x10ffffn) {
      throw new PythonError("OverflowError", "%c arg not in range(0x110000)");
    }
    return String.fromCodePoint(Number(code));
  }
  const text = textOf(value);
  if (text === undefined || Array.from(text).length !== 1) {
    throw typeError("%c requires int or char");
  }
  return text;
}

function decimalOf(conversion: string, value: Value): bigint {
  if (isUndefined(value)) throw undefinedFailure(value);
  const number = numberOf(value);
  if (number === undefined) {
    throw typeError(`%${conversion} format: a real number is required, not ${typeName(value)}`);
  }
  if (typeof number === "bigint") return number;
  if (Number.isNaN(number)) throw valueError("cannot convert float NaN to integer");
  if (!Number.isFinite(number)) {
    throw new PythonError("OverflowError", "cannot convert float infinity to integer");
  }
  return BigInt(Math.trunc(number));
}

function integerFor(conversion: string, value: Value): bigint {
  const found = integerOf(value);
  if (found === undefined) {
    throw typeError(`%${conversion} format: an integer is required, not ${typeName(value)}`);
  }
  return found;
}

function signOf(isNegative: boolean, flags: string): string {
  return isNegative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

function integer(
  value: bigint,
  base: number,
  prefix: string,
  flags: string,
  precision: number | undefined,
): Converted {
  const digits = (value < 0n ? -value : value).toString(base).padStart(precision ?? 0, "0");
  const shownPrefix = flags.includes("#") ? prefix : "";
  return { lead: signOf(value < 0n, flags) + shownPrefix, body: digits };
}

function float(
  conversion: string,
  value: Value,
  flags: string,
  precision: number | undefined,
): Converted {
  if (isUndefined(value)) throw undefinedFailure(value);
  const number = numberOf(value);
  if (number === undefined) throw typeError(`must be real number, not ${typeName(value)}`);
  const real = toFloat(number);
  const isNegative = real < 0 || Object.is(real, -0);
  if (!Number.isFinite(real)) {
    const word = Number.isNaN(real) ? "nan" : "inf";
    const body = conversion === conversion.toUpperCase() ? word.toUpperCase() : word;
    return { lead: signOf(isNegative, flags), body };
  }
  const body = floatDigits(real, conversion, precision ?? 6, flags.includes("#"));
  return { lead: signOf(isNegative, flags), body };
}

function padded(
  lead: string,
  body: string,
  flags: string,
  width: number,
  isNumeric: boolean,
  machine: Machine,
): string {
  const missing = width - Array.from(body).length - lead.length;
  if (missing <= 0) return lead + body;
  machine.allocate(missing);
  if (flags.includes("-")) return lead + body + " ".repeat(missing);
  if (flags.includes("0") && isNumeric) return lead + "0".repeat(missing) + body;
  return " ".repeat(missing) + lead + body;
}
