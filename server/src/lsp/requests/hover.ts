/** `textDocument/hover`: the card of the place under the pointer. */
import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver";
import { cardMarkdown, cardText } from "../../ide/card";
import { hover as hoverAt } from "../../ide/hover";
import { offsetOf } from "../fromLsp";
import type { RequestHandler } from "../guard";
import { linkTargets, locate, otherClock } from "../session";
import { rangeOf } from "../toLsp";

export const hover: RequestHandler<HoverParams, Hover | null> = {
  neutral: () => null,
  answer(session, { textDocument, position }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return null;
    const { project, file } = located;
    if (!project.settings.hover.enable) return null;
    const found = hoverAt(
      project,
      file,
      offsetOf(project.linesOf(file), position),
      otherClock(session, project),
    );
    if (found === undefined) return null;
    const card = session.words.card(found.card);
    const contents = session.client.takesMarkdown
      ? {
          kind: MarkupKind.Markdown,
          value: cardMarkdown(card, linkTargets(session, located)),
        }
      : { kind: MarkupKind.PlainText, value: cardText(card) };
    return { contents, range: rangeOf(project, file, found.span) };
  },
};
