/** The few members of numbers that templates use. */
import type { Value } from "../values";
import { integerOf } from "../values";
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

/** Methods of `int` and `bool`. */
export const integerMethods: ReadonlyMap<string, Method<bigint | boolean>> = new Map<
  string,
  Method<bigint | boolean>
>([
  [
    "bit_length",
    (self, call) => {
      expectNone(call, "int");
      const size = BigInt(self) < 0n ? -BigInt(self) : BigInt(self);
      return size === 0n ? 0n : BigInt(size.toString(2).length);
    },
  ],
  [
    "conjugate",
    (self, call) => {
      expectNone(call, "int");
      return BigInt(self);
    },
  ],
]);
