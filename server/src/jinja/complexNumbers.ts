/** Complex numbers: what Python gives for a fractional power of a negative number. */
import { PythonError } from "./errors";
import { reprFloat } from "./floats";
import type { BinaryOperator } from "./nodes";
import { numberOf, toFloat } from "./numbers";
import type { Complex, Value } from "./values";
import { isKind } from "./values";

function complex(real: number, imaginary: number): Complex {
  return { kind: "complex", real, imaginary };
}

/** A number of any type as a complex one, else JS undefined. */
export function complexOf(value: Value): Complex | undefined {
  if (isKind(value, "complex")) return value;
  const number = numberOf(value);
  return number === undefined ? undefined : complex(toFloat(number), 0);
}

/** `left operator right` where a side is complex; JS undefined for `//` and `%`. */
export function complexArithmetic(
  operator: BinaryOperator,
  left: Value,
  right: Value,
): Complex | undefined {
  if (!isKind(left, "complex") && !isKind(right, "complex")) return undefined;
  const a = complexOf(left);
  const b = complexOf(right);
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case "+":
      return complex(a.real + b.real, a.imaginary + b.imaginary);
    case "-":
      return complex(a.real - b.real, a.imaginary - b.imaginary);
    case "*":
      return complex(
        a.real * b.real - a.imaginary * b.imaginary,
        a.real * b.imaginary + a.imaginary * b.real,
      );
    case "/":
      return quotient(a, b);
    case "**":
      return complexPower(a, b);
    default:
      return undefined;
  }
}

/** CPython's division: by the larger part first, to keep the digits. */
function quotient(a: Complex, b: Complex): Complex {
  if (b.real === 0 && b.imaginary === 0) {
    throw new PythonError("ZeroDivisionError", "complex division by zero");
  }
  if (Math.abs(b.real) >= Math.abs(b.imaginary)) {
    const ratio = b.imaginary / b.real;
    const divisor = b.real + b.imaginary * ratio;
    return complex(
      (a.real + a.imaginary * ratio) / divisor,
      (a.imaginary - a.real * ratio) / divisor,
    );
  }
  const ratio = b.real / b.imaginary;
  const divisor = b.real * ratio + b.imaginary;
  return complex(
    (a.real * ratio + a.imaginary) / divisor,
    (a.imaginary * ratio - a.real) / divisor,
  );
}

/** `a ** b` by polar coordinates, whole small exponents by multiplication, as CPython does. */
export function complexPower(a: Complex, b: Complex): Complex {
  if (b.real === 0 && b.imaginary === 0) return complex(1, 0);
  if (a.real === 0 && a.imaginary === 0) {
    if (b.imaginary === 0 && b.real > 0) return complex(0, 0);
    throw new PythonError("ZeroDivisionError", "0.0 to a negative or complex power");
  }
  if (b.imaginary === 0 && Number.isInteger(b.real) && Math.abs(b.real) <= 100) {
    return wholePower(a, b.real);
  }
  const size = Math.hypot(a.real, a.imaginary);
  const angle = Math.atan2(a.imaginary, a.real);
  const length = size ** b.real * Math.exp(-angle * b.imaginary);
  const phase = angle * b.real + b.imaginary * Math.log(size);
  return complex(length * Math.cos(phase), length * Math.sin(phase));
}

function wholePower(a: Complex, exponent: number): Complex {
  let result = complex(1, 0);
  let base = a;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = complexArithmetic("*", result, base) ?? result;
    base = complexArithmetic("*", base, base) ?? base;
  }
  return exponent < 0 ? quotient(complex(1, 0), result) : result;
}

/** `repr(value)`, e.g. `(1+2j)` and `2j`. */
export function reprComplex({ real, imaginary }: Complex): string {
  const part = (value: number): string => reprFloat(value).replace(/\.0$/, "");
  const imaginaryText = part(imaginary);
  if (real === 0 && !Object.is(real, -0)) return `${imaginaryText}j`;
  const sign = imaginaryText.startsWith("-") ? "" : "+";
  return `(${part(real)}${sign}${imaginaryText}j)`;
}
