/**
 * Compares Heddle with `dbt parse` on public projects at fixed commits, with their packages:
 * `node scripts/run.mjs test/oracle/dbt/publicProjects.ts -- --dbt PATH [--mirrors DIR] [--only WORD]
 * [--work DIR] [--fresh] [--list FILE]`; FILE is `publicProjects.jsonl` where none is given. Its dbt
 * needs the adapters that the list names: dbt-snowflake, dbt-bigquery and so on. Repositories are
 * cloned from GitHub, or from `DIR/owner+name/repo` where `--mirrors` has them. With `--work` clones
 * and manifests are kept for the next time.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readProject } from "../../../server/src/dbt/readProject";
import { releaseOf } from "../../../server/src/dbt/release";
import { resolveProject } from "../../../server/src/dbt/resolveProject";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";
import { compareProject, type Manifest } from "./compareProject";
import { type PublicProject, projectsIn } from "./publicProjectList";
import { layOut } from "./publicSources";

const { values } = parseArgs({
  options: {
    dbt: { type: "string" },
    mirrors: { type: "string" },
    only: { type: "string", default: "" },
    work: { type: "string" },
    fresh: { type: "boolean", default: false },
    list: { type: "string", default: "test/oracle/dbt/publicProjects.jsonl" },
    show: { type: "string", default: "12" },
    one: { type: "string" },
  },
});

/** What the comparison of one project says, passed from a process of its own. */
interface Outcome {
  readonly lines: readonly string[];
  readonly nodes: number;
  readonly sources: number;
  readonly total: number;
  readonly equal: number;
  readonly disabled: number;
  /** Reading and resolving in a process that did nothing before. */
  readonly ms: number;
  readonly errors: readonly string[];
}

/** What dbt was asked, and what it said. */
interface Asked {
  readonly at: string;
  readonly ms: number;
  readonly refused?: string;
}

/** What dbt leaves of a project that it refuses. */
const NOTHING = { nodes: {}, sources: {}, exposures: {}, metrics: {}, disabled: {} };

if (values.one !== undefined) process.stdout.write(JSON.stringify(compareOne(values.one)));
else process.exitCode = compareAll();

