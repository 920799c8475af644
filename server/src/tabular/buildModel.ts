/**
 * Model objects, whichever format they were written in, as a `TabularModel`. Takes what is there;
 * a value outside TMSL's vocabulary counts as the default.
 */

import { daxOf } from "./daxTexts";
import {
  annotationOf,
  childOf,
  childrenOf,
  integerOf,
  isTrue,
  type ModelObject,
  propertyOf,
} from "./modelObject";
import type {
  ColumnKind,
  PartitionMode,
  PartitionSource,
  TableKind,
  TabularColumn,
  TabularDataSource,
  TabularModel,
  TabularPartition,
  TabularRelationship,
  TabularTable,
} from "./tabularModel";
import { parseColumnReference, unquoteName } from "./tmdlNames";

const MODES = vocabulary<PartitionMode>([
  "import",
  "directQuery",
  "default",
  "push",
  "dual",
  "directLake",
]);
const SOURCES = vocabulary<PartitionSource>([
  "query",
  "m",
  "entity",
  "calculated",
  "calculationGroup",
  "policyRange",
  "none",
  "inferred",
]);
const COLUMN_KINDS = vocabulary<ColumnKind>([
  "data",
  "calculated",
  "calculatedTableColumn",
  "rowNumber",
]);
const DATA_TYPES = vocabulary<string>([
  "automatic",
  "string",
  "int64",
  "double",
  "dateTime",
  "decimal",
  "boolean",
  "binary",
  "unknown",
  "variant",
]);

export interface ModelParts {
  readonly name: string;
  readonly path: string;
  readonly format: "bim" | "tmdl";
  readonly compatibilityLevel: number | null;
  /** The `model` object, its tables and relationships its children. */
  readonly root: ModelObject;
}

/** O(objects). */
export function buildModel({ root, ...parts }: ModelParts): TabularModel {
  const defaultMode = oneOf(MODES, propertyOf(root, "defaultmode"));
  const defaultConnections = integerOf(root, "datasourcedefaultmaxconnections");
  const parallelism = integerOf(root, "maxparallelismperrefresh");
  const relationships = childrenOf(root, "relationship");
  return {
    ...parts,
    dataSources: childrenOf(root, "datasource").map(dataSourceOf),
    ...(defaultConnections !== undefined && {
      dataSourceDefaultMaxConnections: defaultConnections,
    }),
    ...(parallelism !== undefined && { maxParallelismPerRefresh: parallelism }),
    tables: childrenOf(root, "table").map((table) => tableOf(table, defaultMode)),
    relationships: relationships.map(relationshipOf),
    relationshipCount: relationships.length,
    dax: daxOf(root),
    ignoredRules: ignoredRulesOf(root),
    object: root,
  };
}

function dataSourceOf(object: ModelObject): TabularDataSource {
  const connections = integerOf(object, "maxconnections");
  const type = propertyOf(object, "type", "=")?.toLowerCase();
  return {
    name: object.name,
    type: type === "structured" ? "structured" : "provider",
    ...(connections !== undefined && { maxConnections: connections }),
    object,
  };
}

function tableOf(object: ModelObject, defaultMode: PartitionMode | undefined): TabularTable {
  const partitions = childrenOf(object, "partition").map(partitionOf);
  const hasCalculationGroup = childOf(object, "calculationgroup") !== undefined;
  const kind = kindOfTable(partitions, hasCalculationGroup, defaultMode);
  const rows = countFrom(annotationOf(object, "Vertipaq_RowCount"));
  return {
    name: object.name,
    file: object.file,
    kind,
    isHidden: isTrue(object, "ishidden"),
    partitions,
    columns: childrenOf(object, "column").map((column) => columnOf(column, kind)),
    hierarchies: childrenOf(object, "hierarchy").map((hierarchy) => ({
      name: hierarchy.name,
      columns: childrenOf(hierarchy, "level").map((level) =>
        nameIn(level, propertyOf(level, "column") ?? ""),
      ),
    })),
    hasRefreshPolicy: childOf(object, "refreshpolicy") !== undefined,
    ...(rows !== undefined && { rows }),
    ignoredRules: ignoredRulesOf(object),
    object,
  };
}

