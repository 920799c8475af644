/** One column of a Parquet row group while it is filled: values in PLAIN encoding, nulls beside. */
import type { ColumnShape } from "./columnType";
import { dayAt, momentAt } from "./moment";
import { Refusal } from "./refusal";
import { isUtf8 } from "./utf8";
import { WholeNumber } from "./wholeNumber";

/** Physical types by their numbers in parquet.thrift. */
export const PHYSICAL = { boolean: 0, int32: 1, int64: 2, double: 5, byteArray: 6 } as const;
/** Converted types by their numbers in parquet.thrift. */
export const CONVERTED = { utf8: 0, decimal: 5, date: 6, timestampMicros: 10 } as const;

export type ParquetKind =
  | "int64"
  | "decimal"
  | "double"
  | "boolean"
  | "date"
  | "timestamp"
  | "text";

const TWO_16 = 65_536;
const TWO_32 = 4_294_967_296;
const DOT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** Digits that a double holds exactly. */
const SAFE_DIGITS = 15;
/** Digits of a decimal that fit 64 bits. */
const DECIMAL_DIGITS = 18;

/** The Parquet type that holds every value exactly; what has none stays text. */
export function parquetKind(shape: ColumnShape): ParquetKind {
  if (shape.isPadded) return "text";
  if (shape.type === "integer") return shape.exceedsInt64 ? "text" : "int64";
  if (shape.type === "decimal") {
    return shape.mostDigits + shape.mostScale <= DECIMAL_DIGITS ? "decimal" : "text";
  }
  if (shape.type === "timestamptz") return "text";
  return shape.type;
}

export class ParquetColumn {
  readonly kind: ParquetKind;
  /** 1 per value, 0 per null, in row order. */
  private levels = new Uint8Array(1024);
  private values = new Uint8Array(8192);
  private view = new DataView(this.values.buffer);
  private rows = 0;
  private filled = 0;
  private readonly whole = new WholeNumber();
  private readonly decoder = new TextDecoder();

  constructor(
    readonly shape: ColumnShape,
    private readonly quote: number,
    private readonly escapeByte: number,
  ) {
    this.kind = parquetKind(shape);
  }

  get size(): number {
    return this.filled + this.rows;
  }

  /** Adds the field `bytes[start … end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.rows === this.levels.length) this.levels = doubled(this.levels);
    const isQuoted =
      end - start >= 2 && bytes[start] === this.quote && bytes[end - 1] === this.quote;
    const from = isQuoted ? start + 1 : start;
    const to = isQuoted ? end - 1 : end;
    const isNull = from === to && !(isQuoted && this.kind === "text");
    this.levels[this.rows++] = isNull ? 0 : 1;
    if (isNull) return;
    this.reserve(to - from + 8);
    if (this.kind === "text") this.addText(bytes, from, to, isQuoted);
    else if (this.kind === "int64") this.addWhole(bytes, from, to, 0);
    else if (this.kind === "decimal") this.addDecimal(bytes, from, to);
    else if (this.kind === "boolean")
      this.values[this.filled++] = (bytes[from]! | 0x20) === 0x74 ? 1 : 0;
    else this.addOther(bytes, from, to);
  }

  /** Definition levels and values as a data page wants them; the column is empty afterwards. */
  takePage(): Uint8Array {
    const groups = Math.ceil(this.rows / 8);
    const header = varint((groups << 1) | 1);
    const isBits = this.kind === "boolean";
    const valueBytes = isBits ? Math.ceil(this.filled / 8) : this.filled;
    const page = new Uint8Array(4 + header.length + groups + valueBytes);
    new DataView(page.buffer).setUint32(0, header.length + groups, true);
    page.set(header, 4);
    packBits(this.levels, this.rows, page, 4 + header.length);
    const at = 4 + header.length + groups;
    if (isBits) packBits(this.values, this.filled, page, at);
    else page.set(this.values.subarray(0, this.filled), at);
    this.rows = 0;
    this.filled = 0;
    return page;
  }

