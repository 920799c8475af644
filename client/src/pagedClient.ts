/** A language client as `pagedRequests` needs it; loads the library, so only its users do. */

import { type BaseLanguageClient, ProgressType } from "vscode-languageclient";
import type { PagedClient } from "./pagedRequests";

const partialResult = new ProgressType<unknown>();

export function pagedClient(client: BaseLanguageClient): PagedClient {
  return {
    request: (method, params, token) => client.sendRequest(method, params, token),
    onPartial: (token, listener) => client.onProgress(partialResult, token, listener),
  };
}
