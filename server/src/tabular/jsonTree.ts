/**
 * JSON of a model or script file as a tree with places, its mistakes as problems. Refuses what is
 * nested so deeply that the library's recursion would not survive it.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Problem } from "../base/problem";

/** No model is nested nearly this deep. */
const MAX_NESTING = 400;

export interface JsonTree {
  /** Absent where nothing could be read. */
  readonly root?: Node;
  readonly problems: readonly Problem[];
}

/** A file read as JSON with comments; every problem is `bim-syntax`. O(text). */
export function jsonTree(text: string, file: string): JsonTree {
  const deep = nestingBeyond(text, MAX_NESTING);
  if (deep !== undefined) {
    const message = `Nested deeper than ${MAX_NESTING} levels: this is no tabular model.`;
    return { problems: [syntaxProblem(text, file, { start: deep, end: deep + 1 }, message)] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, {
    allowTrailingComma: false,
    disallowComments: false,
  });
  const problems = errors.map(({ error, offset, length }) => {
    const span = { start: offset, end: offset + Math.max(1, length) };
    const words = wordsOf(printParseErrorCode(error));
    return syntaxProblem(text, file, span, `Not valid JSON here: ${words}.`);
  });
  return { ...(root !== undefined && { root }), problems };
}

/** A problem of the file's text, kept within it. */
export function syntaxProblem(
  text: string,
  file: string,
  { start, end }: Problem["span"],
  message: string,
): Problem {
  const from = Math.min(start, text.length);
  const span = { start: from, end: Math.max(from, Math.min(end, text.length)) };
  return { file, span, code: "bim-syntax", severity: "error", message };
}

/** Offset of the first bracket deeper than `limit`, strings left out. O(text). */
function nestingBeyond(text: string, limit: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|[[{]|[\]}]/g)) {
    if (token === "[" || token === "{") {
      if (++depth > limit) return index;
    } else if (token === "]" || token === "}") depth--;
  }
  return undefined;
}

/** `PropertyNameExpected` → `property name expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
