/** `node scripts/run.mjs bench/writeProject.ts -- FOLDER MODELS`: writes a generated project to disk. */
import { statSync } from "node:fs";
import { writeGenerated } from "./projectFolder";

const [folder, size = "1000"] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("writeProject: name a folder and a number of models\n");
  process.exit(2);
}
const paths = writeGenerated(folder, Number(size));
const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
process.stdout.write(`${size} models, ${paths.length} files, ${bytes} bytes\n`);
