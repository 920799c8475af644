/**
 * Offsets, positions and ranges in a text. Everything inside Heddle speaks in half-open spans of
 * UTF-16 offsets; line and character (LSP's own unit) exist only at the edges.
 */

/** Half-open range of UTF-16 code unit offsets: `start <= offset < end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 0-based line and 0-based UTF-16 character within it, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open range of positions, as in LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Converts between offsets and positions of one text. Building is O(n), each look-up O(log n). */
export interface LineIndex {
  readonly lineCount: number;
  /** Position of an offset; offsets outside the text are clamped to its ends. */
  positionAt(offset: number): Position;
  /** Offset of a position; positions past a line's end are clamped to that end. */
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Line index of `text`; `\n`, `\r\n` and a lone `\r` each end a line, as in LSP. */
export function lineIndex(text: string): LineIndex {
  const starts: number[] = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === LINE_FEED) starts.push(offset + 1);
    else if (unit === CARRIAGE_RETURN && text.charCodeAt(offset + 1) !== LINE_FEED) {
      starts.push(offset + 1);
    }
  }

  const positionAt = (offset: number): Position => {
    const clamped = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - starts[low]! };
  };

  return {
    lineCount: starts.length,
    positionAt,
    offsetAt({ line, character }) {
      const start = starts[line];
      if (start === undefined) return line < 0 ? 0 : text.length;
      let end = starts[line + 1] ?? text.length;
      while (end > start && isLineEnd(text.charCodeAt(end - 1)) && line + 1 < starts.length) end--;
      return Math.min(start + Math.max(0, character), end);
    },
    rangeOf: (span) => ({ start: positionAt(span.start), end: positionAt(span.end) }),
  };
}

function isLineEnd(unit: number): boolean {
  return unit === LINE_FEED || unit === CARRIAGE_RETURN;
}

/**
 * `parts` as one text in one piece. What `+` and templates make keeps its parts until somebody looks,
 * and a cell of memory after that: too much for names and ids that a project has in tens of thousands.
 */
export function wholeText(parts: readonly string[]): string {
  return parts.join("");
}
