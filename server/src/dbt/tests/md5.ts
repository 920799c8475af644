/**
 * MD5 of a text's UTF-8 bytes, for the ids that dbt gives generic tests. No security use.
 */

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, i) =>
  Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32),
);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const ENCODER = new TextEncoder();
/** Reused for every digest: the padded message as bytes and as words of the same memory. */
let bytes = new Uint8Array(4096);
let view = new DataView(bytes.buffer);
const WORDS = new Int32Array(16);

/** Hexadecimal digest, 32 characters. O(n). */
export function md5(text: string): string {
  digest(text);
  return hexOf(STATE[0]!) + hexOf(STATE[1]!) + hexOf(STATE[2]!) + hexOf(STATE[3]!);
}

/** The last ten characters of the digest, which are all that a test's id has of it. */
export function md5Tail(text: string): string {
  digest(text);
  return HEX[STATE[2]! >>> 24]! + hexOf(STATE[3]!);
}

const STATE = new Int32Array(4);

/** Leaves the digest in `STATE`. */
function digest(text: string): void {
  if (bytes.length < text.length * 3 + 72) {
    bytes = new Uint8Array(text.length * 3 + 72);
    view = new DataView(bytes.buffer);
  }
  const length = ENCODER.encodeInto(text, bytes).written;
  const padded = (((length + 8) >> 6) + 1) << 6;
  bytes.fill(0, length, padded);
  bytes[length] = 0x80;
  view.setUint32(padded - 8, (length << 3) >>> 0, true);
  view.setUint32(padded - 4, Math.floor(length / 2 ** 29), true);
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  for (let block = 0; block < padded; block += 64) {
    for (let i = 0; i < 16; i++) WORDS[i] = view.getInt32(block + i * 4, true);
    let p = a;
    let q = b;
    let r = c;
    let s = d;
    // A loop for each of the four rounds is twice as fast as one that asks which round it is.
    let i = 0;
    for (; i < 16; i++) {
      const sum = (p + ((q & r) | (~q & s)) + SINES[i]! + WORDS[i]!) | 0;
      const shift = SHIFTS[i & 3]!;
      p = s;
      s = r;
      r = q;
      q = (q + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    for (; i < 32; i++) {
      const sum = (p + ((s & q) | (~s & r)) + SINES[i]! + WORDS[(5 * i + 1) & 15]!) | 0;
      const shift = SHIFTS[4 | (i & 3)]!;
      p = s;
      s = r;
      r = q;
      q = (q + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    for (; i < 48; i++) {
      const sum = (p + (q ^ r ^ s) + SINES[i]! + WORDS[(3 * i + 5) & 15]!) | 0;
      const shift = SHIFTS[8 | (i & 3)]!;
      p = s;
      s = r;
      r = q;
      q = (q + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    for (; i < 64; i++) {
      const sum = (p + (r ^ (q | ~s)) + SINES[i]! + WORDS[(7 * i) & 15]!) | 0;
      const shift = SHIFTS[12 | (i & 3)]!;
      p = s;
      s = r;
      r = q;
      q = (q + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    a = (a + p) | 0;
    b = (b + q) | 0;
    c = (c + r) | 0;
    d = (d + s) | 0;
  }
  STATE[0] = a;
  STATE[1] = b;
  STATE[2] = c;
  STATE[3] = d;
}

/** The word's bytes in memory order, as hexadecimal digits. */
function hexOf(word: number): string {
  return (
    HEX[word & 0xff]! + HEX[(word >>> 8) & 0xff]! + HEX[(word >>> 16) & 0xff]! + HEX[word >>> 24]!
  );
}
