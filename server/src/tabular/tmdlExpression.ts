/**
 * The expression after a TMDL `=`: on the same line, on deeper lines below, or verbatim between
 * three backticks. Knows no DAX and no M.
 */
import type { Span } from "../base/text";
import type { Line } from "./tmdlLines";

export interface ExpressionPlace {
  readonly text: string;
  readonly lines: readonly Line[];
  /** The first line after the one with `=`. */
  readonly index: number;
  readonly head: { readonly value: string; readonly span: Span };
  /** Lines indented by more columns than this belong to the expression. */
  readonly beyond: number;
}

export interface ReadExpression {
  readonly value: string;
  readonly span: Span;
  readonly nextIndex: number;
  readonly isUnclosed: boolean;
}

const FENCE = "```";

/** O(expression); where a verbatim block never ends, its lines are told by their indentation. */
export function readExpression(place: ExpressionPlace): ReadExpression {
  const { lines, index, head } = place;
  const first = head.value === "" ? nextFilled(lines, index) : -1;
  if (head.value.startsWith(FENCE)) return verbatim(place, index, head.span.start, head.value);
  const line = first < 0 ? undefined : lines[first];
  if (line !== undefined && line.width > place.beyond && line.content.startsWith(FENCE)) {
    return verbatim(place, first + 1, line.start, line.content);
  }
  return indented(place, false);
}

function verbatim(
  place: ExpressionPlace,
  from: number,
  start: number,
  opening: string,
): ReadExpression {
  const inLine = opening.slice(FENCE.length);
  if (inLine.endsWith(FENCE)) {
    const span = { start, end: start + opening.length };
    return { value: inLine.slice(0, -FENCE.length), span, nextIndex: from, isUnclosed: false };
  }
  for (let index = from; index < place.lines.length; index++) {
    const { content, end, lineStart } = place.lines[index]!;
    if (!content.endsWith(FENCE)) continue;
    const bodyStart = start + FENCE.length;
    const body = place.text.slice(bodyStart, Math.max(bodyStart, end - FENCE.length));
    const value = inLine.trim() === "" && from < place.lines.length ? body.trim() : body;
    return {
      value,
      span: { start, end: Math.max(end, lineStart) },
      nextIndex: index + 1,
      isUnclosed: false,
    };
  }
  return indented(place, true);
}

/** The rest of the line and all deeper lines, their common indentation removed. */
function indented({ text, lines, index, head, beyond }: ExpressionPlace, isUnclosed: boolean) {
  let next = index;
  let last = -1;
  let common = Number.POSITIVE_INFINITY;
  for (; next < lines.length; next++) {
    const line = lines[next]!;
    if (line.content === "") continue;
    if (line.width <= beyond) break;
    last = next;
    common = Math.min(common, line.start - line.lineStart);
  }
  if (last < 0) return { value: head.value, span: head.span, nextIndex: index, isUnclosed };
  const below = lines
    .slice(index, last + 1)
    .map(({ lineStart, end, content }) =>
      content === "" ? "" : text.slice(lineStart + common, end),
    );
  const span = {
    start:
      head.value === ""
        ? (lines[nextFilled(lines, index)]?.start ?? head.span.start)
        : head.span.start,
    end: lines[last]!.end,
  };
  const value = [...(head.value === "" ? [] : [head.value]), ...below].join("\n").trim();
  return { value, span, nextIndex: last + 1, isUnclosed };
}

function nextFilled(lines: readonly Line[], from: number): number {
  for (let index = from; index < lines.length; index++) {
    if (lines[index]!.content !== "") return index;
  }
  return -1;
}
