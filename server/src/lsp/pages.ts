/**
 * Long lists leave in pages ahead of their answer, where the client gave a token for partial results:
 * a client that shares its thread with others reads a page at a time and is never held for long.
 */
import type { Connection } from "vscode-languageserver";
import { notify } from "./notify";

/** The long list of an answer, by method. */
const LISTS: Readonly<Record<string, string>> = {
  "heddle/models": "models",
  "heddle/simulate": "tasks",
  "heddle/findings": "findings",
  "workspace/diagnostic": "items",
};

/** Reading a page of models, the longest entries of all, takes a few milliseconds. */
export const PAGE_SIZE = 100;

/**
 * The answer as it is, or with an empty list after the pages of it were sent as `$/progress`. Answers
 * of one page or less are left whole.
 */
export function inPages(
  connection: Connection,
  method: string,
  params: unknown,
  answer: unknown,
): unknown {
  const field = LISTS[method];
  const token = tokenIn(params);
  if (field === undefined || token === undefined || !isRecord(answer)) return answer;
  const list: unknown = answer[field];
  if (!Array.isArray(list) || list.length <= PAGE_SIZE) return answer;
  for (let from = 0; from < list.length; from += PAGE_SIZE) {
    const value = { [field]: list.slice(from, from + PAGE_SIZE) };
    notify(connection, "$/progress", { token, value });
  }
  return { ...answer, [field]: [] };
}

function tokenIn(params: unknown): string | number | undefined {
  const token = isRecord(params) ? params["partialResultToken"] : undefined;
  return typeof token === "string" || typeof token === "number" ? token : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
