/**
 * Read-only Markdown documents that are made when somebody opens them and remade when the project
 * changes. Knows where texts come from only as a function.
 */

import * as vscode from "vscode";
import type { Server } from "./server";

export interface VirtualDocuments extends vscode.Disposable {
  /** Opens the document of `query` as a rendered preview, or as text where there is no preview. */
  show(title: string, query: string): Promise<void>;
}

/** Serves `scheme:` documents; `textOf` gets the query that `show` was given. */
export function serveVirtualDocuments(
  scheme: string,
  server: Server,
  textOf: (query: string) => Promise<string | undefined>,
): VirtualDocuments {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const open = new Map<string, vscode.Uri>();
  const subscriptions = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri) {
        return (await textOf(uri.query)) ?? vscode.l10n.t("Nothing is known here any more.");
      },
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => open.delete(uri.toString())),
    server.onProjectChanged(() => {
      for (const uri of open.values()) changed.fire(uri);
    }),
  ];
  return {
    async show(title, query) {
      const uri = vscode.Uri.from({ scheme, path: `/${title}.md`, query });
      open.set(uri.toString(), uri);
      changed.fire(uri);
      try {
        await vscode.commands.executeCommand("markdown.showPreview", uri);
      } catch {
        // The built-in Markdown extension may be switched off: then the text itself has to do.
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      }
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
