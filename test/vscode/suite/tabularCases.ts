/** A tabular model in a real editor: lenses, hover, problems and their fixes, the view, the schedule. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { hoverAt, lensTitles } from "./project";
import { equal, matches, until } from "./until";

const row = ".pane-body .monaco-list-row";

async function open(pattern: string): Promise<vscode.TextDocument> {
  const [found] = await vscode.workspace.findFiles(pattern, null, 1);
  if (found === undefined) throw new Error(`no file ${pattern}`);
  const document = await vscode.workspace.openTextDocument(found);
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function problemsOf({ uri }: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
  return until(`problems of ${uri.path}`, () => {
    const own = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "heddle");
    return own.length > 0 ? own : undefined;
  });
}

export const tabularCases: readonly Case[] = [
  {
    name: "tables and partitions of a TMDL file carry lenses and colours",
    async run() {
      const document = await open("**/tables/Sales.tmdl");
      const titles = await until("lenses", async () => {
        const found = await lensTitles(document.uri);
        return found.length > 0 ? found : undefined;
      });
      matches(titles[0] ?? "", /6 partitions, 2 at once · decides \d+ % of 8 m 10 s/, "first lens");
      await until("a language", () => document.languageId === "heddle-tmdl" || undefined);
      await host?.picture("tabular-lenses");
    },
  },
  {
    name: "the hover on a column says how it is encoded and what its hierarchy costs",
    async run() {
      const document = await open("**/tables/Sales.tmdl");
      const text = await until("a hover", async () => {
        const found = await hoverAt(document, "column ProductKey");
        return found === "" ? undefined : found;
      });
      matches(text, /expected of a key in a relationship/, "hover");
      matches(text, /built in every refresh/, "hover");
    },
  },
  {
    name: "a fix of the problem list changes the model",
    async run() {
      const document = await open("**/model.bim");
      const problems = await problemsOf(document);
      const limit = problems.find(({ code }) =>
        JSON.stringify(code).includes("connections-below-partitions"),
      );
      if (limit === undefined) throw new Error("no finding about connections");
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        limit.range,
      );
      const fix = actions.find(({ title }) => title === "Set maxConnections to 8");
      if (fix?.edit === undefined) throw new Error("no fix");
      await vscode.workspace.applyEdit(fix.edit);
      await until("the problem gone", () => {
        const left = vscode.languages.getDiagnostics(document.uri);
        return left.every(({ range }) => !range.isEqual(limit.range)) || undefined;
      });
      equal(document.getText().includes('"maxConnections": 8'), true, "the edit");
      await vscode.commands.executeCommand("workbench.action.files.revert");
    },
  },
  {
    name: "a script of single refreshes is found, with what one transaction saves",
    async run() {
      const problems = await problemsOf(await open("**/refresh-by-year.json"));
      matches(problems[0]?.message ?? "", /6 requests refresh Adventure/, "finding");
    },
  },
  {
    name: "the view leads from the model to its refresh and findings",
    needsHost: true,
    async run() {
      await open("**/tables/Sales.tmdl");
      await vscode.commands.executeCommand("heddle.projects.focus");
      await host?.act("click", { selector: `${row}:has-text("definition") .monaco-tl-twistie` });
      for (const text of ["Full refresh", "Minutes you could save", "Findings", "Jobs by kind"]) {
        await host?.act("waitForText", { selector: row, text });
      }
      await host?.picture("tabular-view");
    },
  },
  {
    name: "the schedule page shows the refresh",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await open("**/model.bim");
      await vscode.commands.executeCommand("heddle.simulateRun");
      await until("the refresh", async () => {
        const facts = await host?.act<string>("webviewText", { selector: ".facts" });
        return facts?.includes("Adventure") === true;
      });
      await vscode.commands.executeCommand("workbench.action.closeSidebar");
      await host?.picture("tabular-schedule");
    },
  },
];
