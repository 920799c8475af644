// Packs the extension into out/heddle.vsix and holds it to its size. `npm run package` builds first.

import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createVSIX } from "@vscode/vsce";

const largestBytes = 2_000_000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const packagePath = path.join(root, "out/heddle.vsix");

mkdirSync(path.dirname(packagePath), { recursive: true });
// The project names no public repository yet, so links in README stay as they are.
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const { size } = statSync(packagePath);
process.stdout.write(`out/heddle.vsix: ${(size / 1000).toFixed(0)} kB\n`);
if (size > largestBytes) {
  process.stderr.write(`the package is larger than ${largestBytes / 1e6} MB\n`);
  process.exit(1);
}
