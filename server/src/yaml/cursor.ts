/**
 * Where a scanner stands in a YAML text, and what stands there: shared by the token scanner and
 * the readers of scalars.
 */
import { Kind } from "./tokens";

/** Where the scanner stands; shared with the scalar readers, which move it. */
export interface Cursor {
  readonly text: string;
  offset: number;
  line: number;
  lineStart: number;
  readonly flowLevel: number;
  readonly indent: number;
  /** Set by a plain scalar that ended after a line break. */
  simpleKeyAllowed: boolean;
}

/** True for a blank, a line break or the end of the text at `offset`. */
export function isBlankOrEnd(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  return unit === 32 || unit === 9 || isBreak(unit) || Number.isNaN(unit);
}

/** True for what ends a line in YAML 1.1: CR, LF, and Unicode's next line and separators. */
export function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13 || (unit > 0x84 && isRareBreak(unit));
}

function isRareBreak(unit: number): boolean {
  return unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

/** Moves over the line break at the cursor and gives what a scalar holds of it. */
export function skipBreak(cursor: Cursor): string {
  const unit = cursor.text.charCodeAt(cursor.offset);
  cursor.offset += unit === 13 && cursor.text.charCodeAt(cursor.offset + 1) === 10 ? 2 : 1;
  cursor.line++;
  cursor.lineStart = cursor.offset;
  return unit === 0x2028 || unit === 0x2029 ? String.fromCharCode(unit) : "\n";
}

/** Offset of the line break (or the end of the text) at or after `offset`. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  for (; end < text.length; end++) {
    if (isBreak(text.charCodeAt(end))) break;
  }
  return end;
}

/** Kind of the document mark (`---`, `...`) at a line's start. */
export function documentMark(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at);
  if (unit !== 45 && unit !== 46) return undefined;
  if (text.charCodeAt(at + 1) !== unit || text.charCodeAt(at + 2) !== unit) return undefined;
  if (!isBlankOrEnd(text, at + 3)) return undefined;
  return unit === 45 ? Kind.documentStart : Kind.documentEnd;
}
