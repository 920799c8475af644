/**
 * Where in a `config(…)` call a cursor stands, in text that is being typed: which argument, which
 * nested dict, before or behind the key. Reads back from the cursor and needs no closing bracket.
 */
import type { Span } from "../base/text";

export interface TypingContext {
  /** Keys that lead here: `[]` = arguments of config itself, `["meta", "heddle"]` = in that dict. */
  readonly path: readonly string[];
  /** Behind `key=` or `key:`; absent where a key is being typed. */
  readonly keyOfValue?: string;
  /** What has been typed of the word under the cursor; to be replaced. */
  readonly span: Span;
  /** The quote that the cursor stands behind; absent outside of strings. */
  readonly quote?: string;
}

/** A config call is not longer than this; what lies further back is not read. */
const MAX_CALL_LENGTH = 20_000;

interface Frame {
  readonly opening: string;
  readonly callee: string;
  key: string | undefined;
}

const TOKEN = /\s+|"(?:[^"\\]|\\.)*("?)|'(?:[^'\\]|\\.)*('?)|[A-Za-z_][\w-]*|\d[\w.]*|[\s\S]/y;

/** The context at `offset` of a model's text; absent outside of `config(`. O(length of the call). */
export function configContext(text: string, offset: number): TypingContext | undefined {
  const start = text.lastIndexOf("config", offset);
  const from = Math.max(0, offset - MAX_CALL_LENGTH);
  for (let at = start; at >= from && at >= 0; at = text.lastIndexOf("config", at - 1)) {
    if (isConfigCall(text, at)) return contextIn(text, at, offset);
  }
  return undefined;
}

/** `config` as a word, directly behind `{{`, `{% do` or, in Python models, `dbt.`. */
function isConfigCall(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  return (
    /(?:\{[{%][-+]?\s*(?:do\s+)?|\bdbt\.)$/.test(before) &&
    /^config\s*\(/.test(text.slice(at, at + 60))
  );
}

function contextIn(text: string, at: number, offset: number): TypingContext | undefined {
  const frames: Frame[] = [];
  let word = "";
  let span: Span = { start: offset, end: offset };
  let quote: string | undefined;
  TOKEN.lastIndex = at;
  while (TOKEN.lastIndex < offset) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const token = match[0];
    const end = start + token.length;
    const first = token.charAt(0);
    const isText = first === "'" || first === '"';
    if (isText) {
      const isOpen = (match[1] ?? match[2]) === "";
      if (isOpen || end > offset) {
        quote = first;
        span = { start: start + 1, end: offset };
        break;
      }
      word = token.slice(1, -1);
    } else if (/[\w]/.test(first)) {
      word = token;
      if (end >= offset) span = { start, end: offset };
    } else if (end <= offset) {
      const frame = frames.at(-1);
      if ("([{".includes(first)) {
        frames.push({ opening: first, callee: word, key: undefined });
        word = "";
      } else if (")]}".includes(first)) {
        frames.pop();
        if (frames.length === 0) return undefined;
      } else if (frame !== undefined && (first === "=" || first === ":")) frame.key = word;
      else if (frame !== undefined && first === ",") frame.key = undefined;
    }
  }
  return contextOf(frames, span, quote);
}

function contextOf(
  frames: readonly Frame[],
  span: Span,
  quote: string | undefined,
): TypingContext | undefined {
  const [outer, ...inner] = frames;
  if (outer?.callee !== "config") return undefined;
  // Inside `config(threads=max(…))` the arguments are no business of ours.
  if (inner.some(({ opening }) => opening === "(")) return undefined;
  const keys = frames.map(({ key }) => key);
  const path = keys.slice(0, -1).flatMap((key) => (key === undefined ? [] : [key]));
  const last = keys.at(-1);
  return {
    path,
    span,
    ...(last !== undefined && { keyOfValue: last }),
    ...(quote !== undefined && { quote }),
  };
}
