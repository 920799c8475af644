/** Writes examples/adventure: `node scripts/run.mjs examples/generateAdventure.ts`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { adventureFiles } from "./adventureFiles";
import { adventureTraces } from "./adventureTrace";

const root = join(process.env["HEDDLE_ROOT"] ?? ".", "examples", "adventure");

for (const folder of ["bim", "Adventure.SemanticModel", "scripts", "traces"]) {
  rmSync(join(root, folder), { recursive: true, force: true });
}
const model = adventureFiles();
const files = new Map([...model, ...adventureTraces(model.get("bim/model.bim") ?? "")]);
for (const [path, text] of files) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
process.stdout.write(`${files.size} files written to ${root}\n`);
