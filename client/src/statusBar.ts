/** One item in the status bar: threads, how busy they are and how long the run takes. */

import * as vscode from "vscode";
import { formatDuration } from "../../server/src/base/duration";
import { oneAtATime } from "./oneAtATime";
import type { RunContexts } from "./runContext";
import type { Server } from "./server";
import { targetOf } from "./target";

/** Shown while a project is there; a click simulates its run. */
export function createStatusBar(server: Server, contexts: RunContexts): vscode.Disposable {
  const t = vscode.l10n.t;
  const item = vscode.window.createStatusBarItem("heddle.run", vscode.StatusBarAlignment.Left, 20);
  item.name = t("Heddle: predicted run");
  async function ask(): Promise<void> {
    const target = targetOf(undefined);
    const run =
      target &&
      isOn() &&
      (await server.ask("heddle/simulate", { uri: target.uri, isBrief: true, tasks: "none" }));
    if (target === undefined || !run) {
      item.hide();
      return;
    }
    const busy = Math.round(run.utilization * 100);
    const makespan = formatDuration(run.makespanMs);
    const supposed = contexts.words();
    const mark = supposed === "" ? "" : ` · ${supposed}`;
    item.text = `$(pulse) ${run.threads === 1 ? t("1 thread") : t("{0} threads", run.threads)} · ${t("{0} % busy", busy)} · ${makespan}${mark}`;
    const origin = run.threadsOrigin === undefined ? "" : ` (${run.threadsOrigin})`;
    item.tooltip = [
      t("Heddle predicts {0} on {1} threads{2}.", makespan, run.threads, origin),
      ...(run.engineWords === undefined ? [] : [t("Read as {0}.", run.engineWords)]),
      ...(supposed === "" ? [] : [t("What if: {0}.", supposed)]),
      t("Click to see the schedule."),
    ].join(" ");
    item.accessibilityInformation = {
      label: t("Predicted run: {0}, {1} threads, {2} percent busy", makespan, run.threads, busy),
      role: "button",
    };
    item.command = {
      command: "heddle.simulateRun",
      title: t("Simulate Run"),
      arguments: [target],
    };
    item.show();
  }

  const refresh = oneAtATime(ask);
  return vscode.Disposable.from(
    item,
    server.onProjectChanged(refresh),
    contexts.onChange(refresh),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined) refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("heddle.statusBar")) refresh();
    }),
  );
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration("heddle").get("statusBar.enable", true);
}
