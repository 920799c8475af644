/** The shredder from its command to loaded files, by the keys that a person presses. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { root, tabLabels } from "./project";
import { equal, matches, until } from "./until";

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

/** From the command to its last question, always with what is offered first. */
async function upToTheLastQuestion(): Promise<void> {
  void vscode.commands.executeCommand("heddle.shredFile", source());
  await shown(".quick-input-list .monaco-list-row", "sale_id");
  await enter();
  await shown(".quick-input-title", "Where do the rows go?");
  await enter();
  await shown(".quick-input-title", "CSV files in a folder");
  await enter();
  await shown(".monaco-dialog-box", `Shred ${rows} rows`);
}

export const shredCases: readonly Case[] = [
  {
    name: "shred: the plan is shown, and nothing is written before the last question",
    needsHost: true,
    needsProcess: true,
    async run() {
      const lines = Array.from({ length: rows }, (_, id) => `${id},${id % 7},"note, ${id}"`);
      await vscode.workspace.fs.writeFile(
        source(),
        new TextEncoder().encode(`sale_id,amount,note\n${lines.join("\n")}\n`),
      );
      await upToTheLastQuestion();
      equal(tabLabels().includes("Shred Plan"), true, "the plan's schedule");
      matches(
        (await host?.act<string>("webviewText", { selector: ".facts" })) ?? "",
        /\d+ tasks/,
        "facts",
      );
      await host?.picture("shred-confirm");
      await host?.act("press", { key: "Escape" });
      equal(await exists(target()), false, "a target that nobody asked for");
      equal(await exists(vscode.Uri.joinPath(root(), ".heddle/shred")), false, "a run's record");
    },
  },
  {
    name: "shred: a confirmed run brings every row to the target",
    needsHost: true,
    needsProcess: true,
    async run() {
      await upToTheLastQuestion();
      await enter();
      const manifest = vscode.Uri.joinPath(target(), "manifest.json");
      await until("the target", () => exists(manifest));
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(manifest));
      const { state, rowsOut } = JSON.parse(text);
      equal([state, rowsOut], ["committed", rows], "how the run ended");
      await shown(".notifications-toasts", "committed: 200 rows out of 200 rows in");
      await host?.picture("shred-done");
      await vscode.commands.executeCommand("notifications.clearAll");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      for (const uri of [target(), source(), vscode.Uri.joinPath(root(), ".heddle")]) {
        await vscode.workspace.fs.delete(uri, { recursive: true });
      }
    },
  },
];
