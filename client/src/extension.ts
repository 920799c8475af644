/**
 * Entry of the extension on a computer: the language server is a process of its own. Decides
 * nothing about schedules or models; what is shown comes from the server.
 */

import type * as vscode from "vscode";
import { provideCheckTask } from "./checkTask";
import { provideRunTask } from "./runTask";
import { provideShredder } from "./shredder";
import { connectSurfaces } from "./surfaces";

/** Returns at once; the server comes up on its own while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  connectSurfaces(context, async (...given) => {
    const { startInProcess } = await import("./languageClient");
    return startInProcess(...given);
  });
  context.subscriptions.push(
    provideCheckTask(context.extensionUri),
    provideRunTask(context.extensionUri),
    provideShredder(context),
  );
}
