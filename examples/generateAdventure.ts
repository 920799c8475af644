/** Writes examples/adventure: `node scripts/run.mjs examples/generateAdventure.ts`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { adventureFiles } from "./adventureFiles";

const root = join(process.env["HEDDLE_ROOT"] ?? ".", "examples", "adventure");

for (const folder of ["bim", "Adventure.SemanticModel", "scripts", "traces"]) {
  rmSync(join(root, folder), { recursive: true, force: true });
}
const files = adventureFiles();
for (const [path, text] of files) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
process.stdout.write(`${files.size} files written to ${root}\n`);
