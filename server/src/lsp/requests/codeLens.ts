/**
 * `textDocument/codeLens` and `codeLens/resolve`: one lens at a model's first line. Clients that say
 * they resolve get its text when they show it, all others at once.
 */
import type { CodeLens, CodeLensParams } from "vscode-languageserver";
import { codeLens as codeLensOf, codeLensTitle } from "../../ide/codeLens";
import type { CommandTarget } from "../../protocol";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import type { RequestHandler } from "../guard";
import { locate, otherClock, type Session } from "../session";

/** Always the same place, whatever stands there: the line above the text must not move. */
const FIRST_LINE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const codeLens: RequestHandler<CodeLensParams, CodeLens[]> = {
  neutral: () => [],
  restsOn: (session, { textDocument }) => locate(session, textDocument.uri)?.project,
  answer(session, { textDocument }) {
    const located = locate(session, textDocument.uri);
    if (located === undefined) return [];
    const { project, file } = located;
    if (!project.settings.codeLens.enable) return [];
    const lens = codeLensOf(project, file);
    if (lens === undefined) return [];
    const target: CommandTarget = { uri: textDocument.uri, id: lens.uniqueId };
    const bare: CodeLens = { range: FIRST_LINE, data: target };
    return [session.client.resolvesCodeLens ? bare : withTitle(session, project, bare, target)];
  },
};

export const codeLensResolve: RequestHandler<CodeLens, CodeLens> = {
  neutral: (lens) => lens,
  answer(session, lens) {
    const target = targetOf(lens.data);
    const located = target && locate(session, target.uri);
    if (lens.command !== undefined || located === undefined || target === undefined) return lens;
    return withTitle(session, located.project, lens, target);
  },
};

function withTitle(
  session: Session,
  project: ProjectSnapshot,
  lens: CodeLens,
  target: CommandTarget,
): CodeLens {
  const title = codeLensTitle(project, target.id ?? "", otherClock(session, project)) ?? "";
  return {
    ...lens,
    command: {
      title: session.words.line(title),
      command: "heddle.explainModel",
      arguments: [target],
    },
  };
}

function targetOf(data: unknown): CommandTarget | undefined {
  if (typeof data !== "object" || data === null || !("uri" in data)) return undefined;
  const { uri } = data;
  const id = "id" in data ? data.id : undefined;
  return typeof uri === "string" && typeof id === "string" ? { uri, id } : undefined;
}
