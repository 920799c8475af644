/** What the fields of one column are, by every value so far: enough to give the column a type. */
import { cellKind, KIND, scaleOf } from "./cellKind";
import { type ColumnShape, type ColumnType, typeOfKinds } from "./columnType";
import type { WholeNumber } from "./wholeNumber";

const INT64_DIGITS = 19;
const INT64_MOST = 9_223_372_036_854_775_807n;

export class ColumnKinds {
  /** Union of `KIND`s. */
  kinds = 0;
  mostScale = 0;
  mostDigits = 0;
  isPadded = false;
  exceedsInt64 = false;

  constructor(
    readonly name: string,
    protected readonly quote: number,
  ) {}

  /** Takes the field `bytes[start … end)` into account; its kind, a whole number left in `whole`. */
  add(bytes: Uint8Array, start: number, end: number, whole: WholeNumber): number {
    let from = start;
    let to = end;
    if (to - from >= 2 && bytes[from] === this.quote && bytes[to - 1] === this.quote) {
      from++;
      to--;
      if (from === to) {
        this.kinds |= KIND.empty;
        return KIND.empty;
      }
    }
    const kind = cellKind(bytes, from, to, whole);
    this.kinds |= kind;
    if (kind === KIND.whole) {
      if (whole.isPadded) this.isPadded = true;
      const length = to - from;
      if (length > this.mostDigits) this.mostDigits = length;
      if (length >= INT64_DIGITS && !this.exceedsInt64) {
        const value = whole.bigValue();
        this.exceedsInt64 = value > INT64_MOST || value < -INT64_MOST - 1n;
      }
    } else if (kind === KIND.decimal) {
      this.mostScale = Math.max(this.mostScale, scaleOf(bytes, from, to));
      this.mostDigits = Math.max(this.mostDigits, to - from);
    }
    return kind;
  }

  /** As `add`, for the type alone: a column that is text stays text. */
  see(bytes: Uint8Array, start: number, end: number, whole: WholeNumber): void {
    if ((this.kinds & KIND.text) === 0) this.add(bytes, start, end, whole);
  }

  get type(): ColumnType {
    return typeOfKinds(this.kinds);
  }

  /** What a table needs to know of the column. */
  get shape(): ColumnShape {
    const { name, type, isPadded, exceedsInt64, mostDigits, mostScale } = this;
    return { name, type, isPadded, exceedsInt64, mostDigits, mostScale };
  }
}
