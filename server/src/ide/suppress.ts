/**
 * The edit that silences one rule at one place: a comment on the line above. Knows where a comment
 * may stand; the rules read it (CONTRACT section 8).
 */
import type { Problem, TextEdit } from "../base/problem";
import { jinjaHoles } from "../sql/jinjaHoles";
import type { ProjectSnapshot } from "../workspace/snapshot";

/**
 * Edit that makes the rule of `problem` silent at its place; absent where no comment can stand:
 * inside a Jinja tag of several lines, in files without comments, where the text is not known.
 */
export function suppressEdit(project: ProjectSnapshot, problem: Problem): TextEdit | undefined {
  const { file, span, code } = problem;
  const text = project.textOf(file);
  const marker = commentMarker(file);
  if (text === undefined || marker === undefined) return undefined;
  const lines = project.linesOf(file);
  const { line } = lines.positionAt(span.start);
  const lineStart = lines.offsetAt({ line, character: 0 });
  if (marker === "--" && isInsideHole(text, lineStart)) return undefined;

  const comment = `${marker} heddle: ignore ${code}`;
  // Where a comment stands above already, the new one comes below it: they may be stacked.
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0] ?? "";
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  return {
    file,
    span: { start: lineStart, end: lineStart },
    newText: `${indent}${comment}${lineBreak}`,
  };
}

function commentMarker(file: string): "--" | "#" | undefined {
  if (/\.(sql|jinja2?|j2)$/i.test(file)) return "--";
  return /\.(ya?ml|py)$/i.test(file) ? "#" : undefined;
}

/** Whether `offset` lies within a Jinja tag, where a SQL comment is no comment. O(offset). */
function isInsideHole(text: string, offset: number): boolean {
  const holes = jinjaHoles(text);
  let at = 0;
  while (at < offset) {
    const next = text.indexOf("{", at);
    if (next < 0 || next >= offset) return false;
    const opening = holes.openingAt(next);
    if (opening === undefined) {
      at = next + 1;
      continue;
    }
    const end = holes.endOf(next, opening);
    if (end < 0) {
      at = next + 2;
      continue;
    }
    if (offset < end) return true;
    at = end;
  }
  return false;
}
