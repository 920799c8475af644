/**
 * Shows with real dbt 2 that the fix of `threads-rejected-by-dbt-2` does what it says:
 * `node scripts/run.mjs test/oracle/dbt/moveHints.ts -- PROJECT_DIR --dbt PATH`. dbt must refuse a
 * copy of the project before, and parse it after every hint has been moved to `meta.heddle`.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { TextEdit } from "../../../server/src/base/problem";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";
import { openProject } from "../../../server/src/workspace/openProject";
import { DEFAULT_SETTINGS } from "../../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../../server/src/workspace/snapshot";
import { applyEdits } from "../../support/applyEdits";

const RULE = "threads-rejected-by-dbt-2";
/** Moving a hint may bring to light one that it overrode; more rounds than this mean no progress. */
const MAX_ROUNDS = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dbt: { type: "string" }, target: { type: "string", default: "duckdb" } },
});
const [folder] = positionals;
if (folder === undefined || values.dbt === undefined) {
  process.stderr.write("moveHints: PROJECT_DIR --dbt PATH is needed\n");
  process.exit(2);
}

const copy = mkdtempSync(join(tmpdir(), "heddle-hints-"));
try {
  cpSync(resolve(folder), copy, { recursive: true });
  const hintsBefore = hintsOf(open(copy));
  const before = parseWithDbt(copy);
  const edited = moveAll(copy);
  const after = parseWithDbt(copy);
  const hintsAfter = hintsOf(open(copy));
  report([
    [`dbt refuses the project as it is (exit ${before.status})`, before.status !== 0],
    [
      `every hint moved in ${edited} files; none is left to move`,
      edited > 0 &&
        open(copy)
          .problems()
          .every(({ code }) => code !== RULE),
    ],
    [`dbt parses it afterwards (exit ${after.status})`, after.status === 0],
    [`the ${hintsBefore.size} hints mean what they meant`, sameHints(hintsBefore, hintsAfter)],
  ]);
  if (after.status !== 0) process.stdout.write(`${after.output.slice(-3000)}\n`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function open(root: string): ProjectSnapshot {
  return openProject({
    fileSystem: diskFileSystem,
    root,
    settings: { ...DEFAULT_SETTINGS, engine: "fusion" },
    now: "2026-01-15T02:00:00Z",
    previous: undefined,
  }).snapshot;
}

/** Applies the rule's preferred fix wherever it has one, until nothing is left; counts files. */
function moveAll(root: string): number {
  const touched = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = new Map<string, Map<string, TextEdit>>();
    for (const { code, fixes } of open(root).problems()) {
      if (code !== RULE) continue;
      for (const edit of fixes?.[0]?.edits ?? []) {
        const ofFile = edits.get(edit.file) ?? new Map<string, TextEdit>();
        ofFile.set(`${edit.span.start} ${edit.span.end}`, edit);
        edits.set(edit.file, ofFile);
      }
    }
    if (edits.size === 0) break;
    for (const [file, ofFile] of edits) {
      const path = join(root, file);
      writeFileSync(path, applyEdits(readFileSync(path, "utf8"), [...ofFile.values()]));
      touched.add(file);
    }
  }
  return touched.size;
}

function hintsOf({ project }: ProjectSnapshot): ReadonlyMap<string, number> {
  return new Map(
    [...project.nodes.values()].flatMap(({ uniqueId, hint }): [string, number][] =>
      hint?.threads === undefined ? [] : [[uniqueId, hint.threads]],
    ),
  );
}

function sameHints(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([id, threads]) => b.get(id) === threads);
}

function parseWithDbt(root: string): { readonly status: number; readonly output: string } {
  const args = ["parse", "--project-dir", root, "--profiles-dir", root, "--target", values.target];
  const { status, stdout, stderr } = spawnSync(resolve(values.dbt ?? ""), args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  return { status: status ?? 1, output: `${stdout}${stderr}` };
}

function report(checks: readonly (readonly [string, boolean])[]): void {
  for (const [what, holds] of checks)
    process.stdout.write(`  ${holds ? "ok  " : "FAIL"} ${what}\n`);
  const failed = checks.filter(([, holds]) => !holds).length;
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}
