/** Lines of a TMDL file with their indentation; a tab counts as four columns. */

export interface Line {
  /** Offset of the line's first character, its indentation included. */
  readonly lineStart: number;
  /** Offset of the first character that is no blank. */
  readonly start: number;
  /** Offset after the last character that is no blank. */
  readonly end: number;
  /** Columns of indentation; 0 for an empty line. */
  readonly width: number;
  /** Without indentation, trailing blanks and line end. */
  readonly content: string;
}

const TAB = 4;

/** O(text). A byte order mark counts as a blank. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const raw = match[0].replace(/[\r\n]+$/, "");
    if (match[0] === "" && match.index === text.length && match.index > 0) break;
    const indent = /^[ \t\uFEFF]*/.exec(raw)?.[0] ?? "";
    const content = raw.slice(indent.length).trimEnd();
    let width = 0;
    for (const blank of indent) width += blank === "\t" ? TAB : blank === " " ? 1 : 0;
    const start = match.index + indent.length;
    lines.push({
      lineStart: match.index,
      start,
      end: start + content.length,
      width: content === "" ? 0 : width,
      content,
    });
  }
  return lines;
}

/**
 * Columns of one level: the least indentation of the file, and never more than a tab's, since a
 * file may begin with an expression two levels deep.
 */
export function unitOf(lines: readonly Line[]): number {
  let unit = TAB;
  for (const { width } of lines) if (width > 0) unit = Math.min(unit, width);
  return unit;
}
