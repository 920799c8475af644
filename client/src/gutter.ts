/** The mark beside models on the critical path: at a model's first line, at refs, in YAML. */

import * as vscode from "vscode";
import { oneAtATime } from "./oneAtATime";
import type { Server } from "./server";

const sources = /\.(?:sql|py|ya?ml)$/i;

/** Marks every editor in view; brought up to date when a project changes. */
export function createGutter(extensionUri: vscode.Uri, server: Server): vscode.Disposable {
  const icon = (name: string) => vscode.Uri.joinPath(extensionUri, "media", name);
  const mark = vscode.window.createTextEditorDecorationType({
    light: { gutterIconPath: icon("critical-light.svg") },
    dark: { gutterIconPath: icon("critical-dark.svg") },
    gutterIconSize: "70%",
    overviewRulerColor: new vscode.ThemeColor("charts.red"),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });

  async function decorate(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    if (!sources.test(document.uri.path)) return;
    const found = await server.ask("heddle/marks", { uri: document.uri.toString() });
    const options = (found?.marks ?? []).map(
      ({ line, name, words }): vscode.DecorationOptions => ({
        range: new vscode.Range(line, 0, line, 0),
        hoverMessage: new vscode.MarkdownString().appendText(`${name}: ${words}`),
      }),
    );
    editor.setDecorations(mark, options);
  }

  const refresh = oneAtATime(async () => {
    await Promise.all(vscode.window.visibleTextEditors.map(decorate));
  });
  return vscode.Disposable.from(
    mark,
    server.onProjectChanged(refresh),
    vscode.window.onDidChangeVisibleTextEditors(refresh),
  );
}
