/**
 * Calls every macro of dbt and of real packages with generated arguments, in dbt's own Jinja
 * environment and in Heddle's, with the same stub of dbt's context, and compares value, log lines,
 * exception class and message. `node scripts/run.mjs test/oracle/jinja/macros.ts -- --python PATH
 * [--seed N] [--calls N] [--show N] [FOLDER…]`, each FOLDER a package's `macros`. Exits with 1
 * below 99.9 % of the calls that Python completes.
 */
import { spawnSync } from "node:child_process";
import { parseTemplate } from "../../../server/src/jinja/template";
import { callInStub, type Recorded, type RecordedCall } from "./callInStub";

interface Tally {
  macros: Set<string>;
  completed: number;
  equal: number;
  unknown: number;
  raised: number;
  sameClass: number;
  sameMessage: number;
}

const words = process.argv.slice(2);
const flags = new Map<string, string>();
const folders: string[] = [];
for (let i = 0; i < words.length; i++) {
  const word = words[i]!;
  if (word.startsWith("--")) flags.set(word.slice(2), words[++i] ?? "");
  else folders.push(word);
}
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function main(): void {
  const python = spawnSync(
    flags.get("python") ?? "python3",
    [
      "test/oracle/jinja/macros.py",
      flags.get("seed") ?? "1",
      flags.get("calls") ?? "6",
      ...folders,
    ],
    { encoding: "utf8", maxBuffer: 1 << 30, env: { ...process.env, PYTHONHASHSEED: "0" } },
  );
  if (python.status !== 0) throw new Error(`the oracle failed: ${python.stderr}`);
  const recorded = JSON.parse(python.stdout) as Recorded;
  const tallies = new Map<string, Tally>();
  let shown = 0;
  for (const { source } of recorded.refused) {
    if (parseTemplate(source).syntaxError === undefined)
      print(`accepted, but dbt refuses: ${source}`);
  }
  for (const call of recorded.calls) {
    // An address in the output means nothing.
    if (/ at 0x[0-9a-f]+/.test(JSON.stringify(call))) continue;
    const tally = tallies.get(call.package) ?? {
      macros: new Set(),
      completed: 0,
      equal: 0,
      unknown: 0,
      raised: 0,
      sameClass: 0,
      sameMessage: 0,
    };
    tallies.set(call.package, tally);
    const difference = compare(recorded, call, tally);
    if (difference !== undefined && shown++ < Number(flags.get("show") ?? "20")) print(difference);
  }
  report(tallies);
}

function compare(recorded: Recorded, call: RecordedCall, tally: Tally): string | undefined {
  tally.macros.add(call.macro);
  const ours = callInStub(recorded, call);
  const { error, value, isUnknown } = ours;
  const head = `${call.package}.${call.macro}(${JSON.stringify(call.args)}, ${JSON.stringify(call.kwargs)})`;
  const said =
    error === undefined ? JSON.stringify(value) : `${error.pythonClass}: ${error.message}`;
  if (call.raises === undefined) {
    tally.completed++;
    const isSame =
      error === undefined &&
      JSON.stringify(value) === JSON.stringify(call.value) &&
      JSON.stringify(ours.logs) === JSON.stringify(call.logs);
    if (isSame) tally.equal++;
    else if (isUnknown) {
      tally.unknown++;
      tally.completed--;
    } else
      return `${head}\n  python ${JSON.stringify(call.value)} ${JSON.stringify(call.logs)}\n  heddle ${said} ${JSON.stringify(ours.logs)}`;
    return undefined;
  }
  if (isUnknown) {
    tally.unknown++;
    return undefined;
  }
  tally.raised++;
  if (error?.pythonClass === call.raises) tally.sameClass++;
  const plain = (text: string | undefined): string =>
    (text ?? "").replace(/dbt_macro__(test_)?/g, "");
  if (error?.pythonClass === call.raises && plain(error.message) === plain(call.message)) {
    tally.sameMessage++;
    return undefined;
  }
  return `${head}\n  python ${call.raises}: ${call.message}\n  heddle ${said}`;
}

function report(tallies: ReadonlyMap<string, Tally>): void {
  let completed = 0;
  let equal = 0;
  for (const [name, tally] of tallies) {
    completed += tally.completed;
    equal += tally.equal;
    print(
      `${name.padEnd(26)} ${String(tally.macros.size).padStart(4)} macros · ${tally.equal} of ${tally.completed} values and logs equal` +
        ` · ${tally.unknown} not known offline · errors ${tally.raised}: class ${tally.sameClass}, text ${tally.sameMessage}`,
    );
  }
  const share = completed === 0 ? 0 : equal / completed;
  print(`all: ${equal} of ${completed} = ${(100 * share).toFixed(2)} %`);
  if (share < 0.999) process.exitCode = 1;
}

main();
