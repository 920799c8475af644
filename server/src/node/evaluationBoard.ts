/**
 * A piece of shared memory on which a server thread writes what it evaluates, for the thread that
 * watches it: readable even when the server never returns to its event loop.
 */
import { createHash } from "node:crypto";
import type { EvaluationWatch } from "../dbt/evaluationWatch";

const BEATS = 0;
const LENGTH = 1;
/** Bytes before the text: two counters of four. */
const HEAD = 8;
const TEXT_LIMIT = 4_096;
/** Between file and text's hash: no path has it. */
const SEPARATOR = "\n";

/** Memory for one server thread. */
export function newBoard(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD + TEXT_LIMIT);
}

/** The server's side: `beat` from time to time, and the watch of its evaluations. */
export function boardWriter(
  board: SharedArrayBuffer,
  refused: readonly string[],
): { readonly beat: () => void; readonly watch: EvaluationWatch } {
  const counters = new Int32Array(board, 0, 2);
  const bytes = new Uint8Array(board, HEAD);
  const encoder = new TextEncoder();
  const known = new Set(refused);
  const beat = (): void => void Atomics.add(counters, BEATS, 1);
  return {
    beat,
    watch: {
      begin(file, text) {
        const key = keyOf(file, text);
        if (known.has(key)) return false;
        const written = encoder.encode(key).slice(0, TEXT_LIMIT);
        bytes.set(written);
        Atomics.store(counters, LENGTH, written.length);
        beat();
        return true;
      },
      end() {
        Atomics.store(counters, LENGTH, 0);
        beat();
      },
    },
  };
}

/** The watcher's side. */
export function boardReader(board: SharedArrayBuffer): {
  readonly beats: () => number;
  readonly evaluating: () => { readonly file: string; readonly key: string } | undefined;
} {
  const counters = new Int32Array(board, 0, 2);
  const bytes = new Uint8Array(board, HEAD);
  return {
    beats: () => Atomics.load(counters, BEATS),
    evaluating() {
      const length = Atomics.load(counters, LENGTH);
      if (length === 0) return undefined;
      // TextDecoder refuses shared memory: the bytes are copied first.
      const key = new TextDecoder().decode(Uint8Array.from(bytes.subarray(0, length)));
      return { file: key.split(SEPARATOR)[0] ?? "", key };
    },
  };
}

function keyOf(file: string, text: string): string {
  return `${file}${SEPARATOR}${createHash("sha1").update(text).digest("hex")}`;
}
