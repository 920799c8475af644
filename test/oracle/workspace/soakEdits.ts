/**
 * `npm run soak:edits -- [EDITS] [SEED] [COMPARE-EVERY] [LOOKS]`: typing sessions until so many edits
 * are done, each held against a fresh look every so many edits and at its end. `LOOKS` is the share
 * of edits after which the workspace is asked. Ends with status 1 and the steps at the first difference.
 */
import { typingSession } from "../../workspace/typingSession";

const SESSION = 400;
const [edits = 1_000_000, seed = 1, compareEvery = 20, looks = 1] = process.argv
  .slice(2)
  .map(Number);

let done = 0;
let compared = 0;
const started = performance.now();
for (let at = seed; done < edits; at++) {
  const report = typingSession(at, {
    edits: Math.min(SESSION, edits - done),
    compareEvery,
    looks,
  });
  done += report.edits;
  compared += report.compared;
  if (report.difference !== undefined) {
    process.stdout.write(`session ${at}: after ${report.edits} edits\n${report.difference}\n`);
    process.exit(1);
  }
  if ((at - seed) % 5 === 4) {
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(`${done} edits, ${compared} comparisons, ${seconds} s, all equal\n`);
  }
}
process.stdout.write(`${done} edits, ${compared} comparisons, all equal\n`);
