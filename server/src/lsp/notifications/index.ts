/** Every notification of the client by its method. A new one is a function here or beside. */
import type { Session } from "../session";
import { didChangeConfiguration } from "./configuration";
import { didChange, didClose, didOpen } from "./documents";
import { takeFiles } from "./files";
import { didChangeWatchedFiles } from "./watchedFiles";
import { didChangeWorkspaceFolders } from "./workspaceFolders";

export interface Notification {
  readonly method: string;
  // Parameters are contravariant: `never` is what handlers of different parameters have in common.
  readonly handle: (session: Session, params: never) => void;
}

export const NOTIFICATIONS: readonly Notification[] = [
  { method: "textDocument/didOpen", handle: didOpen },
  { method: "textDocument/didChange", handle: didChange },
  { method: "textDocument/didClose", handle: didClose },
  // What is saved is what is open; the watcher tells about files that are not.
  { method: "textDocument/didSave", handle: () => undefined },
  { method: "workspace/didChangeWatchedFiles", handle: didChangeWatchedFiles },
  { method: "workspace/didChangeConfiguration", handle: didChangeConfiguration },
  { method: "workspace/didChangeWorkspaceFolders", handle: didChangeWorkspaceFolders },
  { method: "heddle/files", handle: takeFiles },
];
