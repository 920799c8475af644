/** The commands of the palette: each finds what it is about and hands over to a surface. */

import * as vscode from "vscode";
import type { ExplainDocuments } from "./explainDocuments";
import type { ProjectTable } from "./projectTable";
import { pickRecommendation } from "./recommendedThreads";
import type { SchedulePanels } from "./schedulePanels";
import type { Server } from "./server";
import { targetOf } from "./target";

interface Surfaces {
  readonly server: Server;
  readonly log: vscode.LogOutputChannel;
  readonly explanations: ExplainDocuments;
  readonly table: ProjectTable;
  readonly panels: SchedulePanels;
}

/** Registers every command that package.json declares. */
export function registerCommands(surfaces: Surfaces): vscode.Disposable[] {
  const { server, log, explanations, table, panels } = surfaces;
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
    "heddle.restartServer": () => server.restart(),
    "heddle.showLog": () => log.show(true),
  };
  return Object.entries(handlers).map(([name, handler]) =>
    vscode.commands.registerCommand(name, handler),
  );
}

function sayNoProject(): void {
  void vscode.window.showInformationMessage(
    "Heddle found no dbt project here: no dbt_project.yml in this folder or above it.",
  );
}

function sayNoModel(): void {
  void vscode.window.showInformationMessage(
    "Open a model of a dbt project first, then run Explain Model again.",
  );
}
