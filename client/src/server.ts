/**
 * The language server as the other surfaces see it: typed requests, news of changed projects,
 * start and restart. Where the server runs (a process, a web worker) is the platform's business.
 */

import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type {
  CustomNotifications,
  CustomRequests,
  ProjectChangedParams,
} from "../../server/src/protocol";
import { createPagedRequests, type PagedClient, type PageOf } from "./pagedRequests";

export interface AskOptions<Method extends keyof CustomRequests> {
  readonly token?: vscode.CancellationToken;
  /** Gets the reason where the server gives one for not answering. */
  readonly refused?: (reason: string) => void;
  /**
   * Gets the pages of a long list as they come, instead of the answer's own list. A short list has
   * none: it stays in the answer.
   */
  readonly onPage?: (page: PageOf<Method>) => void;
}

export interface Server extends vscode.Disposable {
  /** Whether `heddle.enable` is on. */
  isEnabled(): boolean;
  /** Starts the process unless `heddle.enable` is off. Failures go to the log. */
  start(): void;
  restart(): Promise<void>;
  /** `undefined` when no project is there, the server is off, or it could not answer. */
  ask<Method extends keyof CustomRequests>(
    method: Method,
    params: CustomRequests[Method]["params"],
    options?: AskOptions<Method>,
  ): Promise<CustomRequests[Method]["result"] | undefined>;
  /** Fires when numbers on screen should be asked for again. */
  readonly onProjectChanged: vscode.Event<ProjectChangedParams | undefined>;
  /** Fires when a server has come up and knows nothing of this window yet. */
  readonly onStarted: vscode.Event<void>;
}

/** A server that was started somewhere, and what goes on for it as long as it lives. */
export interface StartedClient {
  readonly client: BaseLanguageClient;
  readonly paged: PagedClient;
  readonly companions: vscode.Disposable;
}

/** Creates and starts a client; the first call loads the protocol's library. */
export type StartClient = (
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  beforeStart: (client: BaseLanguageClient) => void,
) => Promise<StartedClient>;

const projectChanged: keyof CustomNotifications = "heddle/projectChanged";

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration("heddle").get("enable", true);
}

/** Creates the handle; nothing is loaded or run before `start`. */
export function createServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  startClient: StartClient,
): Server {
  const changed = new vscode.EventEmitter<ProjectChangedParams | undefined>();
  const cameUp = new vscode.EventEmitter<void>();
  const requestPaged = createPagedRequests();
  let started: Promise<StartedClient | undefined> | undefined;

  async function launch(): Promise<StartedClient | undefined> {
    try {
      const running = await startClient(context, log, (client) => {
        client.onNotification(projectChanged, (params: ProjectChangedParams) =>
          changed.fire(params),
        );
      });
      // Asked from within the event, `started` must be known already.
      queueMicrotask(() => {
        cameUp.fire();
        changed.fire(undefined);
      });
      return running;
    } catch (error) {
      log.error(`The language server did not start: ${String(error)}`);
      return undefined;
    }
  }

  function start(): void {
    if (isEnabled()) started ??= launch();
  }

  async function stop(): Promise<void> {
    const running = await started;
    started = undefined;
    running?.companions.dispose();
    await running?.client.dispose();
    changed.fire(undefined);
  }

  if (!isEnabled()) log.info("Heddle is off: heddle.enable");
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration("heddle.enable")) return;
    if (isEnabled()) start();
    else void stop();
  });

  return {
    isEnabled,
    start,
    onProjectChanged: changed.event,
    onStarted: cameUp.event,
    async restart() {
      log.info("Restarting the language server");
      await stop();
      start();
      await started;
    },
    async ask(method, params, { token, refused, onPage } = {}) {
      start();
      const running = await started;
      if (running?.client.isRunning() !== true) return undefined;
      try {
        return await requestPaged(running.paged, method, params, token, onPage);
      } catch (error) {
        if (token?.isCancellationRequested === true) return undefined;
        log.warn(`${method}: ${String(error)}`);
        refused?.(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
    dispose() {
      settings.dispose();
      changed.dispose();
      cameUp.dispose();
      void started?.then((running) => {
        running?.companions.dispose();
        return running?.client.dispose();
      });
    },
  };
}
