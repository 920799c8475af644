/** The commands of the palette, each from its name to what it opens. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { lensOf, openModel, root, tabLabels, useTheme } from "./project";
import { equal, matches, until } from "./until";

const heavy = "customer_lifetime_value";

/** Every command of the manifest with the case that runs it, here or in a file beside this one. */
export const casesOfCommands: Readonly<Record<string, string>> = {
  "heddle.simulateRun": "Simulate Run opens the schedule from the palette",
  "heddle.explainModel": "Explain Model opens a page about the model",
  "heddle.showRecommendedThreads": "Show Recommended Threads lists the models",
  "heddle.compareManifest": "Compare With Manifest opens a page that stays",
  "heddle.chooseRunContext":
    "What If moves the clock of all numbers, and back, without touching a file",
  "heddle.resetRunContext":
    "What If moves the clock of all numbers, and back, without touching a file",
  "heddle.applyFix": "Apply Fix of a finding does what the light bulb does",
  "heddle.fixRule": "Fix All of a Rule shows its changes before it makes them",
  "heddle.refreshProjects": "Refresh lets the view ask anew",
  "heddle.check": "Check Project runs the task",
  "heddle.openExample": "Open Example Project opens a copy in a window of its own",
  "heddle.runWithPlan": "Run With Plan starts nothing there",
  "heddle.shredFile":
    "shred: from a file to its plan, with nothing written before the last question",
  "heddle.getStarted": "Get Started opens the walkthrough",
  "heddle.restartServer": "Restart Server brings lens and status back",
  "heddle.showLog": "Show Log opens Heddle's output",
};

const isInBrowser = process.env["HEDDLE_WINDOW"] === "web";

/** Names of the commands that a manifest declares, sorted. */
function commandsIn(manifest: unknown): readonly string[] {
  const { contributes } = manifest as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  return contributes.commands.map(({ command }) => command).sort();
}

/** Runs a command by its title, as a person does; by its id where no host types for us. */
async function fromPalette(title: string, id: string): Promise<void> {
  if (host === undefined) {
    await vscode.commands.executeCommand(id);
    return;
  }
  await vscode.commands.executeCommand("workbench.action.quickOpen", `>${title}`);
  await host.act("waitForText", { selector: ".quick-input-list .monaco-list-row", text: title });
  await host.act("press", { key: "Enter" });
}

async function panelText(selector: string): Promise<string> {
  return (await host?.act<string>("webviewText", { selector })) ?? "";
}

