/** The surfaces in an editor whose language is German: what the client says and what the server says. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { hoverAt, lensOf, openModel, tabLabels, useTheme } from "./project";
import { equal, matches, until } from "./until";

const heavy = "customer_lifetime_value";

export const germanCases: readonly Case[] = [
  {
    name: "the editor gives German to its extensions",
    async run() {
      equal(vscode.env.language, "de", "language");
    },
  },
  {
    name: "lens, hover and problems are German",
    async run() {
      const { document } = await openModel(heavy);
      matches(await lensOf(document.uri), /empfohlen|✓/, "lens");
      const hover = await until("a hover", () => hoverAt(document, "config("));
      matches(hover, /Empfohlen[\s\S]*Komplexität[\s\S]*Dauer[\s\S]*Im Lauf/, "hover");
      const problems = await until("problems", () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length > 0 && found.map(({ message }) => message).join("\n");
      });
      matches(problems, /übergeht|empfohlen|dauert/, "problems");
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      await host?.act("hoverText", { text: "config" });
      await host?.act("waitForText", { selector: ".monaco-hover", text: "Empfohlen" });
      await host?.picture("german-hover");
      await useTheme("Default Light Modern");
      await host?.picture("german-light");
      await useTheme("Default Dark Modern");
      await vscode.commands.executeCommand("workbench.action.closePanel");
    },
  },
  {
    name: "the view and the Schedule panel are German",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("heddle.projects.focus");
      await host?.act("waitForText", { selector: ".monaco-list-row", text: "Nächster Lauf" });
      await vscode.commands.executeCommand("heddle.simulateRun");
      await until("the Schedule panel", () => tabLabels().includes("Schedule"));
      await until("the German facts of the run", async () =>
        /Aufgaben/.test((await host?.act<string>("webviewText", { selector: ".facts" })) ?? ""),
      );
      await host?.picture("german-panel");
    },
  },
];
