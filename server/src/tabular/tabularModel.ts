/**
 * An Analysis Services tabular model as data, in the vocabulary of TMSL; what cannot be read
 * is absent, never invented.
 */
import type { ModelObject } from "./modelObject";

/** `import`, `directQuery` … of a partition, or `default` where the model decides. */
export type PartitionMode = "import" | "directQuery" | "default" | "push" | "dual" | "directLake";

export type PartitionSource =
  | "query"
  | "m"
  | "entity"
  | "calculated"
  | "calculationGroup"
  | "policyRange"
  | "none"
  | "inferred";

export type ColumnKind = "data" | "calculated" | "calculatedTableColumn" | "rowNumber";

export type TableKind =
  | "import"
  | "directQuery"
  | "dual"
  | "directLake"
  | "push"
  | "calculated"
  | "calculationGroup";

export interface TabularDataSource {
  readonly name: string;
  readonly type: "provider" | "structured";
  /** Absent = the engine's default of 10. */
  readonly maxConnections?: number;
  /** Where it stands, for places and edits; so for every `object` below. */
  readonly object: ModelObject;
}

export interface TabularPartition {
  readonly name: string;
  readonly mode: PartitionMode;
  readonly source: PartitionSource;
  /** Name of the data source object; absent for M, calculated and other sources without one. */
  readonly dataSource?: string;
  /** M, DAX or SQL text. */
  readonly expression?: string;
  /** From the sidecar; absent = unknown. */
  readonly rows?: number;
  readonly object: ModelObject;
}

export interface TabularColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly dataType: string;
  readonly encodingHint?: string;
  readonly isAvailableInMdx: boolean;
  readonly isHidden: boolean;
  readonly isKey: boolean;
  /** DAX of a calculated column. */
  readonly expression?: string;
  readonly sortByColumn?: string;
  readonly hasVariations: boolean;
  /** From the annotation `Vertipaq_Cardinality`. */
  readonly cardinality?: number;
  /** Rule ids in the annotation `BestPracticeAnalyzer_IgnoreRules`, upper case. */
  readonly ignoredRules: readonly string[];
  /**
   * Supposed, never read from a file: the engine gives up encoding by value while it encodes this
   * segment of a partition, counted from 1; the last one where there are fewer.
   */
  readonly reencodedIn?: number;
  readonly object: ModelObject;
}

export interface TabularHierarchy {
  readonly name: string;
  /** Names of its levels' columns. */
  readonly columns: readonly string[];
}

export interface TabularTable {
  readonly name: string;
  readonly file: string;
  readonly kind: TableKind;
  readonly isHidden: boolean;
  readonly partitions: readonly TabularPartition[];
  readonly columns: readonly TabularColumn[];
  readonly hierarchies: readonly TabularHierarchy[];
  readonly hasRefreshPolicy: boolean;
  /** From the annotation `Vertipaq_RowCount` or the sidecar; absent = unknown. */
  readonly rows?: number;
  readonly ignoredRules: readonly string[];
  readonly object: ModelObject;
}

/** Rows of a table: its own, or those of all its partitions; undefined where one is not known. */
export function knownRows({ rows, partitions }: TabularTable): number | undefined {
  if (rows !== undefined) return rows;
  const known = partitions.flatMap((partition) => partition.rows ?? []);
  return known.length < partitions.length
    ? undefined
    : known.reduce((sum, count) => sum + count, 0);
}

export interface TabularRelationship {
  readonly fromTable: string;
  readonly fromColumn: string;
  readonly toTable: string;
  readonly toColumn: string;
}

export interface TabularModel {
  readonly name: string;
  /** The `.bim` file or the `definition` folder. */
  readonly path: string;
  readonly format: "bim" | "tmdl";
  readonly compatibilityLevel: number | null;
  readonly dataSources: readonly TabularDataSource[];
  /** Connections for sources that name none (compatibility level 1510 and above). */
  readonly dataSourceDefaultMaxConnections?: number;
  readonly maxParallelismPerRefresh?: number;
  readonly tables: readonly TabularTable[];
  readonly relationships: readonly TabularRelationship[];
  readonly relationshipCount: number;
  /** Every DAX text of the model: measures, calculated columns and tables, roles, functions. */
  readonly dax: readonly string[];
  readonly ignoredRules: readonly string[];
  readonly object: ModelObject;
}
