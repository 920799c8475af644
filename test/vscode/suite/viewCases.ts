/** What stands around the text: the Heddle view, marks, another clock, tools, the task, the walkthrough. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { lensOf, openModel, root, showHover, tabLabels, useTheme } from "./project";
import { equal, matches, until } from "./until";

const heavy = "customer_lifetime_value";
const row = ".pane-body .monaco-list-row";

async function statusText(text: string): Promise<string> {
  return (await host?.act<string>("waitForText", { selector: ".statusbar-item", text })) ?? "";
}

export const viewCases: readonly Case[] = [
  {
    name: "the view leads from the project to its run, critical path and findings",
    needsHost: true,
    async run() {
      await openModel(heavy);
      await vscode.commands.executeCommand("heddle.projects.focus");
      for (const text of ["ecommerce", "Next run", "Findings", "Models by class", "Past runs"]) {
        await host?.act("waitForText", { selector: row, text });
      }
      const run = await host?.act<string>("waitForText", { selector: row, text: "busy" });
      matches(run ?? "", /\d+ threads · \d+ % busy/, "line of the next run");
      await host?.act("click", { selector: `${row}:has-text("Findings")` });
      await host?.act("waitForText", { selector: row, text: "threads-" });
      await host?.picture("project-view");
    },
  },
  {
    name: "view, lens, marks, problems and hover in light and high contrast",
    needsHost: true,
    async run() {
      const { document } = await openModel(heavy);
      await lensOf(document.uri);
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      for (const [theme, name] of [
        ["Default Light Modern", "light"],
        ["Default High Contrast", "contrast"],
        ["Default High Contrast Light", "contrast-light"],
      ] as const) {
        await useTheme(theme);
        await showHover("int_customer_orders_enriched");
        await host?.picture(`window-${name}`);
        await vscode.commands.executeCommand("editor.action.hideHover");
      }
      await useTheme("Default Dark Modern");
      await vscode.commands.executeCommand("workbench.action.closePanel");
    },
  },
  {
    name: "a click on a model of the critical path opens its file",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await host?.act("click", { selector: `${row}[aria-level="3"]` });
      await until("a model's file", () =>
        vscode.window.activeTextEditor?.document.uri.path.endsWith(".sql"),
      );
      await vscode.commands.executeCommand("workbench.action.closeSidebar");
    },
  },
  {
    name: "critical models carry a mark beside the line numbers, which has its own switch",
    needsHost: true,
    async run() {
      const { document } = await openModel(heavy);
      matches(await lensOf(document.uri), /critical/, "lens of a critical model");
      const mark = { selector: ".glyph-margin-widgets .cgmr[class*='TextEditorDecorationType']" };
      await until("the mark", async () => Number(await host?.act("count", mark)) > 0);
      const settings = vscode.workspace.getConfiguration("heddle");
      await settings.update("gutter.enable", false, vscode.ConfigurationTarget.Global);
      await until("no mark", async () => Number(await host?.act("count", mark)) === 0);
      await settings.update("gutter.enable", undefined, vscode.ConfigurationTarget.Global);
      await until("the mark again", async () => Number(await host?.act("count", mark)) > 0);
    },
  },
  {
    name: "What If moves the clock of all numbers, and back, without touching a file",
    needsHost: true,
    async run() {
      const { document } = await openModel(heavy);
      const before = await lensOf(document.uri);
      const choice = vscode.commands.executeCommand("heddle.chooseRunContext");
      const option = ".quick-input-list .monaco-list-row";
      await host?.act("waitForText", { selector: option, text: "Another time" });
      await host?.act("press", { key: "Enter" });
      await host?.act("waitForText", { selector: option, text: "Tonight" });
      await host?.picture("what-if");
      await host?.act("press", { key: "Enter" });
      await choice;
      matches(await statusText("at 02:00"), /busy · .* · at 02:00/, "status bar at night");
      await vscode.commands.executeCommand("heddle.resetRunContext");
      await until("today's run", async () => !(await statusText("busy")).includes("at 02:00"));
      await until("the lens as before", async () => (await lensOf(document.uri)) === before);
      equal(document.isDirty, false, "file changed");
    },
  },
  {
    name: "Apply Fix of a finding does what the light bulb does",
    async run() {
      const { document } = await openModel(heavy);
      const problem = await until("a finding", () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .find(({ code }) => typeof code === "object" && code.value === "threads-ignored-by-dbt"),
      );
      const { start, end } = problem.range;
      const plain = ({ line, character }: vscode.Position) => ({ line, character });
      const uri = document.uri.toString();
      const before = document.getText();
      await vscode.commands.executeCommand("heddle.applyFix", {
        kind: "finding",
        target: { uri, id: "threads-ignored-by-dbt" },
        place: { uri, range: { start: plain(start), end: plain(end) } },
      });
      matches(document.getText(), /meta\s*=\s*\{/, "config after the fix");
      await vscode.commands.executeCommand("undo");
      equal(document.getText(), before, "text after undo");
    },
  },
  {
    name: "Fix All of a Rule shows its changes before it makes them",
    needsHost: true,
    async run() {
      const { document } = await openModel(heavy);
      await until("a finding", () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .find(({ code }) => typeof code === "object" && code.value === "threads-ignored-by-dbt"),
      );
      const before = document.getText();
      const target = { uri: root().toString(), id: "threads-ignored-by-dbt" };
      const argument = { kind: "fixableRule", target };
      const fixed = vscode.commands.executeCommand("heddle.fixRule", argument);
      const edit = ".bulk-edit-panel .monaco-list-row";
      await host?.act("waitForText", { selector: edit, text: "dbt_project.yml" });
      await host?.picture("fix-rule");
      await vscode.commands.executeCommand("refactorPreview.discard");
      await fixed;
      equal(document.getText(), before, "text after discarding");
    },
  },
  {
    name: "the tools for language models answer with the figures of the run",
    async run() {
      const names = vscode.lm.tools.map(({ name }) => name).filter((name) => /^heddle_/.test(name));
      equal(
        names.sort(),
        ["heddle_check", "heddle_explain", "heddle_models", "heddle_simulate", "heddle_sweep"],
        "tools",
      );
      const result = await vscode.lm.invokeTool("heddle_simulate", {
        input: { threads: 4 },
        toolInvocationToken: undefined,
      });
      const [part] = result.content;
      const text = part instanceof vscode.LanguageModelTextPart ? part.value : "";
      const run = JSON.parse(text) as { readonly threads: number; readonly taskCount: number };
      equal([run.threads, run.taskCount], [4, 150], "threads and tasks");
    },
  },
  {
    name: "the task heddle: check lists the findings of the command line",
    needsProcess: true,
    async run() {
      const tasks = await vscode.tasks.fetchTasks({ type: "heddle" });
      const task = tasks.find(({ definition }) => definition["command"] === "check");
      if (task === undefined) throw new Error("no task heddle: check");
      const ended = new Promise<number | undefined>((resolve) => {
        const wait = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name !== task.name) return;
          wait.dispose();
          resolve(exitCode);
        });
      });
      await vscode.tasks.executeTask(task);
      equal(await ended, 0, "status of a project without errors");
      await until("its findings among the problems", () =>
        vscode.languages
          .getDiagnostics()
          .some(([uri, found]) => uri.path.startsWith(root().path) && found.length > 0),
      );
      await vscode.commands.executeCommand("workbench.action.closePanel");
    },
  },
  {
    name: "the task heddle: run with plan starts heddle run in the project",
    needsProcess: true,
    async run() {
      const tasks = await vscode.tasks.fetchTasks({ type: "heddle" });
      const task = tasks.find(({ definition }) => definition["command"] === "run");
      const planned = task?.execution;
      if (!(planned instanceof vscode.ProcessExecution)) throw new Error("no task heddle: run");
      equal([task?.name, planned.args[1]], ["run with plan", "run"], "name and command");
      // The same without the start of a dbt, which nobody needs to have here.
      const words = [...planned.args, "--dry-run"];
      const rehearsal = new vscode.Task(
        { type: "heddle", command: "run", args: ["--dry-run"] },
        task?.scope ?? vscode.TaskScope.Workspace,
        "rehearsal",
        "heddle",
        new vscode.ProcessExecution(planned.process, words, planned.options),
        [],
      );
      const ended = new Promise<number | undefined>((resolve) => {
        const wait = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name !== "rehearsal") return;
          wait.dispose();
          resolve(exitCode);
        });
      });
      await vscode.tasks.executeTask(rehearsal);
      equal(await ended, 0, "status of the plan");
      await vscode.commands.executeCommand("workbench.action.closePanel");
    },
  },
  {
    name: "Get Started opens the walkthrough",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("heddle.getStarted");
      await host?.act("waitForText", {
        selector: ".gettingStartedContainer",
        text: "Read the line above a model",
      });
      await host?.picture("walkthrough");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      equal(tabLabels().includes("Walkthrough"), false, "walkthrough closed");
    },
  },
  {
    name: "heddle.yml is completed and checked by its schema where a YAML extension is there",
    async run() {
      const manifest = vscode.extensions.getExtension("heddle.heddle")?.packageJSON as {
        readonly contributes: { readonly yamlValidation: readonly { readonly url: string }[] };
      };
      const [schema] = manifest.contributes.yamlValidation;
      const extension = vscode.extensions.getExtension("heddle.heddle")?.extensionUri;
      if (schema === undefined || extension === undefined) throw new Error("no schema is named");
      const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, schema.url));
      matches(new TextDecoder().decode(text), /"heddle\.yml"/, "the schema that is named");
    },
  },
];
