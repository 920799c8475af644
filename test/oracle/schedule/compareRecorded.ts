/**
 * Compares fresh recordings with predictions: `node scripts/run.mjs
 * test/oracle/schedule/compareRecorded.ts -- FOLDER`, where `recordRun.py --out FOLDER` wrote. Exit
 * status 1 where a run started tasks in another order or took longer or shorter than predicted.
 */
import { handoverTime } from "../../../server/src/schedule/calibrateOverhead";
import { compareRun } from "../../../server/src/schedule/compareRun";
import { simulate } from "../../../server/src/schedule/simulate";
import { orderViolation } from "../../support/evaluateRuns";
import { recordedRuns, workloadOfRun } from "../../support/recordedRuns";

/** Two tasks that end this close together may be handled in either order. */
const MOST_VIOLATION_MS = 20;
const MOST_ERROR = 0.035;

const [folder] = process.argv.slice(2);
let failed = 0;
let passed = 0;
for (const run of recordedRuns(folder)) {
  const workload = workloadOfRun(run, ({ startMs, endMs }) => endMs - startMs);
  const { threads } = run.observed;
  // How long dbt takes from one task to the next depends on what else the machine does.
  const overheadMs = handoverTime(run.observed);
  const options = { threads, hints: "ignored", policy: "dbt-core", overheadMs } as const;
  const predicted = simulate(workload, options);
  const { makespanError, orderAgreement } = compareRun(predicted, run.observed);
  const violationMs = orderViolation(run);
  const isGood = violationMs <= MOST_VIOLATION_MS && Math.abs(makespanError) <= MOST_ERROR;
  if (isGood) passed++;
  else failed++;
  const figures = [
    `makespan ${(makespanError * 100).toFixed(2)} %`,
    `hand-over ${overheadMs.toFixed(1)} ms`,
    `overtaken by ${violationMs.toFixed(1)} ms`,
    `order ${(orderAgreement * 100).toFixed(1)} %`,
  ];
  process.stdout.write(`${isGood ? "ok  " : "FAIL"} ${run.name}: ${figures.join(", ")}\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
