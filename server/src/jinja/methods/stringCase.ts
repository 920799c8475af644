/** Letter case and character classes of Python's `str`. */
import { isSpaceUnit } from "../codePoints";
import { isIdentifier } from "../lexemes";

const LETTER = /\p{L}/u;
const UPPER = /\p{Uppercase}/u;
const LOWER = /\p{Lowercase}/u;
const TITLE = /\p{Lt}/u;
const CASED = /[\p{Uppercase}\p{Lowercase}\p{Lt}]/u;
const DECIMAL = /^\p{Nd}+$/u;
const DIGIT =
  /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490]+$/u;
const NUMERIC = /^[\p{N}一二三四五六七八九十百千万亿億兆零]+$/u;
const PRINTABLE = /^[^\p{C}\p{Z}]$/u;

/** `text.capitalize()`. */
export function capitalize(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return text === "" ? "" : titleUnit(first) + text.slice(first.length).toLowerCase();
}

/** Letters that are two in one: capital, title and small form in a row. */
const DIGRAPHS = "\u01c4\u01c5\u01c6\u01c7\u01c8\u01c9\u01ca\u01cb\u01cc\u01f1\u01f2\u01f3";

function titleUnit(character: string): string {
  const digraph = DIGRAPHS.indexOf(character);
  if (digraph >= 0) return DIGRAPHS[digraph - (digraph % 3) + 1] ?? character;
  const upper = character.toUpperCase();
  return upper.length > character.length ? upper.slice(0, 1) + upper.slice(1).toLowerCase() : upper;
}

/** `text.title()`: a letter after anything that has no case starts a word. */
export function titleCase(text: string): string {
  let isInside = false;
  let result = "";
  for (const character of text) {
    result += isInside ? character.toLowerCase() : titleUnit(character);
    isInside = CASED.test(character);
  }
  return result;
}

/** `text.casefold()`: by way of the capitals, but for the dotless i, which stays itself. */
export function caseFold(text: string): string {
  let result = "";
  for (const character of text) {
    const upper = character === "\u0131" ? character : character.toUpperCase();
    for (const unit of upper) result += unit.toLowerCase();
  }
  return result;
}

/** `text.swapcase()`. */
export function swapCase(text: string): string {
  let result = "";
  for (const character of text) {
    result += UPPER.test(character) ? character.toLowerCase() : character.toUpperCase();
  }
  return result;
}

/** `text.isupper()`. */
export function isUpper(text: string): boolean {
  return !LOWER.test(text) && !TITLE.test(text) && UPPER.test(text);
}

/** `text.islower()`. */
export function isLower(text: string): boolean {
  return !UPPER.test(text) && !TITLE.test(text) && LOWER.test(text);
}

function isTitle(text: string): boolean {
  let isInside = false;
  let hasCased = false;
  for (const character of text) {
    const isUpperUnit = UPPER.test(character) || TITLE.test(character);
    const isLowerUnit = !isUpperUnit && LOWER.test(character);
    if ((isUpperUnit && isInside) || (isLowerUnit && !isInside)) return false;
    isInside = isUpperUnit || isLowerUnit;
    hasCased ||= isInside;
  }
  return hasCased;
}

function isAlphanumeric(text: string): boolean {
  return text !== "" && Array.from(text).every((c) => LETTER.test(c) || /\p{N}/u.test(c));
}

function isSpace(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isSpaceUnit(text.charCodeAt(at))) return false;
  return text !== "";
}

/** The `isX` methods. */
export const classify: readonly (readonly [string, (text: string) => boolean])[] = [
  ["isupper", isUpper],
  ["islower", isLower],
  ["istitle", isTitle],
  ["isdigit", (text) => DIGIT.test(text)],
  ["isdecimal", (text) => DECIMAL.test(text)],
  ["isnumeric", (text) => NUMERIC.test(text)],
  ["isalpha", (text) => text !== "" && Array.from(text).every((c) => LETTER.test(c))],
  ["isalnum", isAlphanumeric],
  ["isspace", isSpace],
  ["isascii", (text) => !/[\u0080-\uffff]/.test(text)],
  ["isidentifier", isIdentifier],
  ["isprintable", (text) => Array.from(text).every((c) => c === " " || PRINTABLE.test(c))],
];
