/** What people download: the packed extension beside its limit, and the bundles in it. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = process.env["HEDDLE_ROOT"] ?? resolve(".");
/** Above this `npm run package` refuses. */
const LIMIT_KB = 2_000;

/** One line for the package and one for each bundle that is built; empty where nothing is. */
export function packageSizes(): readonly string[] {
  const sizeOf = (file: string): number | undefined => {
    const path = join(ROOT, file);
    return existsSync(path) ? Math.round(statSync(path).size / 1000) : undefined;
  };
  const lines: string[] = [];
  const vsix = sizeOf("out/heddle.vsix");
  if (vsix !== undefined) {
    lines.push(
      line(
        "size of the package",
        vsix,
        `   ${(vsix / LIMIT_KB).toFixed(2).padStart(7)} × limit (${LIMIT_KB} kB)`,
      ),
    );
  }
  for (const name of [
    "extension",
    "languageClient",
    "server",
    "serverThread",
    "cli",
    "commands",
    "panel",
  ]) {
    const size = sizeOf(`dist/${name}.js`);
    if (size !== undefined) lines.push(line(`size of dist/${name}.js`, size, ""));
  }
  return lines;
}

function line(what: string, kilobytes: number, beside: string): string {
  return `${what.padEnd(44)} ${`${kilobytes} kB`.padStart(9)}${beside}`;
}
