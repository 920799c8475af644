/**
 * Compares Heddle with real dbt on random projects, node by node:
 * `node scripts/run.mjs test/oracle/dbt/randomProjects.ts -- --python PYTHON [--python …]
 * --seed S --count N [--models M]`. Each `--python` is that of a dbt-core environment; its release
 * decides what the projects hold. A project that differs is named by its seed and, with `--keep`,
 * left in that folder; one that both refuse, for one of its errors each, counts apart. Ends with
 * `N passed, N failed`.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { readProject } from "../../../server/src/dbt/readProject";
import { type Release, releaseOf } from "../../../server/src/dbt/release";
import { resolveProject } from "../../../server/src/dbt/resolveProject";
import { diskFileSystem } from "../../../server/src/node/diskFileSystem";
import { compareProject, type Manifest } from "./compareProject";
import { randomProject } from "./randomProject";

const { values } = parseArgs({
  options: {
    python: { type: "string", multiple: true },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "20" },
    /** Models of a project; without it, from 4 to 60 by its seed. */
    models: { type: "string" },
    show: { type: "string", default: "6" },
    keep: { type: "string" },
  },
});

interface Tally {
  passed: number;
  failed: number;
  /** Projects that both refuse. */
  refused: number;
  nodes: number;
}

interface Answer {
  readonly version?: string;
  readonly manifest?: string | null;
  readonly said?: string;
}

const PARSER = resolve("test/oracle/dbt/randomProjectParse.py");
const tally: Tally = { passed: 0, failed: 0, refused: 0, nodes: 0 };
void run();

async function run(): Promise<void> {
  for (const python of values.python ?? []) await compareAll(python, tally);
  process.stdout.write(
    `${tally.nodes} nodes compared, ${tally.refused} projects refused by both\n`,
  );
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

async function compareAll(python: string, counted: Tally): Promise<void> {
  const child = spawn(resolve(python), [PARSER], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => JSON.parse((await lines.next()).value ?? "{}");
  const version = (await answer()).version ?? "";
  const release = releaseOf(version);
  if (release === undefined)
    throw new Error(`${python}: dbt-core '${version}' is no known release`);
  const first = Number(values.seed);
  for (let seed = first; seed < first + Number(values.count); seed++) {
    const folder = mkdtempSync(join(tmpdir(), "heddle-random-"));
    writeProject(folder, seed, release);
    child.stdin.write(`${folder}\n`);
    const { nodes, isRefused, lines: found } = differences(folder, release, await answer());
    counted.nodes += nodes;
    if (isRefused) {
      counted.refused++;
      process.stdout.write(`seed ${seed}, dbt-core ${version}: ${found[0]}\n`);
    } else if (found.length === 0) counted.passed++;
    else {
      counted.failed++;
      process.stdout.write(`seed ${seed}, dbt-core ${version}: ${found.length} differences\n`);
      for (const line of found.slice(0, Number(values.show))) process.stdout.write(`  ${line}\n`);
      if (values.keep !== undefined) {
        writeProject(join(resolve(values.keep), `${seed}-1.${release}`), seed, release);
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }
  child.stdin.end();
  process.stdout.write(
    `dbt-core ${version}: seeds ${first} to ${first + Number(values.count) - 1}\n`,
  );
}

function writeProject(folder: string, seed: number, release: Release): void {
  const size = values.models === undefined ? 4 + ((seed * 13) % 57) : Number(values.models);
  for (const [path, text] of randomProject(seed, size, release).files) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}

/** What differs; a project that one of them refuses compares nothing. */
function differences(
  folder: string,
  release: Release,
  answer: Answer,
): {
  readonly nodes: number;
  readonly isRefused: boolean;
  readonly lines: readonly string[];
} {
  const project = resolveProject(readProject(diskFileSystem, folder), { release });
  const errors = project.problems.filter(({ severity }) => severity === "error");
  if (typeof answer.manifest !== "string") {
    const said = (answer.said ?? "").replaceAll(folder, ".").replace(/\s+/g, " ").slice(0, 600);
    const ours = errors.map(({ code, file, message }) => `${code} ${file}: ${message}`);
    const who = ours[0] === undefined ? "only dbt refuses it" : `both refuse it: ${ours[0]}`;
    return { nodes: 0, isRefused: ours[0] !== undefined, lines: [`${who} · dbt: ${said}`] };
  }
  const manifest = JSON.parse(readFileSync(answer.manifest, "utf8")) as Manifest;
  const { lines } = compareProject(project, manifest);
  const refusals = errors.map(
    ({ code, file, message }) => `only Heddle refuses it: ${code} ${file}: ${message}`,
  );
  const nodes = Object.keys(manifest.nodes).length + Object.keys(manifest.sources).length;
  return { nodes, isRefused: false, lines: [...lines, ...refusals] };
}
