/** What a person sees in the text: problems, the lens above a model, hovers, and edits of them. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import {
  hoverAt,
  lensOf,
  lensTitles,
  openModel,
  positionOf,
  showHover,
  tabLabels,
} from "./project";
import { equal, matches, until } from "./until";

const heavy = "customer_lifetime_value";

function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "heddle");
}

export const textCases: readonly Case[] = [
  {
    name: "a heavy model has one lens with its threads and its place in the run",
    async run() {
      const { document } = await openModel(heavy);
      const title = await lensOf(document.uri);
      matches(title, /threads 1/, "lens of a model with one thread");
      matches(title, /critical|slack/, "lens of a model in the run");
      equal((await lensTitles(document.uri)).length, 1, "lenses of a model");
    },
  },
  {
    name: "the lens tells the duration that the run history measured",
    async run() {
      const { document } = await openModel(heavy);
      matches(await lensOf(document.uri), /\d+ m \d\d s/, "lens of a model of several minutes");
    },
  },
  {
    name: "problems stand in the text of an open model",
    async run() {
      const { document } = await openModel(heavy);
      const problems = await until("problems of Heddle", () => {
        const found = problemsOf(document.uri);
        return found.length > 0 && found;
      });
      const codes = problems.map(({ code }) => (typeof code === "object" ? code.value : code));
      matches(codes.join(" "), /threads-ignored-by-dbt/, "codes of the problems");
    },
  },
  {
    name: "hover on a ref explains the model behind it",
    async run() {
      const { document } = await openModel(heavy);
      const text = await until("a hover", async () => {
        const found = await hoverAt(document, "int_customer_orders_enriched");
        return found.includes("int_customer_orders_enriched") && found;
      });
      matches(text, /Duration|duration/, "hover of a ref");
    },
  },
  {
    name: "hover on config( explains the recommendation",
    async run() {
      const { document } = await openModel(heavy);
      const text = await until("a hover", async () => {
        const found = await hoverAt(document, "config(");
        return found !== "" && found;
      });
      matches(text, /[Cc]omplexity/, "hover of config(");
      matches(text, /[Rr]ecommended/, "hover of config(");
    },
  },
  {
    name: "an edit of the hint changes the lens, and undoing it changes it back",
    async run() {
      const editor = await openModel(heavy);
      const { document } = editor;
      const before = await lensOf(document.uri);
      const start = positionOf(document, "threads=1").translate(0, -1);
      const range = new vscode.Range(start, start.translate(0, "threads=1".length));
      await editor.edit((edit) => edit.replace(range, "threads=7"));
      const after = await until("a lens that says 7", async () => {
        const title = (await lensTitles(document.uri))[0];
        return title?.includes("7") && title !== before && title;
      });
      matches(after, /7/, "lens after the edit");
      await vscode.commands.executeCommand("undo");
      await until("the lens as before", async () => (await lensTitles(document.uri))[0] === before);
    },
  },
  {
    name: "an unknown ref is reported while typing and goes away again",
    async run() {
      const editor = await openModel("stg_orders");
      const { document } = editor;
      const end = document.lineAt(document.lineCount - 1).range.end;
      await editor.edit((edit) => edit.insert(end, "\n-- {{ ref('no_such_model') }}\n"));
      await until("unknown-ref", () =>
        problemsOf(document.uri).some(({ message }) => message.includes("no_such_model")),
      );
      await vscode.commands.executeCommand("undo");
      await until("no unknown-ref", () =>
        problemsOf(document.uri).every(({ message }) => !message.includes("no_such_model")),
      );
    },
  },
  {
    name: "a quick fix moves the hint to where every dbt accepts it, and the lens still shows it",
    async run() {
      const editor = await openModel(heavy);
      const { document } = editor;
      const before = document.getText();
      const place = positionOf(document, "threads=1");
      const range = new vscode.Range(place, place);
      const fix = await until("the fix", async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          document.uri,
          range,
          vscode.CodeActionKind.QuickFix.value,
          10,
        );
        return found.find(({ title, edit }) => /meta\.heddle/.test(title) && edit !== undefined);
      });
      if (fix.edit === undefined || !(await vscode.workspace.applyEdit(fix.edit))) {
        throw new Error("the fix could not be applied");
      }
      matches(document.getText(), /meta\s*=\s*\{\s*['"]heddle['"]/, "config after the fix");
      await until("no threads-ignored-by-dbt", () => problemsOf(document.uri).length === 0);
      matches(await lensOf(document.uri), /threads 1/, "lens after the fix");
      await vscode.commands.executeCommand("undo");
      equal(document.getText(), before, "text after undo");
    },
  },
  {
    name: "Jinja and config() are highlighted inside SQL, and SQL stays SQL",
    needsHost: true,
    async run() {
      const editor = await openModel(heavy);
      for (const [text, scope] of [
        ["config(", "support.function.config.jinja.heddle"],
        ["threads=1", "variable.parameter.threads.jinja.heddle"],
        ["ref('", "support.function.dbt.jinja.heddle"],
        ["select", "source.sql"],
      ] as const) {
        const place = positionOf(editor.document, text);
        editor.selection = new vscode.Selection(place, place);
        editor.revealRange(new vscode.Range(place, place));
        await vscode.commands.executeCommand("editor.action.inspectTMScopes");
        await host?.act("waitForText", { selector: ".token-inspect-widget", text: scope });
        await vscode.commands.executeCommand("editor.action.inspectTMScopes");
      }
    },
  },
  {
    name: "each surface has its own switch, and all have one",
    async run() {
      const { document } = await openModel(heavy);
      const title = await lensOf(document.uri);
      const settings = vscode.workspace.getConfiguration("heddle");
      const turn = (name: string, isOn: boolean | undefined) =>
        settings.update(name, isOn, vscode.ConfigurationTarget.Global);
      const hasLens = async () => (await lensTitles(document.uri)).length > 0;
      const hasHover = async () => (await hoverAt(document, "config(")) !== "";
      for (const [name, isShown] of [
        ["codeLens.enable", hasLens],
        ["hover.enable", hasHover],
        ["diagnostics.enable", () => problemsOf(document.uri).length > 0],
        ["enable", hasLens],
      ] as const) {
        await until(`something to switch off by ${name}`, isShown);
        await turn(name, false);
        await until(`nothing of ${name}`, async () => !(await isShown()));
        await turn(name, undefined);
        await until(`${name} to come back`, isShown);
      }
      equal(await lensOf(document.uri), title, "lens after everything was off and on");
    },
  },
  {
    name: "the lens and the hover look as they should",
    needsHost: true,
    async run() {
      const { document } = await openModel(heavy);
      const editor = vscode.window.activeTextEditor;
      const title = await lensOf(document.uri);
      const top = new vscode.Position(0, 0);
      if (editor !== undefined) {
        editor.selection = new vscode.Selection(top, top);
        editor.revealRange(new vscode.Range(top, top));
      }
      await host?.act("waitForText", {
        selector: ".codelens-decoration",
        text: title.slice(0, 12),
      });
      await host?.picture("editor-lens");
      await showHover("int_customer_orders_enriched");
      await host?.picture("editor-hover");
      await vscode.commands.executeCommand("editor.action.hideHover");
    },
  },
  {
    name: "a link in the hover runs Heddle's command, and a click on the lens explains the model",
    needsHost: true,
    async run() {
      const editor = await openModel(heavy);
      const place = positionOf(editor.document, "config(");
      editor.selection = new vscode.Selection(place, place);
      editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
      await vscode.commands.executeCommand("editor.action.showHover");
      await host?.act("waitForText", { selector: ".monaco-hover a", text: "Simulate Run" });
      await host?.act("click", { selector: ".monaco-hover a:has-text('Simulate Run')" });
      await until("the Schedule panel", () => tabLabels().includes("Schedule"));
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      const title = await lensOf(editor.document.uri);
      await host?.act("waitForText", {
        selector: ".codelens-decoration a",
        text: title.slice(0, 12),
      });
      await host?.act("click", { selector: ".codelens-decoration a" });
      await until("the explanation", () =>
        tabLabels().some((label) => label.startsWith("Preview")),
      );
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
];
