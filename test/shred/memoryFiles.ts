/** Files in memory for the shredder's streams; sources give as many bytes at a time as asked for. */
import type { ByteSink, ByteSource, Watch } from "../../server/src/shred/byteStreams";

export const quiet: Watch = { progress: () => {}, isCancelled: () => false };

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A source of `bytes` in pieces of at most `piece` bytes. */
export function sourceOf(bytes: Uint8Array, piece = bytes.length + 1): ByteSource {
  let position = 0;
  return {
    async read(into, at) {
      const count = Math.min(piece, into.length - at, bytes.length - position);
      into.set(bytes.subarray(position, position + count), at);
      position += count;
      return count;
    },
    position: () => position,
    hash: () => "",
    async close() {},
  };
}

export interface MemorySink extends ByteSink {
  text(): string;
}

export function memorySink(): MemorySink {
  const pieces: Uint8Array[] = [];
  return {
    async write(bytes) {
      pieces.push(bytes.slice());
    },
    async close() {},
    size: () => pieces.reduce((sum, { length }) => sum + length, 0),
    text: () => pieces.map((piece) => new TextDecoder().decode(piece)).join(""),
  };
}
