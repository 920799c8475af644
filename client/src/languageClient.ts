/**
 * The language server as a process, and how it is spoken to. One of the two files that load the
 * language client library, and the reason why they are loaded late: reading it takes longer than
 * all else at start.
 */

import * as vscode from "vscode";
import {
  type BaseLanguageClient,
  LanguageClient,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { clientOptions } from "./clientOptions";
import { pagedClient } from "./pagedClient";
import type { StartedClient } from "./server";

const schemes = ["file", "vscode-remote"];

/** Starts `dist/server.js`; rejects when it does not come up. */
export async function startInProcess(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  beforeStart: (client: BaseLanguageClient) => void,
): Promise<StartedClient> {
  const options = serverOptions(context);
  const client = new LanguageClient("heddle", "Heddle", options, clientOptions(log, schemes));
  beforeStart(client);
  await client.start();
  return { client, paged: pagedClient(client), companions: vscode.Disposable.from() };
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
