/** One row after another of a sales fact with a chosen skew: seeded, so that every file can be had again. */

export interface SalesShape {
  /** Share of the rows that one customer makes up, 0 to 1. */
  readonly skew: number;
  /** Difference between one sale's number and the next. */
  readonly stride: number;
}

export const salesHeader = "sale_id,customer_id,sold_on,quantity,amount,note\n";

const NOTES = [
  "",
  "gift",
  '"to the door, please"',
  '"said ""thanks"""',
  '"first line\nsecond line"',
];
const DAY_MS = 86_400_000;

/** The row at `place` and the seed for the next. O(1). */
export function salesRow(
  place: number,
  seed: number,
  { skew, stride }: SalesShape,
): { readonly line: string; readonly seed: number } {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const customer =
    random() < skew ? "7" : random() < 0.01 ? "" : String(1 + Math.floor(random() * 50_000));
  const soldOn = new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * 366) * DAY_MS);
  const quantity = random() < 0.02 ? -1 : 1 + Math.floor(random() * 9);
  const amount = (Math.round(random() * 50_000) / 100).toFixed(2);
  const note = NOTES[Math.floor(random() ** 3 * NOTES.length)] ?? "";
  const cells = [
    String(1000 + place * stride),
    customer,
    soldOn.toISOString().slice(0, 10),
    String(quantity),
    amount,
    note,
  ];
  return { line: `${cells.join(",")}\n`, seed: state };
}
