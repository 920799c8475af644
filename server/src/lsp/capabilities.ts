/**
 * What the client can do, read once from `initialize`, and what the server offers in return. The
 * only file that reads client capabilities.
 */
import {
  CodeActionKind,
  type InitializeParams,
  MarkupKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";

export interface ClientFeatures {
  /** Heddle's own client: knows the commands `heddle.*` and the notification of changed projects. */
  readonly hasCommands: boolean;
  readonly takesMarkdown: boolean;
  readonly resolvesCodeLens: boolean;
  readonly pullsDiagnostics: boolean;
  readonly takesSnippets: boolean;
  /** Asks for the edits of a code action when somebody chooses it. */
  readonly resolvesCodeAction: boolean;
  /** Shows edits that want to be confirmed before it makes them. */
  readonly confirmsEdits: boolean;
  readonly configuration: boolean;
  readonly workspaceFolders: boolean;
  readonly watchesFiles: boolean;
  readonly progress: boolean;
  readonly refreshesCodeLens: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly registersConfiguration: boolean;
}

/** Features of whatever a client sends, however incomplete. */
export function clientFeatures(params: Partial<InitializeParams>): ClientFeatures {
  const { textDocument, workspace, window } = params.capabilities ?? {};
  const options: unknown = params.initializationOptions;
  const actionProperties: unknown = textDocument?.codeAction?.resolveSupport?.properties;
  const lensProperties: unknown = textDocument?.codeLens?.resolveSupport?.properties;
  const formats = textDocument?.hover?.contentFormat;
  return {
    hasCommands: isHeddleClient(options),
    takesMarkdown: formats === undefined || formats.includes(MarkupKind.Markdown),
    resolvesCodeLens: Array.isArray(lensProperties) && lensProperties.includes("command"),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    takesSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    resolvesCodeAction:
      textDocument?.codeAction?.dataSupport === true &&
      Array.isArray(actionProperties) &&
      actionProperties.includes("edit"),
    confirmsEdits:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    configuration: workspace?.configuration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    refreshesCodeLens: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
  };
}

/** Only Heddle's own client says whether the workspace is trusted; others may set `commands`. */
function isHeddleClient(options: unknown): boolean {
  if (typeof options !== "object" || options === null) return false;
  if ("commands" in options) return options.commands === true;
  return "isTrusted" in options;
}

/** Commands that the server runs itself, for clients without Heddle's own. */
const SERVER_COMMANDS = [
  "heddle.explainModel",
  "heddle.simulateRun",
  "heddle.planRefresh",
] as const;

export function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    hoverProvider: true,
    codeLensProvider: { resolveProvider: true },
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.heddle`],
      ...(client.resolvesCodeAction && { resolveProvider: true }),
    },
    completionProvider: { triggerCharacters: ["(", ",", "=", "'", '"', ":", "+", " "] },
    documentLinkProvider: {},
    inlayHintProvider: { resolveProvider: true },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: {
        identifier: "heddle",
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    }),
    // Heddle's own client registers these commands itself; two of one name would not start.
    ...(!client.hasCommands && { executeCommandProvider: { commands: [...SERVER_COMMANDS] } }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
