/** `textDocument/documentLink`: from a model's config to the place that decides its threads. */
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver";
import { documentLinks } from "../../ide/documentLinks";
import type { RequestHandler } from "../guard";
import { linkTargets, locate } from "../session";
import { rangeOf } from "../toLsp";

export const documentLink: RequestHandler<DocumentLinkParams, DocumentLink[]> = {
  neutral: () => [],
  answer(session, { textDocument }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return [];
    const { project, file } = located;
    if (!project.settings.documentLinks.enable) return [];
    const targets = linkTargets(session, located);
    return documentLinks(project, file).map(({ span, target, tooltip }): DocumentLink => {
      const address = targets.site(target);
      return {
        range: rangeOf(project, file, span),
        ...(address !== undefined && { target: address }),
        tooltip: session.words.line(tooltip),
      };
    });
  },
};
