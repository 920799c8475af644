/**
 * Writes docs/evaluation.md from the recorded runs: `node scripts/run.mjs
 * test/oracle/schedule/evaluateRuns.ts`. The page is the output; nothing in it is typed by hand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateEarlier, evaluateTiny, type TinyEvaluation } from "../../support/evaluateEarlier";
import {
  type ContentionEvaluation,
  evaluateContention,
  evaluateRuns,
  type RunEvaluation,
  spreadOf,
} from "../../support/evaluateRuns";
import type { EarlierPrediction } from "../../support/predictFromEarlier";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const TARGET = join(ROOT, "docs/evaluation.md");

function page(
  runs: readonly RunEvaluation[],
  contention: ContentionEvaluation,
  earlier: readonly EarlierPrediction[],
  tiny: TinyEvaluation,
): string {
  const known = earlier.filter(({ isKnownWidth }) => isKnownWidth);
  const calm = known.filter(({ isCalm }) => isCalm);
  const ofCalm = spreadOf(calm.map(({ error }) => error));
  const ofKnown = spreadOf(known.map(({ error }) => error));
  const span = spreadOf(runs.map(({ fromSpans }) => fromSpans));
  const handover = spreadOf(runs.map(({ fromSpansAndHandover }) => fromSpansAndHandover));
  const execution = spreadOf(runs.map(({ fromExecution }) => fromExecution));
  const nominal = spreadOf(runs.map(({ fromNominal }) => fromNominal));
  const violation = Math.max(...runs.map(({ orderViolationMs }) => orderViolationMs));
  const same = runs.filter(({ isSameOrder }) => isSameOrder).length;
  const inside = runs.filter(({ isInBand }) => isInBand).length;
  const bandWidth = spreadOf(
    runs.map(({ band, observedMs }) => (band.highMs - band.lowMs) / observedMs),
  );
  return `# How well Heddle predicts real runs

This page is written by \`node scripts/run.mjs test/oracle/schedule/evaluateRuns.ts\`; a test holds
the same figures to limits. The runs in \`test/data/runs\` are real: dbt-core 1.11.16 on Postgres 15,
two cores, random graphs of models that sleep, 1 to 16 threads, \`dbt run\` and \`dbt build\`. Whatever
is calibrated is calibrated on the other runs, with the predicted one left out.

| what | median | worst |
|---|---|---|
| makespan from measured start and end | ${percent(span.median)} | ${percent(span.worst)} |
| the same, and the time from one task to the next | ${percent(handover.median)} | ${percent(handover.worst)} |
| makespan from \`execution_time\` and what it leaves out | ${percent(execution.median)} | ${percent(execution.worst)} |
| makespan from the time of the SQL and calibrated overhead | ${percent(nominal.median)} | ${percent(nominal.worst)} |
| makespan from earlier runs with as many threads, calm machine (${calm.length} runs) | ${calm.length === 0 ? "not shown yet" : percent(ofCalm.median)} | ${calm.length === 0 ? "" : percent(ofCalm.worst)} |
| the same, whatever else the machine did (${known.length} runs) | ${percent(ofKnown.median)} | ${percent(ofKnown.worst)} |

- **Start order.** In none of ${runs.length} runs did a task start before one that had been ready
  longer by more than ${violation.toFixed(1)} ms (clock noise and races are up to 12 ms). The whole
  order is the predicted one, task by task, in ${same} runs; elsewhere two tasks ended within
  milliseconds of each other.
- **Band.** With durations jittered by 3 % and 10 ms (200 seeded runs), ${inside} of ${runs.length}
  recorded makespans lie inside the band; it is ${percent(bandWidth.median)} wide (median).

| run | threads | tasks | observed | from spans | from execution_time | from SQL | band |
|---|---|---|---|---|---|---|---|
${runs.map(row).join("\n")}

Errors are signed: negative = predicted shorter than it was.

## Contention

16 equal CPU-bound models on two cores. ${contentionText(contention)}

| threads | recorded | predicted |
|---|---|---|
${[...contention.recordedMs]
  .map(([threads, ms]) => {
    const point = contention.predicted.points.find((one) => one.threads === threads);
    return `| ${threads} | ${seconds(ms)} | ${seconds(point?.makespanMs ?? 0)} |`;
  })
  .join("\n")}

## From earlier runs

Other random projects, each run three or four times; every run is predicted from those before it
alone. Durations are medians of the earlier ones. \`others\` is the share of the machine that other
processes took meanwhile: most of these runs were recorded beside other work, which made one and the
same model two and three times as long from run to run. Calm is a run beside which, and beside whose
earlier runs, others took at most 10 %. At a width that no earlier run had nothing is known yet of how
these runs slow down when they get wider, and models of 50 ms to 1 s are a twentieth to a half dbt's own
work: such predictions are shown, and not counted above.

| run | threads | earlier runs | observed | predicted | error | others |
|---|---|---|---|---|---|---|
${earlier.map(earlierRow).join("\n")}

## Empty models

${tiny.models} empty models, so that dbt's own work is all there is: the run gets longer with more threads, not
shorter. Learned from these runs: ${tiny.calibration.because} (a model's
duration is then known to ${percent(tinyError(tiny))} instead of ${percent(tiny.calibration.contention.errorWithout)}).
Recommended: ${tiny.predicted.recommended.threads} ${tiny.predicted.recommended.threads === 1 ? "thread" : "threads"}.

| threads | recorded | predicted |
|---|---|---|
${[...tiny.recordedMs]
  .map(([threads, ms]) => {
    const point = tiny.predicted.points.find((one) => one.threads === threads);
    return `| ${threads} | ${seconds(ms)} | ${seconds(point?.makespanMs ?? 0)} |`;
  })
  .join("\n")}

## The rules on public projects

From [public projects](public-projects.md), which has a verdict on each finding:

${publicSummary()}

## Record and compare anew

With Postgres' programs on the path and any dbt-core 1.x with dbt-postgres (two minutes for four runs):

\`\`\`sh
python3 test/oracle/schedule/recordRun.py --dbt "$(command -v dbt)" --out recorded --seeds 1-4
node scripts/run.mjs test/oracle/schedule/compareRecorded.ts -- recorded
\`\`\`

All in one, with fresh graphs, bounds and a verdict (\`HEDDLE_ORACLE\` is a folder with \`bin/dbt\` and
\`bin/python\`; three to four minutes). A run outside its bounds and outside the band that races of
milliseconds give is made again, and has failed only if that one is outside too:

\`\`\`sh
HEDDLE_ORACLE=~/dbt-venv node scripts/run.mjs test/oracle/schedule/realRuns.ts -- --graphs 3 --seed 1
\`\`\`

Projects run several times on a calm machine, for the section on earlier runs, and this page written
anew (a minute per project; runs beside other work are made again or left out):

\`\`\`sh
HEDDLE_ORACLE=~/dbt-venv node scripts/run.mjs test/oracle/schedule/recordCalm.ts -- --graphs 6 --runs 4
\`\`\`

## What the figures do not show

All runs are of one machine, one warehouse and dbt-core 1.11. Sleeping models do not compete for a
database; the CPU-bound ones do nothing else. From earlier runs' durations the prediction also
carries what the data do from day to day, which no simulator knows; Heddle shows it as P50 and P90.
`;
}

/** The section "By rule" of docs/public-projects.md without its heading. */
function publicSummary(): string {
  const text = readFileSync(join(ROOT, "docs/public-projects.md"), "utf8");
  return (/^## By rule\n([\s\S]*?)^## /m.exec(text)?.[1] ?? "").trim();
}

function earlierRow(prediction: EarlierPrediction): string {
  const { run, earlier, observedMs, predictedMs, error, isKnownWidth } = prediction;
  const cells = [
    run.name,
    `${run.observed.threads}${isKnownWidth ? "" : " (new)"}`,
    earlier,
    seconds(observedMs),
    seconds(predictedMs),
    signed(error),
    run.others === undefined ? "" : `${(run.others * 100).toFixed(0)} %`,
  ];
  return `| ${cells.join(" | ")} |`;
}

function tinyError({ calibration }: TinyEvaluation): number {
  const { slowedBy, interpreter, contention } = calibration;
  return slowedBy === "interpreter" ? interpreter.errorWith : contention.errorWith;
}

function row({ run, observedMs, fromSpans, fromExecution, fromNominal, band }: RunEvaluation) {
  const cells = [
    run.name,
    run.observed.threads,
    run.observed.tasks.length,
    seconds(observedMs),
    signed(fromSpans),
    signed(fromExecution),
    signed(fromNominal),
    `${seconds(band.lowMs)} – ${seconds(band.highMs)}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

function contentionText({ calibration, predicted, bestRecorded }: ContentionEvaluation): string {
  const { capacity = 0, capacityRange, errorWith, errorWithout } = calibration;
  const range =
    capacityRange === undefined
      ? ""
      : ` (${capacityRange.low.toFixed(2)} – ${capacityRange.high.toFixed(2)})`;
  return `Learned from how long each model took beside how many others: a capacity of ${capacity.toFixed(2)}${range};
a model's duration is then known to ${percent(errorWith)} instead of ${percent(errorWithout)}. Recommended:
${predicted.recommended.threads} threads (${predicted.recommended.because}); the fewest that were within 2 % of the fastest recorded run: ${bestRecorded}.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

writeFileSync(
  TARGET,
  page(evaluateRuns(), evaluateContention(), evaluateEarlier(), evaluateTiny()),
);
process.stdout.write(`wrote ${TARGET}\n`);
