/**
 * Reads a TMSL `model.bim` with the range of every object. Takes models wrapped in a `create` or
 * `createOrReplace` command, also within a sequence; reports what is no JSON or no model, and reads
 * the rest.
 */
import { findNodeAtLocation, type Node } from "jsonc-parser";
import { baseName, folderOf } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { bimObject } from "./bimObjects";
import { buildModel } from "./buildModel";
import { jsonTree, syntaxProblem } from "./jsonTree";
import { integerOf, propertyOf } from "./modelObject";
import type { TabularModel } from "./tabularModel";

export interface ParsedTabular {
  readonly model?: TabularModel;
  readonly problems: readonly Problem[];
}

/** Model in `text`; absent where there is none, with a problem that says so. O(text). */
export function parseBim(text: string, file: string): ParsedTabular {
  const { root, problems } = jsonTree(text, file);
  const database = root === undefined ? undefined : databaseIn(root);
  const body = database === undefined ? undefined : findNodeAtLocation(database, ["model"]);
  if (database === undefined || body?.type !== "object") {
    if (root === undefined && problems.length > 0) return { problems };
    const message =
      "No tabular model found: a .bim file holds an object with a `model` object in it.";
    return { problems: [...problems, syntaxProblem(text, file, { start: 0, end: 1 }, message)] };
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

/** The database itself, or the first one that a command, sequence or array of commands carries. */
function databaseIn(root: Node): Node | undefined {
  const operations = findNodeAtLocation(root, ["sequence", "operations"]);
  const commands = root.type === "array" ? root.children : operations?.children;
  for (const command of commands ?? [root]) {
    for (const word of ["createOrReplace", "create"]) {
      const wrapped = findNodeAtLocation(command, [word, "database"]);
      if (wrapped !== undefined) return wrapped;
    }
  }
  return root.type === "object" ? root : undefined;
}
