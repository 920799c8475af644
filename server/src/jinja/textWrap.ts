/** Python's `textwrap.wrap` as Jinja2's `wordwrap` calls it (no tab expansion, blanks kept). */

import { characters, codePointLength } from "./codePoints";

/** Lines of `text` no longer than `width`, blanks at their ends dropped. O(n). */
export function wrapText(
  text: string,
  width: number,
  breakLongWords: boolean,
  breakOnHyphens: boolean,
): string[] {
  const chunks = chunksOf(text, breakOnHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const line: string[] = [];
    let length = 0;
    if (isBlank(chunks.at(-1)) && lines.length > 0) chunks.pop();
    while (chunks.length > 0) {
      const chunk = chunks.at(-1) ?? "";
      const size = codePointLength(chunk);
      if (length + size > width) break;
      line.push(chunk);
      chunks.pop();
      length += size;
    }
    const next = chunks.at(-1);
    if (next !== undefined && codePointLength(next) > width) {
      length = breakLong(chunks, line, length, width, breakLongWords, breakOnHyphens);
    }
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === "";
}

function breakLong(
  chunks: string[],
  line: string[],
  length: number,
  width: number,
  breakLongWords: boolean,
  breakOnHyphens: boolean,
): number {
  const chunk = characters(chunks.at(-1) ?? "");
  const space = width < 1 ? 1 : width - length;
  if (breakLongWords) {
    let end = space;
    if (breakOnHyphens && chunk.length > space) {
      const hyphen = chunk.lastIndexOf("-", space - 1);
      if (hyphen > 0 && /[^-]/.test(chunk.slice(0, hyphen).join(""))) end = hyphen + 1;
    }
    line.push(chunk.slice(0, end).join(""));
    chunks[chunks.length - 1] = chunk.slice(end).join("");
    return length + end;
  }
  if (line.length === 0) {
    line.push(chunk.join(""));
    chunks.pop();
  }
  return length;
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
