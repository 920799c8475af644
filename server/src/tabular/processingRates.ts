/**
 * What processing costs, where nothing was measured: round figures of our own that keep the order
 * string hash > numeric hash > value. Every duration made from them is `assumed`. docs/tabular.md.
 */
import type { DurationOrigin } from "../workload/workload";
import type { TabularColumn } from "./tabularModel";

/** All in microseconds, but for the origin and the commit. */
export interface ProcessingRates {
  /** `assumed` as they stand here, `given` from heddle.yml, `estimated` when fitted on a trace. */
  readonly origin: DurationOrigin;
  readonly readPerRow: number;
  readonly readPerValue: number;
  readonly encodePerString: number;
  readonly encodePerHashedNumber: number;
  readonly encodePerValue: number;
  readonly compressPerValue: number;
  readonly calculatedColumnPerRow: number;
  /** Of an attribute hierarchy, per row, or per distinct value where that is known. */
  readonly attributeHierarchyPerString: number;
  readonly attributeHierarchyPerNumber: number;
  readonly userHierarchyPerRow: number;
  readonly relationshipPerRow: number;
  readonly calculatedTablePerRow: number;
  readonly commitMs: number;
}

export const ASSUMED_RATES: ProcessingRates = {
  origin: "assumed",
  readPerRow: 4,
  readPerValue: 0.4,
  encodePerString: 0.6,
  encodePerHashedNumber: 0.3,
  encodePerValue: 0.1,
  compressPerValue: 0.08,
  calculatedColumnPerRow: 0.5,
  attributeHierarchyPerString: 0.25,
  attributeHierarchyPerNumber: 0.12,
  userHierarchyPerRow: 0.2,
  relationshipPerRow: 0.05,
  calculatedTablePerRow: 1,
  commitMs: 500,
};

export type Encoding = "string hash" | "numeric hash" | "value";

/**
 * How the engine is expected to encode a column. Strings are always hashed; keys of relationships
 * are taken as hashed, since their values spread widely; a hint decides for other numbers.
 */
export function encodingOf(column: TabularColumn, isRelated: boolean): Encoding {
  if (column.dataType === "string" || column.dataType === "binary") return "string hash";
  const hint = column.encodingHint?.toLowerCase();
  if (hint === "hash") return "numeric hash";
  return hint !== "value" && (isRelated || column.isKey) ? "numeric hash" : "value";
}

/** Microseconds to encode one value of a column. */
export function encodeCost(encoding: Encoding, rates: ProcessingRates): number {
  if (encoding === "string hash") return rates.encodePerString;
  return encoding === "numeric hash" ? rates.encodePerHashedNumber : rates.encodePerValue;
}

/** Microseconds to build one column's attribute hierarchy over `rows` rows. */
export function hierarchyCost(column: TabularColumn, rows: number, rates: ProcessingRates): number {
  const values = Math.min(rows, column.cardinality ?? rows);
  return (
    values *
    (column.dataType === "string"
      ? rates.attributeHierarchyPerString
      : rates.attributeHierarchyPerNumber)
  );
}
