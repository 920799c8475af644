/** Numbers of either type, and the way from text and int to float. */
import { PythonError } from "./errors";
import type { Value } from "./values";
import { integerOf } from "./values";

/** `int` or `float` of a number or bool. */
export function numberOf(value: Value): bigint | number | undefined {
  return typeof value === "number" ? value : integerOf(value);
}

/** `float(value)`; OverflowError beyond the range of floats. */
export function toFloat(value: bigint | number): number {
  if (typeof value === "number") return value;
  const result = Number(value);
  if (Number.isFinite(result)) return result;
  throw new PythonError("OverflowError", "int too large to convert to float");
}
