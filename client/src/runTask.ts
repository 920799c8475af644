/**
 * The task "heddle: run with plan": the user's own dbt in the order of a plan, in the terminal.
 * Offered in trusted workspaces only, and never started by itself.
 */

import * as vscode from "vscode";
import { fileExists } from "./fileExists";
import { targetOf } from "./target";

const type = "heddle";
const command = "run";

/** The task of each open folder, and the command that starts it for what is in view. */
export function provideRunTask(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.tasks.registerTaskProvider(type, {
      provideTasks: () =>
        vscode.workspace.isTrusted
          ? (vscode.workspace.workspaceFolders ?? []).map((folder) =>
              runTask(extensionUri, { type, command }, folder, folder.uri),
            )
          : [],
      resolveTask({ definition, scope }) {
        const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
        if (definition["command"] !== command || folder === undefined) return undefined;
        return runTask(extensionUri, definition, folder, folder.uri);
      },
    }),
    vscode.commands.registerCommand("heddle.runWithPlan", (argument) =>
      runWithPlan(extensionUri, argument),
    ),
  );
}

function runTask(
  extensionUri: vscode.Uri,
  definition: vscode.TaskDefinition,
  scope: vscode.WorkspaceFolder,
  folder: vscode.Uri,
): vscode.Task {
  const { path, args }: Readonly<Record<string, unknown>> = definition;
  const place = typeof path === "string" ? vscode.Uri.joinPath(folder, path) : folder;
  const words = [
    vscode.Uri.joinPath(extensionUri, "dist/cli.js").fsPath,
    command,
    ...(Array.isArray(args) ? args.map(String) : []),
  ];
  // The editor's own Node runs it, in the terminal and with the environment of every task.
  const execution = new vscode.ProcessExecution(process.execPath, words, {
    cwd: place.fsPath,
    env: { ELECTRON_RUN_AS_NODE: "1" },
  });
  const task = new vscode.Task(definition, scope, "run with plan", type, execution, []);
  task.detail = vscode.l10n.t("dbt run, the longest remaining path first");
  return task;
}

async function runWithPlan(extensionUri: vscode.Uri, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Heddle starts dbt in trusted workspaces only."),
    );
    return;
  }
  const target = targetOf(argument);
  const uri = target && vscode.Uri.parse(target.uri);
  const scope = uri && vscode.workspace.getWorkspaceFolder(uri);
  const folder = scope && (await projectFolder(uri, scope.uri));
  if (scope === undefined || folder === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "Heddle found no dbt project here: no dbt_project.yml in this folder or above it.",
      ),
    );
    return;
  }
  const path = folder.path.slice(scope.uri.path.length).replace(/^\//, "");
  const definition = { type, command, ...(path !== "" && { path }) };
  await vscode.tasks.executeTask(runTask(extensionUri, definition, scope, scope.uri));
}

/** The nearest folder with a dbt_project.yml, from `uri` up to the workspace's folder. */
async function projectFolder(uri: vscode.Uri, top: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (let folder = uri; folder.path.startsWith(top.path); ) {
    if (await fileExists(vscode.Uri.joinPath(folder, "dbt_project.yml"))) return folder;
    const above = vscode.Uri.joinPath(folder, "..");
    if (above.path === folder.path) break;
    folder = above;
  }
  return undefined;
}
