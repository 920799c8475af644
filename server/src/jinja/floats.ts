/**
 * Floats as Python prints and rounds them. Rounding is half-even on the exact binary value, which
 * JS's own rounding is not.
 */

/** `repr(value)` of a float. */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  const text = exponent >= 0 && exponent < 21 ? String(value) : fixedSmall(mantissa, exponent);
  return text.includes(".") ? text : `${text}.0`;
}

/** Decimal form of a number below 1 whose exponent is negative. */
function fixedSmall(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace("-", "").replace(".", "");
  return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
}

/** An exact fraction `numerator / 2 ** shift`. */
interface Binary {
  readonly numerator: bigint;
  readonly shift: bigint;
}

/** The exact value of a finite float. */
export function exactly(value: number): Binary {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  const power = (exponent === 0 ? 1 : exponent) - 1075;
  const numerator = value < 0 ? -size : size;
  return power >= 0
    ? { numerator: numerator << BigInt(power), shift: 0n }
    : { numerator, shift: BigInt(-power) };
}

/** `numerator / denominator` rounded half-even; the denominator is positive. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n;
  const size = isNegative ? -numerator : numerator;
  let quotient = size / denominator;
  const twice = (size % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient++;
  return isNegative ? -quotient : quotient;
}

/** `value * 10 ** digits` as an integer, rounded half-even on the exact value. */
export function scaledInteger(value: number, digits: number): bigint {
  const { numerator, shift } = exactly(value);
  return digits >= 0
    ? divideHalfEven(numerator * 10n ** BigInt(digits), 1n << shift)
    : divideHalfEven(numerator, (1n << shift) * 10n ** BigInt(-digits));
}

/** Python's `round(value, digits)` of a float. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0 || digits > 323) return value;
  if (digits < -308) return value < 0 ? -0 : 0;
  const scaled = scaledInteger(value, digits);
  const size = scaled < 0n ? -scaled : scaled;
  const rounded = Number(`${size}e${-digits}`);
  return value < 0 ? -rounded : rounded;
}

/** Python's `round(value, -digits)` of an int; `digits` is positive. */
export function roundInteger(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(digits);
  return divideHalfEven(value, unit) * unit;
}

/** Digits of a finite float with `digits` decimals, as `%f` prints them, sign left out. */
export function fixedDigits(value: number, digits: number): string {
  const scaled = scaledInteger(Math.abs(value), digits)
    .toString()
    .padStart(digits + 1, "0");
  if (digits === 0) return scaled;
  return `${scaled.slice(0, -digits)}.${scaled.slice(-digits)}`;
}

/**
 * Significant digits of a finite float, rounded half-even: `count` digits and the exponent of the
 * first. Zero has exponent 0.
 */
export function significantDigits(
  value: number,
  count: number,
): { readonly digits: string; readonly exponent: number } {
  const size = Math.abs(value);
  if (size === 0) return { digits: "0".repeat(count), exponent: 0 };
  let exponent = Number(size.toExponential().split("e")[1] ?? "0");
  let digits = scaledInteger(size, count - 1 - exponent).toString();
  if (digits.length > count) {
    exponent++;
    digits = scaledInteger(size, count - 1 - exponent).toString();
  }
  return { digits, exponent };
}
