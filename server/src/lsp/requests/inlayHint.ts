/** `textDocument/inlayHint` and `inlayHint/resolve`: words beside the text, cards as tooltips. */
import { type InlayHint, type InlayHintParams, MarkupKind } from "vscode-languageserver";
import { cardMarkdown } from "../../ide/card";
import { inlayHintCard, inlayHints } from "../../ide/inlayHints";
import { spanOf } from "../fromLsp";
import type { RequestHandler } from "../guard";
import { linkTargets, locate } from "../session";

export const inlayHint: RequestHandler<InlayHintParams, InlayHint[]> = {
  neutral: () => [],
  restsOn: (session, { textDocument }) => locate(session, textDocument.uri)?.project,
  answer(session, { textDocument, range }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return [];
    const { project, file } = located;
    const lines = project.linesOf(file);
    return inlayHints(project, file, spanOf(lines, range)).map(({ offset, label, uniqueId }) => ({
      position: lines.positionAt(offset),
      label: session.words.line(label),
      paddingLeft: true,
      data: { uri: textDocument.uri, id: uniqueId },
    }));
  },
};

export const inlayHintResolve: RequestHandler<InlayHint, InlayHint> = {
  neutral: (hint) => hint,
  answer(session, hint) {
    const { uri, id } = hint.data as { readonly uri: string; readonly id: string };
    const located = locate(session, uri);
    const card = located && inlayHintCard(located.project, id);
    if (located === undefined || card === undefined) return hint;
    const value = cardMarkdown(session.words.card(card), linkTargets(session, located));
    return { ...hint, tooltip: { kind: MarkupKind.Markdown, value } };
  },
};
