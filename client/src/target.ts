/** Which document or folder a command is about when nobody says. */

import * as vscode from "vscode";
import type { CommandTarget } from "../../server/src/protocol";

/**
 * The command's own argument, else the active document, else the first workspace folder. Commands
 * from the explorer's menu carry a `Uri`, those of lenses and hovers a `CommandTarget`, those of the
 * view a line with one.
 */
export function targetOf(argument: unknown): CommandTarget | undefined {
  if (argument instanceof vscode.Uri) return { uri: argument.toString() };
  if (isTarget(argument)) return argument;
  if (isLine(argument)) return argument.target;
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined && isOnDisk(document.uri)) return { uri: document.uri.toString() };
  const open = openFile() ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return open && { uri: open.toString() };
}

function isTarget(argument: unknown): argument is CommandTarget {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "uri" in argument &&
    typeof argument.uri === "string"
  );
}

function isLine(argument: unknown): argument is { readonly target: CommandTarget } {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "target" in argument &&
    isTarget(argument.target)
  );
}

/** A document of a workspace, on a disk or in a repository far away; not a report, log or diff. */
function isOnDisk(uri: vscode.Uri): boolean {
  return uri.scheme === "file" || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** A file in view beside the panel or report that has the focus. */
function openFile(): vscode.Uri | undefined {
  return vscode.window.visibleTextEditors
    .map((editor) => editor.document.uri)
    .find((uri) => isOnDisk(uri));
}
