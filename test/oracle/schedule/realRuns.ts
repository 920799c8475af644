/**
 * Runs real dbt on random graphs of sleeping models and compares what it did with the predictions:
 * `node scripts/run.mjs test/oracle/schedule/realRuns.ts -- --graphs 3 --seed 1`. Needs
 * `$HEDDLE_ORACLE/bin/{dbt,python}` (dbt-postgres) and the programs of a Postgres server; starts a
 * private one. Ends with `N passed, N failed` and exit status 1 where anything failed. A run beside
 * which other processes took more than 10 % of the machine is made again (recordRun.py). Where that
 * did not help, what earlier runs say of its durations is shown and not judged, for then the durations
 * are the machine's doing; neither is it at a width that no earlier run had and where nothing is known
 * yet of how these runs slow down when they get wider (models of 100 ms to 1 s are a twentieth to a third
 * dbt's own work). Order and makespan from measured times are always judged.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { handoverTime } from "../../../server/src/schedule/calibrateOverhead";
import { observedMakespan } from "../../../server/src/schedule/observedRun";
import { simulate } from "../../../server/src/schedule/simulate";
import { orderViolation, spreadOf } from "../../support/evaluateRuns";
import { predictFromEarlier } from "../../support/predictFromEarlier";
import { type RecordedRun, recordedRuns, workloadOfRun } from "../../support/recordedRuns";

/** Two tasks that end this close together may be handled in either order. */
const MOST_VIOLATION_MS = 20;
/** From measured start and end and the mean time from one task to the next. */
const MOST_ERROR = 0.032;
/** The recorded runs of a calm machine reach 0.5 %; runs of two seconds on a shared one do not. */
const MOST_MEDIAN_ERROR = 0.01;
/** From the durations of earlier runs. */
const MOST_ERROR_FROM_HISTORY = 0.1;
/** Thread counts of one graph's runs: twice the same, then a new one. */
const WIDTHS = ["4,4,1", "2,2,8", "8,8,3", "1,1,16", "16,16,4", "12,12,2", "3,3,12"];

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const TODAY = { hints: "ignored", policy: "dbt-core" } as const;

interface Checked {
  readonly verdict: "ok" | "FAIL" | "busy" | "new";
}

function main(): number {
  const { values } = parseArgs({
    options: {
      graphs: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
      keep: { type: "string" },
    },
  });
  const oracle = process.env["HEDDLE_ORACLE"];
  if (oracle === undefined) {
    process.stderr.write("realRuns: set HEDDLE_ORACLE to a folder with bin/dbt and bin/python\n");
    return 2;
  }
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), "heddle-real-runs-"));
  const checks: Checked[] = [];
  const errors: number[] = [];
  try {
    for (let at = 0; at < Number(values.graphs); at++) {
      const seed = Number(values.seed) + at;
      const runs = record(oracle, join(folder, String(seed)), seed, WIDTHS[at % WIDTHS.length]!);
      if (runs.length === 0) checks.push(report(`graph ${seed} was not recorded`, false));
      runs.forEach((run, index) => {
        const { error, checked } = checkRun(run, runs.slice(0, index));
        errors.push(Math.abs(error));
        checks.push(...checked);
      });
    }
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
  const { median } = spreadOf(errors);
  checks.push(
    report(
      `median makespan error ${percent(median)}`,
      errors.length > 0 && median <= MOST_MEDIAN_ERROR,
    ),
  );
  const count = (wanted: Checked["verdict"]) =>
    checks.filter(({ verdict }) => verdict === wanted).length;
  if (count("busy") > 0) {
    process.stdout.write(`${count("busy")} not judged: the machine was busy with other things\n`);
  }
  if (count("new") > 0) {
    process.stdout.write(`${count("new")} not judged: no earlier run had as many threads\n`);
  }
  process.stdout.write(`${count("ok")} passed, ${count("FAIL")} failed\n`);
  return count("FAIL") > 0 ? 1 : 0;
}

/** Runs of one graph, oldest first; empty where recording failed, which is told on stderr. */
function record(
  oracle: string,
  folder: string,
  seed: number,
  widths: string,
): readonly RecordedRun[] {
  const script = join(ROOT, "test/oracle/schedule/recordRun.py");
  const words = [script, "--dbt", join(oracle, "bin/dbt"), "--out", folder];
  const options = ["--seeds", String(seed), "--widths", widths, "--tries", "2", "--scale", "2"];
  const { status } = spawnSync(join(oracle, "bin/python"), [...words, ...options], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: [process.env["PATH"], ...serverFolders()].join(delimiter) },
  });
  return status === 0 ? recordedRuns(folder) : [];
}

/** Where Debian and others keep the programs of a Postgres server. */
function serverFolders(): readonly string[] {
  const base = "/usr/lib/postgresql";
  return existsSync(base) ? readdirSync(base).map((version) => join(base, version, "bin")) : [];
}

function checkRun(
  run: RecordedRun,
  before: readonly RecordedRun[],
): { readonly error: number; readonly checked: readonly Checked[] } {
  const observedMs = observedMakespan(run.observed);
  const options = { ...TODAY, threads: run.observed.threads };
  const violationMs = orderViolation(run);
  // How long dbt takes from one task to the next depends on what else the machine does.
  const overheadMs = handoverTime(run.observed);
  const spans = workloadOfRun(run, ({ startMs, endMs }) => endMs - startMs);
  const error = simulate(spans, { ...options, overheadMs }).makespanMs / observedMs - 1;
  const checked = [
    report(
      `${run.name}: overtaken by ${violationMs.toFixed(1)} ms at most`,
      violationMs <= MOST_VIOLATION_MS,
    ),
    report(`${run.name}: from start and end ${percent(error)}`, Math.abs(error) <= MOST_ERROR),
  ];
  if (before.length > 0) checked.push(checkFromHistory(run, before));
  return { error, checked };
}

function checkFromHistory(run: RecordedRun, before: readonly RecordedRun[]): Checked {
  const { error, earlier, slowedBy, band, observedMs, isKnownWidth, isCalm } = predictFromEarlier(
    run,
    before,
  );
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  const words = `${run.name}: from ${earlier} earlier ${percent(error)} (${slowedBy} slows; band ${seconds(band.lowMs)}–${seconds(band.highMs)} s, took ${seconds(observedMs)} s)`;
  const isGood = Math.abs(error) <= MOST_ERROR_FROM_HISTORY;
  return report(words, isGood, isCalm ? (isKnownWidth ? "FAIL" : "new") : "busy");
}

/** Prints one line; `otherwise` is the verdict where it is not good. */
function report(what: string, isGood: boolean, otherwise: Checked["verdict"] = "FAIL"): Checked {
  const verdict = isGood ? "ok" : otherwise;
  process.stdout.write(`${verdict.padEnd(4)} ${what}\n`);
  return { verdict };
}

function percent(share: number): string {
  return `${share < 0 ? "−" : ""}${(Math.abs(share) * 100).toFixed(2)} %`;
}

process.exitCode = main();
