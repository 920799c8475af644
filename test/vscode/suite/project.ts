/** The example project as the suite sees it: its files, opened in a quiet window. */

import * as vscode from "vscode";
import { host } from "./host";
import { until } from "./until";

/** The example's folder, opened as the workspace. */
export function root(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("the suite needs examples/ecommerce as its folder");
  return folder.uri;
}

/** A model's file, found by its name. */
export async function modelUri(name: string): Promise<vscode.Uri> {
  const [found] = await vscode.workspace.findFiles(`models/**/${name}.sql`, null, 1);
  if (found === undefined) throw new Error(`no model ${name} in ${root().fsPath}`);
  return found;
}

export async function openModel(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(await modelUri(name));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Titles of the lenses of a document, resolved. */
export async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    uri,
    100,
  );
  return (lenses ?? []).flatMap((lens) => lens.command?.title || []);
}

/** The one lens of a model, waiting until the project is read. */
export function lensOf(uri: vscode.Uri): Promise<string> {
  return until(`a code lens on ${uri.path}`, async () => (await lensTitles(uri))[0]);
}

/** All hover texts at the first place where `text` stands. */
export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    positionOf(document, text),
  );
  return (hovers ?? [])
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

/** One character into the first `text`. */
export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.uri.path} does not hold ${text}`);
  return document.positionAt(offset + 1);
}

/** Puts the cursor on the first `text` of the active editor and shows the hover there. */
export async function showHover(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error("no editor is active");
  const place = positionOf(editor.document, text);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
  await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
  await vscode.commands.executeCommand("editor.action.showHover");
  await host?.act("waitForText", { selector: ".monaco-hover", text });
}

/** Labels of all open tabs. */
export function tabLabels(): string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
}

/** A window without side bars, suggestions or tips, so that pictures show the product. */
export async function tidyWindow(): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  const quiet: Record<string, unknown> = {
    "workbench.tips.enabled": false,
    "editor.minimap.enabled": false,
    "chat.disableAIFeatures": true,
    "breadcrumbs.enabled": false,
    "editor.stickyScroll.enabled": false,
    "workbench.reduceMotion": "on",
    "window.commandCenter": false,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor fills these in
    "window.title": "${activeEditorShort} · ${rootName}",
  };
  for (const [name, value] of Object.entries(quiet)) {
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
  }
  await vscode.commands.executeCommand("workbench.action.closeAuxiliaryBar");
  await vscode.commands.executeCommand("notifications.clearAll");
}

export async function useTheme(name: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration("workbench");
  await settings.update("colorTheme", name, vscode.ConfigurationTarget.Global);
  await until(`theme ${name}`, () => settings.inspect("colorTheme") !== undefined);
}
