/** "Show Recommended Threads": every model with its configured and recommended threads, to pick. */

import * as vscode from "vscode";
import { formatDuration } from "../../server/src/base/duration";
import type { ModelEntry, ModelsResult } from "../../server/src/protocol";
import { byDifference, threadsChange } from "./modelFacts";

interface ModelItem extends vscode.QuickPickItem {
  readonly model: ModelEntry;
}

const tableButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("table"),
  tooltip: vscode.l10n.t("Open as a table"),
};

function toItem(model: ModelEntry): ModelItem {
  const { duration, complexity, recommendation } = model;
  const facts = [
    threadsChange(model),
    complexity && vscode.l10n.t("complexity {0}", complexity.score),
    duration && `${formatDuration(duration.ms)} ${duration.origin}`,
  ];
  return {
    model,
    label: model.name,
    description: facts.filter((fact) => fact).join(" · "),
    detail: recommendation?.because.join("; ") ?? "",
  };
}

/** Shows the list; picking a model opens its file, the button in the title opens the table. */
export async function pickRecommendation(
  models: ModelsResult,
  openTable: () => Promise<void>,
): Promise<void> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = vscode.l10n.t("Recommended threads · {0}", models.project.name);
  pick.placeholder = vscode.l10n.t("Models that differ come first. Pick one to open it");
  pick.matchOnDescription = true;
  pick.buttons = [tableButton];
  pick.items = models.models
    .filter((model) => model.recommendation !== null)
    .sort(byDifference)
    .map(toItem);
  await new Promise<void>((resolve) => {
    pick.onDidTriggerButton(() => {
      pick.hide();
      void openTable();
    });
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0];
      pick.hide();
      if (chosen !== undefined) void openModel(models, chosen.model);
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve();
    });
    pick.show();
  });
}

async function openModel(models: ModelsResult, model: ModelEntry): Promise<void> {
  const root = vscode.Uri.parse(models.rootUri);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(root, model.file));
}
