/**
 * Drives `scanRows` over a whole file in blocks: bounded memory, a header read once, blank lines
 * passed over, progress and cancellation between blocks.
 */
import type { ByteSource, Watch } from "./byteStreams";
import {
  bomLength,
  CARRIAGE_RETURN,
  type DialectChoice,
  detectDialect,
  encodingProblem,
  HEAD_BYTES,
  LINE_FEED,
  unquotedText,
} from "./dialect";
import { Cancelled, Refusal } from "./refusal";
import { type Dialect, type RowSink, scanRows, UNCLOSED } from "./scanRows";

const BLOCK_BYTES = 1 << 20;
/** A row beyond this is a quote that never closes, not data. */
const LONGEST_ROW_BYTES = 64 << 20;

/** How the file is laid out; known before its first row. */
export interface Layout {
  readonly dialect: Dialect;
  readonly columns: readonly string[];
  /** The header as it stands in the file, with a line end; empty where there is none. */
  readonly header: Uint8Array;
  /** What a row lacks that is the file's last and has no line end. */
  readonly lineEnd: Uint8Array;
}

export interface RowsRead {
  readonly layout: Layout;
  readonly blankLines: number;
  /** Rows whose number of fields is not the header's, and the first of them, from 1. */
  readonly raggedRows: number;
  readonly firstRagged: number;
  readonly rows: number;
  /** Bytes of text, unpacked. */
  readonly bytes: number;
}

export interface RowsSource {
  readonly name: string;
  readonly size: number;
  readonly source: ByteSource;
  readonly choice: DialectChoice;
  /** The source ends anywhere, so that a last row without line end is left out. */
  readonly isCut?: boolean;
}

/** Rows handed on, in file order: fields are placed in `fields`. */
export interface RowsSink extends RowSink {
  /** Called between blocks, where writing may wait. */
  drain?(): Promise<void>;
}

/**
 * Gives every row after the header to the sink that `begin` makes of the layout. Memory: one block
 * of 1 MiB, or twice the longest row. Rejects with `Refusal` for what is no delimited text.
 */
export async function readRows(
  { name, size, source, choice, isCut = false }: RowsSource,
  begin: (layout: Layout, fields: Int32Array) => RowsSink,
  { progress, isCancelled }: Watch,
  what = "reading",
): Promise<RowsRead> {
  let buffer = new Uint8Array(BLOCK_BYTES);
  let filled = 0;
  let isEnd = false;
  const fill = async (least: number) => {
    while (filled < least && !isEnd) {
      const count = await source.read(buffer, filled);
      filled += count;
      isEnd = count === 0;
    }
  };
  await fill(HEAD_BYTES);
  const problem = encodingProblem(buffer.subarray(0, Math.min(filled, HEAD_BYTES)));
  if (problem !== undefined) throw new Refusal(`${name} ${problem}`);
  const bom = bomLength(buffer);
  if (filled === bom) throw new Refusal(`${name} is empty: there is nothing to shred`);
  const detect = (most: number) => {
    const to = Math.min(filled, bom + most);
    return detectDialect(buffer.subarray(bom, to), choice, isEnd && !isCut && to === filled);
  };
  let detected = detect(HEAD_BYTES);
  if (detected.sample.length === 0) {
    // A header of thousands of columns.
    await fill(buffer.length);
    detected = detect(buffer.length);
  }
  const { dialect, lineEnd, sample } = detected;
  const [first] = sample;
  if (first === undefined) throw noRowRefusal(name, buffer.subarray(bom, filled), isEnd);
  const columns = columnNames(first, dialect.hasHeader);

  const fields = new Int32Array(Math.max(64, columns.length * 2) + 2);
  let rows = 0;
  let bytes = bom;
  let blankLines = 0;
  let raggedRows = 0;
  let firstRagged = 0;
  let header = new Uint8Array(0);
  let sink: RowsSink | undefined;
  let layout: Layout | undefined;
  const start = (): RowsSink => {
    layout = { dialect, columns, header, lineEnd };
    return begin(layout, fields);
  };
  if (!dialect.hasHeader) sink = start();
  const width = columns.length;
  const counting: RowSink = {
    row(bytes, from, to, count, next) {
      if (from === to && width !== 1) {
        blankLines++;
        return;
      }
      if (sink === undefined) {
        header = withLineEnd(bytes.slice(from, next), lineEnd);
        sink = start();
        return;
      }
      rows++;
      if (count !== width && raggedRows++ === 0) firstRagged = rows;
      sink.row(bytes, from, to, count, next);
    },
  };

  let from = bom;
  for (;;) {
    const next = scanRows(buffer, from, filled, dialect, isEnd && !isCut, fields, counting);
    if (next === UNCLOSED) {
      throw new Refusal(
        `${name}: the quote that opens in row ${rows + 1} never closes; mend the file or give --quote`,
      );
    }
    bytes += next - from;
    await sink?.drain?.();
    if (isEnd) break;
    if (isCancelled()) throw new Cancelled();
    progress(what, source.position(), size);
    buffer.copyWithin(0, next, filled);
    filled -= next;
    from = 0;
    if (filled > buffer.length / 2) {
      if (filled > LONGEST_ROW_BYTES) {
        throw new Refusal(
          `${name}: row ${rows + 1} is longer than 64 MiB; does a quote never close? See --quote`,
        );
      }
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer.subarray(0, filled));
      buffer = larger;
    }
    await fill(buffer.length);
  }
  return { layout: layout ?? finish(start), rows, bytes, blankLines, raggedRows, firstRagged };
}

/** A file that is a header and nothing else, or not even that. */
function finish(start: () => RowsSink): Layout {
  start();
  throw new Refusal("the file has no row");
}

function columnNames(cells: readonly string[], hasHeader: boolean): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, at) => {
    const written = hasHeader ? unquotedText(cell).trim() : "";
    const base = written === "" ? `column${at + 1}` : written;
    let name = base;
    for (let again = 2; taken.has(name.toLowerCase()); again++) name = `${base}_${again}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function withLineEnd(row: Uint8Array<ArrayBuffer>, lineEnd: Uint8Array): Uint8Array<ArrayBuffer> {
  if (row.at(-1) === lineEnd.at(-1)) return row;
  const ended = new Uint8Array(row.length + lineEnd.length);
  ended.set(row);
  ended.set(lineEnd, row.length);
  return ended;
}

/** Why a file that is not empty has no first row. */
function noRowRefusal(name: string, head: Uint8Array, isEnd: boolean): Refusal {
  if (head.every((byte) => byte === LINE_FEED || byte === CARRIAGE_RETURN)) {
    return new Refusal(`${name} holds blank lines and nothing else: there is nothing to shred`);
  }
  return new Refusal(
    isEnd
      ? `${name}: the quote that opens in row 1 never closes; mend the file or give --quote`
      : `${name}: its first row is longer than 1 MB; does a quote never close? See --quote`,
  );
}
