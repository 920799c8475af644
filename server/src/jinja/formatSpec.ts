/** Python's format specification language: `format(value, spec)`. */
import { codePointLength } from "./codePoints";
import { budgetError, PythonError, typeError, valueError } from "./errors";
import { fixedDigits, reprFloat, significantDigits } from "./floats";
import { toFloat } from "./numbers";
import { repr, str } from "./print";
import { strftime } from "./strftime";
import type { Machine, Value } from "./values";
import { isKind, isUnknown, textOf, typeName } from "./values";

/** Widest field and longest precision that a template may ask for. */
export const WIDTH_LIMIT = 1_000_000;

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly isAlternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([\s\S])?$/u;

const START = /^(?:[\s\S]?[<>=^])?[-+ ]?z?#?0?\d*/u;
const SEPARATORS = new RegExp(`${START.source}(?:,_|_,)`, "u");
const NO_PRECISION = new RegExp(`${START.source}[,_]?\\.(?!\\d)`, "u");

/** `format(value, spec)`. */
export function formatValue(value: Value, spec: string, machine: Machine): string {
  if (spec === "" || isUnknown(value)) return str(value);
  const text = textOf(value);
  if (text !== undefined) return formatText(text, parse(spec, value), machine);
  if (typeof value === "bigint" || typeof value === "boolean") {
    return formatInteger(BigInt(value), parse(spec, value), value, machine);
  }
  if (typeof value === "number") return formatFloat(value, parse(spec, value), value, machine);
  if (isKind(value, "moment") && value.type !== "timedelta" && value.type !== "timezone") {
    return strftime(value, spec);
  }
  throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

function parse(spec: string, value: Value): Spec {
  const match = SPEC.exec(spec);
  if (match === null) {
    if (SEPARATORS.test(spec)) throw valueError("Cannot specify both ',' and '_'.");
    if (NO_PRECISION.test(spec)) throw valueError("Format specifier missing precision");
    throw valueError(`Invalid format specifier '${spec}' for object of type '${typeName(value)}'`);
  }
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const hasZero = zero !== undefined;
  if ((width?.length ?? 0) > 15 || (precision?.length ?? 0) > 15) {
    throw valueError("Too many decimal digits in format string");
  }
  const widthNumber = Number(width ?? "0");
  const precisionNumber = precision === undefined ? undefined : Number(precision);
  if (grouping !== undefined)
    checkGrouping(grouping, type ?? (textOf(value) === undefined ? "" : "s"));
  if (widthNumber > WIDTH_LIMIT || (precisionNumber ?? 0) > WIDTH_LIMIT) {
    throw budgetError("a format width is too large");
  }
  return {
    fill: fill ?? (hasZero ? "0" : " "),
    align: align ?? (hasZero && textOf(value) === undefined ? "=" : ""),
    sign: sign ?? "",
    isAlternate: alternate !== undefined,
    width: widthNumber,
    grouping: grouping ?? "",
    precision: precisionNumber,
    type: type ?? "",
  };
}

function checkGrouping(grouping: string, type: string): void {
  if (type === "" || "defgEFG%".includes(type)) return;
  if (grouping === "_" && "boxX".includes(type)) return;
  throw valueError(`Cannot specify '${grouping}' with '${type}'.`);
}

function unknownCode(type: string, value: Value): Error {
  return valueError(`Unknown format code '${type}' for object of type '${typeName(value)}'`);
}

function formatText(text: string, spec: Spec, machine: Machine): string {
  if (spec.type !== "" && spec.type !== "s") throw unknownCode(spec.type, text);
  if (spec.sign !== "") {
    throw valueError(
      spec.sign === " "
        ? "Space not allowed in string format specifier"
        : "Sign not allowed in string format specifier",
    );
  }
  if (spec.isAlternate) {
    throw valueError("Alternate form (#) not allowed in string format specifier");
  }
  if (spec.align === "=") {
    throw valueError("'=' alignment not allowed in string format specifier");
  }
  const shown =
    spec.precision === undefined ? text : Array.from(text).slice(0, spec.precision).join("");
  const align = spec.align === "" ? "<" : spec.align;
  return pad("", shown, { ...spec, align }, machine);
}

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16, d: 10, n: 10, "": 10 };

