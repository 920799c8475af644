/** The commands of the palette: each finds what it is about and hands over to a surface. */

import * as vscode from "vscode";
import type { CommandTarget } from "../../server/src/protocol";
import { applyFix } from "./applyFix";
import { runCheckTask } from "./checkTask";
import type { ComparisonDocuments } from "./comparison";
import { openExample } from "./exampleProject";
import type { ExplainDocuments } from "./explainDocuments";
import { fixRule } from "./fixRule";
import type { ProjectTable } from "./projectTable";
import { pickRecommendation } from "./recommendedThreads";
import type { RunContexts } from "./runContext";
import type { SchedulePanels } from "./schedulePanels";
import type { Server } from "./server";
import { targetOf } from "./target";
import type { TreeNode } from "./treeNode";

interface Surfaces {
  readonly context: vscode.ExtensionContext;
  readonly server: Server;
  readonly log: vscode.LogOutputChannel;
  readonly comparisons: ComparisonDocuments;
  readonly explanations: ExplainDocuments;
  readonly table: ProjectTable;
  readonly panels: SchedulePanels;
  readonly runContexts: RunContexts;
  readonly view: { refresh(): void };
}

/** Registers every command that package.json declares. */
export function registerCommands(surfaces: Surfaces): vscode.Disposable[] {
  const { context, server, log, comparisons, explanations, table, panels, runContexts, view } =
    surfaces;
  const handlers: Record<string, (argument: unknown) => unknown> = {
    "heddle.simulateRun": async (argument) => {
      const target = targetOf(argument);
      if (target === undefined) return sayNoProject();
      panels.show(target);
    },
    "heddle.explainModel": async (argument) => {
      const target = targetOf(argument);
      if (target === undefined || !(await explanations.show(target))) sayNoModel();
    },
    "heddle.showRecommendedThreads": async (argument) => {
      const target = targetOf(argument);
      const models = target && (await server.ask("heddle/models", { uri: target.uri }));
      if (models === undefined) return sayNoProject();
      await pickRecommendation(models, () => table.show(models));
    },
    "heddle.compareManifest": async (argument) => {
      const target = targetOf(argument);
      if (target === undefined || !(await comparisons.show(target))) sayNoProject();
    },
    "heddle.chooseRunContext": () => runContexts.choose(),
    "heddle.resetRunContext": () => runContexts.reset(),
    "heddle.applyFix": (argument) => (isFinding(argument) ? applyFix(argument) : undefined),
    "heddle.fixRule": async (argument) => {
      const target = isFixableRule(argument) ? argument.target : projectTarget(argument);
      return target === undefined ? sayNoProject() : fixRule(server, target);
    },
    "heddle.refreshProjects": () => view.refresh(),
    "heddle.check": () => runCheckTask(),
    "heddle.openExample": () => openExample(context),
    "heddle.getStarted": () =>
      vscode.commands.executeCommand(
        "workbench.action.openWalkthrough",
        `${context.extension.id}#start`,
        false,
      ),
    "heddle.restartServer": () => server.restart(),
    "heddle.showLog": () => log.show(true),
  };
  return Object.entries(handlers).map(([name, handler]) =>
    vscode.commands.registerCommand(name, handler),
  );
}

function isFinding(argument: unknown): argument is TreeNode {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "kind" in argument &&
    (argument.kind === "fixable" || argument.kind === "finding")
  );
}

function isFixableRule(argument: unknown): argument is TreeNode {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "kind" in argument &&
    argument.kind === "fixableRule"
  );
}

/** The project alone: a model's id is no rule. */
function projectTarget(argument: unknown): CommandTarget | undefined {
  const target = targetOf(argument);
  return target && { uri: target.uri };
}

function sayNoProject(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Heddle found no dbt project here: no dbt_project.yml in this folder or above it.",
    ),
  );
}

function sayNoModel(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t("Open a model of a dbt project first, then run Explain Model again."),
  );
}
