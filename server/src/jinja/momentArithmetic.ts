/** Sums and differences of datetimes, dates and timedeltas. */
import { PythonError, typeError } from "./errors";
import type { BinaryOperator } from "./nodes";
import type { Moment, Value } from "./values";
import { integerOf, isKind } from "./values";

const DAY = 86_400_000_000n;
const LAST_MICRO = 3_652_059n * DAY;

/** `left operator right` where a moment takes part, or JS undefined where Python has no meaning. */
export function momentArithmetic(
  operator: BinaryOperator,
  left: Value,
  right: Value,
): Value | undefined {
  const a = isKind(left, "moment") ? left : undefined;
  const b = isKind(right, "moment") ? right : undefined;
  if (a !== undefined && b !== undefined) return momentSum(operator, a, b);
  if (operator === "*" && a?.type === "timedelta") return scale(a, right);
  if (operator === "*" && b?.type === "timedelta") return scale(b, left);
  const divisor = integerOf(right);
  if (a?.type === "timedelta" && divisor !== undefined && divisor !== 0n) {
    if (operator === "//" || operator === "/") return { ...a, micros: floor(a.micros, divisor) };
  }
  return undefined;
}

function momentSum(operator: BinaryOperator, a: Moment, b: Moment): Value | undefined {
  const isPoint = a.type === "datetime" || a.type === "date";
  if (a.type === "timedelta" && b.type === "timedelta") {
    if (operator === "+") return { ...a, micros: a.micros + b.micros };
    if (operator === "-") return { ...a, micros: a.micros - b.micros };
    if (b.micros === 0n) return undefined;
    if (operator === "/") return Number(a.micros) / Number(b.micros);
    if (operator === "//") return floor(a.micros, b.micros);
    return undefined;
  }
  if (isPoint && b.type === "timedelta") {
    if (operator === "+") return shift(a, b.micros);
    if (operator === "-") return shift(a, -b.micros);
  }
  if (a.type === "timedelta" && (b.type === "datetime" || b.type === "date")) {
    return operator === "+" ? shift(b, a.micros) : undefined;
  }
  if (isPoint && a.type === b.type && operator === "-") {
    if ((a.zone === undefined) !== (b.zone === undefined)) {
      throw typeError("can't subtract offset-naive and offset-aware datetimes");
    }
    const micros = a.micros - (a.zone?.offset ?? 0n) - (b.micros - (b.zone?.offset ?? 0n));
    return { kind: "moment", type: "timedelta", micros, zone: undefined };
  }
  return undefined;
}

function shift(moment: Moment, by: bigint): Moment {
  const whole = moment.type === "date" ? floor(by, DAY) * DAY : by;
  const micros = moment.micros + whole;
  if (micros < 0n || micros >= LAST_MICRO) {
    throw new PythonError("OverflowError", "date value out of range");
  }
  return { ...moment, micros };
}

function scale(delta: Moment, factor: Value): Value | undefined {
  const integer = integerOf(factor);
  if (integer !== undefined) return { ...delta, micros: delta.micros * integer };
  if (typeof factor !== "number" || !Number.isFinite(factor)) return undefined;
  return { ...delta, micros: BigInt(Math.round(Number(delta.micros) * factor)) };
}

function floor(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
