/** Sends a notification and expects nothing: a client that is gone misses nothing. */
import type { Connection } from "vscode-languageserver";

export function notify(connection: Connection, method: string, params: unknown): void {
  connection.sendNotification(method, params).catch(() => undefined);
}
