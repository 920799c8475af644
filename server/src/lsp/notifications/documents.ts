/**
 * `textDocument/didOpen`, `didChange`, `didClose`: keeps open documents and projects in step. Which
 * documents matter is decided by path and project, not by language id.
 */
import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from "vscode-languageserver";
import { BUDGETS } from "../environment";
import { pathOf, type Session } from "../session";

export function didOpen(session: Session, { textDocument }: DidOpenTextDocumentParams): void {
  const { uri, version, text } = textDocument;
  const path = pathOf(session, uri);
  if (path === undefined) return;
  session.documents.open(uri, path, version, text);
  session.projects.setDocument(path, withoutMark(text));
  session.settle(BUDGETS.publishAfterEditMs);
}

export function didChange(
  session: Session,
  { textDocument, contentChanges }: DidChangeTextDocumentParams,
): void {
  const { uri, version } = textDocument;
  const before = session.documents.versionOf(uri);
  const text = session.documents.change(uri, version, contentChanges);
  const path = session.documents.pathOf(uri);
  if (text === undefined || path === undefined) {
    session.log(`textDocument/didChange: ${uri} is not open; the change is not applied`);
    return;
  }
  if (before !== undefined && version < before) {
    session.log(`textDocument/didChange: ${uri} went from version ${before} to ${version}`);
  }
  session.projects.setDocument(path, withoutMark(text));
  session.pause.edited();
  session.settle(BUDGETS.publishAfterEditMs);
}

export function didClose(session: Session, { textDocument }: DidCloseTextDocumentParams): void {
  const path = session.documents.pathOf(textDocument.uri);
  if (path === undefined || !session.documents.close(textDocument.uri)) return;
  session.projects.setDocument(path, undefined);
  session.settle(BUDGETS.publishAfterEditMs);
}

/** A byte order mark is no text; files read from disk come without it too. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
