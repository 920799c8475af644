/** Python's `bytes` as `str.encode` gives them: printed, measured, decoded, read byte by byte. */
import { PythonError, typeError } from "../errors";
import { hostFunction, hostObject, integerOf, isKind, textOf, type Value } from "../values";

const UTF_8: ReadonlySet<string> = new Set(["utf-8", "utf8", "utf_8", "u8"]);

/** `text.encode(encoding)`; encodings other than UTF-8, Latin-1 and ASCII are not known. */
export function encode(text: string, encoding: string): Value {
  const name = encoding.toLowerCase();
  if (UTF_8.has(name)) return bytesOf(new TextEncoder().encode(text), text);
  const limit = name === "ascii" ? 128 : name === "latin-1" || name === "latin1" ? 256 : 0;
  if (limit === 0) throw new PythonError("LookupError", `unknown encoding: ${encoding}`);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= limit) {
      throw new PythonError(
        "UnicodeEncodeError",
        `'${limit === 128 ? "ascii" : "latin-1"}' codec can't encode character '\\${code > 255 ? "u" : "x"}${code.toString(16).padStart(code > 255 ? 4 : 2, "0")}' in position ${bytes.length}: ordinal not in range(${limit})`,
      );
    }
    bytes.push(code);
  }
  return bytesOf(Uint8Array.from(bytes), text);
}

function bytesOf(bytes: Uint8Array, text: string): Value {
  return hostObject(
    "bytes",
    {
      decode: hostFunction("decode", () => text),
      hex: hostFunction("hex", () =>
        Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      ),
    },
    {
      text: () => reprBytes(bytes),
      length: () => bytes.length,
      isTrue: () => bytes.length > 0,
      iterate: () => Array.from(bytes, BigInt),
      item: (key) => {
        const index = integerOf(key);
        if (index === undefined) return undefined;
        const byte = bytes[Number(index < 0n ? index + BigInt(bytes.length) : index)];
        return byte === undefined ? undefined : BigInt(byte);
      },
    },
  );
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [9, "\\t"],
  [10, "\\n"],
  [13, "\\r"],
  [92, "\\\\"],
]);

function reprBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let shown = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === quote) shown += `\\${quote}`;
    else if (ESCAPES.has(byte)) shown += ESCAPES.get(byte) ?? "";
    else if (byte >= 32 && byte < 127) shown += character;
    else shown += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `b${quote}${shown}${quote}`;
}

/** The encoding argument of `encode`. */
export function encodingOf(value: Value | undefined): string {
  if (value === undefined) return "utf-8";
  const name = textOf(value);
  if (name !== undefined) return name;
  const type = isKind(value, "undefined") ? "Undefined" : typeof value;
  throw typeError(`encode() argument 'encoding' must be str, not ${type}`);
}
