/**
 * How long a project takes to be understood by dbt and by Heddle, in turn on one machine:
 * `node scripts/run.mjs bench/dbtParse.ts -- --dbt DBT [--dbt2 DBT2] [--rounds N] [1000 10000 …]`.
 * `--dbt` is a dbt-core 1 with dbt-duckdb, `--dbt2` the Rust engine. Whole processes are timed, as
 * a person waits for them; only the last column is Heddle inside a process that runs already, which
 * is what the editor waits for. examples/ecommerce comes first, then generated projects of these
 * sizes. Needs `npm run build` for the command line.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readProject } from "../server/src/dbt/readProject";
import { resolveProject } from "../server/src/dbt/resolveProject";
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { generateProject } from "./generateProject";
import { median, timeMs } from "./measure";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dbt: { type: "string" },
    dbt2: { type: "string" },
    rounds: { type: "string", default: "3" },
    "no-ecommerce": { type: "boolean", default: false },
  },
});
const ROUNDS = Math.max(1, Number(values.rounds));
const HEDDLE = resolve("dist/cli.js");
const QUIET = ["--no-send-anonymous-usage-stats", "--quiet"];

/** What is timed, by the heading of its column. */
interface Contestant {
  readonly name: string;
  /** Milliseconds of one run; undefined where the program refused or is not there. */
  readonly run: (project: string) => number | undefined;
  /** Makes ready what the run needs and is no part of it. */
  readonly before?: (project: string) => void;
}

const CONTESTANTS: readonly Contestant[] = [
  {
    name: "dbt parse, cold",
    run: (project) => dbtParse(values.dbt, project, ["--no-partial-parse"]),
    before: (project) => rmSync(join(project, "target"), { recursive: true, force: true }),
  },
  { name: "dbt parse, partial", run: (project) => dbtParse(values.dbt, project, []) },
  {
    name: "dbt 2 parse",
    run: (project) => dbtParse(values.dbt2, project, [], []),
    before: (project) => rmSync(join(project, "target"), { recursive: true, force: true }),
  },
  {
    name: "heddle models, cold",
    run: (project) =>
      wholeProcess(process.execPath, [HEDDLE, "models", project, "--json"], project),
  },
  {
    name: "heddle in process",
    run: (project) => timeMs(() => resolveProject(readProject(diskFileSystem, project))),
  },
];

const folder = mkdtempSync(join(tmpdir(), "heddle-parse-"));
try {
  const present = CONTESTANTS.filter(({ name }) => isAsked(name));
  process.stdout.write(`| project | ${present.map(({ name }) => name).join(" | ")} |\n`);
  process.stdout.write(`|---|${present.map(() => "--:|").join("")}\n`);
  if (!values["no-ecommerce"]) {
    const project = join(folder, "ecommerce");
    cpSync("examples/ecommerce", project, { recursive: true });
    timeAll("ecommerce, 150 models", project, present);
  }
  for (const size of positionals.map(Number)) {
    const project = join(folder, String(size));
    for (const [path, text] of generateProject(size).files) {
      const file = join(project, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    timeAll(`generated, ${size.toLocaleString("en")} models`, project, present);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function isAsked(name: string): boolean {
  if (name.startsWith("dbt 2")) return values.dbt2 !== undefined;
  return !name.startsWith("dbt") || values.dbt !== undefined;
}

/** One line of the table: the median of the rounds, the contestants in turn within each. */
function timeAll(title: string, project: string, contestants: readonly Contestant[]): void {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { run, before }] of contestants.entries()) {
      before?.(project);
      const ms = run(project);
      if (ms !== undefined) times[index]!.push(ms);
    }
  }
  const cells = times.map((of) =>
    of.length === 0 ? "refused" : `${(median(of) / 1000).toFixed(2)} s`,
  );
  process.stdout.write(`| ${title} | ${cells.join(" | ")} |\n`);
}

function dbtParse(
  program: string | undefined,
  project: string,
  flags: readonly string[],
  first: readonly string[] = QUIET,
): number | undefined {
  if (program === undefined) return undefined;
  const places = ["--project-dir", project, "--profiles-dir", project];
  return wholeProcess(resolve(program), [...first, "parse", ...flags, ...places], project);
}

function wholeProcess(program: string, words: readonly string[], cwd: string): number | undefined {
  let status: number | null = null;
  const ms = timeMs(() => {
    status = spawnSync(program, words, { cwd, stdio: "ignore" }).status;
  });
  // Heddle ends with 1 where it found something to say.
  return status === 0 || (program === process.execPath && status === 1) ? ms : undefined;
}
