/** Which UTF-16 units make spaces, names and numbers in SQL, and where a run of them ends. */

export function isSpace(unit: number): boolean {
  return (
    unit === 32 ||
    (unit >= 9 && unit <= 13) ||
    unit === 0xa0 ||
    unit === 0xfeff ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x3000
  );
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function isWordStart(unit: number): boolean {
  const lower = unit | 32;
  return (lower >= 97 && lower <= 122) || unit === 95 || (unit > 127 && !isSpace(unit));
}

export function isWordPart(unit: number): boolean {
  return isWordStart(unit) || isDigit(unit) || unit === 36;
}

/** True behind a name, a number or a closing bracket: what follows can only be a subscript. */
export function endsOperand(unit: number): boolean {
  return isWordPart(unit) || unit === 41 || unit === 93 || unit === 34 || unit === 96;
}

export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

export function skipWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWordPart(text.charCodeAt(at))) at++;
  return at;
}

/** End of `12`, `1.5`, `.5`, `1e-3`, `0xff` and of names that start with a digit. */
export function skipNumber(text: string, from: number): number {
  let at = from;
  let hasPoint = false;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isWordPart(unit)) continue;
    if (unit === 46 && !hasPoint && isDigit(text.charCodeAt(at + 1))) hasPoint = true;
    else if (!((unit === 43 || unit === 45) && isExponentSign(text, at))) break;
  }
  return at;
}

function isExponentSign(text: string, at: number): boolean {
  return (
    (text.charCodeAt(at - 1) | 32) === 101 &&
    isDigit(text.charCodeAt(at - 2)) &&
    isDigit(text.charCodeAt(at + 1))
  );
}
