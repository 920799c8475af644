/**
 * One shard while it is being filled: its rows as they stand in the source, how many, a checksum
 * that does not depend on their order, and the exact sum of their keys.
 */
import type { WholeNumber } from "./wholeNumber";

const MIX_A = 0x85ebca6b;
const MIX_B = 0xc2b2ae35;
const SAFE = 4e15;

/** Order-free checksum of rows: the sums of two 32-bit hashes of each. */
export class RowChecksum {
  rows = 0;
  private a = 0;
  private b = 0;

  /** Adds the row whose hash lanes are `a` and `b`. */
  add(a: number, b: number): void {
    this.rows++;
    this.a = (this.a + finish(a ^ (b >>> 16))) | 0;
    this.b = (this.b + finish(b ^ a)) | 0;
  }

  /** Adds all rows of another shard. */
  merge(other: RowChecksum): void {
    this.rows += other.rows;
    this.a = (this.a + other.a) | 0;
    this.b = (this.b + other.b) | 0;
  }

  /** 16 hex digits. */
  text(): string {
    return [this.a, this.b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), MIX_A);
  mixed = Math.imul(mixed ^ (mixed >>> 13), MIX_B);
  return mixed ^ (mixed >>> 16);
}

export class ShardRows {
  readonly checksum = new RowChecksum();
  /** Rows without a key of their own: nulls and what the function cannot take. */
  unkeyed = 0;
  private bytes: Uint8Array<ArrayBuffer>;
  private view: DataView;
  private filled = 0;
  private keySum = 0n;
  private high = 0;
  private low = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /**
   * Copies the row `from[start … end)` and its line end up to `next`, hashing on the way; the last row
   * of a file gets the `lineEnd` that it may lack. The hash is of the row without its line end;
   * `python/heddle_shred` computes the same.
   */
  append(from: DataView, start: number, end: number, next: number, lineEnd: Uint8Array): void {
    const length = next - start;
    if (this.filled + length + 2 > this.bytes.length) this.grow(this.filled + length + 2);
    const { bytes, view } = this;
    let to = this.filled;
    let at = start;
    let a = end - start;
    let b = MIX_A;
    // Two chains of their own, so that neither waits for the other.
    for (const last = end - 8; at <= last; at += 8, to += 8) {
      const low = from.getInt32(at, true);
      const high = from.getInt32(at + 4, true);
      view.setInt32(to, low, true);
      view.setInt32(to + 4, high, true);
      a = Math.imul(a ^ low, MIX_B);
      a ^= a >>> 15;
      b = Math.imul(b ^ high, MIX_A);
      b ^= b >>> 13;
    }
    if (end - at >= 4) {
      const word = from.getInt32(at, true);
      view.setInt32(to, word, true);
      a = Math.imul(a ^ word, MIX_B);
      a ^= a >>> 15;
      at += 4;
      to += 4;
    }
    if (at < end) {
      let word = 0;
      for (let shift = 0; at < end; at++, to++, shift += 8) {
        const byte = from.getUint8(at);
        bytes[to] = byte;
        word |= byte << shift;
      }
      b = Math.imul(b ^ word, MIX_A);
      b ^= b >>> 13;
    }
    for (; at < next; at++, to++) bytes[to] = from.getUint8(at);
    if (bytes[to - 1] !== lineEnd[lineEnd.length - 1]) {
      // A row that ends in a return of its own has half of the line end.
      const had = lineEnd.length === 2 && bytes[to - 1] === lineEnd[0] ? 1 : 0;
      for (let i = had; i < lineEnd.length; i++) bytes[to++] = lineEnd[i]!;
    }
    this.filled = to;
    this.checksum.add(a, b);
  }

  /** Adds a key to the sum. */
  addKey(key: WholeNumber): void {
    if (key.isLong) {
      this.keySum += key.bigValue();
      return;
    }
    const low = this.low + (key.isNegative ? -key.low : key.low);
    this.low = low;
    if (key.high > 0) this.high += key.isNegative ? -key.high : key.high;
    if (low > SAFE || low < -SAFE || this.high > SAFE || this.high < -SAFE) this.carry();
  }

  /** Exact sum of all keys, in decimal digits. */
  sum(): string {
    this.carry();
    return String(this.keySum);
  }

  get size(): number {
    return this.filled;
  }

  /** The bytes gathered so far; they are gone with the next `append`. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.filled);
    this.filled = 0;
    return taken;
  }

  private carry(): void {
    this.keySum += BigInt(this.high) * 1_000_000_000_000_000n + BigInt(this.low);
    this.high = 0;
    this.low = 0;
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.filled));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
