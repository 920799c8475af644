/**
 * The suite inside a real editor: opens the example project and looks at every surface. One small
 * runner instead of a framework; the last line counts what passed and what failed.
 */

import * as vscode from "vscode";
import { commandCases } from "./commandCases";
import { host } from "./host";
import { tidyWindow } from "./project";
import { textCases } from "./textCases";

export interface Case {
  readonly name: string;
  /** Needs pictures, the mouse or a look into a webview. */
  readonly needsHost?: boolean;
  readonly run: () => Promise<void>;
}

/** The host shows lines with this mark, and desktop VS Code shows every line. */
function say(line: string): void {
  // biome-ignore lint/suspicious/noConsole: the console is how a suite speaks to its host
  console.log(`[suite] ${line}`);
}

/** What the test host of VS Code calls; rejects when a case failed. */
export async function run(): Promise<void> {
  say(`VS Code ${vscode.version}, node ${process.versions.node}`);
  let passed = 0;
  const failed: string[] = [];
  await tidyWindow();
  const only = process.env["HEDDLE_CASES"];
  for (const { name, needsHost, run } of [activation, ...textCases, ...commandCases]) {
    if (only !== undefined && !name.includes(only) && name !== activation.name) continue;
    if (needsHost === true && host === undefined) continue;
    const started = Date.now();
    try {
      await run();
      passed++;
      say(`  ok   ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      failed.push(name);
      say(`  FAIL ${name}\n       ${error instanceof Error ? error.message : String(error)}`);
      await host?.picture(`failed-${failed.length}`);
    }
  }
  say(`${passed} passed, ${failed.length} failed`);
  if (failed.length > 0) throw new Error(`failed: ${failed.join("; ")}`);
}

const activation: Case = {
  name: "the extension activates on a dbt project, quickly",
  async run() {
    const extension = vscode.extensions.getExtension("heddle.heddle");
    if (extension === undefined) throw new Error("heddle.heddle is not installed");
    const started = performance.now();
    await extension.activate();
    const spent = performance.now() - started;
    say(`       activation took at most ${spent.toFixed(0)} ms`);
  },
};
