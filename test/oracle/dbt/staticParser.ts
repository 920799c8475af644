/**
 * Compares Heddle's reading of models of plain calls with dbt's static parser, dbt-extractor, on
 * random sources: `node scripts/run.mjs test/oracle/dbt/staticParser.ts -- --python PYTHON
 * [--seed S] [--count N]`. What one takes the other must take, with the same values; Heddle may give
 * up where nothing hangs on it: calls without a name that dbt knows, and keys that stand twice.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { scanLiteralCalls } from "../../../server/src/dbt/literal/scanCalls";
import { YamlFloat } from "../../../server/src/yaml/values";
import { type Dice, dice } from "./randomProjectText";

const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "5000" },
  },
});

const PIECES = [
  "a",
  "b",
  " ",
  "\\n",
  "\\\\",
  "\\'",
  '\\"',
  "\\d",
  "{{",
  "}}",
  "{%",
  "#}",
  "é",
  "-",
];

const d = dice(Number(values.seed));
const sources = Array.from({ length: Number(values.count) }, () => randomSource(d));
const asked = spawnSync(values.python, [resolve("test/oracle/dbt/askExtractor.py")], {
  input: sources.map((source) => `${JSON.stringify(source)}\n`).join(""),
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
const answers = asked.stdout.split("\n").filter(Boolean);
let taken = 0;
let failed = 0;
for (const [at, source] of sources.entries()) {
  const theirs = answers[at];
  const ours = canonical(readingOf(source));
  if (theirs !== "null") taken++;
  if (theirs !== undefined && ours === canonical(JSON.parse(theirs))) continue;
  if (++failed <= 12) {
    process.stdout.write(
      `${JSON.stringify(source)}\n  dbt ${theirs ?? asked.stderr}\n  Heddle ${ours}\n`,
    );
  }
}
process.stdout.write(`${taken} of ${sources.length} taken by dbt\n`);
process.stdout.write(`${sources.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && taken > 0 ? 0 : 1;

/** The same text for the same values: dbt's keys and sources come in any order. */
function canonical(reading: unknown): string {
  return JSON.stringify(reading, (key, part: unknown) => {
    if (key === "sources" && Array.isArray(part))
      return part.map((one) => JSON.stringify(one)).sort();
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function readingOf(source: string): unknown {
  const found = scanLiteralCalls(source, "", 0, "static");
  if (found === undefined) return null;
  const plain = (value: unknown): unknown => (value instanceof YamlFloat ? Number(value) : value);
  return {
    configs: found.configs.flatMap((one) => Object.entries(one.values)),
    refs: found.refs
      .filter(({ kind }) => kind === "ref")
      .map(({ args, version }) => [...args, plain(version)]),
    sources: [
      ...new Map(
        found.refs
          .filter(({ kind }) => kind === "source")
          .map(({ args }) => [JSON.stringify(args), args]),
      ).values(),
    ],
  };
}

function text(d: Dice): string {
  const quote = d.pick(["'", '"']);
  const inner = Array.from({ length: d.int(0, 4) }, () => d.pick(PIECES)).join("");
  return `${quote}${d.chance(0.1) ? inner.replace("a", quote === "'" ? '"' : "'") : inner}${quote}`;
}

function value(d: Dice, depth = 0): string {
  const kind = d.int(0, depth > 1 ? 7 : 11);
  if (kind < 6) return text(d);
  if (kind === 6) return d.pick(["True", "False", "True", "true", "none", "None", "x"]);
  if (kind === 7) return d.pick(["1", "1.5", "-2", "True", "False", "'x'", "var('x')", "'a' 'b'"]);
  const items = Array.from({ length: d.int(0, 3) }, (_one, at) =>
    kind < 10 ? value(d, depth + 1) : `'k${at}': ${value(d, depth + 1)}`,
  );
  const end = items.length > 0 && d.chance(0.2) ? "," : "";
  return kind < 10 ? `[${items.join(", ")}${end}]` : `{${items.join(",")}${end}}`;
}

function call(d: Dice): string {
  const name = d.pick(["config", "config", "config", "ref", "source"]);
  if (name === "ref") {
    const version = d.chance(0.3)
      ? `, ${d.pick(["v", "version"])}=${d.pick(["1", "2.5", "'x'"])}`
      : "";
    return `ref(${d.chance(0.3) ? "'p', " : ""}${text(d)}${version})`;
  }
  if (name === "source") return `source(${text(d)}, ${text(d)})`;
  const keys = d.some(["x", "tags", "meta", "post_hook", "y_1"], 0.3);
  return `config(${keys.map((key) => `${key}${d.pick(["=", " = "])}${value(d)}`).join(", ")})`;
}

function randomSource(d: Dice): string {
  const parts = Array.from({ length: d.int(1, 3) }, () => {
    const open = d.chance(0.03) ? "{{-" : d.pick(["{{ ", "{{", "{{\n  "]);
    const close = d.chance(0.03) ? "-}}" : d.pick([" }}", "}}", "\n}}"]);
    const inner = d.chance(0.04) ? d.pick(["this", "var('x')", "x", "ref('a').name"]) : call(d);
    const before = d.pick(["select 1 ", "", "-- ", "{# {% c #}", "{#- c -#}\n", "{ } %} ", "\r\n"]);
    return `${before}${open}${inner}${close}`;
  });
  return parts.join(d.pick(["\n", " "])) + (d.chance(0.05) ? "{% if x %}{% endif %}" : "");
}
