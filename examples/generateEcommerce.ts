/**
 * Writes examples/ecommerce: `node scripts/run.mjs examples/generateEcommerce.ts`. With
 * `--raw-tables` it prints the statements that make the raw tables in Postgres instead.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ecommerceFiles, sourceTablesSql } from "./ecommerceProject";

const root = join(process.env["HEDDLE_ROOT"] ?? ".", "examples", "ecommerce");

if (process.argv.includes("--raw-tables")) {
  process.stdout.write(sourceTablesSql());
} else {
  for (const folder of ["models", "macros", "tests", "history", "target"]) {
    rmSync(join(root, folder), { recursive: true, force: true });
  }
  const files = ecommerceFiles();
  for (const [path, text] of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  process.stdout.write(`${files.size} files written to ${root}\n`);
}
