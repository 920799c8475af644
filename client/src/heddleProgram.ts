/**
 * The command line as the extension starts it: the editor's own Node runs it, so that nobody has to
 * have one installed. Gives what it prints, tells how far it is, and interrupts it as Ctrl-C does.
 */

import { spawn } from "node:child_process";
import * as vscode from "vscode";

export interface Finished {
  readonly status: number;
  readonly out: string;
  /** The last line that it said, which is the reason where it failed. */
  readonly lastLine: string;
}

/** Runs Heddle's command line in a folder. */
export type RunHeddle = (
  words: readonly string[],
  folder: vscode.Uri,
  options?: {
    readonly token?: vscode.CancellationToken;
    /** Gets every line that it says on the way, without the name in front. */
    readonly said?: (line: string) => void;
  },
) => Promise<Finished>;

const NOT_STARTED = 127;

export function heddleProgram(extensionUri: vscode.Uri, log: vscode.LogOutputChannel): RunHeddle {
  const cli = vscode.Uri.joinPath(extensionUri, "dist/cli.js").fsPath;
  return (words, folder, { token, said } = {}) =>
    new Promise((settle) => {
      log.info(`heddle ${words.join(" ")}`);
      const child = spawn(process.execPath, [cli, ...words], {
        cwd: folder.fsPath,
        env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const cancel = token?.onCancellationRequested(() => child.kill("SIGINT"));
      if (token?.isCancellationRequested === true) child.kill("SIGINT");
      let out = "";
      let rest = "";
      let lastLine = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines.filter((one) => one !== "")) {
          lastLine = line.replace(/^heddle(?: shred)?: /, "");
          log.info(line);
          said?.(lastLine);
        }
      });
      const end = (status: number, reason = lastLine) => {
        cancel?.dispose();
        settle({ status, out, lastLine: reason });
      };
      child.on("error", (error) => end(NOT_STARTED, error.message));
      child.on("close", (code) => end(code ?? NOT_STARTED));
    });
}
