/**
 * What the extension takes from the extension host that it shares with all others, on a large
 * project: a CPU profile of activation, typing, the tree view and the Schedule panel, from within.
 * Prints figures and judges nothing. Run by scripts/hostBench.mjs.
 */
import { writeFileSync } from "node:fs";
import { type Profiler, Session } from "node:inspector";
import { join } from "node:path";
import * as vscode from "vscode";
import { lensOf, tabLabels, tidyWindow } from "../suite/project";
import { until } from "../suite/until";
import { turnsOf } from "./turns";

const SAMPLE_US = 250;
const KEYSTROKES = 40;
const CHILD_MESSAGES = "node:internal/child_process/serialization";
/** Where whole profiles go, for somebody who looks for the cause. */
const profiles = process.env["HEDDLE_PROFILES"];
const session = new Session();

function say(line: string): void {
  // biome-ignore lint/suspicious/noConsole: the console is how a suite speaks to its host
  console.log(`[suite] ${line}`);
}

function post<Result>(method: string, parameters: object = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error, result) => {
      if (error) reject(error);
      else resolve(result as Result);
    });
  });
}

async function profiled(what: string, work: () => Promise<void>): Promise<void> {
  await post("Profiler.start");
  const started = Date.now();
  await work();
  const { profile } = await post<{ profile: Profiler.Profile }>("Profiler.stop");
  if (profiles !== undefined) {
    writeFileSync(
      join(profiles, `${what.replaceAll(/\W+/g, "-")}.cpuprofile`),
      JSON.stringify(profile),
    );
  }
  const { longestMs, longestBusyMs, totalMs, where } = turnsOf(profile, isOurs);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(
    `${what.padEnd(34)} longest turn ${longestMs.toFixed(1)} ms (${where}), ${longestBusyMs.toFixed(1)} ms without waits for a processor, ${totalMs.toFixed(0)} ms in all within ${seconds} s`,
  );
}

/**
 * Our bundles by their place, and Node's reading of what a child process sends: the only child that
 * speaks to the extension host is our server. The suite itself is not the extension.
 */
function isOurs(url: string): boolean {
  return /\/dist\/(extension|languageClient)\.js$/.test(url) || url.startsWith(CHILD_MESSAGES);
}

/** What dbt would have written had every model run for a second. */
async function recordedRun(): Promise<object> {
  const files = await vscode.workspace.findFiles("models/**/*.sql", null);
  const results = files.map(({ path }) => ({
    unique_id: `model.bench.${path.slice(path.lastIndexOf("/") + 1, -".sql".length)}`,
    status: "success",
    execution_time: 1,
    timing: [],
    thread_id: "Thread-1",
    adapter_response: {},
  }));
  return {
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      generated_at: new Date().toISOString(),
    },
    results,
    args: { which: "run", threads: 8 },
  };
}

export async function run(): Promise<void> {
  await tidyWindow();
  session.connect();
  await post("Profiler.enable");
  await post("Profiler.setSamplingInterval", { interval: SAMPLE_US });
  const models = await vscode.workspace.findFiles("models/marts/**/*.sql", null, 2);
  const [uri] = models;
  if (uri === undefined) throw new Error("the folder holds no generated project");

  await profiled("activation and the first model", async () => {
    await vscode.window.showTextDocument(uri, { preview: false });
    await lensOf(uri);
  });
  await profiled(`${KEYSTROKES} keystrokes in a model`, async () => {
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    for (let at = 0; at < KEYSTROKES; at++) {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), at === 0 ? "-- " : "x"));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });
  await profiled("the view of the project", async () => {
    await vscode.commands.executeCommand("heddle.projects.focus");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  });
  await profiled("the list of recommended threads", async () => {
    const shown = vscode.commands.executeCommand("heddle.showRecommendedThreads", {
      uri: `${uri}`,
    });
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await shown;
  });
  await profiled("the Schedule panel opens", async () => {
    await vscode.commands.executeCommand("heddle.simulateRun");
    await until("the Schedule panel", () => tabLabels().includes("Schedule"));
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  });
  await profiled("a run of dbt rewrites target/", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder === undefined) throw new Error("no folder is open");
    const results = vscode.Uri.joinPath(folder.uri, "target/run_results.json");
    const bytes = new TextEncoder().encode(JSON.stringify(await recordedRun()));
    for (let at = 0; at < 3; at++) {
      await vscode.workspace.fs.writeFile(results, bytes);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    await new Promise((resolve) => setTimeout(resolve, 4_000));
  });
  session.disconnect();
}
