/** Sends a request to the answers about tabular models where its document belongs to one. */
import type { RequestHandler } from "../guard";
import { locateModel } from "../session";
import { MODEL_REQUESTS } from "./modelRequests";

/** The handler of a method, for dbt projects and tabular models alike. */
export function orOfModel(
  method: string,
  handler: RequestHandler<never, unknown>,
): RequestHandler<never, unknown> {
  const ofModel = MODEL_REQUESTS[method];
  if (ofModel === undefined) return handler;
  return {
    neutral: (params) => handler.neutral(params),
    answer(session, params, token) {
      const uri = uriIn(params);
      const located = uri === undefined ? undefined : locateModel(session, uri);
      return located === undefined
        ? handler.answer(session, params, token)
        : ofModel(session, located, params);
    },
  };
}

/** Of the document, of the request itself, or of what a command is given. */
function uriIn(params: unknown): string | undefined {
  if (typeof params !== "object" || params === null) return undefined;
  const given: unknown =
    "arguments" in params && Array.isArray(params.arguments) ? params.arguments[0] : params;
  const holder = "textDocument" in params ? params.textDocument : given;
  const hasUri = typeof holder === "object" && holder !== null && "uri" in holder;
  return hasUri && typeof holder.uri === "string" ? holder.uri : undefined;
}
