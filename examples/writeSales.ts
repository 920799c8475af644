/** A whole sales fact as a file that the disk has, so that nothing is still being written behind it. */
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { type SalesShape, salesHeader, salesRow } from "./salesRows";

const PIECE = 1 << 20;

/** `rows` rows to `path`; the same `seed` gives the same file. */
export function writeSales(path: string, rows: number, shape: SalesShape, seed = 1): void {
  let state = seed;
  writeRows(path, salesHeader, rows, (row) => {
    const made = salesRow(row, state, shape);
    state = made.seed;
    return made.line;
  });
}

/** A header and `rows` lines that `lineOf` makes, in order. */
export function writeRows(
  path: string,
  header: string,
  rows: number,
  lineOf: (row: number) => string,
): void {
  const file = openSync(path, "w");
  let text = header;
  for (let row = 0; row < rows; row++) {
    text += lineOf(row);
    if (text.length <= PIECE) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}
