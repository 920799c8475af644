/**
 * The language server as the other surfaces see it: typed requests, news of changed projects,
 * start and restart.
 */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
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

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration("heddle").get("enable", true);
}

/** Creates the handle; nothing is loaded or run before `start`. */
export function createServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Server {
  const changed = new vscode.EventEmitter<ProjectChangedParams | undefined>();
  let started: Promise<LanguageClient | undefined> | undefined;

  async function launch(): Promise<LanguageClient | undefined> {
    try {
      const { createLanguageClient } = await import("./languageClient");
      const client = createLanguageClient(context, log);
      client.onNotification(projectChanged, (params: ProjectChangedParams) => changed.fire(params));
      await client.start();
      changed.fire(undefined);
      return client;
    } catch (error) {
      log.error(`The language server did not start: ${String(error)}`);
      return undefined;
    }
  }

  function start(): void {
    if (isEnabled()) started ??= launch();
  }

  async function stop(): Promise<void> {
    const client = await started;
    started = undefined;
    await client?.dispose();
    changed.fire(undefined);
  }

  if (!isEnabled()) log.info("Heddle is off: heddle.enable");
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration("heddle.enable")) return;
    if (isEnabled()) start();
    else void stop();
  });

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
      const client = await started;
      if (client?.isRunning() !== true) return undefined;
      try {
        const result: unknown = await client.sendRequest(method, params, token);
        return (result ?? undefined) as CustomRequests[typeof method]["result"] | undefined;
      } catch (error) {
        if (token?.isCancellationRequested !== true) log.warn(`${method}: ${String(error)}`);
        return undefined;
      }
    },
    dispose() {
      settings.dispose();
      changed.dispose();
      void started?.then((client) => client?.dispose());
    },
  };
}
