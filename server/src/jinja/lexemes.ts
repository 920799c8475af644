/** Names and numbers of Jinja2's lexer, found by hand: linear, whatever the text. */

const DIGIT_0 = 48;
const DIGIT_9 = 57;
const UNDERSCORE = 95;
const WORD_BEYOND_ASCII = /[\p{L}\p{N}\p{M}\p{Pc}\u00b7\u0387\u1369-\u1371\u19da]/u;
const IDENTIFIER = /^[_\p{XID_Start}][\p{XID_Continue}]*$/u;

function isDigit(unit: number): boolean {
  return unit >= DIGIT_0 && unit <= DIGIT_9;
}

/** End of the word that begins at `at`; `at` itself where none does. */
export function nameEnd(source: string, at: number): number {
  let end = at;
  while (end < source.length) {
    const unit = source.charCodeAt(end);
    if (
      (unit >= 97 && unit <= 122) ||
      (unit >= 65 && unit <= 90) ||
      unit === UNDERSCORE ||
      isDigit(unit)
    ) {
      end++;
    } else if (unit > 127) {
      const character = String.fromCodePoint(source.codePointAt(end) ?? unit);
      if (!WORD_BEYOND_ASCII.test(character)) break;
      end += character.length;
    } else break;
  }
  return end;
}

/** Python's `str.isidentifier`. */
export function isIdentifier(text: string): boolean {
  if (text === "" || isDigit(text.charCodeAt(0))) return false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return IDENTIFIER.test(text);
    const isLetter = (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
    if (!isLetter && unit !== UNDERSCORE && !isDigit(unit)) return false;
  }
  return true;
}

/** The number that begins at `at`, as Jinja2's `float_re` and then `integer_re` find it. */
export function numberAt(
  source: string,
  at: number,
): { readonly kind: "integer" | "float"; readonly end: number } | undefined {
  if (!isDigit(source.charCodeAt(at))) return undefined;
  const digits = digitsEnd(source, at);
  if (source[at - 1] !== ".") {
    let fraction = digits;
    if (source[digits] === "." && isDigit(source.charCodeAt(digits + 1))) {
      fraction = digitsEnd(source, digits + 1);
    }
    const exponent = exponentEnd(source, fraction);
    if (exponent > digits) return { kind: "float", end: exponent };
  }
  return { kind: "integer", end: integerEnd(source, at, digits) };
}

/** End of `\d+(_\d+)*`. */
function digitsEnd(source: string, at: number): number {
  let end = at;
  while (
    isDigit(source.charCodeAt(end)) ||
    (end > at && source[end] === "_" && isDigit(source.charCodeAt(end + 1)))
  ) {
    end++;
  }
  return end;
}

function exponentEnd(source: string, at: number): number {
  if (source[at] !== "e" && source[at] !== "E") return at;
  const sign = source[at + 1] === "+" || source[at + 1] === "-" ? 1 : 0;
  const start = at + 1 + sign;
  return isDigit(source.charCodeAt(start)) ? digitsEnd(source, start) : at;
}

const DIGITS_OF_BASE: Readonly<Record<string, RegExp>> = {
  b: /[01]/,
  o: /[0-7]/,
  x: /[0-9a-fA-F]/,
};

function integerEnd(source: string, at: number, digits: number): number {
  if (source[at] !== "0") return digits;
  const allowed = DIGITS_OF_BASE[(source[at + 1] ?? "").toLowerCase()];
  if (allowed !== undefined) {
    const end = runEnd(source, at + 2, allowed);
    if (end > at + 2) return end;
  }
  return runEnd(source, at, /0/);
}

/** End of `(_?d)*` from `at`. */
function runEnd(source: string, at: number, digit: RegExp): number {
  let end = at;
  while (end < source.length) {
    if (digit.test(source[end]!)) end++;
    else if (source[end] === "_" && digit.test(source[end + 1] ?? "")) end += 2;
    else break;
  }
  return end;
}
