/**
 * An Analysis Services tabular model as data, in the vocabulary of TMSL. Types only; what cannot
 * be read is absent, never invented.
 */
import type { Span } from "../base/text";

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
  readonly span: Span;
}

export interface TabularPartition {
  readonly name: string;
  readonly mode: PartitionMode;
  readonly source: PartitionSource;
  /** Name of the data source object; absent for M, calculated and other sources without one. */
  readonly dataSource?: string;
  readonly span: Span;
}

export interface TabularColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly dataType: string;
  readonly encodingHint?: string;
  readonly isAvailableInMdx: boolean;
  readonly span: Span;
}

export interface TabularTable {
  readonly name: string;
  readonly file: string;
  readonly kind: TableKind;
  readonly partitions: readonly TabularPartition[];
  readonly columns: readonly TabularColumn[];
  readonly span: Span;
}

export interface TabularModel {
  readonly name: string;
  /** The `.bim` file or the `definition` folder. */
  readonly path: string;
  readonly compatibilityLevel: number | null;
  readonly dataSources: readonly TabularDataSource[];
  readonly tables: readonly TabularTable[];
  readonly relationshipCount: number;
}
