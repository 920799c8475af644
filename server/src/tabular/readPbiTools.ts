/**
 * A model as pbi-tools kept it before TMDL: `database.json`, a folder per table with its columns,
 * measures and hierarchies as JSON, DAX and M beside them. Newer versions write TMDL.
 */
import type { Node } from "jsonc-parser";
import { baseName, type FileSystem, folderOf, isFailure, joinPath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { bimObject } from "./bimObjects";
import { buildModel } from "./buildModel";
import { jsonTree } from "./jsonTree";
import { childOf, integerOf, type ModelObject, propertyOf } from "./modelObject";
import type { ReadTmdl } from "./readTmdl";

/** Folders of a table, with what each JSON file in them is. */
const PARTS: Readonly<Record<string, string>> = {
  columns: "column",
  measures: "measure",
  hierarchies: "hierarchy",
};

/** Whether a folder is such a model. */
export function isPbiToolsFolder(fileSystem: FileSystem, folder: string): boolean {
  const entries = fileSystem.list(folder);
  if (isFailure(entries)) return false;
  const has = (wanted: string, kind: "file" | "folder") =>
    entries.some((entry) => entry.name.toLowerCase() === wanted && entry.kind === kind);
  return has("database.json", "file") && has("tables", "folder");
}

/** The model in `folder`; `shown` is that folder as problems and tables name it. O(texts). */
export function readPbiTools(fileSystem: FileSystem, folder: string, shown: string): ReadTmdl {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const readText = (path: string, name: string): string | undefined => {
    const read = fileSystem.read(path);
    if (isFailure(read)) return undefined;
    texts.set(name, read.text);
    return read.text;
  };
  const readObject = (path: string, name: string, type: string): ModelObject | undefined => {
    const text = readText(path, name);
    if (text === undefined) return undefined;
    const { root, problems: found } = jsonTree(text, name);
    problems.push(...found);
    const node = type === "model" ? root && memberOf(root, "model") : root;
    return node?.type === "object" ? bimObject(node, type, { text, file: name }) : undefined;
  };
  const files = (path: string, extension: string): readonly string[] => {
    const entries = fileSystem.list(path);
    return isFailure(entries)
      ? []
      : entries.flatMap(({ name }) => (name.toLowerCase().endsWith(extension) ? [name] : []));
  };
  const below = (...parts: readonly string[]) => {
    const path = parts.join("/");
    return [joinPath(folder, path), joinPath(shown, path)] as const;
  };
  /** The expression that lies in a file of its own. */
  const addText = (object: ModelObject, key: string, parts: readonly string[]) => {
    const [path, name] = below(...parts);
    const text = object.properties.has(key) ? undefined : readText(path, name);
    if (text === undefined) return;
    object.properties.set(key, {
      value: text.trim(),
      valueSpan: { start: 0, end: text.length },
      file: name,
    });
  };
  const readTable = (table: string): ModelObject | undefined => {
    const object = readObject(...below("tables", table, "table.json"), "table");
    if (object === undefined) return undefined;
    for (const [part, type] of Object.entries(PARTS)) {
      for (const file of files(below("tables", table, part)[0], ".json")) {
        const child = readObject(...below("tables", table, part, file), type);
        if (child === undefined) continue;
        addText(child, "expression", ["tables", table, part, file.replace(/json$/i, "dax")]);
        object.children.push(child);
      }
    }
    for (const partition of object.children.filter(({ type }) => type === "partition")) {
      const source = childOf(partition, "source");
      if (source === undefined) continue;
      const isCalculated = propertyOf(source, "type")?.toLowerCase() === "calculated";
      if (isCalculated) addText(source, "expression", ["tables", table, "table.dax"]);
      else addText(source, "expression", ["queries", `${partition.name}.m`]);
    }
    return object;
  };
  const database = below("database.json");
  const root = readObject(...database, "model") ?? emptyModel(database[1]);
  const outer = readObject(...database, "database");
  const tables = fileSystem.list(below("tables")[0]);
  for (const { name, kind } of isFailure(tables) ? [] : tables) {
    const table = kind === "folder" ? readTable(name) : undefined;
    if (table !== undefined) root.children.push(table);
  }
  const model = buildModel({
    name: (outer && propertyOf(outer, "name")) || baseName(folderOf(folder)),
    path: shown,
    format: "bim",
    compatibilityLevel: (outer && integerOf(outer, "compatibilitylevel")) ?? null,
    root,
  });
  return { model, problems: distinct(problems), texts };
}

function memberOf({ children = [] }: Node, key: string): Node | undefined {
  return children.find(({ children: [name] = [] }) => name?.value === key)?.children?.[1];
}

/** `database.json` is read twice, for itself and for its model. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ file, span, message }) => {
    const key = `${file} ${span.start} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function emptyModel(file: string): ModelObject {
  return {
    type: "model",
    name: "",
    format: "bim",
    file,
    span: { start: 0, end: 0 },
    nameSpan: { start: 0, end: 0 },
    properties: new Map(),
    children: [],
    insertion: undefined,
  };
}
