/** Every rule on tabular models, in the order of their codes. */
import { attributeHierarchyOnMeasureColumn } from "./attributeHierarchyOnMeasureColumn";
import { calculatedColumnPushdown } from "./calculatedColumnPushdown";
import { calculatedTableWaits } from "./calculatedTableWaits";
import { connectionsBelowPartitions } from "./connectionsBelowPartitions";
import { encoderBoundTable } from "./encoderBoundTable";
import { encodingHintForKey } from "./encodingHintForKey";
import { morePartitionsThanRun } from "./morePartitionsThanRun";
import { partitionsRereadSource } from "./partitionsRereadSource";
import { serviceDefaultWaves } from "./serviceDefaultWaves";
import { singlePartitionLargeTable } from "./singlePartitionLargeTable";
import { stringWhereInteger } from "./stringWhereInteger";
import type { TabularRule } from "./tabularRule";
import { unevenPartitions } from "./unevenPartitions";
import { unusedColumn } from "./unusedColumn";
import { wideStringInFact } from "./wideStringInFact";

export const TABULAR_RULES: readonly TabularRule[] = [
  attributeHierarchyOnMeasureColumn,
  calculatedColumnPushdown,
  calculatedTableWaits,
  connectionsBelowPartitions,
  encoderBoundTable,
  encodingHintForKey,
  morePartitionsThanRun,
  partitionsRereadSource,
  serviceDefaultWaves,
  singlePartitionLargeTable,
  stringWhereInteger,
  unevenPartitions,
  unusedColumn,
  wideStringInFact,
];

/** Codes of the parsers, with what they mean. */
export const TABULAR_READER_RULES = [
  { code: "bim-syntax", severity: "error", title: "A .bim file is no valid JSON or no model" },
  { code: "tmdl-syntax", severity: "error", title: "A TMDL file does not parse" },
] as const;
