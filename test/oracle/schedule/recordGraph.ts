/**
 * Records real runs of one random graph by recordRun.py, with the dbt and Python of `$HEDDLE_ORACLE`
 * and the Postgres programs found on this machine. What realRuns and recordCalm share.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathWithPostgres } from "../../support/postgresPrograms";
import { type RecordedRun, recordedRuns } from "../../support/recordedRuns";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();

export interface Recording {
  /** Folder with `bin/dbt` and `bin/python`. */
  readonly oracle: string;
  /** Where the runs are written; read back as a whole. */
  readonly folder: string;
  readonly seed: number;
  /** Thread counts, one run each, oldest first. */
  readonly widths: readonly number[];
  /** Times that a run is made at most until other processes leave dbt the machine. */
  readonly tries: number;
}

/** Runs in the order made; empty where recording failed, which is told on stderr. */
export function recordGraph(recording: Recording): readonly RecordedRun[] {
  const { oracle, folder, seed, widths, tries } = recording;
  const script = join(ROOT, "test/oracle/schedule/recordRun.py");
  const words = [script, "--dbt", join(oracle, "bin/dbt"), "--out", folder];
  const options = ["--seeds", String(seed), "--widths", widths.join(","), "--tries", String(tries)];
  const { status } = spawnSync(join(oracle, "bin/python"), [...words, ...options, "--scale", "2"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: pathWithPostgres() },
  });
  return status === 0 ? recordedRuns(folder) : [];
}
