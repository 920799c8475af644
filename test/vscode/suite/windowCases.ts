/** Windows other than a trusted project: an empty folder, and Restricted Mode. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { hoverAt, lensOf, lensTitles, openModel, root, tabLabels } from "./project";
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
