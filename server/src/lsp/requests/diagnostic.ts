/**
 * `textDocument/diagnostic` and `workspace/diagnostic`: problems for clients that ask for them. A
 * list that the client has already is answered as unchanged.
 */
import {
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import {
  allDiagnostics,
  diagnosticsIn,
  type FileDiagnostics,
  modelDiagnostics,
  NO_DIAGNOSTICS,
} from "../fileDiagnostics";
import type { RequestHandler } from "../guard";
import { locate, locateModel, pathOf, type Session, uriWriter } from "../session";

export const documentDiagnostic: RequestHandler<
  DocumentDiagnosticParams,
  DocumentDiagnosticReport
> = {
  neutral: () => ({ kind: DocumentDiagnosticReportKind.Full, items: [] }),
  restsOn: (session, { textDocument }) => locate(session, textDocument.uri)?.project,
  answer(session, { textDocument, previousResultId }) {
    if (!session.pulls.documents) startPulling(session, "documents");
    const { items, resultId } = diagnosticsOf(session, textDocument.uri);
    if (previousResultId === resultId) {
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    }
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
  },
};

export const workspaceDiagnostic: RequestHandler<
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport
> = {
  neutral: () => ({ items: [] }),
  restsOn: ({ projects }) => projects.all().find((project) => !project.isSettled()),
  answer(session, { previousResultIds }) {
    if (!session.pulls.workspace) startPulling(session, "workspace");
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const report = (uri: string, { items: found, resultId }: FileDiagnostics) => {
      const version = session.documents.versionOf(uri) ?? null;
      items.push(
        before.get(uri) === resultId
          ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId }
          : { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...found] },
      );
    };
    const reported = new Set<string>();
    for (const list of allDiagnostics(session)) {
      for (const [uri, found] of list) {
        if (reported.has(uri)) continue;
        reported.add(uri);
        report(uri, found);
      }
    }
    for (const uri of before.keys()) if (!reported.has(uri)) report(uri, NO_DIAGNOSTICS);
    return { items };
  },
};

function diagnosticsOf(session: Session, uri: string): FileDiagnostics {
  const path = pathOf(session, uri);
  const inModel = locateModel(session, uri);
  const inProject = inModel === undefined ? locate(session, uri) : undefined;
  if (path === undefined) return NO_DIAGNOSTICS;
  if (inProject !== undefined) return diagnosticsIn(session, inProject.project, inProject.file);
  const isShown = session.projects.settingsOf(path).diagnostics.enable;
  if (inModel === undefined || !isShown) return NO_DIAGNOSTICS;
  const byUri = modelDiagnostics(session, inModel.model);
  return byUri.get(uri) ?? byUri.get(uriWriter(session)(path)) ?? NO_DIAGNOSTICS;
}

/** From now on these are no longer pushed; what was pushed of them is taken back. */
function startPulling(session: Session, what: "documents" | "workspace"): void {
  session.pulls[what] = true;
  session.settle(0);
}
