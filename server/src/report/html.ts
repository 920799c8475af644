/**
 * A report as one self-contained HTML page: no script, no outside resource, light and dark by the
 * reader's own setting. Knows no content.
 */
import {
  type Block,
  type Column,
  type ReportDocument,
  type Span,
  spansOf,
  type Text,
} from "./document";

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --dim: #767676; --good: #1a7f37; --bad: #c62828; --warn: #9a6700; --info: #0969da; --critical: #d1440c; }
@media (prefers-color-scheme: dark) { :root { --dim: #9a9a9a; --good: #56d364; --bad: #ff7b72; --warn: #e3b341; --info: #79c0ff; --critical: #ff8a4c; } }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } p { margin: .25rem 0; }
.table { overflow-x: auto; margin: .75rem 0; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--dim); border-bottom: 1px solid var(--line); }
th, td { padding: .2rem .8rem .2rem 0; vertical-align: top; } td { border-bottom: 1px solid var(--line); }
.right { text-align: right; white-space: nowrap; } .dim, .hint { color: var(--dim); } .strong { font-weight: 600; }
.good { color: var(--good); } .error { color: var(--bad); font-weight: 600; } .warning { color: var(--warn); } .information { color: var(--info); }
.fact { display: grid; grid-template-columns: 8rem 1fr; }
figure { margin: 1rem 0; overflow-x: auto; } figcaption { color: var(--dim); }
code { font-family: ui-monospace, monospace; font-size: .95em; }
`.trim();

/** The document as a page that ends in a line feed. */
export function renderHtml(document: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
${document.blocks
  .map(blockHtml)
  .filter((html) => html !== "")
  .join("\n")}
</body>
</html>
`;
}

/** Text safe between tags and in double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "gap":
      return "";
    case "heading":
      return `<h${block.level}>${inline(block.text)}</h${block.level}>`;
    case "line":
      return `<p>${inline(block.text)}</p>`;
    case "fact":
      return `<p class="fact"><span class="dim">${escapeHtml(block.label)}</span><span>${inline(block.text)}</span></p>`;
    case "figure":
      return `<figure>\n<figcaption>${escapeHtml(block.title)}</figcaption>\n${block.html}\n</figure>`;
    case "table":
      return tableHtml(block.columns, block.rows);
  }
}

function tableHtml(columns: readonly Column[], rows: readonly (readonly Text[])[]): string {
  const classOf = (index: number) => (columns[index]?.align === "right" ? ' class="right"' : "");
  const titles = columns.map(
    ({ title }, index) => `<th${classOf(index)}>${escapeHtml(title)}</th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, index) => `<td${classOf(index)}>${inline(cell)}</td>`).join("")}</tr>`,
  );
  const head = columns.some(({ title }) => title !== "")
    ? `<thead><tr>${titles.join("")}</tr></thead>\n`
    : "";
  // A table that is wider than the page scrolls by itself, the page does not.
  return `<div class="table"><table>\n${head}<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>`;
}

function inline(text: Text): string {
  return spansOf(text).map(spanHtml).join("");
}

function spanHtml({ text, tone }: Span): string {
  const html = escapeHtml(text).replace(/`([^`]*)`/g, "<code>$1</code>");
  return tone === "plain" ? html : `<span class="${tone}">${html}</span>`;
}
