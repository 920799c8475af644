/** The type of a column by the kinds of its fields, and what databases call it. */
import { KIND } from "./cellKind";

export type ColumnType =
  | "integer"
  | "decimal"
  | "double"
  | "boolean"
  | "date"
  | "timestamp"
  | "timestamptz"
  | "text";

/** What a table needs to know of a column to hold every value of it. */
export interface ColumnShape {
  readonly name: string;
  readonly type: ColumnType;
  /** Some value starts with a needless 0 or +, which a number would lose. */
  readonly isPadded: boolean;
  readonly exceedsInt64: boolean;
  readonly mostDigits: number;
  readonly mostScale: number;
}

const EMPTY = KIND.null | KIND.empty;

/** The narrowest type that holds every kind in `kinds`; text where there is no value at all. */
export function typeOfKinds(kinds: number): ColumnType {
  const held = kinds & ~EMPTY;
  const within = (allowed: number) => held !== 0 && (held & ~allowed) === 0;
  if (within(KIND.whole)) return "integer";
  if (within(KIND.whole | KIND.decimal)) return "decimal";
  if (within(KIND.whole | KIND.decimal | KIND.double)) return "double";
  if (within(KIND.boolean)) return "boolean";
  if (within(KIND.date)) return "date";
  if (within(KIND.date | KIND.timestamp)) return "timestamp";
  if (within(KIND.timestamptz)) return "timestamptz";
  return "text";
}

/** Name of the type in SQL: the same words hold for Postgres and DuckDB. */
export function sqlTypeOf(shape: ColumnShape): string {
  if (shape.isPadded) return "text";
  if (shape.type === "integer") return shape.exceedsInt64 ? wide(shape, 0) : "bigint";
  if (shape.type === "decimal") return wide(shape, shape.mostScale);
  if (shape.type === "double") return "double precision";
  return shape.type;
}

/** Both engines hold 38 digits; what is longer stays text. */
function wide({ mostDigits }: ColumnShape, scale: number): string {
  const digits = mostDigits + scale;
  return digits <= 38 ? `decimal(${Math.max(digits, 18)},${scale})` : "text";
}
