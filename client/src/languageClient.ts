/**
 * How the language server is started and spoken to. The only file that loads the language client
 * library, and the reason why it is loaded late: reading it takes longer than all else at start.
 */

import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";

// Chosen by place and name, not by language: dbt's SQL opens under many language ids.
const patterns = ["**/*.{sql,yml,yaml,py,md,csv}", "**/*.{bim,tmdl}"];
const schemes = ["file", "vscode-remote"];

/** Commands that a hover of the server may link to. */
const linkedCommands = [
  "heddle.simulateRun",
  "heddle.explainModel",
  "heddle.showRecommendedThreads",
];

/** A client that is not started yet. */
export function createLanguageClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): LanguageClient {
  return new LanguageClient("heddle", "Heddle", serverOptions(context), clientOptions(log));
}

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: schemes.flatMap((scheme) => patterns.map((pattern) => ({ scheme, pattern }))),
    synchronize: { configurationSection: "heddle" },
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { isTrusted: { enabledCommands: linkedCommands }, supportHtml: false },
    // The server leaves the commands of lenses and hovers to this client.
    initializationOptions: { commands: true, isTrusted: vscode.workspace.isTrusted },
  };
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const module = context.asAbsolutePath("dist/server.js");
  return {
    run: { module, transport: TransportKind.ipc },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: ["--nolazy", "--inspect=6009"] },
    },
  };
}
