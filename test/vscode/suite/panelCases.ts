/** The Schedule panel beyond its first run: comparison, further choices, and what it writes. */

import * as vscode from "vscode";
import { host } from "./host";
import type { Case } from "./index";
import { openModel, root, tabLabels } from "./project";
import { equal, matches, until } from "./until";

const text = async (selector: string): Promise<string> =>
  (await host?.act<string>("webviewText", { selector })) ?? "";
const click = (selector: string) => host?.act("webviewClick", { selector });

/** Types into a field of the panel and leaves it, which is when the panel asks again. */
async function choose(selector: string, value: string): Promise<void> {
  await host?.act("webviewFill", { selector, text: value });
  await host?.act("webviewFocus", { selector: "#today" });
}

/** Back to today's run in a panel of its own. */
async function freshPanel(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await openModel("stg_orders");
  await vscode.commands.executeCommand("heddle.simulateRun");
  await until("the Schedule panel", () => tabLabels().includes("Schedule"));
  await click("#today");
  await until("today's run", async () => (await text("#gain")) === "as today");
}

export const panelCases: readonly Case[] = [
  {
    name: "panel: two settings are compared, with what moved",
    needsHost: true,
    async run() {
      await freshPanel();
      await vscode.commands.executeCommand("workbench.action.closeSidebar");
      await click("#compare");
      await host?.act("webviewSelect", { selector: "#policy", value: "longest-path" });
      await until("another run B", async () =>
        /^B ends .* than A$/.test(await text("#compare-title")),
      );
      matches(await text(".compare"), /Earlier in B: \d+ tasks/, "what moved");
      equal(await host?.act("webviewCount", { selector: ".timeline" }), 2, "charts");
      await host?.picture("panel-compare");
      await click("#end-compare");
      await until(
        "one chart",
        async () => (await host?.act("webviewCount", { selector: ".timeline" })) === 1,
      );
      await click("#today");
      await vscode.commands.executeCommand("workbench.action.toggleSidebarVisibility");
    },
  },
  {
    name: "panel: a selection narrows the run, a wrong one is refused in one line",
    needsHost: true,
    async run() {
      await freshPanel();
      await click("#more summary");
      await choose("#select", "+customer_lifetime_value");
      await until("fewer tasks", async () => !(await text(".facts")).includes("150 tasks"));
      const facts = await text(".facts");
      await choose("#select", "no_method:x");
      const complaint = await until(
        "the reason",
        async () => (await text(".complaint:not([hidden])")) || undefined,
      );
      matches(complaint, /no_method/, "the reason");
      equal(await text(".facts"), facts, "the run on screen");
      await choose("#select", "");
      await until("all tasks", async () => (await text(".facts")).includes("150 tasks"));
    },
  },
  {
    name: "panel: durations of one run, another clock, and back",
    needsHost: true,
    async run() {
      const today = await text("h1");
      const file = await host?.act<string>("webviewValue", {
        selector: "#run option:nth-child(2)",
      });
      await host?.act("webviewSelect", { selector: "#run", value: file });
      await until("another run", async () => (await text("h1")) !== today);
      await host?.act("webviewFill", { selector: "#at", text: "2026-03-05T03:10" });
      await until("two choices", async () => (await text("#more summary")).includes("2 set"));
      await click("#today");
      await until("today's run", async () => (await text("h1")) === today);
      matches(await text("#more summary"), /^More choices$/, "no choice is left");
    },
  },
  {
    name: "panel: a running heddle run grows over its prediction, and is put away when it is over",
    needsHost: true,
    async run() {
      await freshPanel();
      const file = vscode.Uri.joinPath(root(), ".heddle/progress.jsonl");
      const model = (name: string) => `model.ecommerce.${name}`;
      const lines: object[] = [
        { schema: "heddle.progress/1", startedAt: 7, total: 2, threads: 1, predictedMs: 9_000 },
        { id: model("stg_orders"), predicted: [0, 4_000] },
        { id: model("stg_customers"), predicted: [4_000, 9_000] },
        { id: model("stg_orders"), startMs: 0 },
        {
          atMs: 1_000,
          left: { ms: 8_000, leastMs: 7_000, mostMs: 9_500 },
          waiting: [{ id: model("stg_customers"), parents: [], pool: null }],
        },
      ];
      const publish = () =>
        vscode.workspace.fs.writeFile(
          file,
          new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
        );
      // A run tells where it stands again and again, and so survives a change that no watcher saw.
      const writing = setInterval(() => void publish(), 1_000);
      try {
        await until("the running run", async () => (await text("h1")) === "0 of 2");
      } finally {
        clearInterval(writing);
      }
      matches(await text("#left"), /^about .* left \(.* to .*\)$/, "what is left");
      matches(await text(".summary"), /next stg_customers: waits for a thread/, "what waits");
      await host?.picture("panel-live");
      lines.push({ id: model("stg_orders"), endMs: 3_500, status: "success" }, { overMs: 3_600 });
      await publish();
      await until("its end", async () => (await text("#left")) === "took 3.6 s, predicted 9.0 s");
      await click("#end-live");
      await until("the simulation", async () => (await text("#gain")) === "as today");
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), ".heddle"), { recursive: true });
    },
  },
  {
    name: "panel: it moves to a window of its own and back, and keeps what was chosen",
    needsHost: true,
    async run() {
      await freshPanel();
      const today = await text("h1");
      await host?.act("webviewFill", { selector: "#threads", text: "5" });
      await until("a run on 5 threads", async () => (await text("h1")) !== today);
      const chosen = await text("h1");
      const windows = async () => ((await host?.act<readonly string[]>("windows")) ?? []).length;
      await vscode.commands.executeCommand("workbench.action.moveEditorToNewWindow");
      await until("another window", async () => (await windows()) === 2);
      await until("the same run in it", async () => (await text("h1")) === chosen);
      await host?.newestPicture("panel-window");
      await host?.act("webviewFill", { selector: "#threads", text: "4" });
      await until("a run on 4 threads there", async () => (await text("h1")) !== chosen);
      const moved = await text("h1");
      await vscode.commands.executeCommand("workbench.action.restoreEditorsToMainWindow");
      await until("one window", async () => (await windows()) === 1);
      await until("the same run here", async () => (await text("h1")) === moved);
      await click("#today");
      await until("today's run", async () => (await text("h1")) === today);
    },
  },
  {
    name: "panel: the run is saved as Markdown, and as the picture of the chart",
    needsHost: true,
    async run() {
      for (const [kind, extension, start] of [
        ["markdown", "md", "# "],
        ["png", "png", "\u0089PNG"],
      ] as const) {
        await freshPanel();
        const file = vscode.Uri.joinPath(root(), `ecommerce-schedule.${extension}`);
        await click("#export");
        await click(`#export-${kind}`);
        await host?.act("waitForText", { selector: ".quick-input-widget", text: "OK" });
        await host?.act("press", { key: "Enter" });
        const bytes = await until("the file", async () => {
          try {
            return await vscode.workspace.fs.readFile(file);
          } catch {
            return undefined;
          }
        });
        equal(String.fromCharCode(...bytes.slice(0, start.length)), start, kind);
        await vscode.workspace.fs.delete(file);
      }
    },
  },
  {
    name: "panel: Apply writes the thread count where the project has it, unsaved",
    needsHost: true,
    async run() {
      await freshPanel();
      await click(".savings .apply");
      const profiles = vscode.Uri.joinPath(root(), "profiles.yml").path;
      const document = await until("the changed file", () =>
        vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.path === profiles),
      );
      matches(document.getText(), /threads: 33\b/, "profiles.yml");
      await until("the run with them", async () => (await text("#threads-origin")) !== "");
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await until("the file as it was", () => !document.isDirty);
    },
  },
];
