/** MD5 (RFC 1321), for dbt's `local_md5`. */

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const CONSTANTS = Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

/** Hex digest of `text` in UTF-8. O(n). */
export function md5Hex(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blockCount = Math.floor((bytes.length + 8) / 64) + 1;
  const padded = new Uint8Array(blockCount * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, (bytes.length << 3) >>> 0, true);
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 2 ** 29), true);
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < blockCount; block++) state = addBlock(state, view, block * 64);
  return state.map(littleEndianHex).join("");
}

function addBlock(state: readonly number[], view: DataView, offset: number): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let index = 0; index < 64; index++) {
    const round = index >> 4;
    const mix =
      round === 0
        ? (b & c) | (~b & d)
        : round === 1
          ? (d & b) | (~d & c)
          : round === 2
            ? b ^ c ^ d
            : c ^ (b | ~d);
    const word = [index, 5 * index + 1, 3 * index + 5, 7 * index][round]! % 16;
    const sum = (a + mix + CONSTANTS[index]! + view.getUint32(offset + word * 4, true)) | 0;
    const shift = SHIFTS[round * 4 + (index % 4)]!;
    [a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c];
  }
  return [a, b, c, d].map((value, index) => (value + (state[index] ?? 0)) | 0);
}

function littleEndianHex(word: number): string {
  let text = "";
  for (let byte = 0; byte < 4; byte++) {
    text += ((word >>> (byte * 8)) & 0xff).toString(16).padStart(2, "0");
  }
  return text;
}
