/** Filters on numbers, and conversions to them. */
import { binary, signed } from "../arithmetic";
import { isTrue } from "../compare";
import { type Builtin, builtin, freeBuiltin } from "../environment";
import { PythonError, typeError } from "../errors";
import { fixedDigits, roundFloat, roundInteger } from "../floats";
import { numberOf, toFloat } from "../numbers";
import { parseFloatText, parseIntegerText } from "../numberText";
import { repr } from "../print";
import { undefinedFailure } from "../undefinedValues";
import type { Value } from "../values";
import { integerOf, isKind, isUndefined, textOf, typeName } from "../values";

const absolute = freeBuiltin(({ args, kwargs }, _machine) => {
  if (kwargs.size > 0) throw typeError("abs() takes no keyword arguments");
  if (args.length !== 1) {
    throw typeError(`abs() takes exactly one argument (${args.length} given)`);
  }
  const value = args[0] ?? null;
  const number = numberOf(value);
  if (number !== undefined) return number < 0 || Object.is(number, -0) ? -number : number;
  if (isKind(value, "complex")) return Math.hypot(value.real, value.imaginary);
  if (isKind(value, "moment") && value.type === "timedelta") {
    return value.micros < 0n ? signed("-", value) : value;
  }
  throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
});

const ROUNDING = ["common", "ceil", "floor"];

const round = builtin(
  "do_round",
  ["value", "precision=", "method="],
  ([value = null, precision = 0n, method = "common"], machine) => {
    if (!ROUNDING.includes(textOf(method) ?? "")) {
      throw new PythonError("FilterArgumentError", "method must be common, ceil or floor");
    }
    if (method === "common") return pythonRound(value, precision);
    const factor = binary("**", 10n, precision, machine);
    const scaled = binary("*", value, factor, machine);
    const number = numberOf(scaled);
    if (number === undefined) throw typeError(`must be real number, not ${typeName(scaled)}`);
    return binary("/", wholeNumber(number, method === "ceil"), factor, machine);
  },
);

function wholeNumber(value: bigint | number, isCeil: boolean): bigint {
  if (typeof value === "bigint") return value;
  refuseUnbounded(value);
  return BigInt(isCeil ? Math.ceil(value) : Math.floor(value));
}

function refuseUnbounded(value: number): void {
  if (Number.isNaN(value)) {
    throw new PythonError("ValueError", "cannot convert float NaN to integer");
  }
  if (!Number.isFinite(value)) {
    throw new PythonError("OverflowError", "cannot convert float infinity to integer");
  }
}

/** Python's `round(value, digits)`. */
function pythonRound(value: Value, precision: Value): Value {
  if (isUndefined(value)) throw typeError("type Undefined doesn't define __round__ method");
  const number = numberOf(value);
  if (number === undefined) {
    throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
  }
  if (precision === null) {
    if (typeof number === "bigint") return number;
    refuseUnbounded(number);
    return BigInt(roundFloat(number, 0));
  }
  const digits = integerOf(precision);
  if (digits === undefined) {
    if (isUndefined(precision)) throw undefinedFailure(precision);
    throw typeError(`'${typeName(precision)}' object cannot be interpreted as an integer`);
  }
  const count = Number(digits);
  if (typeof number === "number") return roundFloat(number, count);
  if (count >= 0) return number;
  return count < -5_000 ? 0n : roundInteger(number, -count);
}

/** `int(value)` of a number, or JS undefined where Python raises TypeError. */
function integerFrom(value: Value): bigint | undefined {
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  if (isUndefined(value)) throw undefinedFailure(value);
  if (typeof value !== "number") return undefined;
  refuseUnbounded(value);
  return BigInt(Math.trunc(value));
}

const toInteger = builtin(
  "do_int",
  ["value", "default=", "base="],
  ([value = null, fallback = 0n, base = 10n]) => {
    const text = textOf(value);
    if (text === undefined) {
      try {
        return integerFrom(value) ?? fallback;
      } catch (error) {
        if (error instanceof PythonError && error.pythonClass === "ValueError") return fallback;
        throw error;
      }
    }
    const radix = integerOf(base);
    if (radix === undefined) {
      return truncated(text) ?? fallback;
    }
    return parseIntegerText(text, Number(radix)) ?? truncated(text) ?? fallback;
  },
);

/** `int(float(text))`, or JS undefined where that raises. */
function truncated(text: string): bigint | undefined {
  const float = parseFloatText(text);
  return float === undefined || !Number.isFinite(float) ? undefined : BigInt(Math.trunc(float));
}

const toFloatFilter = builtin("do_float", ["value", "default="], ([value = null, fallback = 0]) => {
  const text = textOf(value);
  if (text !== undefined) return parseFloatText(text) ?? fallback;
  if (isUndefined(value)) throw undefinedFailure(value);
  const number = numberOf(value);
  return number === undefined ? fallback : toFloat(number);
});

const BINARY_UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];
const DECIMAL_UNITS = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];

const fileSize = builtin(
  "do_filesizeformat",
  ["value", "binary="],
  ([value = null, isBinary = false]) => {
    const text = textOf(value);
    const number = text === undefined ? numberOf(value) : parseFloatText(text);
    if (text !== undefined && number === undefined) {
      throw new PythonError("ValueError", `could not convert string to float: ${repr(text)}`);
    }
    if (isUndefined(value)) throw undefinedFailure(value);
    if (number === undefined) {
      throw typeError(
        `float() argument must be a string or a real number, not '${typeName(value)}'`,
      );
    }
    const bytes = toFloat(number);
    const units = isTrue(isBinary) ? BINARY_UNITS : DECIMAL_UNITS;
    const base = isTrue(isBinary) ? 1024 : 1000;
    if (bytes === 1) return "1 Byte";
    if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
    let shown = "";
    for (let index = 0; index < units.length; index++) {
      const unit = base ** (index + 2);
      const scaled = (base * bytes) / unit;
      shown = `${fixedDigits(scaled, 1)} ${units[index]}`;
      if (bytes < unit) break;
    }
    return shown;
  },
);

/** Filters of this file by their names in templates. */
export const numberFilters: readonly (readonly [string, Builtin])[] = [
  ["abs", absolute],
  ["round", round],
  ["int", toInteger],
  ["float", toFloatFilter],
  ["filesizeformat", fileSize],
];
