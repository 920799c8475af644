/** "Show Recommended Threads": every model with its configured and recommended threads, to pick. */

import * as vscode from "vscode";
import { formatDuration } from "../../server/src/base/duration";
import type { ModelEntry, ModelsResult } from "../../server/src/protocol";
import { byDifference, threadsChange } from "./modelFacts";

/** Without a model: the line that leads to all of them. */
interface ModelItem extends vscode.QuickPickItem {
  readonly model?: ModelEntry;
}

/** The editor makes each line on a thread that all extensions share; the table has them all. */
const mostItems = 1_000;

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

function moreItem(count: number): readonly ModelItem[] {
  if (count <= mostItems) return [];
  const label = vscode.l10n.t("{0} more", count - mostItems);
  return [{ label, description: vscode.l10n.t("Open as a table"), alwaysShow: true }];
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
  const recommended = models.models.filter((model) => model.recommendation !== null);
  pick.items = [
    ...recommended.sort(byDifference).slice(0, mostItems).map(toItem),
    ...moreItem(recommended.length),
  ];
  await new Promise<void>((resolve) => {
    pick.onDidTriggerButton(() => {
      pick.hide();
      void openTable();
    });
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0];
      pick.hide();
      if (chosen === undefined) return;
      if (chosen.model === undefined) void openTable();
      else void openModel(models, chosen.model);
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
