/**
 * "Open Example Project": a copy of the packed example in the extension's own storage, so that it
 * works offline and may be changed freely.
 */

import * as vscode from "vscode";
import { fileExists } from "./fileExists";

/** Opens the copy in a new window when this one has a folder, else here. Made anew when it is gone. */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const packed = vscode.Uri.joinPath(context.extensionUri, "examples/ecommerce");
  const copy = vscode.Uri.joinPath(context.globalStorageUri, "example", "ecommerce");
  if (!(await fileExists(vscode.Uri.joinPath(copy, "dbt_project.yml")))) {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(copy, ".."));
    await copyFolder(packed, copy);
  }
  const hasFolder = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  await vscode.commands.executeCommand("vscode.openFolder", copy, { forceNewWindow: hasFolder });
}

/** File by file: an extension's folder and its storage may lie on different file systems. */
async function copyFolder(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  await fs.createDirectory(to);
  for (const [name, type] of await fs.readDirectory(from)) {
    const [source, target] = [vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name)];
    if (type === vscode.FileType.Directory) await copyFolder(source, target);
    else await fs.writeFile(target, await fs.readFile(source));
  }
}
