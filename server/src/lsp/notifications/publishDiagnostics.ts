/**
 * `textDocument/publishDiagnostics`: problems of open and closed files for clients that do not ask.
 * Sends what differs from what was sent before, after a pause; what a client pulls is not pushed.
 */
import type { PublishDiagnosticsParams } from "vscode-languageserver";
import { allDiagnostics, type FileDiagnostics } from "../fileDiagnostics";
import type { Session } from "../session";

export interface Publisher {
  /** Brings what the client shows up to date with the projects as they are now. */
  publish(session: Session): void;
}

export function createPublisher(send: (params: PublishDiagnosticsParams) => void): Publisher {
  /** resultId of what was sent last, by URI; files shown without problems are absent. */
  const sent = new Map<string, string>();

  return {
    publish(session) {
      const wanted = wantedDiagnostics(session);
      for (const [uri, { items, resultId }] of wanted) {
        if (sent.get(uri) === resultId) continue;
        sent.set(uri, resultId);
        const version = session.documents.versionOf(uri);
        send({ uri, diagnostics: [...items], ...(version !== undefined && { version }) });
      }
      for (const uri of [...sent.keys()]) {
        if (wanted.has(uri)) continue;
        sent.delete(uri);
        send({ uri, diagnostics: [] });
      }
    },
  };
}

function wantedDiagnostics(session: Session): ReadonlyMap<string, FileDiagnostics> {
  const wanted = new Map<string, FileDiagnostics>();
  if (session.pulls.workspace) return wanted;
  for (const list of allDiagnostics(session)) {
    for (const [uri, found] of list) {
      const isPulled = session.pulls.documents && session.documents.pathOf(uri) !== undefined;
      if (!isPulled && !wanted.has(uri)) wanted.set(uri, found);
    }
  }
  return wanted;
}
