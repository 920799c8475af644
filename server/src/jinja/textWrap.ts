/** Python's `textwrap.wrap` as Jinja2's `wordwrap` calls it (no tab expansion, blanks kept). */

import { characters } from "./codePoints";

/** What is left of a word, from `at` on; cut off piece by piece without copying the rest. */
interface Chunk {
  readonly letters: readonly string[];
  at: number;
}

/** Lines of `text` no longer than `width`, blanks at their ends dropped. O(n). */
export function wrapText(
  text: string,
  width: number,
  breakLongWords: boolean,
  breakOnHyphens: boolean,
): string[] {
  const chunks = chunksOf(text, breakOnHyphens)
    .reverse()
    .map((chunk): Chunk => ({ letters: characters(chunk), at: 0 }));
  const lines: string[] = [];
  while (chunks.length > 0) {
    const line: string[] = [];
    let length = 0;
    if (isBlankChunk(chunks.at(-1)) && lines.length > 0) chunks.pop();
    for (let chunk = chunks.at(-1); chunk !== undefined; chunk = chunks.at(-1)) {
      const size = sizeOf(chunk);
      if (length + size > width) break;
      line.push(textOfChunk(chunk));
      chunks.pop();
      length += size;
    }
    const next = chunks.at(-1);
    if (next !== undefined && sizeOf(next) > width) {
      breakLong(chunks, line, width < 1 ? 1 : width - length, breakLongWords, breakOnHyphens);
    }
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

function sizeOf({ letters, at }: Chunk): number {
  return letters.length - at;
}

function textOfChunk({ letters, at }: Chunk): string {
  return letters.slice(at).join("");
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === "";
}

/** Chunks are blanks or have none, so that the first letter tells. */
function isBlankChunk(chunk: Chunk | undefined): boolean {
  return chunk !== undefined && isBlank(chunk.letters[chunk.at]);
}

/** Puts as much of the last chunk as fits into `space` on the line, or all of it. O(space). */
function breakLong(
  chunks: Chunk[],
  line: string[],
  space: number,
  breakLongWords: boolean,
  breakOnHyphens: boolean,
): void {
  const chunk = chunks.at(-1);
  if (chunk === undefined) return;
  if (breakLongWords) {
    const piece = chunk.letters.slice(chunk.at, chunk.at + space);
    let end = space;
    if (breakOnHyphens && sizeOf(chunk) > space) {
      const hyphen = piece.lastIndexOf("-");
      if (hyphen > 0 && piece.slice(0, hyphen).some((letter) => letter !== "-")) end = hyphen + 1;
    }
    line.push(piece.slice(0, end).join(""));
    chunk.at += end;
  } else if (line.length === 0) {
    line.push(textOfChunk(chunk));
    chunks.pop();
  }
}

/** Words and the blanks between them; words are cut after hyphens between letters. */
function chunksOf(text: string, breakOnHyphens: boolean): string[] {
  const chunks: string[] = [];
  for (const part of text.split(/([\t\n\v\f\r ]+)/)) {
    if (part === "") continue;
    if (isBlank(part) || !breakOnHyphens) chunks.push(part);
    else chunks.push(...hyphenParts(part));
  }
  return chunks;
}

function hyphenParts(word: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 1; at < word.length; at++) {
    if (word[at] !== "-" && word[at - 1] === "-") {
      const before = word.slice(start, at - 1);
      const isCut =
        /[\p{L}_][\p{L}_]$|[\p{L}_]-[\p{L}_]$/u.test(before) && /[\p{L}_]/u.test(word[at]!);
      if (isCut) {
        parts.push(word.slice(start, at));
        start = at;
      }
    }
  }
  parts.push(word.slice(start));
  return parts;
}
