/**
 * The language server as a web worker, for editors in a browser, and the files that it is sent. One
 * of the two files that load the language client library.
 */

import * as vscode from "vscode";
import { type BaseLanguageClient, LanguageClient } from "vscode-languageclient/browser";
import type { ClientNotifications } from "../../server/src/protocol";
import { clientOptions } from "./clientOptions";
import { pagedClient } from "./pagedClient";
import type { StartedClient } from "./server";
import { sendWorkspaceFiles } from "./workspaceFiles";

const filesMethod: keyof ClientNotifications = "heddle/files";
const schemes = ["vscode-vfs", "vscode-remote", "vscode-test-web", "memfs"];

/** Starts `dist/web/server.js` and sends it the workspace's files; rejects when it does not come up. */
export async function startInWorker(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  beforeStart: (client: BaseLanguageClient) => void,
): Promise<StartedClient> {
  const asset = (path: string) => vscode.Uri.joinPath(context.extensionUri, path).toString(true);
  const options = clientOptions(log, schemes, { rulePages: asset("docs/rules") });
  const worker = new Worker(asset("dist/web/server.js"));
  const client = new LanguageClient("heddle", "Heddle", worker, options);
  beforeStart(client);
  await client.start();
  const files = await sendWorkspaceFiles((params) => client.sendNotification(filesMethod, params));
  return {
    client,
    paged: pagedClient(client),
    companions: vscode.Disposable.from(files, { dispose: () => worker.terminate() }),
  };
}
