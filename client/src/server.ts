/**
 * The language server as the other surfaces see it: typed requests, news of changed projects,
 * start and restart. The only file that knows the language client library.
 */

import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import type {
  CustomNotifications,
  CustomRequests,
  ProjectChangedParams,
} from "../../server/src/protocol";

export interface Server extends vscode.Disposable {
  /** Starts the process unless `heddle.enable` is off. Failures go to the log. */
  start(): void;
  restart(): Promise<void>;
  /** `undefined` when no project is there, the server is off, or it could not answer. */
  ask<Method extends keyof CustomRequests>(
    method: Method,
    params: CustomRequests[Method]["params"],
    token?: vscode.CancellationToken,
  ): Promise<CustomRequests[Method]["result"] | undefined>;
  /** Fires when numbers on screen should be asked for again. */
  readonly onProjectChanged: vscode.Event<ProjectChangedParams | undefined>;
}

const projectChanged: keyof CustomNotifications = "heddle/projectChanged";

// Chosen by place and name, not by language: dbt's SQL opens under many language ids.
const patterns = ["**/*.{sql,yml,yaml,py,md,csv}", "**/*.{bim,tmdl}"];
const schemes = ["file", "vscode-remote"];

/** Commands that a hover of the server may link to. */
const linkedCommands = [
  "heddle.simulateRun",
  "heddle.explainModel",
  "heddle.showRecommendedThreads",
];

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

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration("heddle").get("enable", true);
}

/** Creates the handle; nothing runs before `start`. */
export function createServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Server {
  const changed = new vscode.EventEmitter<ProjectChangedParams | undefined>();
  const client = new LanguageClient("heddle", "Heddle", serverOptions(context), clientOptions(log));
  let started: Promise<void> | undefined;

  function start(): void {
    if (!isEnabled()) {
      log.info("Heddle is off (heddle.enable)");
      return;
    }
    started ??= client.start().then(
      () => changed.fire(undefined),
      (error: unknown) => log.error(`The language server did not start: ${String(error)}`),
    );
  }

  async function stop(): Promise<void> {
    await started;
    started = undefined;
    if (client.needsStop()) await client.stop();
    changed.fire(undefined);
  }

  const subscriptions = [
    changed,
    client.onNotification(projectChanged, (params: ProjectChangedParams) => changed.fire(params)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration("heddle.enable")) return;
      if (isEnabled()) start();
      else void stop();
    }),
  ];

  return {
    start,
    onProjectChanged: changed.event,
    async restart() {
      log.info("Restarting the language server");
      await stop();
      start();
      await started;
    },
    async ask(method, params, token) {
      start();
      await started;
      if (!client.isRunning()) return undefined;
      try {
        const result = await client.sendRequest(method, params, token);
        return (result ?? undefined) as CustomRequests[typeof method]["result"] | undefined;
      } catch (error) {
        if (token?.isCancellationRequested !== true) log.warn(`${method}: ${String(error)}`);
        return undefined;
      }
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      void client.dispose();
    },
  };
}
