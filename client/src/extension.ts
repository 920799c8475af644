/**
 * Entry of the extension: starts the language server and connects the surfaces to it. Decides
 * nothing about schedules or models; what is shown comes from the server.
 */

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { ExplainDocuments } from "./explainDocuments";
import { ProjectTable } from "./projectTable";
import { SchedulePanels } from "./schedulePanels";
import { createServer } from "./server";
import { createStatusBar } from "./statusBar";

/** Returns at once; the server comes up on its own while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Heddle", { log: true });
  const server = createServer(context, log);
  const explanations = new ExplainDocuments(server);
  const table = new ProjectTable(server);
  const panels = new SchedulePanels(context.extensionUri, server);
  context.subscriptions.push(
    log,
    server,
    explanations,
    table,
    panels,
    createStatusBar(server),
    ...registerCommands({ server, log, explanations, table, panels }),
  );
  server.start();
}
