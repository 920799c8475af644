/** Thrift's compact protocol, as much of it as a Parquet footer needs. */

export const THRIFT = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

/** A struct being written; fields must come in ascending order of their numbers. */
export class ThriftWriter {
  private readonly bytes: number[] = [];
  private last = 0;
  private readonly outer: number[] = [];

  int(
    field: number,
    value: number,
    type: typeof THRIFT.i32 | typeof THRIFT.i64 = THRIFT.i32,
  ): void {
    this.field(field, type);
    this.zigzag(value);
  }

  text(field: number, value: string): void {
    this.field(field, THRIFT.binary);
    this.rawText(value);
  }

  /** A list of `type`, whose `count` elements are written next by raw calls. */
  list(field: number, type: number, count: number): void {
    this.field(field, THRIFT.list);
    if (count < 15) this.bytes.push((count << 4) | type);
    else {
      this.bytes.push(0xf0 | type);
      this.varint(count);
    }
  }

  rawInt(value: number): void {
    this.zigzag(value);
  }

  rawText(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.varint(encoded.length);
    for (const byte of encoded) this.bytes.push(byte);
  }

  /** Opens a struct: as a field, or as a list's element without a number. */
  open(field?: number): void {
    if (field !== undefined) this.field(field, THRIFT.struct);
    this.outer.push(this.last);
    this.last = 0;
  }

  close(): void {
    this.bytes.push(0);
    this.last = this.outer.pop() ?? 0;
  }

  /** All of it, with the end of the outermost struct. */
  finish(): Uint8Array {
    return Uint8Array.from([...this.bytes, 0]);
  }

  private field(field: number, type: number): void {
    this.bytes.push(((field - this.last) << 4) | type);
    this.last = field;
  }

  private zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.bytes.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.bytes.push(rest);
  }
}
