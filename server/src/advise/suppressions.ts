/**
 * Comments that silence a rule at one place: `-- heddle: ignore RULE` and its kin. Reads lines,
 * knows no language: what opens a comment in SQL, YAML, Jinja or Python does here.
 */
import type { TextEdit } from "../base/problem";
import { lineIndex, type Span } from "../base/text";

/** One rule named by one comment. */
export interface Suppression {
  readonly file: string;
  readonly code: string;
  /** The code inside the comment. */
  readonly span: Span;
  /** 0-based lines whose findings it silences. */
  readonly lines: readonly number[];
  /** Removes the comment, or this code from a list of several. */
  readonly removal: TextEdit;
}

const MARKER = "heddle: ignore";
const COMMENT =
  /(?:--|#|\{#-?|\/\*|\/\/)[ \t]*heddle: ignore[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?:-?#\}|\*\/)?/g;

/** The suppressions of a text, in order. A text without any costs one search. */
export function findSuppressions(file: string, text: string): readonly Suppression[] {
  if (!text.includes(MARKER)) return [];
  const lines = lineIndex(text);
  const found: Suppression[] = [];
  for (const match of text.matchAll(COMMENT)) {
    const line = lines.positionAt(match.index).line;
    const covered = [line];
    // Comments may be stacked above the line they mean.
    for (let next = line + 1; next < lines.lineCount; next++) {
      covered.push(next);
      if (!lineText(text, lines, next).includes(MARKER)) break;
    }
    const list = match[1]!;
    const listStart = match.index + match[0].indexOf(list);
    const codes = [...list.matchAll(/[\w-]+/g)];
    for (const [index, code] of codes.entries()) {
      const start = listStart + code.index;
      const span = { start, end: start + code[0].length };
      found.push({
        file,
        code: code[0],
        span,
        lines: covered,
        removal: {
          file,
          span:
            codes.length > 1
              ? codeAndComma(codes, index, listStart)
              : commentSpan(text, match.index, match.index + match[0].length),
          newText: "",
        },
      });
    }
  }
  return found;
}

function lineText(text: string, lines: ReturnType<typeof lineIndex>, line: number): string {
  const start = lines.offsetAt({ line, character: 0 });
  return text.slice(start, lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }));
}

/** The code together with the comma that separates it from the rest of the list. */
function codeAndComma(codes: readonly RegExpMatchArray[], index: number, listStart: number): Span {
  const startOf = (at: number): number => listStart + codes[at]!.index!;
  const endOf = (at: number): number => startOf(at) + codes[at]![0].length;
  if (index === 0) return { start: startOf(0), end: startOf(1) };
  return { start: endOf(index - 1), end: endOf(index) };
}

/** The comment with the spaces before it; the whole line where nothing else stands on it. */
function commentSpan(text: string, from: number, to: number): Span {
  let start = from;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  const opensLine = start === 0 || text[start - 1] === "\n";
  const lineBreak = /^\r?\n/.exec(text.slice(to, to + 2))?.[0];
  const closesLine = lineBreak !== undefined || to === text.length;
  return { start, end: opensLine && closesLine ? to + (lineBreak?.length ?? 0) : to };
}
