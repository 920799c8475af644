/**
 * The suite inside a real editor: looks at every surface in the window that was opened. One small
 * runner instead of a framework.
 */

import * as vscode from "vscode";
import { commandCases } from "./commandCases";
import { germanCases } from "./germanCases";
import { host } from "./host";
import { panelCases } from "./panelCases";
import { tidyWindow } from "./project";
import { shredCases } from "./shredCases";
import { tabularCases } from "./tabularCases";
import { textCases } from "./textCases";
import { viewCases } from "./viewCases";
import { emptyCases, reloadCases, restrictedCases } from "./windowCases";

export interface Case {
  readonly name: string;
  /** Needs pictures, the mouse or a look into a webview. */
  readonly needsHost?: boolean;
  /** Starts a process, which an editor in a browser cannot. */
  readonly needsProcess?: boolean;
  readonly run: () => Promise<void>;
}

/** The host shows lines with this mark, and desktop VS Code shows every line. */
function say(line: string): void {
  // biome-ignore lint/suspicious/noConsole: the console is how a suite speaks to its host
  console.log(`[suite] ${line}`);
}

/** What the test host of VS Code calls; rejects when a case failed. */
export async function run(): Promise<void> {
  const window = process.env["HEDDLE_WINDOW"] ?? "project";
  say(`${window}: VS Code ${vscode.version}, node ${process.versions.node}`);
  let passed = 0;
  const failed: string[] = [];
  if (window !== "reload") await tidyWindow();
  const only = process.env["HEDDLE_CASES"];
  for (const { name, needsHost, needsProcess, run } of casesOf[window] ?? []) {
    if (only !== undefined && !name.includes(only)) continue;
    if (needsHost === true && host === undefined) continue;
    if (needsProcess === true && window === "web") continue;
    const started = Date.now();
    try {
      await run();
      passed++;
      say(`  ok   ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      failed.push(name);
      say(`  FAIL ${name}\n       ${error instanceof Error ? error.message : String(error)}`);
      await host?.picture(`failed-${window}-${failed.length}`);
    }
  }
  const summary = process.env["HEDDLE_SUMMARY"];
  if (summary !== undefined) {
    await keep(summary, JSON.stringify({ passed, failed: failed.length }));
  }
  if (failed.length > 0) throw new Error(`failed: ${failed.join("; ")}`);
}

/** In a browser only the host has a disk. */
async function keep(file: string, text: string): Promise<void> {
  if (host !== undefined) await host.act("writeText", { file, text });
  else await (await import("node:fs/promises")).writeFile(file, text);
}

const casesOf: Readonly<Record<string, readonly Case[]>> = {
  project: [...textCases, ...viewCases, ...commandCases, ...panelCases, ...shredCases],
  web: [...textCases, ...viewCases, ...commandCases, ...panelCases],
  tabular: tabularCases,
  empty: emptyCases,
  restricted: restrictedCases,
  reload: reloadCases,
  german: germanCases,
};
