/**
 * Colours for TMDL files where no other extension has any. An extension cannot give a language away
 * that another one brings, so Heddle's own has an id and no file names: it is set when it is needed.
 */

import * as vscode from "vscode";

const OTHERS = "tmdl";
const OWN = "heddle-tmdl";

/** Watches for TMDL documents that nobody knows the language of. */
export function colourTmdl(): vscode.Disposable {
  void Promise.all(vscode.workspace.textDocuments.map(colour));
  return vscode.workspace.onDidOpenTextDocument((document) => void colour(document));
}

async function colour(document: vscode.TextDocument): Promise<void> {
  if (!/\.tmdl$/i.test(document.uri.path) || document.languageId !== "plaintext") return;
  const known = await vscode.languages.getLanguages();
  if (known.includes(OTHERS) || document.isClosed) return;
  await vscode.languages.setTextDocumentLanguage(document, OWN);
}
