/** Bytes in and out, as the shredder needs them of the machine. Knows no format. */

/** A file read from front to back. Methods reject with a `Refusal` or an error of the system. */
export interface ByteSource {
  /** Fills `into[at …)` as far as it can at once; how many bytes, 0 at the end. */
  read(into: Uint8Array, at: number): Promise<number>;
  /** Bytes of the file consumed so far, before decompression. */
  position(): number;
  /** SHA-256 in hex of the file's bytes; only after the end. */
  hash(): string;
  close(): Promise<void>;
}

/** `source` as if it ended after `most` bytes of what it gives, unpacked. */
export function endingEarly(source: ByteSource, most: number): ByteSource {
  let left = most;
  return {
    ...source,
    async read(into, at) {
      if (left <= 0) return 0;
      const count = await source.read(into.subarray(0, Math.min(into.length, at + left)), at);
      left -= count;
      return count;
    },
  };
}

/** A file being written. `close` gives it to the disk (fsync). */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Bytes written so far. */
  size(): number;
}

/** Tells how far long work has come; `done` of `total` bytes. */
export type Progress = (what: string, done: number, total: number) => void;

/** What long work watches: `isCancelled` is asked between blocks. */
export interface Watch {
  readonly progress: Progress;
  readonly isCancelled: () => boolean;
}
