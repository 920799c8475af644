/** Python's `+ - * / // % **` and signs on every value, with its errors and with limits on size. */

import { complexArithmetic, complexPower } from "./complexNumbers";
import { dictEntries, dictSet, emptyDict } from "./dicts";
import { budgetError, PythonError, typeError } from "./errors";
import { escapeHtml } from "./html";
import { momentArithmetic } from "./momentArithmetic";
import type { BinaryOperator } from "./nodes";
import { numberOf, toFloat } from "./numbers";
import { formatPercent } from "./percentFormat";
import { str } from "./print";
import { concatSequences, repeatSequence } from "./sequences";
import { setOperation } from "./setOperations";
import { undefinedFailure } from "./undefinedValues";
import type { Machine, Value } from "./values";
import { isKind, isUndefined, isUnknown, textOf, typeName } from "./values";

/** Largest integer computed: 20,000 bits. */
const INTEGER_LIMIT = 1n << 20_000n;
const BIT_LIMIT = 20_000;

/** Integers beyond this are computed piece by piece. */
const WIDE = 1n << 64n;
/** Hexadecimal digits that cost a step. */
const DIGITS_PER_STEP = 32;

/** Wide integers cost what they are long, whatever the clock says. */
function payForSize(value: Value, machine: Machine): void {
  if (typeof value !== "bigint" || (value < WIDE && value > -WIDE)) return;
  machine.step(Math.floor(value.toString(16).length / DIGITS_PER_STEP));
}

/** `left operator right`. */
export function binary(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  machine: Machine,
): Value {
  if (isUnknown(left)) return left;
  if (isUnknown(right)) return right;
  const text = textOf(left);
  if (operator === "%" && text !== undefined) {
    if (!isKind(left, "markup")) return formatPercent(text, right, machine);
    const escaped = formatPercent(text, escapedArguments(right), machine);
    return isUnknown(escaped) ? escaped : { kind: "markup", text: str(escaped) };
  }
  if (isUndefined(left)) throw undefinedFailure(left);
  if (isUndefined(right)) throw undefinedFailure(right);
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) {
    payForSize(a, machine);
    payForSize(b, machine);
    const value = arithmetic(operator, a, b);
    payForSize(value, machine);
    return value;
  }
  const result =
    (operator === "+" ? concatSequences(left, right, machine) : undefined) ??
    (operator === "*" ? repeatSequence(left, right, machine) : undefined) ??
    (operator === "-" ? setOperation("-", left, right) : undefined) ??
    complexArithmetic(operator, left, right) ??
    momentArithmetic(operator, left, right);
  if (result !== undefined) return result;
  const sign = operator === "**" ? "** or pow()" : operator;
  throw typeError(
    `unsupported operand type(s) for ${sign}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** What `Markup % arguments` prints of its arguments: numbers as they are, the rest escaped. */
function escapedArguments(value: Value): Value {
  if (isKind(value, "tuple")) return { ...value, items: value.items.map(escapedArgument) };
  if (!isKind(value, "dict")) return escapedArgument(value);
  const escaped = emptyDict();
  for (const { key, value: item } of dictEntries(value))
    dictSet(escaped, key, escapedArgument(item));
  return escaped;
}

function escapedArgument(value: Value): Value {
  return numberOf(value) === undefined ? escapeHtml(value) : value;
}

/** `-value`, `+value`. */
export function signed(operator: "-" | "+", value: Value): Value {
  if (isUnknown(value)) return value;
  if (isUndefined(value)) throw undefinedFailure(value);
  const number = numberOf(value);
  if (number !== undefined) return operator === "+" ? number : -number;
  if (isKind(value, "complex")) {
    if (operator === "+") return value;
    return { kind: "complex", real: -value.real, imaginary: -value.imaginary };
  }
  if (isKind(value, "moment") && value.type === "timedelta") {
    return operator === "+" ? value : { ...value, micros: -value.micros };
  }
  throw typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
}

function arithmetic(operator: BinaryOperator, a: bigint | number, b: bigint | number): Value {
  if (typeof a === "bigint" && typeof b === "bigint") return integerArithmetic(operator, a, b);
  return floatArithmetic(operator, toFloat(a), toFloat(b));
}

function limited(value: bigint): bigint {
  if (value < INTEGER_LIMIT && value > -INTEGER_LIMIT) return value;
  throw budgetError("an integer grew too large");
}

function zeroDivision(message: string): PythonError {
  return new PythonError("ZeroDivisionError", message);
}

function integerArithmetic(operator: BinaryOperator, a: bigint, b: bigint): Value {
  switch (operator) {
    case "+":
      return limited(a + b);
    case "-":
      return limited(a - b);
    case "*":
      return limited(a * b);
    case "/":
      if (b === 0n) throw zeroDivision("division by zero");
      return divideIntegers(a, b);
    case "//":
      if (b === 0n) throw zeroDivision("integer division or modulo by zero");
      return floorDivide(a, b);
    case "%":
      if (b === 0n) throw zeroDivision("integer modulo by zero");
      return a - floorDivide(a, b) * b;
    case "**":
      return b >= 0n ? integerPower(a, b) : floatArithmetic("**", toFloat(a), toFloat(b));
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function integerPower(base: bigint, exponent: bigint): bigint {
  if (base === 0n || base === 1n || base === -1n) {
    return exponent === 0n ? 1n : base === -1n && exponent % 2n === 0n ? 1n : base;
  }
  const size = base < 0n ? -base : base;
  const bits = size.toString(16).length * 4 - 3;
  if (exponent > BigInt(BIT_LIMIT) || bits * Number(exponent) > BIT_LIMIT * 2) {
    throw budgetError("an integer grew too large");
  }
  return limited(base ** exponent);
}

/** True division of integers, rounded once as Python does. */
function divideIntegers(a: bigint, b: bigint): number {
  const left = Number(a);
  const right = Number(b);
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left / right;
  const isNegative = a < 0n !== b < 0n && a !== 0n;
  const top = a < 0n ? -a : a;
  const bottom = b < 0n ? -b : b;
  const shift = bottom.toString(2).length - top.toString(2).length + 66;
  const scaledTop = shift > 0 ? top << BigInt(shift) : top;
  const scaledBottom = shift > 0 ? bottom : bottom << BigInt(-shift);
  const quotient = scaledTop / scaledBottom;
  const sticky = scaledTop % scaledBottom === 0n ? 0n : 1n;
  const size = Number((quotient << 1n) | sticky) * 2 ** (-shift - 1);
  if (!Number.isFinite(size)) {
    throw new PythonError("OverflowError", "integer division result too large for a float");
  }
  return isNegative ? -size : size;
}

function floatArithmetic(operator: BinaryOperator, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw zeroDivision("float division by zero");
      return a / b;
    case "//":
      if (b === 0) throw zeroDivision("float floor division by zero");
      return floorDivideFloats(a, b);
    case "%":
      if (b === 0) throw zeroDivision("float modulo");
      return floatModulo(a, b);
    case "**":
      return floatPower(a, b);
  }
}

function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floorDivideFloats(a: number, b: number): number {
  const quotient = (a - floatModulo(a, b)) / b;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(a: number, b: number): Value {
  if (a === 0 && b < 0) throw zeroDivision("0.0 cannot be raised to a negative power");
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    const base = { kind: "complex", real: a, imaginary: 0 } as const;
    return complexPower(base, { kind: "complex", real: b, imaginary: 0 });
  }
  if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1;
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new PythonError("OverflowError", "(34, 'Numerical result out of range')");
  }
  return result;
}
