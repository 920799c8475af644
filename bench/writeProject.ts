/** `node scripts/run.mjs bench/writeProject.ts -- FOLDER MODELS`: writes a generated project to disk. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateProject } from "./generateProject";

const [folder, size = "1000"] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("writeProject: name a folder and a number of models\n");
  process.exit(2);
}
const { files, modelCount, testCount } = generateProject(Number(size));
for (const [path, text] of files) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
process.stdout.write(
  `${modelCount} models, ${testCount} tests, ${files.size} files, ${bytes} bytes\n`,
);
