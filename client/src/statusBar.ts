/** One item in the status bar: threads, how busy they are and how long the run takes. */

import * as vscode from "vscode";
import { formatDuration } from "../../server/src/base/duration";
import { oneAtATime } from "./oneAtATime";
import type { Server } from "./server";
import { targetOf } from "./target";

/** Shown while a project is there; a click simulates its run. */
export function createStatusBar(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("heddle.run", vscode.StatusBarAlignment.Left, 20);
  item.name = "Heddle: predicted run";
  async function ask(): Promise<void> {
    const target = targetOf(undefined);
    const run = target && (await server.ask("heddle/simulate", { uri: target.uri }));
    if (target === undefined || run === undefined) {
      item.hide();
      return;
    }
    const busy = Math.round(run.utilization * 100);
    const makespan = formatDuration(run.makespanMs);
    item.text = `$(pulse) ${run.threads} threads · ${busy} % busy · ${makespan}`;
    const origin = run.threadsOrigin === undefined ? "" : ` (${run.threadsOrigin})`;
    item.tooltip = `Heddle predicts ${makespan} on ${run.threads} threads${origin}. Click to see the schedule.`;
    item.accessibilityInformation = {
      label: `Predicted run: ${makespan}, ${run.threads} threads, ${busy} percent busy`,
      role: "button",
    };
    item.command = {
      command: "heddle.simulateRun",
      title: "Simulate Run",
      arguments: [target],
    };
    item.show();
  }

  const refresh = oneAtATime(ask);
  return vscode.Disposable.from(
    item,
    server.onProjectChanged(refresh),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined) refresh();
    }),
  );
}