function formatInteger(value: bigint, spec: Spec, shown: Value, machine: Machine): string {
  const { type } = spec;
  if ("eEfFgG%".includes(type) && type !== "") {
    return formatFloat(toFloat(value), spec, shown, machine);
  }
  if (type !== "c" && !Object.hasOwn(BASES, type)) throw unknownCode(type, shown);
  if (spec.precision !== undefined) {
    throw valueError("Precision not allowed in integer format specifier");
  }
  if (type === "c") {
    if (spec.isAlternate) {
      throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    if (value < 0n || value > 0x10ffffn) {
      throw new PythonError("OverflowError", "%c arg not in range(0x110000)");
    }
    if (spec.sign !== "") throw valueError("Sign not allowed with integer format specifier 'c'");
    const align = spec.align === "" ? "<" : spec.align;
    return pad("", String.fromCodePoint(Number(value)), { ...spec, align }, machine);
  }
  const base = Object.hasOwn(BASES, type) ? BASES[type] : undefined;
  if (base === undefined) throw unknownCode(type, shown);
  const size = value < 0n ? -value : value;
  let digits = size.toString(base);
  if (type === "X") digits = digits.toUpperCase();
  const prefix = spec.isAlternate && base !== 10 ? `0${type}` : "";
  return numeric(value < 0n, prefix, digits, "", spec, base === 10 ? 3 : 4, machine);
}

function formatFloat(value: number, spec: Spec, shown: Value, machine: Machine): string {
  const { type, precision } = spec;
  if (type !== "" && !"eEfFgGn%".includes(type)) throw unknownCode(type, shown);
  const isNegative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? "nan" : "inf";
    const text = type === "F" || type === "E" || type === "G" ? word.toUpperCase() : word;
    const suffix = type === "%" ? "%" : "";
    return numeric(value < 0, "", text, suffix, { ...spec, grouping: "" }, 3, machine);
  }
  let body = floatDigits(value, type, precision, spec.isAlternate);
  let suffix = "";
  if (type === "%") {
    body = floatDigits(value * 100, "f", precision, spec.isAlternate);
    suffix = "%";
  }
  const point = /[.e]/i.exec(body)?.index ?? body.length;
  return numeric(
    isNegative,
    "",
    body.slice(0, point),
    body.slice(point) + suffix,
    spec,
    3,
    machine,
  );
}

/** Digits of a finite float in a format of `%e %f %g` or of `repr` (type ""), without its sign. */
export function floatDigits(
  value: number,
  type: string,
  precision: number | undefined,
  isAlternate: boolean,
): string {
  switch (type.toLowerCase()) {
    case "f":
      return fixedDigits(value, precision ?? 6) + (isAlternate && precision === 0 ? "." : "");
    case "e": {
      const text = exponential(value, precision ?? 6, isAlternate);
      return type === "E" ? text.toUpperCase() : text;
    }
    case "g":
    case "n": {
      const text = general(value, precision ?? 6, isAlternate, false);
      return type === "G" ? text.toUpperCase() : text;
    }
    default:
      if (precision !== undefined) return general(value, precision, isAlternate, true);
      return reprFloat(Math.abs(value));
  }
}

function exponential(value: number, precision: number, isAlternate: boolean): string {
  const { digits, exponent } = significantDigits(value, precision + 1);
  const point = precision > 0 || isAlternate ? "." : "";
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponentText(exponent)}`;
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** `%g`; with `keepPoint` the form that a float has without a type: at least one decimal. */
function general(value: number, asked: number, isAlternate: boolean, keepPoint: boolean): string {
  const precision = asked === 0 ? 1 : asked;
  const { digits, exponent } = significantDigits(value, precision);
  const limit = keepPoint ? precision - 1 : precision;
  if (exponent < -4 || exponent >= limit) {
    const shown = isAlternate ? digits : trimZeros(digits, 1);
    const rest = shown.slice(1);
    const point = rest !== "" || isAlternate ? "." : "";
    return `${shown.slice(0, 1)}${point}${rest}e${exponentText(exponent)}`;
  }
  const whole = exponent >= 0 ? digits.slice(0, exponent + 1) : "0";
  const fraction = exponent >= 0 ? digits.slice(exponent + 1) : "0".repeat(-exponent - 1) + digits;
  const shown = isAlternate ? fraction : trimZeros(fraction, 0);
  if (shown === "") return keepPoint ? `${whole}.0` : isAlternate ? `${whole}.` : whole;
  return `${whole}.${shown}`;
}

function trimZeros(digits: string, least: number): string {
  let end = digits.length;
  while (end > least && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

function numeric(
  isNegative: boolean,
  prefix: string,
  digits: string,
  rest: string,
  spec: Spec,
  group: number,
  machine: Machine,
): string {
  const sign = isNegative ? "-" : spec.sign === "-" ? "" : spec.sign;
  const lead = sign + prefix;
  let body = digits;
  if (spec.grouping !== "") {
    const zeroFilled = spec.fill === "0" && spec.align === "=";
    body = grouped(
      digits,
      spec.grouping,
      group,
      zeroFilled ? spec.width - lead.length - rest.length : 0,
    );
  }
  const align = spec.align === "" ? ">" : spec.align;
  return pad(lead, body + rest, { ...spec, align }, machine);
}

function grouped(digits: string, separator: string, group: number, width: number): string {
  let padded = digits;
  while (width > 0 && padded.length + Math.floor((padded.length - 1) / group) < width) {
    padded = `0${padded}`;
  }
  const parts: string[] = [];
  for (let end = padded.length; end > 0; end -= group) {
    parts.unshift(padded.slice(Math.max(0, end - group), end));
  }
  return parts.join(separator);
}

function pad(lead: string, body: string, spec: Spec, machine: Machine): string {
  const missing = spec.width - codePointLength(lead) - codePointLength(body);
  if (missing <= 0) return lead + body;
  machine.allocate(missing);
  const fill = (count: number): string => spec.fill.repeat(count);
  switch (spec.align) {
    case "<":
      return lead + body + fill(missing);
    case "^": {
      const left = Math.floor(missing / 2);
      return fill(left) + lead + body + fill(missing - left);
    }
    case "=":
      return lead + fill(missing) + body;
    default:
      return fill(missing) + lead + body;
  }
}

/** `ascii(value)`. */
export function asciiRepr(value: Value): string {
  return repr(value).replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16)}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
    return `\\U${code.toString(16).padStart(8, "0")}`;
  });
}
