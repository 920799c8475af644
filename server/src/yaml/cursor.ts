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
  return unit === 32 || unit === 10 || unit === 13 || unit === 9 || Number.isNaN(unit);
}

/** Offset of the line break (or the end of the text) at or after `offset`. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 10 || unit === 13) break;
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
