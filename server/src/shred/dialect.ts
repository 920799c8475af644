/**
 * How a delimited file is written: delimiter, quote, escape, line end, header. Detected from the
 * head of the file where nobody says; knows bytes only, so that any encoding that keeps ASCII works.
 */
import { afterQuoted, type Dialect, scanRows } from "./scanRows";

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
/** Enough to tell how nearly every file is written. */
export const HEAD_BYTES = 65_536;
/** Bytes in which zeros are looked for. */
const ZERO_BYTES = 4096;
const WITHOUT_MARK =
  "has a zero in every second place, as UTF-16 without a byte order mark has; convert it first (iconv -f UTF-16";
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
  const zeros = [0, 0];
  for (let at = 0; at < Math.min(head.length, ZERO_BYTES); at++) {
    if (head[at] === 0) zeros[at & 1] = zeros[at & 1]! + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return undefined;
  // Text in Latin letters has its zeros in every second place.
  if (even === 0 && odd > 1) return `${WITHOUT_MARK}LE -t UTF-8)`;
  if (odd === 0 && even > 1) return `${WITHOUT_MARK}BE -t UTF-8)`;
  return "holds zero bytes, so it is no delimited text; Heddle shreds CSV, TSV and Parquet";
}

/** How a file's head shows it to be written. */
export interface Detected {
  readonly dialect: Dialect;
  /** What most rows end with: `\n`, `\r\n` or `\r`. */
  readonly lineEnd: Uint8Array<ArrayBuffer>;
  /** Cells of the first rows, quotes left in place. */
  readonly sample: readonly (readonly string[])[];
}

/**
 * The dialect of a file that starts with `head` (after the byte order mark). `isWhole`: nothing
 * follows, so that its last row needs no line end. O(head).
 */
export function detectDialect(head: Uint8Array, choice: DialectChoice, isWhole: boolean): Detected {
  const quote = choice.quote ?? QUOTE;
  const escapeByte = choice.escape ?? quote;
  const lineEnd = lineEndOf(head, quote, escapeByte, choice.delimiter);
  const newline = lineEnd[lineEnd.length - 1] ?? LINE_FEED;
  const base = { quote, escape: escapeByte, newline, hasHeader: true };
  const delimiter = choice.delimiter ?? bestDelimiter(head, base, isWhole);
  const dialect = { ...base, delimiter };
  const sample = sampleRows(head, dialect, isWhole);
  return {
    dialect: { ...dialect, hasHeader: choice.hasHeader ?? looksLikeHeader(sample) },
    lineEnd,
    sample,
  };
}

/** The line end that most rows have. Those within quotes are text. */
function lineEndOf(
  head: Uint8Array,
  quote: number,
  escapeByte: number,
  delimiter: number | undefined,
): Uint8Array<ArrayBuffer> {
  const [plain, withReturn, loneReturn] = [
    Uint8Array.of(LINE_FEED),
    Uint8Array.of(CARRIAGE_RETURN, LINE_FEED),
    Uint8Array.of(CARRIAGE_RETURN),
  ];
  const counts = new Map([plain, withReturn, loneReturn].map((one) => [one, 0]));
  const count = (one: Uint8Array<ArrayBuffer>) => counts.set(one, (counts.get(one) ?? 0) + 1);
  const isBreak = (byte: number | undefined) =>
    byte === undefined ||
    byte === LINE_FEED ||
    byte === CARRIAGE_RETURN ||
    (delimiter === undefined ? DELIMITERS.includes(byte) : byte === delimiter);
  for (let at = 0; at < head.length; at++) {
    const byte = head[at];
    if (byte === quote && isBreak(head[at - 1])) {
      const after = afterQuoted(head, at + 1, head.length, quote, escapeByte, true);
      if (after < 0) break;
      at = after - 1;
    } else if (byte === LINE_FEED) count(plain);
    else if (byte === CARRIAGE_RETURN && head[at + 1] === LINE_FEED) {
      count(withReturn);
      at++;
    } else if (byte === CARRIAGE_RETURN) count(loneReturn);
  }
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

function bestDelimiter(
  head: Uint8Array,
  base: Omit<Dialect, "delimiter">,
  isWhole: boolean,
): number {
  let best = COMMA;
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(head, { ...base, delimiter }, isWhole);
    const counts = rows.map((cells) => cells.length);
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
function sampleRows(
  head: Uint8Array,
  dialect: Dialect,
  isWhole: boolean,
): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const text = new TextDecoder();
  const fields = new Int32Array(head.length + 2);
  scanRows(head, 0, head.length, dialect, isWhole, fields, {
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
function looksLikeHeader(sample: Detected["sample"]): boolean {
  const [first, ...rest] = sample.map((cells) => cells.map(unquotedText));
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
