/**
 * The task "heddle: check": the command line's check in the terminal, with its findings among the
 * problems. Offered, never started by itself; needs trust as every task does.
 */

import * as vscode from "vscode";

const type = "heddle";

/** One task per open folder; tasks.json may name a path and further options. */
export function provideCheckTask(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(type, {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? []).map((folder) =>
        checkTask(extensionUri, { type, command: "check" }, folder),
      ),
    resolveTask: (task) =>
      task.definition["command"] === "check"
        ? checkTask(extensionUri, task.definition, task.scope)
        : undefined,
  });
}

function checkTask(
  extensionUri: vscode.Uri,
  definition: vscode.TaskDefinition,
  scope: vscode.Task["scope"],
): vscode.Task {
  const { path, args }: Readonly<Record<string, unknown>> = definition;
  const words = [
    vscode.Uri.joinPath(extensionUri, "dist/cli.js").fsPath,
    "check",
    typeof path === "string" ? path : ".",
    ...(Array.isArray(args) ? args.map(String) : []),
  ];
  // The editor's own Node runs it: nobody has to have one installed.
  const execution = new vscode.ProcessExecution(process.execPath, words, {
    env: { ELECTRON_RUN_AS_NODE: "1" },
  });
  const task = new vscode.Task(
    definition,
    scope ?? vscode.TaskScope.Workspace,
    "check",
    type,
    execution,
    "$heddle-check",
  );
  task.detail = vscode.l10n.t("All findings of the project, as on the command line");
  task.group = vscode.TaskGroup.Test;
  return task;
}

/** Runs the task of the first folder. */
export async function runCheckTask(): Promise<void> {
  const tasks = await vscode.tasks.fetchTasks({ type });
  const task = tasks.find(({ definition }) => definition["command"] === "check");
  if (task !== undefined) await vscode.tasks.executeTask(task);
}
