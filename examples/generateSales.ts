/**
 * Writes a fact file of any size and skew for the shredder:
 *
 *     node scripts/run.mjs examples/generateSales.ts -- [--rows 2000] [--skew 0.2] [--stride 1]
 *         [--seed 1] [--out examples/sales/sales.csv]
 */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { salesHeader, salesRow } from "./salesRows";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};

async function main(): Promise<void> {
  const rows = Number(option("rows", "2000"));
  const shape = { skew: Number(option("skew", "0.2")), stride: Number(option("stride", "1")) };
  const root = process.env["HEDDLE_ROOT"] ?? ".";
  const path = option("out", join(root, "examples/sales/sales.csv"));
  const file = createWriteStream(path);
  let seed = Number(option("seed", "1"));
  let text = salesHeader;
  for (let row = 0; row < rows; row++) {
    const made = salesRow(row, seed, shape);
    seed = made.seed;
    text += made.line;
    if (text.length < 1 << 16) continue;
    if (!file.write(text))
      await new Promise<void>((resolve) => file.once("drain", () => resolve()));
    text = "";
  }
  await new Promise<void>((resolve) => file.end(text, () => resolve()));
  process.stdout.write(`${rows} rows written to ${path}\n`);
}

void main();
