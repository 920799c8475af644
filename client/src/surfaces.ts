/** Connects everything a person sees to the language server; the same on a computer and in a browser. */

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { ComparisonDocuments } from "./comparison";
import { createEditorState } from "./editorState";
import { ExplainDocuments } from "./explainDocuments";
import { createGutter } from "./gutter";
import { provideLanguageModelTools } from "./languageModelTools";
import { ProjectTable } from "./projectTable";
import { createProjectView } from "./projectView";
import { createRunContexts } from "./runContext";
import { createRunLog } from "./runLog";
import { SchedulePanels } from "./schedulePanels";
import { createServer, type StartClient } from "./server";
import { createStatusBar } from "./statusBar";
import { colourTmdl } from "./tmdlLanguage";

/** Everything created here is disposed with `context`. The server starts, nothing waits for it. */
export function connectSurfaces(context: vscode.ExtensionContext, startClient: StartClient): void {
  const { extensionUri, workspaceState } = context;
  const log = vscode.window.createOutputChannel("Heddle", { log: true });
  const server = createServer(context, log, startClient);
  const state = createEditorState(server);
  const runContexts = createRunContexts(server, workspaceState);
  const explanations = new ExplainDocuments(server);
  const comparisons = new ComparisonDocuments(server);
  const table = new ProjectTable(server);
  const panels = new SchedulePanels(extensionUri, server);
  const view = createProjectView(server, state, createRunLog(workspaceState));
  context.subscriptions.push(
    log,
    server,
    state,
    runContexts,
    explanations,
    comparisons,
    table,
    panels,
    view,
    createGutter(extensionUri, server),
    colourTmdl(),
    createStatusBar(server, runContexts),
    provideLanguageModelTools(server),
    ...registerCommands({
      context,
      server,
      log,
      explanations,
      comparisons,
      table,
      panels,
      runContexts,
      view,
    }),
  );
  server.start();
}
