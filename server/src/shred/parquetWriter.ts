/**
 * Writes rows as typed Parquet: row groups of bounded size, PLAIN encoding, no compression, so that
 * any reader takes it and writing costs little. Format: parquet-format 2.10, parquet.thrift.
 */
import type { ByteSink } from "./byteStreams";
import type { ColumnShape } from "./columnType";
import { CONVERTED, ParquetColumn, type ParquetKind, PHYSICAL } from "./parquetColumn";
import { THRIFT, ThriftWriter } from "./thriftWriter";

const MAGIC = Uint8Array.from([0x50, 0x41, 0x52, 0x31]);
const ENCODING = { plain: 0, rle: 3 };
const OPTIONAL = 1;
const DATA_PAGE = 0;
const UNCOMPRESSED = 0;

interface Chunk {
  readonly offset: number;
  readonly size: number;
}

interface RowGroup {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

/** A Parquet file being written to a sink. */
export class ParquetWriter {
  private readonly columns: readonly ParquetColumn[];
  private readonly groups: RowGroup[] = [];
  private rows = 0;
  private isBegun = false;

  constructor(
    private readonly sink: ByteSink,
    private readonly shapes: readonly ColumnShape[],
    { quote, escape: escapeByte }: { readonly quote: number; readonly escape: number },
  ) {
    this.columns = shapes.map((shape) => new ParquetColumn(shape, quote, escapeByte));
  }

  /** Adds a row in the fields that a scan placed. */
  add(bytes: Uint8Array, fields: Int32Array, count: number): void {
    for (let at = 0; at < this.columns.length; at++) {
      if (at < count) this.columns[at]!.add(bytes, fields[at]!, fields[at + 1]! - 1);
      else this.columns[at]!.add(bytes, 0, 0);
    }
    this.rows++;
  }

  get size(): number {
    return this.columns.reduce((sum, column) => sum + column.size, 0);
  }

  /** Writes what is gathered as a row group. */
  async flush(): Promise<void> {
    if (!this.isBegun) {
      this.isBegun = true;
      await this.sink.write(MAGIC);
    }
    if (this.rows === 0) return;
    const chunks: Chunk[] = [];
    for (const column of this.columns) {
      const page = column.takePage();
      const header = pageHeader(page.length, this.rows);
      chunks.push({ offset: this.sink.size(), size: header.length + page.length });
      await this.sink.write(header);
      await this.sink.write(page);
    }
    this.groups.push({ rows: this.rows, chunks });
    this.rows = 0;
  }

  /** Writes the rest and the footer; the sink is left open. */
  async finish(): Promise<void> {
    await this.flush();
    const footer = this.footer();
    await this.sink.write(footer);
    const end = new Uint8Array(8);
    new DataView(end.buffer).setUint32(0, footer.length, true);
    end.set(MAGIC, 4);
    await this.sink.write(end);
  }

  private footer(): Uint8Array {
    const thrift = new ThriftWriter();
    thrift.int(1, 1);
    thrift.list(2, THRIFT.struct, this.shapes.length + 1);
    thrift.open();
    thrift.text(4, "schema");
    thrift.int(5, this.shapes.length);
    thrift.close();
    for (const column of this.columns) schemaElement(thrift, column);
    thrift.int(
      3,
      this.groups.reduce((sum, { rows }) => sum + rows, 0),
      THRIFT.i64,
    );
    thrift.list(4, THRIFT.struct, this.groups.length);
    for (const group of this.groups) this.rowGroup(thrift, group);
    thrift.text(6, "heddle shred");
    return thrift.finish();
  }

  private rowGroup(thrift: ThriftWriter, { rows, chunks }: RowGroup): void {
    thrift.open();
    thrift.list(1, THRIFT.struct, chunks.length);
    chunks.forEach(({ offset, size }, at) => {
      const column = this.columns[at]!;
      thrift.open();
      thrift.int(2, offset, THRIFT.i64);
      thrift.open(3);
      thrift.int(1, physicalOf(column.kind));
      thrift.list(2, THRIFT.i32, 2);
      thrift.rawInt(ENCODING.plain);
      thrift.rawInt(ENCODING.rle);
      thrift.list(3, THRIFT.binary, 1);
      thrift.rawText(column.shape.name);
      thrift.int(4, UNCOMPRESSED);
      thrift.int(5, rows, THRIFT.i64);
      thrift.int(6, size, THRIFT.i64);
      thrift.int(7, size, THRIFT.i64);
      thrift.int(9, offset, THRIFT.i64);
      thrift.close();
      thrift.close();
    });
    thrift.int(
      2,
      chunks.reduce((sum, { size }) => sum + size, 0),
      THRIFT.i64,
    );
    thrift.int(3, rows, THRIFT.i64);
    thrift.close();
  }
}

function pageHeader(size: number, rows: number): Uint8Array {
  const thrift = new ThriftWriter();
  thrift.int(1, DATA_PAGE);
  thrift.int(2, size);
  thrift.int(3, size);
  thrift.open(5);
  thrift.int(1, rows);
  thrift.int(2, ENCODING.plain);
  thrift.int(3, ENCODING.rle);
  thrift.int(4, ENCODING.rle);
  thrift.close();
  return thrift.finish();
}

function schemaElement(thrift: ThriftWriter, { kind, shape }: ParquetColumn): void {
  thrift.open();
  thrift.int(1, physicalOf(kind));
  thrift.int(3, OPTIONAL);
  thrift.text(4, shape.name);
  if (kind === "text") thrift.int(6, CONVERTED.utf8);
  else if (kind === "date") thrift.int(6, CONVERTED.date);
  else if (kind === "timestamp") thrift.int(6, CONVERTED.timestampMicros);
  else if (kind === "decimal") {
    thrift.int(6, CONVERTED.decimal);
    thrift.int(7, shape.mostScale);
    thrift.int(8, 18);
  }
  thrift.close();
}

function physicalOf(kind: ParquetKind): number {
  if (kind === "text") return PHYSICAL.byteArray;
  if (kind === "boolean") return PHYSICAL.boolean;
  if (kind === "double") return PHYSICAL.double;
  return kind === "date" ? PHYSICAL.int32 : PHYSICAL.int64;
}