  private addText(bytes: Uint8Array, from: number, to: number, isQuoted: boolean): void {
    const { values, escapeByte } = this;
    const start = this.filled + 4;
    let filled = start;
    let all = 0;
    for (let at = from; at < to; at++) {
      // An escape gives way to the byte that it makes literal.
      if (isQuoted && bytes[at] === escapeByte && at + 1 < to) at++;
      const byte = bytes[at]!;
      all |= byte;
      values[filled++] = byte;
    }
    if (all > 0x7f && !isUtf8(values, start, filled)) {
      const shown = this.decoder.decode(values.subarray(start, Math.min(filled, start + 40)));
      throw new Refusal(
        `column ${this.shape.name} holds text that is not UTF-8 ("${shown}"), which Parquet demands; convert the file first (iconv -f LATIN1 -t UTF-8), or give csv:DIR, whose shards are the file's own bytes`,
      );
    }
    this.view.setUint32(this.filled, filled - start, true);
    this.filled = filled;
  }

  private addWhole(bytes: Uint8Array, from: number, to: number, zeros: number): void {
    this.whole.read(bytes, from, to);
    const value = zeros === 0 ? this.whole.safeValue() : undefined;
    if (value === undefined) {
      this.view.setBigInt64(this.filled, this.whole.bigValue() * 10n ** BigInt(zeros), true);
      this.filled += 8;
    } else this.addInteger(value);
  }

  private addInteger(value: number): void {
    this.view.setInt32(this.filled, value | 0, true);
    if (Math.abs(value) > 0x7fffffff)
      this.view.setUint32(this.filled, value - Math.floor(value / TWO_32) * TWO_32, true);
    this.view.setInt32(this.filled + 4, Math.floor(value / TWO_32), true);
    this.filled += 8;
  }

  /** `12.5` of scale 2 is 1250: the point goes, zeros make up the scale. */
  private addDecimal(bytes: Uint8Array, from: number, to: number): void {
    const scale = this.shape.mostScale;
    let size = 0;
    let point = to;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= NINE) size = size * 10 + (byte - ZERO);
      else if (byte === DOT) point = at;
    }
    const zeros = scale - Math.max(0, to - point - 1);
    if (to - from + zeros <= SAFE_DIGITS) {
      size *= 10 ** zeros;
      // No negative zero.
      this.addInteger(bytes[from] === MINUS ? 0 - size : size);
      return;
    }
    const digits = new Uint8Array(to - from - (point < to ? 1 : 0));
    digits.set(bytes.subarray(from, point));
    if (point < to) digits.set(bytes.subarray(point + 1, to), point - from);
    this.addWhole(digits, 0, digits.length, zeros);
  }

  private addOther(bytes: Uint8Array, from: number, to: number): void {
    if (this.kind === "double") {
      const text = this.decoder.decode(bytes.subarray(from, to));
      this.view.setFloat64(this.filled, Number(text), true);
      this.filled += 8;
    } else if (this.kind === "date") {
      this.view.setInt32(this.filled, dayAt(bytes, from), true);
      this.filled += 4;
    } else {
      const { seconds, micros } = momentAt(bytes, from, to);
      this.addMicros(seconds, micros);
    }
  }

  /** `seconds × 1,000,000 + micros` in 64 bits: more than a double holds, so in two parts. */
  private addMicros(seconds: number, micros: number): void {
    const upper = Math.floor(seconds / TWO_16);
    const high = upper * 1e6;
    const rest = (seconds - upper * TWO_16) * 1e6 + micros;
    const carried = Math.floor(high / TWO_16);
    const low = (high - carried * TWO_16) * TWO_16 + rest;
    const overflow = Math.floor(low / TWO_32);
    this.view.setUint32(this.filled, low - overflow * TWO_32, true);
    this.view.setInt32(this.filled + 4, carried + overflow, true);
    this.filled += 8;
  }

  private reserve(bytes: number): void {
    if (this.filled + bytes <= this.values.length) return;
    let size = this.values.length * 2;
    while (size < this.filled + bytes) size *= 2;
    const larger = new Uint8Array(size);
    larger.set(this.values.subarray(0, this.filled));
    this.values = larger;
    this.view = new DataView(larger.buffer);
  }
}

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

function packBits(flags: Uint8Array, count: number, into: Uint8Array, at: number): void {
  for (let i = 0; i < count; i++) if (flags[i] === 1) into[at + (i >> 3)]! |= 1 << (i & 7);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return Uint8Array.from([...bytes, rest]);
}
