/**
 * A TMSL script as the requests that it sends: one command, a `sequence`, or an array of either. Each
 * element of an array is a transaction of its own. Source: Microsoft Learn, "Tabular Model Scripting
 * Language (TMSL) Reference", "Refresh command", "Sequence command".
 */
import { findNodeAtLocation, type Node } from "jsonc-parser";
import type { Problem } from "../../base/problem";
import type { Span } from "../../base/text";
import { jsonTree } from "../jsonTree";

/** What a refresh is about; without table the whole database, without partition the whole table. */
export interface RefreshTarget {
  readonly database: string;
  readonly table?: string;
  readonly partition?: string;
}

export interface RefreshCommand {
  /** `full`, `dataOnly`, `calculate` …; `automatic` where the script names none. */
  readonly type: string;
  /** The value of `type` as written. */
  readonly typeSpan?: Span;
  readonly targets: readonly RefreshTarget[];
  /** The word `refresh`. */
  readonly nameSpan: Span;
}

/** One command that is sent by itself, with the refreshes in it. */
export interface ScriptRequest {
  /** `refresh`, `sequence`, `createOrReplace` … */
  readonly command: string;
  readonly span: Span;
  readonly refreshes: readonly RefreshCommand[];
  /** Commands in a sequence that are no refresh, or the request itself. */
  readonly otherCount: number;
  readonly maxParallelism?: number;
}

export interface TmslScript {
  readonly file: string;
  readonly requests: readonly ScriptRequest[];
  /** The array that holds the requests; absent where the script is one command. */
  readonly arraySpan?: Span;
}

export interface ParsedScript {
  readonly script: TmslScript;
  readonly problems: readonly Problem[];
}

const COMMANDS = [
  "refresh",
  "sequence",
  "createOrReplace",
  "create",
  "alter",
  "delete",
  "mergePartitions",
  "backup",
  "restore",
  "attach",
  "detach",
  "synchronize",
  "export",
] as const;

const HEAD = new RegExp(
  `^\\uFEFF?(?:\\s|//[^\\n]*\\n|/\\*[\\s\\S]*?\\*/)*(?:\\[\\s*)?\\{\\s*"(?:${COMMANDS.join("|")})"\\s*:\\s*\\{`,
);
/** Enough of a file to hold its first command and a comment above it. */
const HEAD_LENGTH = 4000;

/** Whether JSON text begins as a TMSL script does. O(1). */
export function isTmslText(text: string): boolean {
  return HEAD.test(text.slice(0, HEAD_LENGTH));
}

/** The script in `text`; without requests where there is no command in it. O(text). */
export function parseScript(text: string, file: string): ParsedScript {
  const { root, problems } = jsonTree(text, file);
  const isArray = root?.type === "array";
  const elements = root === undefined ? [] : isArray ? (root.children ?? []) : [root];
  return {
    script: {
      file,
      requests: elements.flatMap((element) => requestOf(element) ?? []),
      ...(isArray && { arraySpan: spanOf(root) }),
    },
    problems,
  };
}

function requestOf(node: Node): ScriptRequest | undefined {
  const found = commandOf(node);
  if (found === undefined) return undefined;
  const { command, body } = found;
  if (command !== "sequence") {
    const refresh = refreshOf(node);
    const refreshes = refresh === undefined ? [] : [refresh];
    return { command, span: spanOf(node), refreshes, otherCount: 1 - refreshes.length };
  }
  const operations = findNodeAtLocation(body, ["operations"])?.children ?? [];
  const refreshes = operations.flatMap((operation) => refreshOf(operation) ?? []);
  const parallelism: unknown = findNodeAtLocation(body, ["maxParallelism"])?.value;
  return {
    command,
    span: spanOf(node),
    refreshes,
    otherCount: operations.length - refreshes.length,
    ...(typeof parallelism === "number" && parallelism >= 1 && { maxParallelism: parallelism }),
  };
}

function commandOf(node: Node): { readonly command: string; readonly body: Node } | undefined {
  for (const property of node.type === "object" ? (node.children ?? []) : []) {
    const [key, body] = property.children ?? [];
    const command = COMMANDS.find((one) => one === key?.value);
    if (command !== undefined && body?.type === "object") return { command, body };
  }
  return undefined;
}

function refreshOf(node: Node): RefreshCommand | undefined {
  const body = findNodeAtLocation(node, ["refresh"]);
  const name = body?.parent?.children?.[0];
  if (body?.type !== "object" || name === undefined) return undefined;
  const type = findNodeAtLocation(body, ["type"]);
  const objects = findNodeAtLocation(body, ["objects"])?.children ?? [];
  return {
    type: typeof type?.value === "string" ? type.value : "automatic",
    ...(type !== undefined && { typeSpan: spanOf(type) }),
    targets: objects.flatMap((object) => targetOf(object) ?? []),
    nameSpan: spanOf(name),
  };
}

function targetOf(node: Node): RefreshTarget | undefined {
  const text = (key: string) => {
    const value: unknown = findNodeAtLocation(node, [key])?.value;
    return typeof value === "string" ? value : undefined;
  };
  const [database, table, partition] = [text("database"), text("table"), text("partition")];
  if (database === undefined) return undefined;
  return {
    database,
    ...(table !== undefined && { table }),
    ...(table !== undefined && partition !== undefined && { partition }),
  };
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
