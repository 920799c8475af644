/** `workspace/didChangeWorkspaceFolders`: folders were added to or removed from the window. */
import type { DidChangeWorkspaceFoldersParams, WorkspaceFolder } from "vscode-languageserver";
import { pathOfUri } from "../fromLsp";
import type { Session } from "../session";

export function didChangeWorkspaceFolders(
  session: Session,
  { event }: DidChangeWorkspaceFoldersParams,
): void {
  const folders = new Map(session.folderUris);
  for (const { uri } of event.removed) {
    const path = folderPath(uri);
    if (path !== undefined) folders.delete(path);
  }
  for (const [path, uri] of folderPaths(event.added)) folders.set(path, uri);
  session.folderUris = folders;
  session.projects.setFolders([...folders.keys()]);
  void session.askSettings().then(() => session.settle(0));
}

/** Paths of folders with the URI by which the client names them; others than `file:` are left out. */
export function folderPaths(folders: readonly WorkspaceFolder[]): ReadonlyMap<string, string> {
  const byPath = new Map<string, string>();
  for (const { uri } of folders) {
    const path = folderPath(uri);
    if (path !== undefined) byPath.set(path, uri);
  }
  return byPath;
}

function folderPath(uri: string): string | undefined {
  const path = pathOfUri(uri);
  return path === undefined || path === "/" ? path : path.replace(/\/+$/, "");
}
