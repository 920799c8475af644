/**
 * Compares Heddle's reading of a dbt project with the manifest that real dbt makes of it, node by
 * node: `node scripts/run.mjs test/oracle/dbt/compareManifest.ts -- PROJECT_DIR --dbt PATH`.
 * Works on a copy: packages that are not installed are taken out of it (or put in from
 * `--packages DIR`), a missing profile is added.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readProject } from "../../../server/src/dbt/readProject";
import { releaseOf } from "../../../server/src/dbt/release";
import { resolveProject } from "../../../server/src/dbt/resolveProject";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";
import { compareProject, type Manifest } from "./compareProject";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dbt: { type: "string" },
    type: { type: "string", default: "duckdb" },
    vars: { type: "string" },
    "profiles-dir": { type: "string" },
    packages: { type: "string" },
    manifest: { type: "string" },
    /** For dbt-core before 1.10, which reads no `arguments:` of generic tests: takes it out. */
    "flat-arguments": { type: "boolean", default: false },
    show: { type: "string", default: "40" },
  },
});
const [folder] = positionals;
const dbt = values.dbt ?? process.env["HEDDLE_DBT"];
if (folder === undefined || (dbt === undefined && values.manifest === undefined)) {
  process.stderr.write("compareManifest: PROJECT_DIR --dbt PATH (or HEDDLE_DBT) is needed\n");
  process.exit(2);
}
process.exitCode = run(resolve(folder));

function run(source: string): number {
  const copy = mkdtempSync(join(tmpdir(), "heddle-oracle-"));
  try {
    const project = join(copy, basename(source));
    cpSync(source, project, {
      recursive: true,
      filter: (path) => !/[\\/](?:\.git|target|logs|node_modules)$/.test(path),
    });
    const profilesDir = prepare(project);
    if (values["flat-arguments"]) flattenArguments(project);
    const manifest = readManifest(project, profilesDir, copy);
    if (manifest === undefined) return 1;
    const start = process.hrtime.bigint();
    const sources = readProject(diskFileSystem, project, { profilesDir });
    const release = releaseOf(manifest.metadata.dbt_version);
    const resolved = resolveProject(sources, {
      ...(release !== undefined && { release }),
      ...(values.vars !== undefined && { vars: values.vars }),
    });
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    const { lines, summary, differenceCount } = compareProject(resolved, manifest);
    const limit = Number(values.show);
    for (const line of lines.slice(0, limit)) process.stdout.write(`${line}\n`);
    if (lines.length > limit) process.stdout.write(`… and ${lines.length - limit} more\n`);
    const errors = resolved.problems.filter((problem) => problem.severity === "error");
    for (const problem of errors.slice(0, 10)) {
      process.stdout.write(`problem ${problem.code} ${problem.file}: ${problem.message}\n`);
    }
    process.stdout.write(`${summary}; Heddle ${ms.toFixed(0)} ms, ${errors.length} errors\n`);
    return differenceCount === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Makes the copy parse without a network; gives the folder of its profiles.yml. */
function prepare(project: string): string {
  const text = readFileSync(join(project, "dbt_project.yml"), "utf8");
  const install = /^packages-install-path:\s*["']?([^"'\s]+)/m.exec(text)?.[1] ?? "dbt_packages";
  if (values.packages !== undefined && !existsSync(join(project, install))) {
    cpSync(resolve(values.packages), join(project, install), { recursive: true });
  }
  if (!existsSync(join(project, install)) || values.packages !== undefined) {
    for (const name of ["packages.yml", "dependencies.yml"]) {
      const path = join(project, name);
      if (existsSync(path)) renameSync(path, `${path}.taken-out`);
    }
  }
  listInstalled(project, install);
  const given = values["profiles-dir"];
  if (given !== undefined) return resolve(given);
  if (existsSync(join(project, "profiles.yml")) && values.type === "own") return project;
  const name = /^profile:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] ?? "default";
  const profiles = join(project, ".heddle-profiles");
  cpSync(join(project, "dbt_project.yml"), join(profiles, "dbt_project.yml.txt"), {
    recursive: true,
  });
  const output =
    values.type === "postgres"
      ? "{type: postgres, host: localhost, port: 5432, user: u, password: p, dbname: db, schema: main, threads: 4}"
      : "{type: duckdb, path: ':memory:', schema: main, threads: 4}";
  writeFileSync(
    join(profiles, "profiles.yml"),
    `"${name}":\n  target: dev\n  outputs:\n    dev: ${output}\n`,
  );
  return profiles;
}

/** dbt-core 1.12 wants as many packages listed as lie in the folder: a file that lists none lists all. */
function listInstalled(project: string, install: string): void {
  const path = join(project, "packages.yml");
  if (!existsSync(path) || /^\s*- /m.test(readFileSync(path, "utf8"))) return;
  const lines = readdirSync(join(project, install)).map((name) => `  - local: ${install}/${name}`);
  writeFileSync(path, `packages:\n${lines.join("\n")}\n`);
}

/** `{arguments: {a: 1}}` in the copy becomes `{a: 1}`. */
function flattenArguments(project: string): void {
  for (const path of readdirSync(project, { recursive: true, encoding: "utf8" })) {
    if (!/\.ya?ml$/.test(path)) continue;
    const file = join(project, path);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/\{arguments: (\{[^{}]*\})\}/g, "$1"));
  }
}

function readManifest(project: string, profilesDir: string, copy: string): Manifest | undefined {
  if (values.manifest !== undefined)
    return JSON.parse(readFileSync(values.manifest, "utf8")) as Manifest;
  const target = join(copy, "target");
  const start = process.hrtime.bigint();
  const result = spawnSync(
    dbt!,
    [
      "--no-send-anonymous-usage-stats",
      "parse",
      "--no-partial-parse",
      "--profiles-dir",
      profilesDir,
      "--target-path",
      target,
      ...(values.vars === undefined ? [] : ["--vars", values.vars]),
    ],
    { cwd: project, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const path = join(target, "manifest.json");
  if (!existsSync(path)) {
    process.stdout.write(
      `dbt made no manifest:\n${(result.stdout ?? "").slice(-3000)}\n${(result.stderr ?? "").slice(-2000)}\n`,
    );
    return undefined;
  }
  process.stdout.write(`dbt parse: ${ms.toFixed(0)} ms\n`);
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}
