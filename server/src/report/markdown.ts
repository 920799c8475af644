/** A report as GitHub-flavoured Markdown, for job summaries and merge requests. Knows no content. */
import {
  type Block,
  type Column,
  plainText,
  type ReportDocument,
  type Span,
  spansOf,
  type Text,
} from "./document";
import { paintPlain } from "./paint";

/** Width of figures, which stand in code fences. */
const FIGURE_WIDTH = 100;

/** The document as Markdown that ends in a line feed. */
export function renderMarkdown(document: ReportDocument): string {
  const parts = document.blocks.flatMap((block) => blockParts(block));
  // Facts are items of one list, which a blank line would break up.
  return `${parts.join("\n\n").replace(/^(- .*)\n\n(?=- )/gm, "$1\n")}\n`;
}

function blockParts(block: Block): readonly string[] {
  switch (block.kind) {
    case "gap":
      return [];
    case "heading":
      return [`${"#".repeat(block.level)} ${escapeText(plainText(block.text))}`];
    case "line":
      return [inline(block.text).trim()];
    case "fact":
      return [`- ${block.label === "" ? "" : `${escapeText(block.label)}: `}${inline(block.text)}`];
    case "figure": {
      const lines = block.lines(FIGURE_WIDTH, paintPlain);
      return lines.length === 0 ? [] : [`**${escapeText(block.title)}**`, fence(lines)];
    }
    case "table":
      return [tableText(block.columns, block.rows)];
  }
}

function tableText(columns: readonly Column[], rows: readonly (readonly Text[])[]): string {
  const header = columns.map(({ title }) => escapeText(title));
  const rule = columns.map(({ align }) => (align === "right" ? "--:" : "---"));
  const lines = [header, rule, ...rows.map((row) => row.map(inline))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function inline(text: Text): string {
  return spansOf(text).map(spanText).join("");
}

function spanText({ text, tone }: Span): string {
  const escaped = escapeText(text);
  if (tone !== "strong" && tone !== "error") return escaped;
  const [, before = "", word = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(escaped) ?? [];
  return word === "" ? escaped : `${before}**${word}**${after}`;
}

/** Text inside back ticks stays as it is, but for the bar that would end a table cell. */
function escapeText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/[\\*_<>[\]#]/g, (mark) => `\\${mark}`),
    )
    .join("")
    .replace(/\|/g, "\\|")
    .replace(/\r?\n/g, " ");
}

function fence(lines: readonly string[]): string {
  return ["```text", ...lines.map((line) => line.trimEnd()), "```"].join("\n");
}
