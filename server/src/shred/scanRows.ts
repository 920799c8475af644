/**
 * Finds the rows and fields of delimited text, in bytes: quotes, doubled quotes, newlines inside
 * quotes. One pass, nothing allocated, no strings. Knows neither types nor shards.
 */

/** Single bytes, as the text is written. */
export interface Dialect {
  readonly delimiter: number;
  readonly quote: number;
  /** The byte that makes the next one literal inside quotes; mostly the quote itself. */
  readonly escape: number;
  /** Ends a row: `\n` (with or without a `\r` before) or, in old files, a lone `\r`. */
  readonly newline: number;
  readonly hasHeader: boolean;
}

export interface RowSink {
  /**
   * A complete row: `bytes[start … end)` without its line end, in `fieldCount` fields. Field `i` is
   * `bytes[fields[i] … fields[i + 1] - 1)` with its quotes. `next` is where the next row starts.
   */
  row(bytes: Uint8Array, start: number, end: number, fieldCount: number, next: number): void;
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** What `scanRows` gives where a quote is still open at the end of the last block. */
export const UNCLOSED = -1;

/**
 * Gives `sink` every row that ends in `bytes[from … to)` and answers where the first incomplete one
 * starts. With `isLast` the rest is a row too, or `UNCLOSED` where its quote never closes. A quote
 * opens a quoted field only as its first byte; what follows the closing quote is taken as it is.
 * Fields beyond `fields` are counted and not placed. O(to - from).
 */
export function scanRows(
  bytes: Uint8Array,
  from: number,
  to: number,
  { delimiter, quote, escape: escapeByte, newline }: Dialect,
  isLast: boolean,
  fields: Int32Array,
  sink: RowSink,
): number {
  // Most bytes of most files lie above both marks: one comparison passes them.
  const highest = Math.max(delimiter, newline);
  let start = from;
  let at = from;
  let count = 1;
  let isFieldStart = true;
  fields[0] = from;
  for (;;) {
    if (isFieldStart) {
      isFieldStart = false;
      if (at < to && bytes[at] === quote) {
        at = afterQuoted(bytes, at + 1, to, quote, escapeByte, isLast);
        if (at < 0) return isLast ? UNCLOSED : start;
      }
    }
    while (at < to && bytes[at]! > highest) at++;
    if (at >= to) break;
    const byte = bytes[at]!;
    at++;
    if (byte === delimiter) {
      fields[count++] = at;
      isFieldStart = true;
    } else if (byte === newline) {
      const lineEnd = at - 1;
      const hasReturn =
        newline === LINE_FEED && lineEnd > start && bytes[lineEnd - 1] === CARRIAGE_RETURN;
      const end = hasReturn ? lineEnd - 1 : lineEnd;
      fields[count] = end + 1;
      sink.row(bytes, start, end, count, at);
      start = at;
      fields[0] = at;
      count = 1;
      isFieldStart = true;
    }
  }
  if (!isLast || start >= to) return start;
  const end = bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
  fields[count] = end + 1;
  sink.row(bytes, start, end, count, to);
  return to;
}

/**
 * The place after the closing quote of a field whose content starts at `at`; -1 where there is none,
 * or where only bytes beyond `to` tell. O(length).
 */
export function afterQuoted(
  bytes: Uint8Array,
  at: number,
  to: number,
  quote: number,
  escapeByte: number,
  isLast: boolean,
): number {
  let place = at;
  for (;;) {
    while (place < to && bytes[place] !== quote && bytes[place] !== escapeByte) place++;
    if (place >= to) return -1;
    // Whether the last byte of a block closes or escapes is known with the next block.
    if (place + 1 >= to) return isLast && bytes[place] === quote ? to : -1;
    const isPair =
      bytes[place] === escapeByte && (escapeByte !== quote || bytes[place + 1] === quote);
    if (!isPair) return place + 1;
    place += 2;
  }
}
