/** What every client of the language server says of itself, wherever the server runs. */

import * as vscode from "vscode";
import { type LanguageClientOptions, RevealOutputChannelOn } from "vscode-languageclient";

// Chosen by place and name, not by language: dbt's SQL opens under many language ids.
const patterns = [
  "**/*.{sql,yml,yaml,py,md,csv}",
  "**/*.{bim,tmdl,tmsl,xmla}",
  "**/*{refresh,process,tmsl}*.json",
];

/** Commands that a hover of the server may link to. */
const linkedCommands = [
  "heddle.simulateRun",
  "heddle.explainModel",
  "heddle.showRecommendedThreads",
];

/** `schemes`: those of the documents that the server can tell to be files. */
export function clientOptions(
  log: vscode.LogOutputChannel,
  schemes: readonly string[],
  further: Readonly<Record<string, unknown>> = {},
): LanguageClientOptions {
  return {
    documentSelector: schemes.flatMap((scheme) => patterns.map((pattern) => ({ scheme, pattern }))),
    synchronize: { configurationSection: "heddle" },
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { isTrusted: { enabledCommands: linkedCommands }, supportHtml: false },
    // The server leaves the commands of lenses and hovers to this client.
    initializationOptions: {
      commands: true,
      isTrusted: vscode.workspace.isTrusted,
      ...further,
    },
  };
}
