/**
 * Compares Heddle's Jinja with real Jinja2 on fresh random templates and reports agreement.
 * `node scripts/run.mjs test/oracle/jinja/differential.ts -- --seed 1 --count 5000 [--kinds a,b]
 * [--python PATH] [--show N]`; exits with 1 below 99.9 % on the templates that Python accepts.
 */
import { spawnSync } from "node:child_process";
import { contextOf } from "../../../server/src/jinja/context";
import { fromJson, type JsonValue } from "../../../server/src/jinja/json";
import { renderTemplate } from "../../../server/src/jinja/render";
import { parseTemplate } from "../../../server/src/jinja/template";

interface Verdict {
  readonly kind: string;
  readonly template: string;
  readonly expected: string | null;
  readonly raises?: string;
  readonly message?: string;
  readonly lineno?: number | null;
}

interface Tally {
  accepted: number;
  equal: number;
  rejected: number;
  sameClass: number;
  sameMessage: number;
}

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function main(): void {
  const script = "test/oracle/jinja/differential.py";
  const args = [script, option("seed", "1"), option("count", "2000")];
  const kinds = option("kinds", "");
  if (kinds !== "") args.push(kinds);
  const python = spawnSync(option("python", process.env["HEDDLE_PYTHON"] ?? "python3"), args, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONHASHSEED: "0", PYTHONWARNINGS: "ignore" },
  });
  if (python.status !== 0) throw new Error(`the oracle failed: ${python.stderr}`);
  const [head = "{}", ...lines] = python.stdout.split("\n").filter((line) => line !== "");
  const { context, ...versions } = JSON.parse(head) as { context: Record<string, JsonValue> };
  const show = Number(option("show", "20"));
  const tallies = new Map<string, Tally>();
  let shown = 0;
  for (const line of lines) {
    const verdict = JSON.parse(line) as Verdict;
    if (/ at 0x[0-9a-f]+/.test(`${verdict.expected ?? ""}${verdict.message ?? ""}`)) continue;
    const tally = tallies.get(verdict.kind) ?? {
      accepted: 0,
      equal: 0,
      rejected: 0,
      sameClass: 0,
      sameMessage: 0,
    };
    tallies.set(verdict.kind, tally);
    const difference = compare(verdict, context, tally);
    if (difference !== undefined && shown++ < show) print(difference);
  }
  report(tallies, versions);
}

function compare(
  verdict: Verdict,
  context: Readonly<Record<string, JsonValue>>,
  tally: Tally,
): string | undefined {
  const names = new Map(Object.entries(context).map(([name, value]) => [name, fromJson(value)]));
  const template = parseTemplate(verdict.template, { dialect: "jinja" });
  const { text, error } = renderTemplate(template, contextOf(names));
  const ours = error === undefined ? text : `${error.pythonClass}: ${error.message}`;
  const source = JSON.stringify(verdict.template);
  if (verdict.expected !== null) {
    tally.accepted++;
    if (error === undefined && text === verdict.expected) {
      tally.equal++;
      return undefined;
    }
    return `[${verdict.kind}] ${source}\n  python ${JSON.stringify(verdict.expected)}\n  heddle ${JSON.stringify(ours)}`;
  }
  tally.rejected++;
  const isSameClass = error?.pythonClass === verdict.raises;
  const isSameLine =
    verdict.lineno === null || verdict.lineno === undefined || error?.line === verdict.lineno;
  if (isSameClass) tally.sameClass++;
  if (isSameClass && isSameLine && error?.message === verdict.message) {
    tally.sameMessage++;
    return undefined;
  }
  return `[${verdict.kind}] ${source}\n  python ${verdict.raises} (${verdict.lineno ?? "-"}): ${verdict.message}\n  heddle ${error?.line ?? "-"} ${ours}`;
}

function report(tallies: ReadonlyMap<string, Tally>, versions: object): void {
  const total: Tally = { accepted: 0, equal: 0, rejected: 0, sameClass: 0, sameMessage: 0 };
  for (const [kind, tally] of tallies) {
    print(describe(kind, tally));
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key];
  }
  print(describe("all", total));
  print(JSON.stringify(versions));
  if (total.equal < total.accepted * 0.999) process.exitCode = 1;
}

function describe(kind: string, tally: Tally): string {
  const share = (part: number, whole: number): string =>
    whole === 0 ? "-" : `${((100 * part) / whole).toFixed(2)} %`;
  return (
    `${kind.padEnd(11)} accepted ${tally.equal}/${tally.accepted} = ${share(tally.equal, tally.accepted)}` +
    ` · errors ${tally.rejected}: class ${share(tally.sameClass, tally.rejected)},` +
    ` text ${share(tally.sameMessage, tally.rejected)}`
  );
}

main();
