/**
 * Connects a client to the projects: the life of a session from `initialize` to `exit`. What each
 * message means is the business of `requests/` and `notifications/`.
 */
import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  MessageType,
} from "vscode-languageserver";
import { clientFeatures, serverCapabilities } from "./capabilities";
import { createDocuments } from "./documents";
import type { Environment } from "./environment";
import { pathOfNative } from "./fromLsp";
import { answerGuarded, failureLine, type Lifecycle } from "./guard";
import { wordsFor } from "./language/words";
import { applySettings } from "./notifications/configuration";
import { NOTIFICATIONS } from "./notifications/index";
import { WATCHERS } from "./notifications/watchedFiles";
import { folderPaths } from "./notifications/workspaceFolders";
import { notify } from "./notify";
import { inPages } from "./pages";
import { indexProjects } from "./progress";
import { createProjects } from "./projects";
import { REQUESTS } from "./requests/index";
import type { Session } from "./session";
import { createSettingsQuestion } from "./settingsQuestion";
import { createSettling } from "./settling";
import { uriOfPath } from "./toLsp";
import { createTypingPause } from "./typingPause";

/** Serves one client over `connection` until it ends the session. Returns at once. */
export function startServer(connection: Connection, environment: Environment): void {
  let lifecycle: Lifecycle = { session: undefined, isShutDown: false, ready: Promise.resolve() };

  connection.onInitialize((params): InitializeResult => {
    const session = openSession(connection, environment, params);
    lifecycle = { ...lifecycle, session };
    for (const { method, handle } of NOTIFICATIONS) {
      connection.onNotification(method, (params: unknown) => {
        try {
          handle(session, params as never);
        } catch (error) {
          session.log(failureLine(method, session.projects.revision, error));
        }
      });
    }
    return {
      capabilities: serverCapabilities(session.client),
      serverInfo: { name: "Heddle", version: environment.version },
    };
  });

  connection.onInitialized(() => {
    const { session } = lifecycle;
    if (session === undefined) return;
    register(connection, session);
    const ready = session.askSettings();
    lifecycle = { ...lifecycle, ready };
    void ready.then(() => indexProjects(connection, session)).then(() => session.settle(0));
  });

  for (const { method, handler } of REQUESTS) {
    connection.onRequest(method, async (...args: unknown[]) => {
      const answer = await answerGuarded(method, handler, lifecycle, args);
      return inPages(connection, method, args[0], answer);
    });
  }

  connection.onShutdown(() => {
    lifecycle = { ...lifecycle, isShutDown: true };
  });
  connection.listen();
}

function openSession(
  connection: Connection,
  environment: Environment,
  params: InitializeParams,
): Session {
  const client = clientFeatures(params);
  const folderUris = initialFolders(params);
  const projects = createProjects(environment);
  projects.setFolders([...folderUris.keys()]);
  const tell = (method: string, type: MessageType, message: string) => {
    notify(connection, method, { type, message });
  };
  const rulePages = rulePagesOf(params.initializationOptions);
  const session: Session = {
    client,
    words: wordsFor(params.locale),
    environment:
      rulePages === undefined
        ? environment
        : { ...environment, rulePageUri: (code) => `${rulePages}/${code}.md` },
    documents: createDocuments(),
    projects,
    folderUris,
    pulls: { documents: false, workspace: false },
    pause: createTypingPause(environment),
    log: (line) => tell("window/logMessage", MessageType.Log, line),
    show: (text) => tell("window/showMessage", MessageType.Info, text),
    ...createSettling(connection, environment, () => session),
    ...createSettingsQuestion(connection, environment, () => session),
  };
  applySettings(session, initialSettings(params.initializationOptions));
  return session;
}

/** Folders as clients of any age name them. */
function initialFolders({
  workspaceFolders,
  rootUri,
  rootPath,
}: InitializeParams): ReadonlyMap<string, string> {
  if (Array.isArray(workspaceFolders) && workspaceFolders.length > 0) {
    return folderPaths(workspaceFolders);
  }
  if (typeof rootUri === "string") return folderPaths([{ uri: rootUri, name: "" }]);
  if (typeof rootPath !== "string") return new Map();
  return folderPaths([{ uri: uriOfPath(pathOfNative(rootPath)), name: "" }]);
}

/** Where a client without a disk keeps the pages of the rules. */
function rulePagesOf(options: unknown): string | undefined {
  const isGiven = typeof options === "object" && options !== null && "rulePages" in options;
  return isGiven && typeof options.rulePages === "string" ? options.rulePages : undefined;
}

function initialSettings(options: unknown): unknown {
  const isObject = typeof options === "object" && options !== null;
  return isObject && "settings" in options ? options.settings : options;
}

/** Asks for what a client offers to registered servers only. */
function register(connection: Connection, { client, log }: Session): void {
  const registrations = [
    ...(client.watchesFiles
      ? [
          {
            id: "heddle.files",
            method: "workspace/didChangeWatchedFiles",
            registerOptions: { watchers: WATCHERS },
          },
        ]
      : []),
    ...(client.registersConfiguration
      ? [
          {
            id: "heddle.settings",
            method: "workspace/didChangeConfiguration",
            registerOptions: { section: "heddle" },
          },
        ]
      : []),
  ];
  if (registrations.length === 0) return;
  // A client that refuses simply sends no such news.
  connection
    .sendRequest("client/registerCapability", { registrations })
    .catch((error: unknown) => log(`client/registerCapability: ${String(error)}`));
}
