/** `textDocument/completion`: config keys, thread counts and `meta.heddle`. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionParams,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from "vscode-languageserver";
import { completion as completionAt, type CompletionItem as Item } from "../../ide/completion";
import { offsetOf } from "../fromLsp";
import type { RequestHandler } from "../guard";
import { type Located, locate } from "../session";
import { rangeOf } from "../toLsp";

export const completion: RequestHandler<CompletionParams, CompletionItem[]> = {
  neutral: () => [],
  answer(session, { textDocument, position }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return [];
    const { project, file } = located;
    if (!project.settings.completion.enable) return [];
    const items = completionAt(project, file, offsetOf(project.linesOf(file), position));
    const { words, client } = session;
    return items.map(({ detail, help, ...item }) => {
      const said = { ...item, detail: words.line(detail), help: words.line(help) };
      return toCompletionItem(located, said, client.takesSnippets);
    });
  },
};

function toCompletionItem(
  { project, file }: Located,
  { label, kind, detail, help, snippet, span, order, isPreselected }: Item,
  takesSnippets: boolean,
): CompletionItem {
  return {
    label,
    kind: kind === "key" ? CompletionItemKind.Property : CompletionItemKind.Value,
    ...(detail !== "" && { detail, labelDetails: { description: detail } }),
    ...(help !== "" && { documentation: { kind: MarkupKind.Markdown, value: help } }),
    sortText: String(order).padStart(4, "0"),
    ...(isPreselected && { preselect: true }),
    insertTextFormat: takesSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: {
      range: rangeOf(project, file, span),
      newText: takesSnippets ? snippet : snippet.replaceAll("$1", ""),
    },
  };
}
