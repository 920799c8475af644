/**
 * A report for a terminal: aligned columns without lines, cut to the width, tones as colours.
 * Knows no content.
 */
import { displayWidth, shorten } from "./displayWidth";
import {
  type Block,
  type Column,
  plainText,
  type ReportDocument,
  type Span,
  spansOf,
  type Text,
} from "./document";
import { type Paint, paintPlain } from "./paint";

export interface TextOptions {
  readonly width: number;
  readonly paint?: Paint;
}

const COLUMN_GAP = "  ";
/** Width of the labels of facts, with two blanks: `critical path` is the longest. */
const LABEL_WIDTH = 15;

/** The document as text that ends in a line feed. Tables are never wider than `width`. */
export function renderText(document: ReportDocument, options: TextOptions): string {
  const { width, paint = paintPlain } = options;
  const lines = document.blocks.flatMap((block) => blockLines(block, width, paint));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function blockLines(block: Block, width: number, paint: Paint): readonly string[] {
  switch (block.kind) {
    case "gap":
      return [""];
    case "heading":
    case "line":
      return wrapSpans(spansOf(block.text), width).map((spans) => spans.map(paint).join(""));
    case "fact": {
      const label: Span = { text: block.label.padEnd(LABEL_WIDTH), tone: "dim" };
      return wrapSpans([label, ...spansOf(block.text)], width, LABEL_WIDTH).map((spans) =>
        spans.map(paint).join(""),
      );
    }
    case "figure":
      return block.lines(width, paint);
    case "table":
      return tableLines(block.columns, block.rows, width, paint);
  }
}

/** Breaks at blanks; a continued line is indented by `hang`, else as far as its first. */
function wrapSpans(
  spans: readonly Span[],
  width: number,
  hang?: number,
): readonly (readonly Span[])[] {
  const whole = spans.map((span) => span.text).join("");
  if (displayWidth(whole) <= width) return [spans];
  const indent = hang === undefined ? (/^ */.exec(whole)?.[0] ?? "") : " ".repeat(hang);
  const lines: Span[][] = [[]];
  let used = 0;
  for (const span of spans) {
    for (const piece of span.text.split(/(?<= )(?=[^ ])/)) {
      if (used > indent.length && used + displayWidth(piece.trimEnd()) > width) {
        lines.push(indent === "" ? [] : [{ text: indent, tone: "plain" }]);
        used = indent.length;
      }
      lines.at(-1)!.push({ text: piece, tone: span.tone });
      used += displayWidth(piece);
    }
  }
  return lines;
}

function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  width: number,
  paint: Paint,
): readonly string[] {
  const hasTitles = columns.some(({ title }) => title !== "");
  const header = columns.map(({ title }): Span => ({ text: title, tone: "dim" }));
  const all: readonly (readonly Text[])[] = hasTitles ? [header, ...rows] : rows;
  const widths = fitWidths(columns, all, width);
  return all.map((row) =>
    row
      .map((cell, index) => padCell(cell, columns[index]!, widths[index]!, paint))
      .join(COLUMN_GAP),
  );
}

/** Natural widths, the widest shrinkable column shortened first until the row fits. */
function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  width: number,
): readonly number[] {
  const widths = columns.map((_, index) =>
    Math.max(0, ...rows.map((row) => displayWidth(plainText(row[index] ?? "")))),
  );
  let excess =
    widths.reduce((sum, one) => sum + one, 0) + COLUMN_GAP.length * (columns.length - 1) - width;
  while (excess > 0) {
    const widest = columns.reduce((best, column, index) => {
      const canShrink = column.shrinkTo !== undefined && widths[index]! > column.shrinkTo;
      return canShrink && (best < 0 || widths[index]! > widths[best]!) ? index : best;
    }, -1);
    if (widest < 0) break;
    widths[widest]!--;
    excess--;
  }
  return widths;
}

function padCell(cell: Text, column: Column, width: number, paint: Paint): string {
  const spans = fitSpans(spansOf(cell), width);
  const used = spans.reduce((sum, span) => sum + displayWidth(span.text), 0);
  const padding = " ".repeat(Math.max(0, width - used));
  const painted = spans.map(paint).join("");
  return column.align === "right" ? padding + painted : painted + padding;
}

function fitSpans(spans: readonly Span[], width: number): readonly Span[] {
  let left = width;
  const kept: Span[] = [];
  for (const span of spans) {
    const text = shorten(span.text, left);
    if (text !== "") kept.push({ ...span, text });
    left -= displayWidth(text);
    if (text !== span.text) break;
  }
  return kept;
}
