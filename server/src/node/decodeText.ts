/** Bytes of a file as text: what is binary, what is a mark and what is no UTF-8. */
import type { FileText, ReadFailure } from "../base/fileSystem";

/** A zero byte within this many bytes marks a file as binary, as git decides it. */
const BINARY_PROBE_BYTES = 8_000;
const REPLACEMENT = "\ufffd";
const BYTE_ORDER_MARK = 0xfeff;

/** The text of `file`, its byte order mark removed; a failure where it is binary. */
export function decodeText(bytes: Buffer, file: string): FileText | ReadFailure {
  if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) {
    return { failure: "not-text", message: `${file} is binary, not text` };
  }
  const text = bytes.toString("utf8");
  const isMarked = text.charCodeAt(0) === BYTE_ORDER_MARK;
  return { text: isMarked ? text.slice(1) : text, replacedBytes: countReplaced(text, bytes) };
}

/** `text` as decoded by the system, where it is what `decodeText` would give: mostly. */
export function plainText(text: string): FileText | undefined {
  if (text.includes("\0") || text.includes(REPLACEMENT)) return undefined;
  return { text: text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text, replacedBytes: 0 };
}

/** Replacement characters that are not in the file itself stand for bytes that are no UTF-8. */
function countReplaced(text: string, bytes: Buffer): number {
  if (!text.includes(REPLACEMENT)) return 0;
  const shown = text.split(REPLACEMENT).length - 1;
  const written = bytes.toString("latin1").split("\u00ef\u00bf\u00bd").length - 1;
  return shown - written;
}
