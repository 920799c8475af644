/** The few members of numbers that templates use. */
import { PythonError } from "../errors";
import { exactly } from "../floats";
import type { Value } from "../values";
import { integerOf, tuple } from "../values";
import { expectNone, type Method } from "./methodArguments";

/** `numerator`, `denominator`, `real`, `imag` of a number. */
export function numberAttribute(value: Value, name: string): Value | undefined {
  const integer = integerOf(value);
  if (integer === undefined && typeof value !== "number") return undefined;
  if (name === "real") return integer ?? value;
  if (name === "imag") return integer === undefined ? 0 : 0n;
  if (name === "numerator") return integer;
  return name === "denominator" && integer !== undefined ? 1n : undefined;
}

/** A method without arguments. */
function plain<T>(type: string, run: (self: T) => Value): Method<T> {
  return (self, call) => {
    expectNone(call, type);
    return run(self);
  };
}

function bits(self: bigint | boolean): string {
  const size = BigInt(self) < 0n ? -BigInt(self) : BigInt(self);
  return size === 0n ? "" : size.toString(2);
}

type Integer = bigint | boolean;

/** Methods of `int` and `bool`. */
export const integerMethods: ReadonlyMap<string, Method<Integer>> = new Map<
  string,
  Method<Integer>
>([
  ["bit_length", plain("int", (self) => BigInt(bits(self).length))],
  ["bit_count", plain("int", (self) => BigInt(bits(self).replaceAll("0", "").length))],
  ["conjugate", plain("int", (self) => BigInt(self))],
  ["as_integer_ratio", plain("int", (self) => tuple([BigInt(self), 1n]))],
]);

/** Methods of `float`. */
export const floatMethods: ReadonlyMap<string, Method<number>> = new Map<string, Method<number>>([
  ["is_integer", plain("float", (self) => Number.isInteger(self))],
  ["conjugate", plain("float", (self) => self)],
  [
    "as_integer_ratio",
    plain("float", (self) => {
      if (Number.isNaN(self)) {
        throw new PythonError("ValueError", "cannot convert NaN to integer ratio");
      }
      if (!Number.isFinite(self)) {
        throw new PythonError("OverflowError", "cannot convert Infinity to integer ratio");
      }
      let { numerator, shift } = exactly(self);
      while (shift > 0n && numerator % 2n === 0n) {
        numerator /= 2n;
        shift--;
      }
      return tuple([numerator, 1n << shift]);
    }),
  ],
]);
