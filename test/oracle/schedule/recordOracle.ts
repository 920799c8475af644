/**
 * Asks the Python simulator all cases and writes its answers to test/data/schedule/oracle.json:
 * `node scripts/run.mjs test/oracle/schedule/recordOracle.ts`, after a change of cases or oracle.
 */
import { writeFileSync } from "node:fs";
import {
  ANSWERS,
  askOracle,
  digestOf,
  EXACT_SUITES,
  type RecordedAnswers,
  STRETCHED_SUITES,
} from "../../support/scheduleOracle";

const answers: RecordedAnswers = {
  exact: Object.fromEntries(
    [...EXACT_SUITES].map(([name, cases]) => [name, askOracle(cases).map(digestOf)]),
  ),
  stretched: Object.fromEntries(
    [...STRETCHED_SUITES].map(([name, cases]) => [
      name,
      askOracle(cases).map(({ makespan }) => makespan),
    ]),
  ),
};
writeFileSync(ANSWERS, `${JSON.stringify(answers)}\n`);
process.stdout.write(`wrote ${ANSWERS}\n`);
