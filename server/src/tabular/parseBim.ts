/**
 * Reads a TMSL `model.bim` with the range of every object. Takes models wrapped in a `create` or
 * `createOrReplace` command; reports what is no JSON or no model, and reads the rest.
 */
import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { baseName, folderOf } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { bimObject } from "./bimObjects";
import { buildModel } from "./buildModel";
import { integerOf, propertyOf } from "./modelObject";
import type { TabularModel } from "./tabularModel";

/** The library's parser recurses; no model is nested nearly this deep. */
const MAX_NESTING = 400;

export interface ParsedTabular {
  readonly model?: TabularModel;
  readonly problems: readonly Problem[];
}

/** Model in `text`; absent where there is none, with a problem that says so. O(text). */
export function parseBim(text: string, file: string): ParsedTabular {
  const problems: Problem[] = [];
  const report = (start: number, end: number, message: string) => {
    const from = Math.min(start, text.length);
    const span = { start: from, end: Math.max(from, Math.min(end, text.length)) };
    problems.push({ file, span, code: "bim-syntax", severity: "error", message });
  };
  const deep = nestingBeyond(text, MAX_NESTING);
  if (deep !== undefined) {
    report(deep, deep + 1, `Nested deeper than ${MAX_NESTING} levels: this is no tabular model.`);
    return { problems };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, {
    allowTrailingComma: false,
    disallowComments: false,
  });
  for (const { error, offset, length } of errors) {
    const words = wordsOf(printParseErrorCode(error));
    report(offset, offset + Math.max(1, length), `Not valid JSON here: ${words}.`);
  }
  const database = root === undefined ? undefined : databaseIn(root);
  const body = database === undefined ? undefined : findNodeAtLocation(database, ["model"]);
  if (database === undefined || body?.type !== "object") {
    report(
      0,
      1,
      "No tabular model found: a .bim file holds an object with a `model` object in it.",
    );
    return { problems };
  }
  const context = { text, file };
  const outer = bimObject(shallow(database), "database", context);
  const model = buildModel({
    name: propertyOf(outer, "name") || nameFromPath(file),
    path: file,
    format: "bim",
    compatibilityLevel: integerOf(outer, "compatibilitylevel") ?? null,
    root: bimObject(body, "model", context),
  });
  return { model, problems };
}

/** The database's own properties; its model is read once, on its own. */
function shallow(node: Node): Node {
  const children = (node.children ?? []).filter(({ children: [, value] = [] }) => {
    return value?.type !== "object" && value?.type !== "array";
  });
  return { ...node, children };
}

/** `model.bim` says nothing; the folder `Sales.SemanticModel` around it does. */
function nameFromPath(file: string): string {
  const folder = /^(.+)\.(?:SemanticModel|Dataset)$/i.exec(baseName(folderOf(file)))?.[1];
  return folder ?? baseName(file).replace(/\.bim$/i, "");
}

function databaseIn(root: Node): Node | undefined {
  for (const command of ["createOrReplace", "create"]) {
    const wrapped = findNodeAtLocation(root, [command, "database"]);
    if (wrapped !== undefined) return wrapped;
  }
  return root.type === "object" ? root : undefined;
}

/** Offset of the first bracket deeper than `limit`, strings left out. O(text). */
function nestingBeyond(text: string, limit: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|[[{]|[\]}]/g)) {
    if (token === "[" || token === "{") {
      if (++depth > limit) return index;
    } else if (token === "]" || token === "}") depth--;
  }
  return undefined;
}

/** `PropertyNameExpected` → `property name expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