function compareAll(): number {
  if (values.dbt === undefined) {
    process.stderr.write("publicProjects: --dbt PATH is needed\n");
    return 2;
  }
  const kept = values.work === undefined ? undefined : resolve(values.work);
  const work = kept ?? mkdtempSync(join(tmpdir(), "heddle-public-"));
  const rows: string[] = [];
  let failed = 0;
  const listed = projectsIn(readFileSync(resolve(values.list), "utf8"));
  const chosen = listed.filter(({ name }) => name.includes(values.only));
  try {
    for (const project of chosen) {
      const { row, isGood } = compareProjectOf(project, work);
      rows.push(row);
      if (!isGood) failed++;
    }
  } finally {
    if (kept === undefined) rmSync(work, { recursive: true, force: true });
  }
  const head =
    "| project | models, sources | equal | disabled | dbt parse | Heddle |\n|---|---|---|---|---|---|\n";
  process.stdout.write(`\n${head}${rows.join("\n")}\n`);
  process.stdout.write(`${chosen.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function compareProjectOf(
  project: PublicProject,
  work: string,
): { readonly row: string; readonly isGood: boolean } {
  const print = (text: string): void => void process.stdout.write(`${project.name}: ${text}\n`);
  const place = layOut(project, { work, mirrors: values.mirrors });
  if ("failure" in place) {
    print(place.failure);
    return { row: `| ${project.name} | not fetched |`, isGood: false };
  }
  const { asked, manifest } = askDbt(project, place);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [process.argv[1]!, "--one", JSON.stringify({ ...place, manifest, project, at: asked.at })],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) {
    print(stderr.slice(-2000));
    return { row: `| ${project.name} | Heddle failed |`, isGood: false };
  }
  const outcome = JSON.parse(stdout) as Outcome;
  if (asked.refused !== undefined) {
    const [ours] = outcome.errors;
    print(`dbt refuses it: ${asked.refused}\nHeddle: ${ours ?? "takes it"}`);
    const who = ours === undefined ? "dbt" : "both";
    return { row: `| ${project.name} | refused by ${who} |`, isGood: ours !== undefined };
  }
  const known = project.known ?? [];
  const isKnown = (line: string): boolean => known.some(({ of }) => line.includes(of));
  const open = outcome.lines.filter((line) => !isKnown(line));
  for (const line of open.slice(0, Number(values.show))) print(line);
  for (const error of outcome.errors.slice(0, 5)) print(`error ${error}`);
  const { equal, total, nodes, sources, disabled, ms } = outcome;
  print(
    `${equal} of ${total} equal, ${open.length} differences not explained, ${outcome.errors.length} errors; dbt ${asked.ms} ms, Heddle ${ms} ms`,
  );
  const cells = [
    project.name,
    `${nodes}, ${sources}`,
    `${equal} of ${total}`,
    String(disabled),
    `${(asked.ms / 1000).toFixed(1)} s`,
    `${ms} ms`,
  ];
  return { row: `| ${cells.join(" | ")} |`, isGood: open.length === 0 };
}

/** The manifest that dbt makes of a project; asked once where `--work` keeps it. */
function askDbt(
  project: PublicProject,
  place: { readonly folder: string; readonly profiles: string; readonly answers: string },
): { readonly asked: Asked; readonly manifest: string } {
  const manifest = join(place.answers, "manifest.json");
  const record = join(place.answers, "asked.json");
  if (!values.fresh && existsSync(record)) {
    const asked = JSON.parse(readFileSync(record, "utf8")) as Asked;
    if (asked.refused === undefined) return { asked, manifest };
  }
  rmSync(place.answers, { recursive: true, force: true });
  mkdirSync(place.answers, { recursive: true });
  const at = new Date().toISOString();
  const start = process.hrtime.bigint();
  const { stdout, stderr } = spawnSync(
    resolve(values.dbt!),
    [
      ...["--no-send-anonymous-usage-stats", "--no-use-colors", "--no-version-check"],
      ...["parse", "--no-partial-parse"],
      ...["--profiles-dir", place.profiles, "--target-path", place.answers],
      ...["--log-path", place.answers],
      ...(project.vars === undefined ? [] : ["--vars", project.vars]),
    ],
    {
      cwd: place.folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, ...project.env },
    },
  );
  const ms = Math.round(Number(process.hrtime.bigint() - start) / 1e6);
  const asked: Asked = existsSync(manifest)
    ? { at, ms }
    : { at, ms, refused: reasonIn(`${stdout}\n${stderr}`) };
  writeFileSync(record, JSON.stringify(asked));
  return { asked, manifest };
}

/** dbt's own words on why it stops, without warnings and times. */
function reasonIn(output: string): string {
  const plain = output.replaceAll(/^\d\d:\d\d:\d\d +/gm, "");
  const from = Math.max(plain.lastIndexOf("Encountered an error:"), 0);
  return plain
    .slice(from)
    .split(/\n\[WARNING\]/)[0]!
    .trim()
    .slice(0, 1500);
}

function compareOne(text: string): Outcome {
  const one = JSON.parse(text) as {
    readonly folder: string;
    readonly profiles: string;
    readonly manifest: string;
    readonly at: string;
    readonly project: PublicProject;
  };
  const manifest: Manifest = existsSync(one.manifest)
    ? (JSON.parse(readFileSync(one.manifest, "utf8")) as Manifest)
    : { metadata: { dbt_version: "" }, ...NOTHING };
  const { vars, env } = one.project;
  const start = process.hrtime.bigint();
  const sources = readProject(diskFileSystem, one.folder, { profilesDir: one.profiles });
  const release = releaseOf(manifest.metadata.dbt_version);
  const resolved = resolveProject(sources, {
    at: one.at,
    ...(release !== undefined && { release }),
    ...(vars !== undefined && { vars }),
    ...(env !== undefined && { env }),
  });
  const ms = Math.round(Number(process.hrtime.bigint() - start) / 1e6);
  const { lines, differenceCount } = compareProject(resolved, manifest);
  const nodes = Object.values(manifest.nodes);
  const total = [
    ...[manifest.nodes, manifest.sources, manifest.exposures, manifest.metrics],
    ...[manifest.semantic_models, manifest.saved_queries, manifest.unit_tests, manifest.functions],
  ].reduce((sum, table) => sum + Object.keys(table ?? {}).length, 0);
  return {
    lines,
    ms,
    total,
    equal: Math.max(0, total - differenceCount),
    nodes: nodes.filter(({ resource_type }) => resource_type === "model").length,
    sources: Object.keys(manifest.sources).length,
    disabled: Object.keys(manifest.disabled).length,
    errors: resolved.problems
      .filter(({ severity }) => severity === "error")
      .map(({ code, file, message }) => `${code} ${file}: ${message}`),
  };
}
