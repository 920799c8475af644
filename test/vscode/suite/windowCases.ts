/** Windows other than a trusted project: an empty folder, Restricted Mode, one that is reloaded. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { hoverAt, lensOf, lensTitles, openModel, root, tabLabels, tidyWindow } from "./project";
import { equal, matches, until } from "./until";

export const emptyCases: readonly Case[] = [
  {
    name: "without a dbt project Heddle is not even loaded",
    async run() {
      equal(vscode.extensions.getExtension("heddle.heddle")?.isActive, false, "active");
    },
  },
  {
    name: "the view says what is missing and offers the example",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("heddle.projects.focus");
      const selector = ".welcome-view-content";
      await host?.act("waitForText", { selector, text: "no dbt_project.yml" });
      await host?.act("waitForText", { selector, text: "Open Example Project" });
      await host?.picture("welcome");
      await vscode.commands.executeCommand("workbench.action.closeSidebar");
    },
  },
  {
    name: "a SQL file without a project gets no lens and no problem",
    async run() {
      const file = vscode.Uri.joinPath(root(), "query.sql");
      await vscode.workspace.fs.writeFile(
        file,
        new TextEncoder().encode("select {{ ref('a') }}\n"),
      );
      await vscode.window.showTextDocument(file);
      equal(await lensTitles(file), [], "lenses");
      equal(vscode.languages.getDiagnostics(file), [], "problems");
    },
  },
  {
    name: "Simulate Run says in one line that there is no project",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("heddle.simulateRun");
      await until("the panel", () => tabLabels().includes("Schedule"));
      const text = await until("the reason", async () => {
        const found = await host?.act<string>("webviewText", { selector: ".failure" });
        return found !== "" && found;
      });
      matches(text, /dbt_project\.yml/, "what the panel says");
    },
  },
  {
    name: "a project that appears is found without a restart",
    async run() {
      const project = "name: shop\nprofile: shop\nversion: '1.0'\n";
      const write = (file: string, text: string) =>
        vscode.workspace.fs.writeFile(
          vscode.Uri.joinPath(root(), file),
          new TextEncoder().encode(text),
        );
      await write("dbt_project.yml", project);
      await write("models/orders.sql", "{{ config(threads=2) }}\nselect 1\n");
      const file = vscode.Uri.joinPath(root(), "models/orders.sql");
      await vscode.window.showTextDocument(file);
      matches(await lensOf(file), /threads/, "lens in the new project");
    },
  },
];

export const restrictedCases: readonly Case[] = [
  {
    name: "the window is in Restricted Mode and Heddle works in it",
    async run() {
      equal(vscode.workspace.isTrusted, false, "trust");
      const { document } = await openModel("customer_lifetime_value");
      matches(await lensOf(document.uri), /threads/, "lens");
      await until("a hover", async () => (await hoverAt(document, "config(")) !== "");
    },
  },
  {
    name: "Run With Plan starts nothing there",
    needsProcess: true,
    async run() {
      await vscode.commands.executeCommand("heddle.runWithPlan");
      equal(vscode.tasks.taskExecutions.length, 0, "tasks that run");
    },
  },
  {
    name: "settings that point outside the project are ignored there",
    async run() {
      const settings = vscode.workspace.getConfiguration("heddle");
      await settings.update(
        "history",
        ["../elsewhere/*.json"],
        vscode.ConfigurationTarget.Workspace,
      );
      const seen = vscode.workspace.getConfiguration("heddle").get<string[]>("history");
      equal(seen, [], "heddle.history as the extension sees it");
    },
  },
];

const makespan = async (): Promise<string> =>
  (await host?.act<string>("webviewText", { selector: "h1" })) ?? "";

/**
 * The window is loaded anew in the midst of it, so the suite runs twice: what the first time saw lies
 * in a file for the second.
 */
export const reloadCases: readonly Case[] = [
  {
    name: "the Schedule panel is there again after the window was loaded anew, with its choices",
    needsHost: true,
    async run() {
      const seen = vscode.Uri.joinPath(root(), "seen.txt");
      const before = await textOf(seen);
      if (before === undefined) {
        await tidyWindow();
        await openModel("stg_orders");
        await vscode.commands.executeCommand("heddle.simulateRun");
        await until("the Schedule panel", () => tabLabels().includes("Schedule"));
        const today = await makespan();
        await host?.act("webviewFill", { selector: "#threads", text: "4" });
        await until("a run on 4 threads", async () => (await makespan()) !== today);
        await vscode.workspace.fs.writeFile(seen, new TextEncoder().encode(await makespan()));
        // The editor stores its window once a minute, and when it is asked to close, if there is time.
        const pattern = String.raw`heddle\.schedule[\s\S]*threads\W+4\b`;
        await until("the stored window", () => host?.act<boolean>("isStored", { pattern }));
        await host?.act("reload");
        return new Promise(() => {});
      }
      await until("the Schedule panel", () => tabLabels().includes("Schedule"));
      await until("the run as before", async () => (await makespan()) === before);
      await host?.picture("panel-reloaded");
      return undefined;
    },
  },
];

async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