export const commandCases: readonly Case[] = [
  {
    name: "the extension is active on a dbt project",
    async run() {
      const extension = vscode.extensions.getExtension("heddle.heddle");
      await until("activation", () => extension?.isActive === true);
    },
  },
  {
    name: "every command of the manifest is there",
    async run() {
      const known = await vscode.commands.getCommands(true);
      const manifest: unknown = vscode.extensions.getExtension("heddle.heddle")?.packageJSON;
      const declared = commandsIn(manifest);
      equal(declared, Object.keys(casesOfCommands).sort(), "commands with a case");
      // An editor in a browser can start nothing.
      const startsProcess = ["heddle.runWithPlan", "heddle.shredFile"];
      const expected = declared.filter(
        (command) => !isInBrowser || !startsProcess.includes(command),
      );
      equal(
        expected.filter((command) => !known.includes(command)),
        [],
        "commands that are missing",
      );
    },
  },
  {
    name: "Simulate Run opens the schedule from the palette",
    async run() {
      await openModel(heavy);
      await fromPalette("Heddle: Simulate Run", "heddle.simulateRun");
      await until("the Schedule panel", () => tabLabels().includes("Schedule"));
    },
  },
  {
    name: "the schedule shows the run, its table twin and another thread count",
    needsHost: true,
    async run() {
      matches(await panelText("h1"), /^\d+ [hm] \d\d [ms]$/, "makespan");
      matches(await panelText(".facts"), /150 tasks/, "facts of the run");
      const before = await panelText("h1");
      await host?.act("webviewClick", { selector: "#show-table" });
      equal(await host?.act("webviewCount", { selector: "tbody tr .link" }), 150, "rows");
      await host?.act("webviewClick", { selector: "#show-chart" });
      await host?.act("webviewFill", { selector: "#threads", text: "4" });
      await until("a longer run on 4 threads", async () => (await panelText("h1")) !== before);
      matches(await panelText("#gain"), /more than today/, "comparison with today");
      await host?.act("webviewClick", { selector: "#today" });
      await until("today's run again", async () => (await panelText("h1")) === before);
    },
  },
  {
    name: "the schedule looks as it should in dark, light and high contrast",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("workbench.action.closeSidebar");
      for (const [theme, name] of [
        ["Default Dark Modern", "dark"],
        ["Default Light Modern", "light"],
        ["Default High Contrast", "contrast"],
      ] as const) {
        await useTheme(theme);
        await host?.act("webviewWait", { selector: `body.${bodyClass[name]} h1` });
        await host?.picture(`panel-${name}`);
      }
      await useTheme("Default Dark Modern");
      await host?.act("webviewHover", { selector: ".timeline-scroller", x: 0.45, y: 0.12 });
      await host?.act("webviewWait", { selector: ".card:not([hidden])" });
      await host?.picture("panel-hover");
      await vscode.commands.executeCommand("workbench.action.toggleSidebarVisibility");
    },
  },
  {
    name: "a model is tried at half its duration and gets its own back",
    needsHost: true,
    async run() {
      const before = await panelText("h1");
      await host?.act("webviewClick", { selector: ".savings .try" });
      await until("a shorter run", async () => /less than today/.test(await panelText("#gain")));
      matches(await panelText("#tried"), /what if .* took \d/, "mark of the tried duration");
      await host?.act("webviewClick", { selector: "#tried button" });
      await until("the run as before", async () => (await panelText("h1")) === before);
    },
  },
  {
    name: "the schedule follows a model that appears on disk and goes away again",
    needsHost: true,
    async run() {
      const file = vscode.Uri.joinPath(root(), "models/marts/brand_new.sql");
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode("select 1 as id\n"));
      await until("151 tasks", async () => (await panelText(".facts")).includes("151 tasks"));
      await vscode.workspace.fs.delete(file);
      await until("150 tasks", async () => (await panelText(".facts")).includes("150 tasks"));
    },
  },
  {
    name: "the schedule keeps its choices while another tab is in front",
    needsHost: true,
    async run() {
      await host?.act("webviewFill", { selector: "#threads", text: "6" });
      await until("a run on 6 threads", async () =>
        /more than today/.test(await panelText("#gain")),
      );
      const makespan = await panelText("h1");
      await openModel("stg_orders");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await vscode.commands.executeCommand("heddle.simulateRun");
      await until("the same run", async () => (await panelText("h1")) === makespan);
      await host?.act("webviewClick", { selector: "#today" });
      await until("today's run", async () => (await panelText("#gain")) === "as today");
    },
  },
  {
    name: "the chart is used by keys alone: to a task, its facts spoken, its source opened",
    needsHost: true,
    async run() {
      await host?.act("webviewFocus", { selector: ".timeline-scroller" });
      await host?.act("press", { key: "c" });
      const first = await until(
        "a spoken task",
        async () => (await panelText("[aria-live]")) || undefined,
      );
      matches(first, /Duration: .*Slack: none: critical in this run/, "what a screen reader hears");
      await host?.act("press", { key: "c" });
      await until("another task", async () => (await panelText("[aria-live]")) !== first);
      await host?.act("press", { key: "?" });
      await host?.act("webviewWait", { selector: "#keys:not([hidden])" });
      await host?.act("press", { key: "?" });
      const files = () => vscode.window.visibleTextEditors.length;
      const before = files();
      await host?.act("press", { key: "Enter" });
      await until("the source of the task", () => files() > before);
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "a click on a model in the schedule opens its source",
    needsHost: true,
    async run() {
      await host?.act("webviewClick", { selector: "#show-table" });
      await host?.act("webviewFill", { selector: "#search", text: heavy });
      await until(
        "one row",
        async () => (await host?.act("webviewCount", { selector: "tbody tr .link" })) === 1,
      );
      await host?.act("webviewClick", { selector: "tbody tr .link" });
      await until("the model's file", () =>
        vscode.window.visibleTextEditors.some(({ document }) =>
          document.uri.path.endsWith(`${heavy}.sql`),
        ),
      );
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "Explain Model opens a page about the model",
    async run() {
      await openModel(heavy);
      await fromPalette("Heddle: Explain Model", "heddle.explainModel");
      await until("the page", () =>
        tabLabels().some((label) => label.includes(heavy) && !label.endsWith(".sql")),
      );
      const page = await host?.act<string>("webviewText", {
        selector: "body:not(.heddle-panel) table",
      });
      if (page !== undefined) matches(page, /Recommended[\s\S]*Complexity[\s\S]*Duration/, "page");
      await host?.picture("explain-model");
      if (host === undefined) return;
      await host.act("webviewClick", {
        selector: "body:not(.heddle-panel) a[href*='dbt_project.yml']",
      });
      await until("the file that sets the threads", () =>
        vscode.window.activeTextEditor?.document.uri.path.endsWith("dbt_project.yml"),
      );
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "Show Recommended Threads lists the models",
    needsHost: true,
    async run() {
      await openModel(heavy);
      await fromPalette("Heddle: Show Recommended Threads", "heddle.showRecommendedThreads");
      await host?.act("waitForText", {
        selector: ".quick-input-title",
        text: "Recommended threads",
      });
      const row = await host?.act<string>("waitForText", {
        selector: ".quick-input-list .monaco-list-row",
        text: "complexity",
      });
      matches(row ?? "", /→|✓/, "first model of the list");
      await host?.picture("recommended-threads");
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    },
  },
  {
    name: "the status bar tells threads, use and length of the run",
    needsHost: true,
    async run() {
      await openModel(heavy);
      const text = await host?.act<string>("waitForText", {
        selector: ".statusbar-item",
        text: "busy",
      });
      matches(text ?? "", /\d+ threads · \d+ % busy · /, "status bar");
    },
  },
  {
    name: "Restart Server brings lens and status back",
    async run() {
      const { document } = await openModel(heavy);
      await fromPalette("Heddle: Restart Server", "heddle.restartServer");
      matches(await lensOf(document.uri), /threads/, "lens after the restart");
    },
  },
  {
    name: "Compare With Manifest opens a page that stays",
    async run() {
      await openModel(heavy);
      await fromPalette("Heddle: Compare With Manifest", "heddle.compareManifest");
      await until("the page", () =>
        tabLabels().some((label) => /Compare With Manifest/.test(label)),
      );
      const text = await host?.act<string>("webviewText", {
        selector: "body:not(.heddle-panel) h1",
      });
      if (text !== undefined) matches(text, /manifest/i, "title of the page");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "Refresh lets the view ask anew",
    needsHost: true,
    async run() {
      await vscode.commands.executeCommand("heddle.projects.focus");
      await host?.act("waitForText", { selector: ".monaco-list-row", text: "Next run" });
      await vscode.commands.executeCommand("heddle.refreshProjects");
      await host?.act("waitForText", { selector: ".monaco-list-row", text: "Next run" });
      await vscode.commands.executeCommand("workbench.view.explorer");
    },
  },
  {
    name: "Check Project runs the task",
    needsProcess: true,
    async run() {
      const ended = new Promise<vscode.TaskExecution>((resolve) => {
        const listening = vscode.tasks.onDidEndTask(({ execution }) => {
          if (execution.task.definition.type !== "heddle") return;
          listening.dispose();
          resolve(execution);
        });
      });
      await vscode.commands.executeCommand("heddle.check");
      equal((await ended).task.definition["command"], "check", "what ran");
      await vscode.commands.executeCommand("workbench.action.closePanel");
    },
  },
  {
    name: "Open Example Project opens a copy in a window of its own",
    needsHost: true,
    needsProcess: true,
    async run() {
      await vscode.commands.executeCommand("heddle.openExample");
      const opened = await until("another window", async () => {
        const windows = (await host?.act<readonly string[]>("windows")) ?? [];
        return windows.slice(1).find((address) => address.includes("ecommerce"));
      });
      matches(decodeURIComponent(opened), /example\/ecommerce/, "folder of the window");
      await host?.act("closeOtherWindows");
    },
  },
  {
    name: "Show Log opens Heddle's output",
    needsHost: true,
    async run() {
      await fromPalette("Heddle: Show Log", "heddle.showLog");
      await host?.act("waitForText", { selector: ".panel", text: "Output" });
      await vscode.commands.executeCommand("workbench.action.closePanel");
    },
  },
];

const bodyClass = {
  dark: "vscode-dark",
  light: "vscode-light",
  contrast: "vscode-high-contrast",
} as const;
