/**
 * Requests whose long lists come in pages, each read in a turn of its own: the extension host serves
 * all extensions, and one answer with ten thousand models would hold it for a tenth of a second.
 */

import type * as vscode from "vscode";
import type { CustomRequests, PagedLists } from "../../server/src/protocol";

/** A page of the long list of a method's answer; for methods without one there is none. */
export type PageOf<Method extends keyof CustomRequests> = Method extends keyof PagedLists
  ? CustomRequests[Method]["result"][PagedLists[Method] & keyof CustomRequests[Method]["result"]]
  : never;

/** What of a language client is needed; `onPartial` listens to the partial results of a token. */
export interface PagedClient {
  request(method: string, params: object, token?: vscode.CancellationToken): Promise<unknown>;
  onPartial(token: string, listener: (partial: unknown) => void): { dispose(): unknown };
}

type Answer<Method extends keyof CustomRequests> = CustomRequests[Method]["result"] | undefined;

const lists: PagedLists = {
  "heddle/models": "models",
  "heddle/simulate": "tasks",
  "heddle/findings": "findings",
};

/**
 * A function that asks and settles with the whole answer, or, with `onPage`, hands the pages over as
 * they come. Tokens are used again, since the library remembers each for good.
 */
export function createPagedRequests() {
  const freeTokens: string[] = [];
  let tokenCount = 0;
  return async <Method extends keyof CustomRequests>(
    client: PagedClient,
    method: Method,
    params: CustomRequests[Method]["params"],
    token?: vscode.CancellationToken,
    onPage?: (page: PageOf<Method>) => void,
  ): Promise<Answer<Method>> => {
    const list: string | undefined = Object.hasOwn(lists, method)
      ? lists[method as keyof PagedLists]
      : undefined;
    if (list === undefined) {
      return ((await client.request(method, params, token)) ?? undefined) as Answer<Method>;
    }
    const partialResultToken = freeTokens.pop() ?? `heddle/pages/${tokenCount++}`;
    const kept: unknown[] = [];
    const listening = client.onPartial(partialResultToken, (partial) => {
      const page = listIn(partial, list);
      if (onPage !== undefined) onPage(page as PageOf<Method>);
      else for (const item of page) kept.push(item);
    });
    try {
      const answer = await client.request(method, { ...params, partialResultToken }, token);
      const whole =
        kept.length === 0 || typeof answer !== "object" ? answer : { ...answer, [list]: kept };
      return (whole ?? undefined) as Answer<Method>;
    } finally {
      listening.dispose();
      freeTokens.push(partialResultToken);
    }
  };
}

function listIn(partial: unknown, list: string): readonly unknown[] {
  const fields = new Map(
    typeof partial === "object" && partial !== null ? Object.entries(partial) : [],
  );
  const page: unknown = fields.get(list);
  return Array.isArray(page) ? page : [];
}