function partitionOf(object: ModelObject): TabularPartition {
  const source = childOf(object, "source");
  const type =
    propertyOf(object, "=") ?? (source === undefined ? "none" : propertyOf(source, "type"));
  const dataSource = source === undefined ? undefined : propertyOf(source, "datasource");
  const expression =
    source === undefined
      ? propertyOf(object, "source")
      : propertyOf(source, "expression", "query", "=");
  return {
    name: object.name,
    mode: oneOf(MODES, propertyOf(object, "mode")) ?? "default",
    source: type === undefined ? "query" : (oneOf(SOURCES, type) ?? "none"),
    ...(dataSource !== undefined && { dataSource: nameIn(object, dataSource) }),
    ...(expression !== undefined && { expression }),
    object,
  };
}

function columnOf(object: ModelObject, tableKind: TableKind): TabularColumn {
  const expression = propertyOf(object, "=", "expression");
  // TMDL leaves the type out; TMSL always writes it.
  const implied =
    expression !== undefined
      ? "calculated"
      : object.format === "tmdl" && tableKind === "calculated"
        ? "calculatedTableColumn"
        : "data";
  const encodingHint = propertyOf(object, "encodinghint");
  const sortBy = propertyOf(object, "sortbycolumn");
  const cardinality = countFrom(annotationOf(object, "Vertipaq_Cardinality"));
  const dataType = propertyOf(object, "datatype");
  return {
    name: object.name,
    kind: oneOf(COLUMN_KINDS, propertyOf(object, "type")) ?? implied,
    dataType: dataType === undefined ? "unknown" : (oneOf(DATA_TYPES, dataType) ?? dataType),
    ...(encodingHint !== undefined && { encodingHint }),
    isAvailableInMdx: propertyOf(object, "isavailableinmdx")?.toLowerCase() !== "false",
    isHidden: isTrue(object, "ishidden"),
    isKey: isTrue(object, "iskey"),
    ...(expression !== undefined && { expression }),
    ...(sortBy !== undefined && { sortByColumn: nameIn(object, sortBy) }),
    hasVariations: childOf(object, "variation") !== undefined,
    ...(cardinality !== undefined && { cardinality }),
    ignoredRules: ignoredRulesOf(object),
    object,
  };
}

function relationshipOf(object: ModelObject): TabularRelationship {
  const from = endOf(object, "from");
  const to = endOf(object, "to");
  return { fromTable: from.table, fromColumn: from.column, toTable: to.table, toColumn: to.column };
}

function endOf(object: ModelObject, side: "from" | "to") {
  const column = propertyOf(object, `${side}column`) ?? "";
  const table = propertyOf(object, `${side}table`);
  return table === undefined ? parseColumnReference(column) : { table, column };
}

/** A table is what its partitions are; the model's default mode stands in for `default`. */
function kindOfTable(
  partitions: readonly TabularPartition[],
  hasCalculationGroup: boolean,
  defaultMode: PartitionMode | undefined,
): TableKind {
  const first = partitions[0];
  if (first?.source === "calculated") return "calculated";
  if (first?.source === "calculationGroup" || hasCalculationGroup) return "calculationGroup";
  const mode = first === undefined || first.mode === "default" ? defaultMode : first.mode;
  return mode === undefined || mode === "default" ? "import" : mode;
}

/** Ids in `{"RuleIDs":["A","B"]}`; any other text gives none. */
function ignoredRulesOf(object: ModelObject): readonly string[] {
  const text = annotationOf(object, "BestPracticeAnalyzer_IgnoreRules");
  if (text === undefined) return [];
  return [...text.matchAll(/"([\w.-]+)"/g)]
    .map((match) => (match[1] ?? "").toUpperCase())
    .filter((id) => id !== "RULEIDS");
}

function countFrom(text: string | undefined): number | undefined {
  const digits = text?.replace(/["',\s]/g, "");
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

function nameIn({ format }: ModelObject, text: string): string {
  return format === "tmdl" ? unquoteName(text) : text;
}

/** Words by their lower case. */
function vocabulary<T extends string>(words: readonly T[]): ReadonlyMap<string, T> {
  return new Map(words.map((word) => [word.toLowerCase(), word]));
}

/** The word of a vocabulary that `text` is, whatever its case. */
function oneOf<T extends string>(
  words: ReadonlyMap<string, T>,
  text: string | undefined,
): T | undefined {
  return text === undefined ? undefined : words.get(text.trim().toLowerCase());
}
