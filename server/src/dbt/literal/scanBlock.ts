/**
 * Reads the two blocks that leave a model literal: a loop over written values that only prints, and
 * what an incremental run adds, which dbt skips while it parses. Gives up at anything else.
 */
import { readLiteral } from "./literals";

/** A block that changes nothing but the printed text. */
export interface LiteralBlock {
  /** Just after the closing tag. */
  readonly end: number;
  readonly kind: "for" | "incremental";
}

const TAG_END = "[ \\t\\r\\n]*[-+]?%}";
const FOR = /\{%[-+]?[ \t\r\n]*for[ \t\r\n]+([A-Za-z]\w*)[ \t\r\n]+in[ \t\r\n]+/y;
const IF = new RegExp(
  `\\{%[-+]?[ \\t\\r\\n]*if[ \\t\\r\\n]+is_incremental[ \\t]*\\([ \\t]*\\)${TAG_END}`,
  "y",
);
const CLOSE = new RegExp(TAG_END, "y");
const END_FOR = new RegExp(`\\{%[-+]?[ \\t\\r\\n]*endfor${TAG_END}`, "y");
const END_IF = new RegExp(`\\{%[-+]?[ \\t\\r\\n]*endif${TAG_END}`, "y");
const NAME = /\{\{[-+]?[ \t\r\n]*([A-Za-z]\w*)[ \t\r\n]*[-+]?\}\}/y;
/** Names that no loop can bind: words of Jinja, and what it binds itself. */
const WORDS: ReadonlySet<string> = new Set(
  "true false none True False None and or not in is if else for loop self super caller varargs kwargs".split(
    " ",
  ),
);

/** The block that begins at `start`, or undefined. O(its length). */
export function scanBlock(text: string, start: number): LiteralBlock | undefined {
  IF.lastIndex = start;
  if (IF.test(text)) {
    const end = bodyEnd(text, IF.lastIndex, END_IF, undefined);
    return end === undefined ? undefined : { end, kind: "incremental" };
  }
  FOR.lastIndex = start;
  const name = FOR.exec(text)?.[1];
  if (name === undefined || WORDS.has(name) || text[FOR.lastIndex] !== "[") return undefined;
  const list = readLiteral(text, FOR.lastIndex, 0);
  if (list === undefined) return undefined;
  CLOSE.lastIndex = list.end;
  if (!CLOSE.test(text)) return undefined;
  const end = bodyEnd(text, CLOSE.lastIndex, END_FOR, name);
  return end === undefined ? undefined : { end, kind: "for" };
}

/** End of a body that prints `this` and `own` at most; undefined where it does more. */
function bodyEnd(
  text: string,
  start: number,
  closing: RegExp,
  own: string | undefined,
): number | undefined {
  for (let at = text.indexOf("{", start); at >= 0; at = text.indexOf("{", at)) {
    const next = text[at + 1];
    if (next === "#") {
      const end = text.indexOf("#}", at + 2);
      if (end < 0) return undefined;
      at = end + 2;
    } else if (next === "{") {
      NAME.lastIndex = at;
      const name = NAME.exec(text)?.[1];
      if (name === undefined || (name !== own && name !== "this")) return undefined;
      at = NAME.lastIndex;
    } else if (next === "%") {
      closing.lastIndex = at;
      return closing.test(text) ? closing.lastIndex : undefined;
    } else at++;
  }
  return undefined;
}
