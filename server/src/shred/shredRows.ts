/**
 * Stage 1: one parse of the source, every row to exactly one shard. Writes CSV as it stands; other
 * formats are made by the writer that `openWriters` gives. Memory does not grow with the file.
 */
import type { ByteSink, Watch } from "./byteStreams";
import { ColumnKinds } from "./columnKinds";
import type { ColumnShape } from "./columnType";
import type { Manifest } from "./manifest";
import { ParquetWriter } from "./parquetWriter";
import { type Layout, type RowsSink, type RowsSource, readRows } from "./readRows";
import { Refusal } from "./refusal";
import { type DivisionChoice, ShardChooser } from "./shardChooser";
import { RowChecksum, ShardRows } from "./shardRows";
import { WholeNumber } from "./wholeNumber";

export interface ShardWritten {
  readonly shard: number;
  readonly rows: number;
  readonly bytes: number;
  readonly checksum: string;
  /** Exact sum of whole keys; what a target can be asked for too. */
  readonly keySum: string;
  readonly unkeyed: number;
}

export interface RowsShredded {
  readonly layout: Layout;
  readonly rows: number;
  readonly checksum: string;
  readonly blankLines: number;
  readonly shards: readonly ShardWritten[];
  /** Types of all columns by every value, where they were asked for. */
  readonly shapes?: readonly ColumnShape[];
}

export interface ShredRequest {
  readonly input: RowsSource;
  readonly choice: DivisionChoice;
  /** Whether to find the types of all columns in the same parse. */
  readonly withShapes: boolean;
  /** Types of all columns where the shards are to be Parquet; CSV otherwise. */
  readonly parquet?: readonly ColumnShape[];
  readonly openShard: (shard: number) => Promise<ByteSink>;
  readonly watch: Watch;
}

/** Bytes gathered for one shard before they are written, and for all shards together. */
const WRITE_BYTES = 1 << 18;
const BUFFERED_BYTES = 32 << 20;
/** Row groups of Parquet shards: large enough to be read well, small enough to be held n times. */
const GROUP_BYTES = 8 << 20;

/**
 * Shreds all of the input. Rejects with `Refusal` for a column that is not there, ragged rows and
 * whatever `readRows` refuses; files opened so far are closed.
 */
export async function shredRows(request: ShredRequest): Promise<RowsShredded> {
  const { input, choice, withShapes, parquet, openShard, watch } = request;
  const writeAt = Math.min(WRITE_BYTES, Math.ceil(BUFFERED_BYTES / choice.shards));
  const groupBytes = Math.min(GROUP_BYTES, Math.ceil(BUFFERED_BYTES / choice.shards));
  const shards = Array.from({ length: choice.shards }, () => new ShardRows(writeAt));
  const sinks: ByteSink[] = [];
  const whole = new WholeNumber();
  let kinds: readonly ColumnKinds[] = [];
  let header: Uint8Array = new Uint8Array(0);
  let writers: readonly ParquetWriter[] = [];

  const begin = (layout: Layout, fields: Int32Array): RowsSink => {
    const { columns, dialect, lineEnd } = layout;
    header = layout.header;
    const chooser = new ShardChooser(
      choice,
      keyIndexOf(choice, columns, input.name),
      dialect.quote,
    );
    if (parquet !== undefined) {
      writers = sinks.map((sink) => new ParquetWriter(sink, parquet, dialect));
    }
    if (withShapes) kinds = columns.map((name) => new ColumnKinds(name, dialect.quote));
    let block: Uint8Array = new Uint8Array(0);
    let view: DataView = new DataView(block.buffer);
    return {
      row(bytes, start, end, count, next) {
        // Asking a typed array for its buffer costs as much as a short row.
        if (block !== bytes) {
          block = bytes;
          view = new DataView(bytes.buffer);
        }
        const number = chooser.shardOfRow(bytes, fields, count);
        const shard = shards[number]!;
        if (writers.length > 0) writers[number]!.add(bytes, fields, count);
        shard.append(view, start, end, next, lineEnd);
        if (chooser.hasWhole) shard.addKey(chooser.whole);
        if (!chooser.isKeyed) shard.unkeyed++;
        for (let at = 0; at < kinds.length && at < count; at++) {
          kinds[at]!.see(bytes, fields[at]!, fields[at + 1]! - 1, whole);
        }
      },
      drain: () => drain(writeAt),
    };
  };
  const drain = async (least: number) => {
    for (let shard = 0; shard < shards.length; shard++) {
      const rows = shards[shard]!;
      const writer = writers[shard];
      if (writer !== undefined) {
        // The copied bytes have served their checksum.
        rows.take();
        if (writer.size >= groupBytes) await writer.flush();
      } else if (rows.size >= least) await sinks[shard]!.write(rows.take());
    }
  };

  try {
    for (let shard = 0; shard < choice.shards; shard++) sinks.push(await openShard(shard));
    let isHeaded = false;
    const headed = async () => {
      if (isHeaded) return;
      isHeaded = true;
      if (parquet === undefined) for (const sink of sinks) await sink.write(header);
    };
    const read = await readRows(
      input,
      (layout, fields) => {
        const sink = begin(layout, fields);
        return {
          row: sink.row,
          drain: async () => {
            await headed();
            await drain(writeAt);
          },
        };
      },
      watch,
      "shredding",
    );
    if (read.raggedRows > 0) throw raggedRefusal(input.name, read.raggedRows, read.firstRagged);
    await headed();
    await drain(1);
    for (const writer of writers) await writer.finish();
    const all = new RowChecksum();
    for (const { checksum } of shards) all.merge(checksum);
    return {
      layout: read.layout,
      rows: read.rows,
      checksum: all.text(),
      blankLines: read.blankLines,
      shards: shards.map((rows, shard) => ({
        shard,
        rows: rows.checksum.rows,
        bytes: sinks[shard]!.size(),
        checksum: rows.checksum.text(),
        keySum: rows.sum(),
        unkeyed: rows.unkeyed,
      })),
      ...(withShapes && { shapes: kinds.map(({ shape }) => shape) }),
    };
  } finally {
    for (const sink of sinks) await sink.close();
  }
}

/** How the run divides rows. */
export function divisionOf({
  function: kind,
  column,
  shardCount,
  nulls,
}: Manifest): DivisionChoice {
  return { function: kind, shards: shardCount, nulls, ...(column !== null && { column }) };
}

/** Place of the key among the columns, by its exact name or, failing that, whatever its case. */
export function keyIndexOf(
  { column, function: kind }: DivisionChoice,
  columns: readonly string[],
  name: string,
): number {
  if (kind === "round-robin" || column === undefined) return -1;
  const exact = columns.indexOf(column);
  if (exact >= 0) return exact;
  const lower = column.toLowerCase();
  const found = columns.findIndex((one) => one.toLowerCase() === lower);
  if (found < 0) {
    throw new Refusal(`${name} has no column ${column}; it has ${columns.join(", ")}`);
  }
  return found;
}

/** Why rows of another width cannot be shredded. */
export function raggedRefusal(name: string, count: number, first: number): Refusal {
  const rows = count === 1 ? "1 row has" : `${count} rows have`;
  return new Refusal(
    `${name}: ${rows} another number of fields than the header (the first is row ${first}); ` +
      "a loader would refuse or misread that. Mend the file, or give --delimiter and --quote",
  );
}
