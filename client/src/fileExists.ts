/** Whether something lies at a place, on whichever file system. */

import * as vscode from "vscode";

export async function fileExists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
