/** Every rule on tabular models, in the order of their codes. */
import { attributeHierarchyOnMeasureColumn } from "./attributeHierarchyOnMeasureColumn";
import { calculatedColumnPushdown } from "./calculatedColumnPushdown";
import { connectionsBelowPartitions } from "./connectionsBelowPartitions";
import { encoderBoundTable } from "./encoderBoundTable";
import { singlePartitionLargeTable } from "./singlePartitionLargeTable";
import { stringWhereInteger } from "./stringWhereInteger";
import type { TabularRule } from "./tabularRule";
import { unusedColumn } from "./unusedColumn";

export const TABULAR_RULES: readonly TabularRule[] = [
  attributeHierarchyOnMeasureColumn,
  calculatedColumnPushdown,
  connectionsBelowPartitions,
  encoderBoundTable,
  singlePartitionLargeTable,
  stringWhereInteger,
  unusedColumn,
];

/** Codes of the parsers, with what they mean. */
export const TABULAR_READER_RULES = [
  { code: "bim-syntax", severity: "error", title: "A .bim file is no valid JSON or no model" },
  { code: "tmdl-syntax", severity: "error", title: "A TMDL file does not parse" },
] as const;
