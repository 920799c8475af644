/**
 * Records projects several times over on a calm machine, for predictions of a run from those before
 * it, and writes docs/evaluation.md anew: `node scripts/run.mjs test/oracle/schedule/recordCalm.ts --
 * --graphs 6 --runs 4`. A project is kept only if other processes left dbt the machine in all of its
 * runs; its folder under test/data/runs/repeated takes the place of one recorded beside other work. With
 * `--into DIR` it goes there instead and no page is written; `--calm 0.2` calls a machine calm whose
 * other processes take up to a fifth.
 * Needs `$HEDDLE_ORACLE/bin/{dbt,python}` and the programs of a Postgres server.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CALM, predictFromEarlier } from "../../support/predictFromEarlier";
import { recordedRuns } from "../../support/recordedRuns";
import { recordGraph } from "./recordGraph";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const REPEATED = join(ROOT, "test/data/runs/repeated");
/** One width per project: only at a width seen before do earlier runs tell the next. */
const WIDTHS = [4, 2, 8, 1, 3, 16, 12];
/** Times that one run is made until it is calm. */
const TRIES = 4;
/** Projects tried for each one that is to be kept. */
const ATTEMPTS = 2;

function main(): number {
  const { values } = parseArgs({
    options: {
      graphs: { type: "string", default: "6" },
      runs: { type: "string", default: "4" },
      seed: { type: "string", default: "101" },
      calm: { type: "string", default: String(CALM) },
      into: { type: "string", default: REPEATED },
    },
  });
  const oracle = process.env["HEDDLE_ORACLE"];
  if (oracle === undefined) {
    process.stderr.write("recordCalm: set HEDDLE_ORACLE to a folder with bin/dbt and bin/python\n");
    return 2;
  }
  const wanted = Number(values.graphs);
  const folder = mkdtempSync(join(tmpdir(), "heddle-calm-runs-"));
  let kept = 0;
  try {
    for (let at = 0; at < wanted * ATTEMPTS && kept < wanted; at++) {
      const seed = Number(values.seed) + at;
      const into = join(folder, String(seed));
      const width = WIDTHS[at % WIDTHS.length]!;
      const widths = Array.from({ length: Number(values.runs) }, () => width);
      const runs = recordGraph({ oracle, folder: into, seed, widths, tries: TRIES });
      const others = runs.map(({ others = 1 }) => others);
      const isCalm =
        runs.length === widths.length && others.every((share) => share <= Number(values.calm));
      process.stdout.write(`${isCalm ? "kept" : "left"} project ${seed}\n`);
      if (!isCalm) continue;
      kept++;
      for (const [index, run] of runs.entries()) {
        if (index === 0) continue;
        const { error } = predictFromEarlier(run, runs.slice(0, index));
        process.stdout.write(
          `     run ${index + 1} from ${index}: ${(error * 100).toFixed(2)} %\n`,
        );
      }
      cpSync(into, join(values.into, `s${seed}`), { recursive: true });
      if (values.into === REPEATED) dropOneBusy();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${kept} of ${wanted} projects recorded on a calm machine\n`);
  if (values.into !== REPEATED) return kept === wanted ? 0 : 1;
  const script = join(ROOT, "test/oracle/schedule/evaluateRuns.ts");
  const { status } = spawnSync(process.execPath, [join(ROOT, "scripts/run.mjs"), script], {
    stdio: "inherit",
  });
  return status === 0 && kept === wanted ? 0 : 1;
}

/** Of the projects recorded beside other work, the one with the busiest run goes. */
function dropOneBusy(): void {
  let busiest: { readonly name: string; readonly share: number } | undefined;
  for (const name of readdirSync(REPEATED)) {
    const share = Math.max(...recordedRuns(join(REPEATED, name)).map(({ others = 0 }) => others));
    if (share > CALM && share > (busiest?.share ?? 0)) busiest = { name, share };
  }
  if (busiest !== undefined) {
    rmSync(join(REPEATED, busiest.name), { recursive: true });
  }
}

process.exitCode = main();
