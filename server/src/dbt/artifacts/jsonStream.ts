/**
 * Reads one large JSON object piece by piece: bytes go in as they come from a disk, the values
 * that are wanted come out as text, everything else is passed over. Holds one value at a time.
 */

/** What to do with the value of a top key: nothing, take it, or take each of its entries or items. */
export type JsonWish = "skip" | "value" | "entries";

export interface JsonStream {
  /** The next bytes (UTF-8, cut anywhere); they may be overwritten afterwards. */
  push(bytes: Uint8Array): void;
  /** Why the text is no JSON object, with the byte where that shows; undefined where it is one. */
  end(): string | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** What the reader waits for inside an object or list that it looks into. */
type Wait = "key" | "in key" | "colon" | "item" | "value" | "in value" | "comma";

/**
 * A stream over one object. `wish` is asked for each top key; `onValue` gets the path of keys (one
 * or two, the second a number in a list) and the value's text. O(length), at about the speed of the
 * disk.
 */
export function jsonStream(
  wish: (topKey: string) => JsonWish,
  onValue: (path: readonly string[], text: string) => void,
): JsonStream {
  const decoder = new TextDecoder();
  /** Keys of the objects that are open and looked into: none, the whole, or one section too. */
  const keys: string[] = [];
  let openCount = 0;
  /** Items begun of the list that is looked into; undefined outside of one. */
  let items: number | undefined;
  let wait: Wait = "value";
  let isTaken = false;
  let parts: Uint8Array[] = [];
  let nesting = 0;
  let isInString = false;
  let isEscaped = false;
  let isDone = false;
  let readBytes = 0;
  let failure: string | undefined;

  const fail = (at: number, what: string): void => {
    failure ??= `${what} at byte ${readBytes + at}`;
  };
  const textOf = (last: Uint8Array): string => {
    const all = [...parts, last];
    parts = [];
    return all.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
  };
  /** The end of a string that goes on at `from`, behind its quote; -1 where it is not here. */
  const stringEnd = (bytes: Uint8Array, from: number): number => {
    let at = from;
    while (at < bytes.length) {
      if (isEscaped) {
        isEscaped = false;
        at++;
        continue;
      }
      const quote = bytes.indexOf(QUOTE, at);
      const end = quote < 0 ? bytes.length : quote;
      let slashes = 0;
      while (end - slashes - 1 >= at && bytes[end - slashes - 1] === BACKSLASH) slashes++;
      if (quote < 0) {
        isEscaped = slashes % 2 === 1;
        return -1;
      }
      if (slashes % 2 === 0) return quote + 1;
      at = quote + 1;
    }
    return -1;
  };
  /** The end of a value that began before or at `from`; -1 where it is not here. */
  const valueEnd = (bytes: Uint8Array, from: number): number => {
    let at = from;
    while (at < bytes.length) {
      if (isInString) {
        const end = stringEnd(bytes, at);
        if (end < 0) return -1;
        isInString = false;
        at = end;
        if (nesting === 0) return at;
        continue;
      }
      const byte = bytes[at]!;
      if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) nesting++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (nesting === 0) return at;
        nesting--;
        if (nesting === 0) return at + 1;
      } else if (nesting === 0 && (byte === COMMA || isBlank(byte))) return at;
      at++;
    }
    return -1;
  };
  const closing = (): number => (items === undefined ? CLOSE_BRACE : CLOSE_BRACKET);
  const wishOf = (): JsonWish => {
    const [top, entry] = keys;
    return top === undefined ? "skip" : entry === undefined ? wish(top) : "value";
  };

  const push = (bytes: Uint8Array): void => {
    let at = 0;
    while (at < bytes.length && failure === undefined) {
      if (wait === "in key" || wait === "in value") {
        const end = wait === "in key" ? stringEnd(bytes, at) : valueEnd(bytes, at);
        if (end < 0) {
          if (isTaken) parts.push(bytes.slice(at));
          break;
        }
        if (wait === "in key") {
          keys.push(textOf(bytes.subarray(at, end - 1)));
          wait = "colon";
        } else {
          if (isTaken) onValue([...keys], textOf(bytes.subarray(at, end)));
          keys.pop();
          wait = "comma";
        }
        at = end;
        continue;
      }
      const byte = bytes[at]!;
      if (isBlank(byte) || (byte >= 0x80 && openCount === 0)) {
        at++;
        continue;
      }
      if (isDone) fail(at, "something follows the object");
      else if (openCount === 0) {
        if (byte !== OPEN_BRACE) fail(at, "it is no object");
        openCount = 1;
        wait = "key";
      } else if (byte === closing() && (wait === "key" || wait === "item" || wait === "comma")) {
        openCount--;
        keys.pop();
        items = undefined;
        wait = "comma";
        isDone = openCount === 0;
      } else if (wait === "item" && items !== undefined) {
        keys.push(String(items++));
        wait = "value";
        continue;
      } else if (wait === "key" && byte === QUOTE) {
        isTaken = true;
        wait = "in key";
      } else if (wait === "colon" && byte === COLON) wait = "value";
      else if (wait === "comma" && byte === COMMA) wait = items === undefined ? "key" : "item";
      else if (wait === "value") {
        const wanted = wishOf();
        if (wanted === "entries" && byte === OPEN_BRACE) {
          openCount++;
          wait = "key";
        } else if (wanted === "entries" && byte === OPEN_BRACKET) {
          openCount++;
          items = 0;
          wait = "item";
        } else {
          isTaken = wanted !== "skip";
          nesting = 0;
          wait = "in value";
          continue;
        }
      } else fail(at, `unexpected ${JSON.stringify(String.fromCharCode(byte))}`);
      at++;
    }
    readBytes += bytes.length;
  };
  return {
    push,
    end: () => failure ?? (isDone ? undefined : `it ends early, at byte ${readBytes}`),
  };
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
