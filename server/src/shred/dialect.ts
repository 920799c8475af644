/**
 * How a delimited file is written: delimiter, quote, escape, line end, header. Detected from the
 * head of the file where nobody says; knows bytes only, so that any encoding that keeps ASCII works.
 */
import { type Dialect, scanRows } from "./scanRows";

/** What the user says; the rest is detected. */
export interface DialectChoice {
  readonly delimiter?: number;
  readonly quote?: number;
  readonly escape?: number;
  readonly hasHeader?: boolean;
}

export const COMMA = 0x2c;
export const QUOTE = 0x22;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
const TAB = 0x09;
const SEMICOLON = 0x3b;
const PIPE = 0x7c;
const UNIT_SEPARATOR = 0x1f;
const START_OF_HEADING = 0x01;
/** In the order in which ties are decided. */
const DELIMITERS = [COMMA, TAB, SEMICOLON, PIPE, UNIT_SEPARATOR, START_OF_HEADING];
/** A shorter head is the whole file, whose last row needs no line end. */
export const HEAD_BYTES = 65_536;
/** Rows looked at; more would not change the answer. */
const SAMPLE_ROWS = 200;

/** Bytes of the byte order mark at the front of UTF-8 text; 0 where there is none. */
export function bomLength(head: Uint8Array): number {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

/** Why `head` is no text that can be shredded byte by byte, or nothing. */
export function encodingProblem(head: Uint8Array): string | undefined {
  const [first, second] = head;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isWide) return "is UTF-16; convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)";
  return head.subarray(0, 4096).includes(0)
    ? "holds zero bytes, so it is no delimited text; Heddle shreds CSV, TSV and Parquet"
    : undefined;
}

/** The dialect of a file that starts with `head` (after the byte order mark). O(head). */
export function detectDialect(head: Uint8Array, choice: DialectChoice = {}): Dialect {
  const quote = choice.quote ?? QUOTE;
  const base = {
    quote,
    escape: choice.escape ?? quote,
    newline:
      head.includes(LINE_FEED) || !head.includes(CARRIAGE_RETURN) ? LINE_FEED : CARRIAGE_RETURN,
    hasHeader: true,
  };
  const delimiter = choice.delimiter ?? bestDelimiter(head, base);
  const dialect = { ...base, delimiter };
  return { ...dialect, hasHeader: choice.hasHeader ?? looksLikeHeader(head, dialect) };
}

function bestDelimiter(head: Uint8Array, base: Omit<Dialect, "delimiter">): number {
  let best = COMMA;
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = sampleRows(head, { ...base, delimiter }).map((cells) => cells.length);
    const width = counts[0] ?? 1;
    if (width < 2) continue;
    const agreeing = counts.filter((count) => count === width).length / counts.length;
    const score = agreeing * agreeing * Math.log2(width + 1);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Cells of the first rows, quotes left in place. */
export function sampleRows(head: Uint8Array, dialect: Dialect): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const text = new TextDecoder();
  const fields = new Int32Array(4096);
  scanRows(head, 0, head.length, dialect, head.length < HEAD_BYTES, fields, {
    row(bytes, start, end, count) {
      if (rows.length >= SAMPLE_ROWS || start === end) return;
      const cells: string[] = [];
      for (let i = 0; i < count; i++) {
        cells.push(text.decode(bytes.subarray(fields[i]!, fields[i + 1]! - 1)));
      }
      rows.push(cells);
    },
  });
  return rows;
}

const NAME = /^[\p{L}_#@][^\n]*$/u;

/** A first row of distinct names, over rows of which some cell is no name. */
function looksLikeHeader(head: Uint8Array, dialect: Dialect): boolean {
  const [first, ...rest] = sampleRows(head, dialect).map((cells) => cells.map(unquotedText));
  if (first === undefined) return false;
  if (!first.every((cell) => NAME.test(cell)) || new Set(first).size < first.length) return false;
  if (rest.length === 0) return true;
  const hasOther = first.some((_, at) =>
    rest.some((cells) => cells[at] !== undefined && cells[at] !== "" && !NAME.test(cells[at])),
  );
  // All text: a header's words rarely come again as values of their own column.
  return hasOther || first.every((cell, at) => rest.every((cells) => cells[at] !== cell));
}

/** A cell without the quotes around it and with doubled quotes undone. */
export function unquotedText(cell: string): string {
  return /^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
