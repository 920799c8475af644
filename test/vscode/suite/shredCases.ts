/** The shredder from its command to its plan, by the keys that a person presses. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { root, tabLabels } from "./project";
import { equal, until } from "./until";

const rows = 200;
const source = () => vscode.Uri.joinPath(root(), "sales.csv");
const target = () => vscode.Uri.joinPath(root(), "sales-shards");
const enter = () => host?.act("press", { key: "Enter" });
const shown = (selector: string, text: string) => host?.act("waitForText", { selector, text });

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/**
 * The last question is a modal dialog, which an editor under test refuses to show: `test/client`
 * goes on from there.
 */
export const shredCases: readonly Case[] = [
  {
    name: "shred: from a file to its plan, with nothing written before the last question",
    needsHost: true,
    needsProcess: true,
    async run() {
      // Another schedule that is open would be looked at instead.
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      const lines = Array.from({ length: rows }, (_, id) => `${id},${id % 7},"note, ${id}"`);
      await vscode.workspace.fs.writeFile(
        source(),
        new TextEncoder().encode(`sale_id,amount,note\n${lines.join("\n")}\n`),
      );
      void vscode.commands.executeCommand("heddle.shredFile", source());
      await shown(".quick-input-list .monaco-list-row", "sale_id");
      await host?.picture("shred-division");
      await enter();
      await shown(".quick-input-title", "Where do the rows go?");
      await enter();
      await shown(".quick-input-title", "CSV files in a folder");
      await enter();
      await until("the plan's schedule", () => tabLabels().includes("Shred Plan"));
      await until("the plan's workload", async () =>
        /Shred Plan · \d+ tasks/.test(
          (await host?.act<string>("webviewText", { selector: ".facts" })) ?? "",
        ),
      );
      await host?.picture("shred-plan");
      equal(await exists(target()), false, "a target that nobody asked for");
      equal(await exists(vscode.Uri.joinPath(root(), ".heddle/shred")), false, "a run's record");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.workspace.fs.delete(source());
    },
  },
];
