/**
 * `npm run bench -- [--only PARTS] [--dbt DBT] [--dbt2 DBT2] [--project FOLDER] [--earlier COMMIT]
 * [--rounds N] [SIZES]`: every figure beside its limit or peer, both measured in this run, with the
 * goal where one is set. Parts, all by default: jinja, activation, size, projects, index, typing,
 * target, schedule, memory, dbt, earlier. A part that lacks what it needs says what.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureActivation } from "./activation";
import { type DbtPrograms, measureBesideDbt } from "./besideDbt";
import { measureBesideEarlier } from "./earlier";
import { measureFolder, measureIndexing } from "./indexing";
import { measureJinja } from "./jinja";
import { formatRow, type Row } from "./measure";
import { packageSizes } from "./packageSize";
import { inTemporaryFolder, writeGenerated } from "./projectFolder";
import { measureProjects } from "./projects";
import { measureSchedule } from "./schedule";
import { measureTarget } from "./targetFolder";
import { measureTyping } from "./typing";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
/** dbt 1 takes two minutes for each round of 10,000 models, and more than ten for 36,000. */
const MOST_MODELS_FOR_DBT = 10_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    dbt: { type: "string", default: join(ROOT, ".heddle/oracle/bin/dbt") },
    dbt2: { type: "string", default: join(ROOT, ".heddle/oracle-2/bin/dbt") },
    project: { type: "string" },
    earlier: { type: "string", default: "HEAD~100" },
    rounds: { type: "string", default: "1" },
  },
});
const sizes = positionals.length > 0 ? positionals.map(Number) : [150, 1_000, 10_000];
const memorySizes = positionals.length > 0 ? sizes : [100, 1_000, 10_000, 36_000, 100_000];
const largest = Math.max(...sizes);

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  jinja: () => print(measureJinja()),
  activation: () => print(measureActivation(), "dist/: npm run build makes it"),
  size: () => write(packageSizes()),
  projects: () => print(measureProjects()),
  index: () => {
    for (const size of sizes) print(measureIndexing(size));
    if (values.project !== undefined) print(measureFolder(...ownFiles(values.project)));
  },
  typing: async () => {
    for (const size of sizes) print(await measureTyping(size));
  },
  target: async () => print(await measureTarget(largest)),
  schedule: () => {
    for (const size of sizes) print(measureSchedule(size));
  },
  memory: () => {
    const words = ["scripts/run.mjs", "bench/memory.ts", "--", ...memorySizes.map(String)];
    spawnSync(process.execPath, words, { cwd: ROOT, stdio: "inherit" });
  },
  dbt: () => besideDbt(),
  earlier: () => print(measureBesideEarlier(values.earlier, largest), `commit ${values.earlier}`),
};

void measureAll();

async function measureAll(): Promise<void> {
  for (const [name, measure] of Object.entries(PARTS)) {
    if (values.only === undefined || values.only.split(",").includes(name)) await measure();
  }
}

function besideDbt(): void {
  const programs: DbtPrograms = {
    ...(existsSync(values.dbt) ? { dbt: values.dbt } : {}),
    ...(existsSync(values.dbt2) ? { dbt2: values.dbt2 } : {}),
  };
  const rounds = Number(values.rounds);
  for (const size of sizes.filter((one) => one <= MOST_MODELS_FOR_DBT)) {
    inTemporaryFolder((folder) => {
      writeGenerated(folder, size);
      const title = `${size.toLocaleString("en")} models`;
      print(
        measureBesideDbt(folder, title, programs, rounds),
        "dbt: scripts/oracleEnv.sh oracle oracle-2 installs both",
      );
    });
  }
  if (values.project !== undefined) {
    print(measureBesideDbt(resolve(values.project), values.project, programs, rounds), "dbt");
  }
}

/** A project's folder and the files under it that a reader of dbt projects has to look at. */
function ownFiles(folder: string): [string, readonly string[]] {
  const root = resolve(folder).replaceAll("\\", "/");
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.(sql|ya?ml|py|md)$/.test(path) && !/(^|\/)(target|\.git)\//.test(path));
  return [root, paths.map((path) => `${root}/${path}`)];
}

function print(rows: readonly Row[], lacking?: string): void {
  write(
    rows.length > 0
      ? rows.map(formatRow)
      : lacking === undefined
        ? []
        : [`not measured for want of ${lacking}`],
  );
}

function write(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
