/**
 * Reads the text of the four scalar styles (plain, single quoted, double quoted, block) with YAML
 * 1.1's line folding, escapes and chomping. Knows nothing of types.
 */
import { type Cursor, documentMark, isBlankOrEnd, isBreak, lineEnd, skipBreak } from "./cursor";
import { YamlError } from "./tokens";

const TAB = 9;
const SPACE = 32;

/**
 * A plain scalar, folded over its lines; undefined where it stands on one line and is its own text.
 */
export function scanPlain(cursor: Cursor): string | undefined {
  const { text, flowLevel } = cursor;
  const indent = cursor.indent + 1;
  const start = cursor.offset;
  let content: string | undefined;
  let pieceStart = start;
  let pieceEnd = start;
  for (;;) {
    const end = plainRunEnd(text, cursor.offset, flowLevel);
    cursor.offset = end;
    pieceEnd = end;
    const stop = text.charCodeAt(end);
    if (stop !== SPACE && stop !== TAB && !isBreak(stop)) break;
    const rest = skipFold(cursor, indent);
    if (rest === undefined) break;
    content = (content ?? "") + text.slice(pieceStart, pieceEnd);
    const unit = text.charCodeAt(cursor.offset);
    const isOver =
      Number.isNaN(unit) ||
      unit === 35 ||
      (flowLevel === 0 && cursor.offset - cursor.lineStart < indent) ||
      (cursor.offset === cursor.lineStart && documentMark(text, cursor.offset) !== undefined) ||
      plainRunEnd(text, cursor.offset, flowLevel) === cursor.offset;
    if (isOver) {
      cursor.simpleKeyAllowed = true;
      return content;
    }
    content += rest;
    pieceStart = cursor.offset;
  }
  return content === undefined ? undefined : content + text.slice(pieceStart, pieceEnd);
}

/**
 * End of the run of plain characters from `offset`, blanks inside it included; a run ends before
 * blanks that are followed by a comment or a line break.
 */
function plainRunEnd(text: string, offset: number, flowLevel: number): number {
  let end = offset;
  for (let i = offset; ; i++) {
    const unit = text.charCodeAt(i);
    if (unit === SPACE || unit === TAB) continue;
    if (Number.isNaN(unit) || isBreak(unit)) return end;
    if (
      unit === 35 &&
      i > offset &&
      (text.charCodeAt(i - 1) === SPACE || text.charCodeAt(i - 1) === TAB)
    ) {
      return end;
    }
    if (unit === 58) {
      if (isBlankOrEnd(text, i + 1)) return end;
      if (flowLevel > 0 && /[,?[\]{}]/.test(text[i + 1]!)) {
        throw new YamlError("found unexpected ':'", i, "while scanning a plain scalar", offset);
      }
    } else if (
      flowLevel > 0 &&
      (unit === 44 || unit === 91 || unit === 93 || unit === 123 || unit === 125)
    ) {
      return end;
    }
    end = i + 1;
  }
}

/**
 * Skips blanks and line breaks after a piece of a plain scalar; gives what folding puts in their
 * place, or undefined where they were blanks before a comment or the scalar's end on its line.
 */
function skipFold(cursor: Cursor, indent: number): string | undefined {
  const { text } = cursor;
  let breaks = "";
  for (;;) {
    const unit = text.charCodeAt(cursor.offset);
    if (unit === SPACE || unit === TAB) {
      if (breaks !== "" && unit === TAB && cursor.offset - cursor.lineStart < indent) {
        throw new YamlError("found a tab character that violates indentation", cursor.offset);
      }
      cursor.offset++;
    } else if (isBreak(unit)) {
      breaks += skipBreak(cursor);
    } else {
      return breaks === "" ? undefined : folded(breaks);
    }
  }
}

/** What stands for line breaks in a folded scalar: one becomes a blank, more lose their first. */
function folded(breaks: string): string {
  if (breaks === "\n") return " ";
  return breaks.startsWith("\n") ? breaks.slice(1) : breaks;
}

