/**
 * Writes a fact file of any size and skew for the shredder:
 *
 *     node scripts/run.mjs examples/generateSales.ts -- [--rows 2000] [--skew 0.2] [--stride 1]
 *         [--seed 1] [--out examples/sales/sales.csv]
 */
import { join } from "node:path";
import { writeSales } from "./writeSales";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};

const shape = { skew: Number(option("skew", "0.2")), stride: Number(option("stride", "1")) };
const rows = Number(option("rows", "2000"));
const path = option("out", join(process.env["HEDDLE_ROOT"] ?? ".", "examples/sales/sales.csv"));
writeSales(path, rows, shape, Number(option("seed", "1")));
process.stdout.write(`${rows} rows written to ${path}\n`);
