/** Which UTF-16 units make spaces, names and numbers in SQL, and where a run of them ends. */

const SPACE = 1;
const DIGIT = 2;
const LETTER = 4;
/** `$` continues a name and begins none. */
const DOLLAR = 8;

/** Class of each ASCII unit, so that the inner loops of the tokenizer make one look-up per unit. */
const ASCII: Uint8Array = asciiClasses();

function asciiClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  classes[32] = SPACE;
  for (let unit = 9; unit <= 13; unit++) classes[unit] = SPACE;
  for (let unit = 48; unit <= 57; unit++) classes[unit] = DIGIT;
  for (let unit = 65; unit <= 90; unit++) classes[unit] = classes[unit + 32] = LETTER;
  classes[95] = LETTER;
  classes[36] = DOLLAR;
  return classes;
}

function classOf(unit: number): number {
  if (unit < 128) return ASCII[unit]!;
  return isWideSpace(unit) ? SPACE : LETTER;
}

function isWideSpace(unit: number): boolean {
  return unit === 0xa0 || unit === 0xfeff || unit === 0x2028 || unit === 0x2029 || unit === 0x3000;
}

// `charCodeAt` outside a text gives NaN, which belongs to no class.

export function isSpace(unit: number): boolean {
  return unit >= 0 && classOf(unit) === SPACE;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function isWordStart(unit: number): boolean {
  return unit >= 0 && classOf(unit) === LETTER;
}

export function isWordPart(unit: number): boolean {
  return unit >= 0 && classOf(unit) > SPACE;
}

/** True behind a name, a number or a closing bracket: what follows can only be a subscript. */
export function endsOperand(unit: number): boolean {
  return isWordPart(unit) || unit === 41 || unit === 93 || unit === 34 || unit === 96;
}

export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && classOf(text.charCodeAt(at)) === SPACE) at++;
  return at;
}

export function skipWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && classOf(text.charCodeAt(at)) > SPACE) at++;
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
