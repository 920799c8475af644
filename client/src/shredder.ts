/** The shredder's surfaces: its command, and a Schedule panel for the plan of a run. */

import * as vscode from "vscode";
import { heddleProgram } from "./heddleProgram";
import { SchedulePanels } from "./schedulePanels";
import type { ShredPlan } from "./shredAnswers";
import { shredFile } from "./shredCommand";
import { workloadAnswers } from "./workloadAnswers";

/** For a computer only: the work is a process. */
export function provideShredder(context: vscode.ExtensionContext): vscode.Disposable {
  const log = vscode.window.createOutputChannel("Heddle Shredder", { log: true });
  const run = heddleProgram(context.extensionUri, log);
  let panels: SchedulePanels | undefined;
  const showPlan = async (plan: ShredPlan): Promise<void> => {
    const workload = vscode.Uri.joinPath(context.globalStorageUri, "shred-plan.json");
    await vscode.workspace.fs.createDirectory(context.globalStorageUri);
    await vscode.workspace.fs.writeFile(
      workload,
      new TextEncoder().encode(JSON.stringify(plan.workload)),
    );
    panels?.dispose();
    panels = new SchedulePanels(
      context.extensionUri,
      workloadAnswers(run, vscode.l10n.t("Shred Plan"), workload),
      {
        viewType: "heddle.shredPlan",
        title: vscode.l10n.t("Shred Plan"),
        isRestored: false,
        hasProject: false,
      },
    );
    panels.show({ uri: workload.toString() });
  };
  return vscode.Disposable.from(
    log,
    { dispose: () => panels?.dispose() },
    vscode.commands.registerCommand("heddle.shredFile", (argument: unknown) =>
      shredFile(run, argument, showPlan),
    ),
  );
}