/** A single-quoted scalar; `''` is a quote. */
export function scanSingleQuoted(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.offset;
  let result = "";
  let pieceStart = start + 1;
  cursor.offset = pieceStart;
  for (;;) {
    const unit = text.charCodeAt(cursor.offset);
    if (unit === 39) {
      if (text.charCodeAt(cursor.offset + 1) === 39) {
        result += text.slice(pieceStart, cursor.offset + 1);
        cursor.offset += 2;
        pieceStart = cursor.offset;
        continue;
      }
      result += text.slice(pieceStart, cursor.offset);
      cursor.offset++;
      return result;
    }
    if (Number.isNaN(unit)) throw unclosed(start);
    if (isBreak(unit)) {
      result += trimBlanks(text, pieceStart, cursor.offset) + foldQuoted(cursor, start);
      pieceStart = cursor.offset;
    } else cursor.offset++;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A double-quoted scalar with its escapes. */
export function scanDoubleQuoted(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.offset;
  let result = "";
  let pieceStart = start + 1;
  cursor.offset = pieceStart;
  for (;;) {
    const unit = text.charCodeAt(cursor.offset);
    if (unit === 34) {
      result += text.slice(pieceStart, cursor.offset);
      cursor.offset++;
      return result;
    }
    if (Number.isNaN(unit)) throw unclosed(start);
    if (isBreak(unit)) {
      result += trimBlanks(text, pieceStart, cursor.offset) + foldQuoted(cursor, start);
      pieceStart = cursor.offset;
    } else if (unit === 92) {
      result += text.slice(pieceStart, cursor.offset) + scanEscape(cursor, start);
      pieceStart = cursor.offset;
    } else cursor.offset++;
  }
}

function scanEscape(cursor: Cursor, start: number): string {
  const { text } = cursor;
  const at = cursor.offset;
  const letter = text[at + 1] ?? "";
  if (isBreak(text.charCodeAt(at + 1))) {
    cursor.offset++;
    skipBreak(cursor);
    skipBlanks(cursor);
    return "";
  }
  const simple = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (simple !== undefined) {
    cursor.offset += 2;
    return simple;
  }
  const length = Object.hasOwn(HEX_LENGTHS, letter) ? HEX_LENGTHS[letter]! : 0;
  const digits = text.slice(at + 2, at + 2 + length);
  if (length === 0 || digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw new YamlError(
      length === 0 ? "found unknown escape character" : "did not find expected hexdecimal number",
      at,
      "while parsing a quoted scalar",
      start,
    );
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new YamlError("found invalid Unicode character escape code", at);
  }
  cursor.offset += 2 + length;
  return String.fromCodePoint(code);
}

function foldQuoted(cursor: Cursor, start: number): string {
  const { text } = cursor;
  let breaks = "";
  for (;;) {
    const unit = text.charCodeAt(cursor.offset);
    if (isBreak(unit)) {
      breaks += skipBreak(cursor);
      if (documentMark(text, cursor.offset) !== undefined) {
        throw new YamlError(
          "found unexpected document indicator",
          cursor.offset,
          "while scanning a quoted scalar",
          start,
        );
      }
    } else if (unit === SPACE || unit === TAB) cursor.offset++;
    else return folded(breaks);
  }
}

function trimBlanks(text: string, start: number, end: number): string {
  let last = end;
  while (last > start) {
    const unit = text.charCodeAt(last - 1);
    if (unit !== SPACE && unit !== TAB) break;
    last--;
  }
  return text.slice(start, last);
}

function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const unit = cursor.text.charCodeAt(cursor.offset);
    if (unit !== SPACE && unit !== TAB) return;
    cursor.offset++;
  }
}

/** Told where the quote opens: the end of the text, where libyaml stops, says little. */
function unclosed(start: number): YamlError {
  return new YamlError("this quote is never closed", start);
}

/** A literal (`|`) or folded (`>`) block scalar with its indentation and chomping indicators. */
export function scanBlockScalar(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.offset;
  const isLiteral = text[start] === "|";
  const header = /^[|>](?:([+-])([1-9])?|([1-9])([+-])?)?/.exec(text.slice(start, start + 3))!;
  const chomping = header[1] ?? header[4] ?? "";
  const width = header[2] ?? header[3];
  cursor.offset += header[0].length;
  skipBlanks(cursor);
  if (text.charCodeAt(cursor.offset) === 35) cursor.offset = lineEnd(text, cursor.offset);
  const unit = text.charCodeAt(cursor.offset);
  if (!Number.isNaN(unit)) {
    if (!isBreak(unit)) {
      throw new YamlError(
        "did not find expected comment or line break",
        cursor.offset,
        "while scanning a block scalar",
        start,
      );
    }
    skipBreak(cursor);
  }
  const base = Math.max(cursor.indent, 0);
  let indent = width === undefined ? 0 : base + Number(width);
  let pending = "";
  ({ breaks: pending, indent } = skipBlockBreaks(cursor, indent, start));

  let result = "";
  let lastBreak = "";
  let wasIndented = false;
  while (
    cursor.offset - cursor.lineStart === indent &&
    !Number.isNaN(text.charCodeAt(cursor.offset))
  ) {
    const first = text.charCodeAt(cursor.offset);
    const isIndented = first === SPACE || first === TAB;
    if (!isLiteral && lastBreak === "\n" && !wasIndented && !isIndented) {
      if (pending === "") result += " ";
    } else result += lastBreak;
    result += pending;
    wasIndented = isIndented;
    const end = lineEnd(text, cursor.offset);
    result += text.slice(cursor.offset, end);
    cursor.offset = end;
    lastBreak = "";
    pending = "";
    if (end < text.length) {
      lastBreak = skipBreak(cursor);
      ({ breaks: pending, indent } = skipBlockBreaks(cursor, indent, start));
    }
  }
  if (chomping !== "-") result += lastBreak;
  if (chomping === "+") result += pending;
  return result;
}

function skipBlockBreaks(
  cursor: Cursor,
  indent: number,
  start: number,
): { breaks: string; indent: number } {
  const { text } = cursor;
  let breaks = "";
  let widest = 0;
  for (;;) {
    while (
      (indent === 0 || cursor.offset - cursor.lineStart < indent) &&
      text.charCodeAt(cursor.offset) === SPACE
    ) {
      cursor.offset++;
    }
    widest = Math.max(widest, cursor.offset - cursor.lineStart);
    const unit = text.charCodeAt(cursor.offset);
    if ((indent === 0 || cursor.offset - cursor.lineStart < indent) && unit === TAB) {
      throw new YamlError(
        "found a tab character where an indentation space is expected",
        cursor.offset,
        "while scanning a block scalar",
        start,
      );
    }
    if (!isBreak(unit)) break;
    breaks += skipBreak(cursor);
  }
  return { breaks, indent: indent === 0 ? Math.max(widest, cursor.indent + 1, 1) : indent };
}
