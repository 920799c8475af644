/**
 * Reads a TMSL `model.bim` with the range of every object. Takes models wrapped in a `create` or
 * `createOrReplace` command; reports what is no JSON or no model, and reads the rest.
 */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { Problem } from "../base/problem";
import type { Span } from "../base/text";
import type {
  ColumnKind,
  PartitionMode,
  PartitionSource,
  TableKind,
  TabularColumn,
  TabularDataSource,
  TabularModel,
  TabularPartition,
  TabularTable,
} from "./tabularModel";

const MODES = new Set<string>(["import", "directQuery", "default", "push", "dual", "directLake"]);
const SOURCES = new Set<string>([
  "query",
  "m",
  "entity",
  "calculated",
  "calculationGroup",
  "policyRange",
  "none",
  "inferred",
]);
const COLUMN_KINDS = new Set<string>(["data", "calculated", "calculatedTableColumn", "rowNumber"]);

/** Model in `text`; absent where there is none, with a problem that says so. O(text). */
export function parseBim(
  text: string,
  file: string,
): { readonly model?: TabularModel; readonly problems: readonly Problem[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: false });
  const problems = errors.map(
    (error): Problem => ({
      file,
      span: { start: error.offset, end: error.offset + Math.max(1, error.length) },
      code: "bim-syntax",
      severity: "error",
      message: `Not valid JSON here: ${wordsOf(printParseErrorCode(error.error))}.`,
    }),
  );
  const database = root === undefined ? undefined : databaseIn(root);
  const body = database === undefined ? undefined : findNodeAtLocation(database, ["model"]);
  if (database === undefined || body?.type !== "object") {
    problems.push({
      file,
      span: { start: 0, end: Math.min(1, text.length) },
      code: "bim-syntax",
      severity: "error",
      message: "No tabular model found: a .bim file holds an object with a `model` object in it.",
    });
    return { problems };
  }
  const level = valueAt(database, "compatibilityLevel");
  const defaultMode = textAt(body, "defaultMode");
  return {
    model: {
      name:
        textAt(database, "name") ?? file.slice(file.lastIndexOf("/") + 1).replace(/\.bim$/i, ""),
      path: file,
      compatibilityLevel: typeof level === "number" ? level : null,
      dataSources: itemsAt(body, "dataSources").map(dataSourceOf),
      tables: itemsAt(body, "tables").map((table) => tableOf(table, file, defaultMode)),
      relationshipCount: itemsAt(body, "relationships").length,
    },
    problems,
  };
}

function databaseIn(root: Node): Node | undefined {
  for (const command of ["createOrReplace", "create"]) {
    const wrapped = findNodeAtLocation(root, [command, "database"]);
    if (wrapped !== undefined) return wrapped;
  }
  return root.type === "object" ? root : undefined;
}

function dataSourceOf(node: Node): TabularDataSource {
  const connections = valueAt(node, "maxConnections");
  return {
    name: textAt(node, "name") ?? "",
    type: textAt(node, "type") === "structured" ? "structured" : "provider",
    ...(typeof connections === "number" ? { maxConnections: connections } : {}),
    span: spanOf(node),
  };
}

function tableOf(node: Node, file: string, defaultMode: string | undefined): TabularTable {
  const partitions = itemsAt(node, "partitions").map(partitionOf);
  return {
    name: textAt(node, "name") ?? "",
    file,
    kind: kindOfTable(partitions, defaultMode),
    partitions,
    columns: itemsAt(node, "columns").map(columnOf),
    span: spanOf(node),
  };
}

function partitionOf(node: Node): TabularPartition {
  const mode = textAt(node, "mode") ?? "default";
  const source = findNodeAtLocation(node, ["source"]);
  const type = source === undefined ? "none" : (textAt(source, "type") ?? "query");
  const dataSource = source === undefined ? undefined : textAt(source, "dataSource");
  return {
    name: textAt(node, "name") ?? "",
    mode: isMode(mode) ? mode : "default",
    source: isSource(type) ? type : "none",
    ...(dataSource === undefined ? {} : { dataSource }),
    span: spanOf(node),
  };
}

function columnOf(node: Node): TabularColumn {
  const type = textAt(node, "type") ?? "data";
  const encodingHint = textAt(node, "encodingHint");
  return {
    name: textAt(node, "name") ?? "",
    kind: isColumnKind(type) ? type : "data",
    dataType: textAt(node, "dataType") ?? "unknown",
    ...(encodingHint === undefined ? {} : { encodingHint }),
    isAvailableInMdx: valueAt(node, "isAvailableInMdx") !== false,
    span: spanOf(node),
  };
}

/** A table is what its partitions are; the model's default mode stands in for `default`. */
function kindOfTable(
  partitions: readonly TabularPartition[],
  defaultMode: string | undefined,
): TableKind {
  const first = partitions[0];
  if (first?.source === "calculated") return "calculated";
  if (first?.source === "calculationGroup") return "calculationGroup";
  const mode = first?.mode === "default" ? defaultMode : first?.mode;
  switch (mode) {
    case "directQuery":
    case "dual":
    case "directLake":
    case "push":
      return mode;
    default:
      return "import";
  }
}

function isMode(mode: string): mode is PartitionMode {
  return MODES.has(mode);
}

function isSource(source: string): source is PartitionSource {
  return SOURCES.has(source);
}

function isColumnKind(kind: string): kind is ColumnKind {
  return COLUMN_KINDS.has(kind);
}

function itemsAt(node: Node, key: string): readonly Node[] {
  const list = findNodeAtLocation(node, [key]);
  return list?.type === "array"
    ? (list.children ?? []).filter(({ type }) => type === "object")
    : [];
}

function valueAt(node: Node, key: string): unknown {
  const child = findNodeAtLocation(node, [key]);
  return child === undefined ? undefined : getNodeValue(child);
}

function textAt(node: Node, key: string): string | undefined {
  const value = valueAt(node, key);
  return typeof value === "string" ? value : undefined;
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** `PropertyNameExpected` → `property name expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
