// `npm start`: builds, then does the main job on examples/ecommerce and prints what it finds:
// models with hint, score and advice; findings; the predicted run; the thread count to choose.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const project = "examples/ecommerce";

function node(args) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (signal !== null) process.exit(130);
  return status ?? 1;
}

const built = node(["scripts/build.mjs"]);
if (built !== 0) process.exit(built);

const steps = [
  {
    words: ["models", project],
    why: "every model: its hint and where it is set, the advice, its score and duration",
  },
  { words: ["check", project], why: "what hurts or would stop dbt, with fixes" },
  {
    words: ["simulate", project],
    why: "the run as dbt does it today, and under each meaning of the hints",
  },
  { words: ["sweep", project], why: "how many threads are worth paying for" },
];

const isTerminal = process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "";
const dim = (text) => (isTerminal ? `\u001b[2m${text}\u001b[0m` : text);

let worst = 0;
for (const { words, why } of steps) {
  process.stdout.write(`\n${dim(`$ npx heddle ${words.join(" ")}`)}\n${dim(`  ${why}`)}\n\n`);
  const status = node(["dist/cli.js", ...words]);
  // Findings (1) are an answer; only a command that could not do its work fails the start.
  if (status > 1) worst = status;
}
process.stdout.write(
  `\n${dim(`next: npx heddle --help · npx heddle explain MODEL ${project}\n      or open ${project} in the editor`)}\n`,
);
process.exit(worst);
