/**
 * Entry of the extension in a browser (vscode.dev, github.dev): the language server is a web worker,
 * files come through the editor. No process is started, so there is no task.
 */

import type * as vscode from "vscode";
import { connectSurfaces } from "./surfaces";
import { startInWorker } from "./workerClient";

/** Returns at once; the server comes up on its own while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  connectSurfaces(context, startInWorker);
}
