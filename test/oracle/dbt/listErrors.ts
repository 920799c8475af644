/**
 * Every error that Heddle reports of the dbt projects below some folders, one line each:
 * `node scripts/run.mjs test/oracle/dbt/listErrors.ts -- FOLDER… [--engine ENGINE]`.
 * Of a valid project there should be none but for packages that are not installed.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lineIndex } from "../../../server/src/base/text";
import type { Engine } from "../../../server/src/dbt/project";
import { readProject } from "../../../server/src/dbt/readProject";
import { resolveProject } from "../../../server/src/dbt/resolveProject";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: "string", default: "dbt-core" } },
});
const engine: Engine = values.engine === "fusion" ? "fusion" : "dbt-core";
const SKIPPED: ReadonlySet<string> = new Set([
  "node_modules",
  "dbt_packages",
  "dbt_modules",
  ".git",
  "target",
]);

for (const folder of positionals.flatMap((one) => projectsBelow(one, 6))) {
  const project = resolveProject(readProject(diskFileSystem, folder), { engine });
  const errors = project.problems.filter(({ severity }) => severity === "error");
  process.stdout.write(`# ${folder}: ${project.nodes.size} nodes, ${errors.length} errors\n`);
  for (const { file, span, code, message } of errors) {
    const { line } = lineIndex(project.files.get(file) ?? "").positionAt(span.start);
    process.stdout.write(`${code}\t${file}:${line + 1}\t${message.replace(/\s+/g, " ")}\n`);
  }
}

/** Folders with a dbt_project.yml, not deeper than `depth`. */
function projectsBelow(folder: string, depth: number): readonly string[] {
  const items = readdirSync(folder, { withFileTypes: true });
  const own = items.some(({ name }) => name === "dbt_project.yml") ? [folder] : [];
  if (depth === 0) return own;
  return [
    ...own,
    ...items
      .filter((item) => item.isDirectory() && !SKIPPED.has(item.name))
      .flatMap(({ name }) => projectsBelow(join(folder, name), depth - 1)),
  ];
}
