/**
 * Compares recordings with predictions: `node scripts/run.mjs test/oracle/schedule/compareRecorded.ts
 * -- FOLDER…`, where `recordRun.py --out FOLDER` wrote. Exit status 1 where a run started tasks in
 * another order, or took longer or shorter than predicted and than a race of milliseconds explains.
 */
import { handoverTime } from "../../../server/src/schedule/calibrateOverhead";
import { judgeRun } from "../../support/judgeRun";
import { recordedRuns } from "../../support/recordedRuns";

let failed = 0;
let passed = 0;
for (const run of process.argv.slice(2).flatMap((folder) => recordedRuns(folder))) {
  const { error, violationMs, band, observedMs, isOrderKept, isTimeMet } = judgeRun(run);
  const isGood = isOrderKept && isTimeMet;
  if (isGood) passed++;
  else failed++;
  const figures = [
    `makespan ${(error * 100).toFixed(2)} %`,
    `band ${percent(band.lowMs / observedMs - 1)} to ${percent(band.highMs / observedMs - 1)}`,
    `hand-over ${handoverTime(run.observed).toFixed(1)} ms`,
    `overtaken by ${violationMs.toFixed(1)} ms`,
  ];
  process.stdout.write(`${isGood ? "ok  " : "FAIL"} ${run.name}: ${figures.join(", ")}\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
