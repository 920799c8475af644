/**
 * Compares Heddle's YAML with real PyYAML on fresh random texts: what is refused, and every value
 * of what is not. `node scripts/run.mjs test/oracle/yaml/differential.ts -- --count 20000 --seed 1
 * [--python PATH] [--kinds a,b] [--show N]`; exits with 1 below 99.9 %.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lineIndex } from "../../../server/src/base/text";
import { parseYaml } from "../../../server/src/yaml/parseYaml";
import { CASES } from "../../yaml/cases";
import { reprOf } from "../../yaml/reprOf";
import { type Described, pythonRepr } from "./pythonRepr";
import { YAML_KINDS, type YamlKind, yamlText } from "./randomYaml";

interface Verdict {
  readonly value?: Described;
  readonly error?: string;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly skipped?: true;
}

interface Tally {
  passed: number;
  failed: number;
  refused: number;
  sameLine: number;
  samePlace: number;
}

/** Texts per call of Python: keeps memory small and shows progress early. */
const BATCH = 5_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

function pythonPath(): string {
  const oracle = process.env["HEDDLE_ORACLE"];
  return option("python", oracle === undefined ? "python3" : join(oracle, "bin/python"));
}

function main(): void {
  checkTables();
  const count = Number(option("count", "20000"));
  const seed = Number(option("seed", "1"));
  const kinds = option("kinds", YAML_KINDS.join())
    .split(",")
    .filter((kind): kind is YamlKind => (YAML_KINDS as readonly string[]).includes(kind));
  const files = ["examples", "test/data/dbt"].flatMap(yamlFilesBelow);
  const show = Number(option("show", "10"));
  const tallies = new Map<string, Tally>();
  let shown = 0;
  for (let from = 0; from < count; from += BATCH) {
    const cases = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => {
      const kind = kinds[(from + index) % kinds.length]!;
      return { kind, text: wellFormed(yamlText(kind, seed * 1_000_003 + from + index, files)) };
    });
    const verdicts = askPython(cases.map(({ text }) => text));
    for (const [index, { kind, text }] of cases.entries()) {
      const verdict = verdicts[index]!;
      if (verdict.skipped === true) continue;
      const tally = tallies.get(kind) ?? {
        passed: 0,
        failed: 0,
        refused: 0,
        sameLine: 0,
        samePlace: 0,
      };
      tallies.set(kind, tally);
      const difference = compare(text, verdict, tally);
      if (difference === undefined) tally.passed++;
      else {
        tally.failed++;
        if (shown++ < show) print(`[${kind}] ${JSON.stringify(text)}\n${difference}`);
      }
    }
  }
  report(tallies);
}

/** Holds the tables of test/yaml to Python too, so that they cannot drift into our own opinion. */
function checkTables(): void {
  const verdicts = askPython(CASES.map(({ text }) => text));
  for (const [index, { text, expected }] of CASES.entries()) {
    const { value, error } = verdicts[index]!;
    const theirs = error === undefined ? pythonRepr(value ?? null) : "refused";
    if (theirs === expected) continue;
    print(`test/yaml/cases.ts: ${JSON.stringify(text)}\n  table  ${expected}\n  python ${theirs}`);
    process.exitCode = 1;
  }
}

function askPython(texts: readonly string[]): readonly Verdict[] {
  const { status, stdout, stderr } = spawnSync(pythonPath(), ["test/oracle/yaml/verdicts.py"], {
    input: texts.map((text) => JSON.stringify(text)).join("\n"),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
  const [, ...lines] = stdout.split("\n").filter((line) => line !== "");
  if (lines.length !== texts.length) throw new Error("the oracle did not answer every text");
  return lines.map((line): Verdict => JSON.parse(line));
}

/** An edit may have cut a pair of surrogates in two, which no file can hold. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** The difference in words, or undefined where both readers agree. */
function compare(text: string, verdict: Verdict, tally: Tally): string | undefined {
  const { value, problems } = parseYaml(text);
  const [problem] = problems;
  const theirs =
    verdict.error === undefined
      ? pythonRepr(verdict.value ?? null)
      : `refused at ${verdict.line}:${verdict.column}: ${verdict.error}`;
  const place = problem === undefined ? undefined : placeOf(text, problem.span.start);
  const ours =
    problem === undefined || place === undefined
      ? reprOf(value)
      : `refused at ${place.line}:${place.column}: ${problem.message}`;
  if (verdict.error !== undefined && place !== undefined) {
    // A missing colon and an open quote are shown where they are, not where libyaml gave up.
    if (typeof verdict.line !== "number" || /expected ':'|end of stream/.test(verdict.error)) {
      return undefined;
    }
    tally.refused++;
    if (place.line === verdict.line) tally.sameLine++;
    if (place.line === verdict.line && place.column === verdict.column) tally.samePlace++;
    else if (option("places", "") !== "") return `  python ${theirs}\n  heddle ${ours}`;
    return undefined;
  }
  if (verdict.error === undefined && problem === undefined) {
    if (theirs === ours || theirs.includes("bytes")) return undefined;
  }
  return `  python ${theirs}\n  heddle ${ours}`;
}

/** Line and column as libyaml counts them: characters, not UTF-16 units. */
function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const { line, character } = lineIndex(text).positionAt(offset);
  // libyaml counts the end of a text as a line of its own.
  if (offset >= text.length && character > 0) return { line: line + 1, column: 0 };
  const lineText = text.slice(offset - character, offset);
  return { line, column: [...lineText].length };
}

function report(tallies: ReadonlyMap<string, Tally>): void {
  const total = { passed: 0, failed: 0 };
  for (const [kind, { passed, failed, refused, sameLine, samePlace }] of tallies) {
    total.passed += passed;
    total.failed += failed;
    const share = (part: number): string => `${((100 * part) / Math.max(1, refused)).toFixed(1)} %`;
    print(
      `${kind.padEnd(9)} ${passed} agree, ${failed} differ; of ${refused} refused: ` +
        `same line ${share(sameLine)}, same column ${share(samePlace)}`,
    );
  }
  print(`${total.passed} passed, ${total.failed} failed`);
  if (total.passed < 0.999 * (total.passed + total.failed)) process.exitCode = 1;
}

function yamlFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));
}

main();
