/** A report in the format that was asked for: text for a person, Markdown or a page. */
import type { ReportDocument } from "../report/document";
import { renderHtml } from "../report/html";
import { renderMarkdown } from "../report/markdown";
import { renderText } from "../report/text";
import type { CommandContext } from "./command";

export function printDocument(
  document: ReportDocument,
  { format, width, paint }: CommandContext,
): string {
  switch (format) {
    case "markdown":
      return renderMarkdown(document);
    case "html":
      return renderHtml(document);
    default:
      return renderText(document, { width, paint });
  }
}
