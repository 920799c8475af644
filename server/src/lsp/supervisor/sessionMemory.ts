/**
 * What a client has said so far, as far as a server that starts anew must hear it: how it was
 * initialized, what is open, which settings and folders hold. Knows no projects.
 */
import type {
  DidChangeTextDocumentParams,
  DidChangeWorkspaceFoldersParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  InitializeParams,
  Message,
  WorkspaceFolder,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

/** A JSON-RPC message as far as its kind is concerned. */
export interface AnyMessage extends Message {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

export interface SessionMemory {
  /** Takes note of a message of the client. A malformed one is not noted. */
  note(message: AnyMessage): void;
  /** The messages that bring a new server to the same state, in order; none before `initialize`. */
  replay(): readonly AnyMessage[];
}

/** Nothing said yet. */
export function sessionMemory(): SessionMemory {
  let initialize: AnyMessage | undefined;
  let isInitialized = false;
  let configuration: AnyMessage | undefined;
  let folders: readonly WorkspaceFolder[] | undefined;
  const documents = new Map<string, TextDocument>();

  const take = (message: AnyMessage): void => {
    switch (message.method) {
      case "initialize":
        initialize = message;
        folders = (message.params as InitializeParams).workspaceFolders ?? undefined;
        break;
      case "initialized":
        isInitialized = true;
        break;
      case "workspace/didChangeConfiguration":
        configuration = message;
        break;
      case "workspace/didChangeWorkspaceFolders": {
        const { added, removed } = (message.params as DidChangeWorkspaceFoldersParams).event;
        const gone = new Set([...removed, ...added].map(({ uri }) => uri));
        folders = [...(folders ?? []).filter(({ uri }) => !gone.has(uri)), ...added];
        break;
      }
      case "textDocument/didOpen": {
        const { uri, languageId, version, text } = (message.params as DidOpenTextDocumentParams)
          .textDocument;
        documents.set(uri, TextDocument.create(uri, languageId, version, text));
        break;
      }
      case "textDocument/didChange": {
        const { textDocument, contentChanges } = message.params as DidChangeTextDocumentParams;
        const known = documents.get(textDocument.uri);
        if (known === undefined) break;
        const changed = TextDocument.update(known, contentChanges, textDocument.version);
        documents.set(textDocument.uri, changed);
        break;
      }
      case "textDocument/didClose":
        documents.delete((message.params as DidCloseTextDocumentParams).textDocument.uri);
        break;
      default:
        break;
    }
  };

  return {
    note(message) {
      try {
        take(message);
      } catch {
        // The server itself says what is wrong with it.
      }
    },
    replay() {
      if (initialize === undefined) return [];
      const params = initialize.params as InitializeParams;
      const given = folders === undefined ? params : { ...params, workspaceFolders: folders };
      const messages: AnyMessage[] = [{ ...initialize, params: given }];
      const notify = (method: string, params: object): void => {
        messages.push({ jsonrpc: "2.0", method, params });
      };
      if (isInitialized) notify("initialized", {});
      if (configuration !== undefined) messages.push(configuration);
      for (const document of documents.values()) {
        const { uri, languageId, version } = document;
        const textDocument = { uri, languageId, version, text: document.getText() };
        notify("textDocument/didOpen", { textDocument });
      }
      return messages;
    },
  };
}
