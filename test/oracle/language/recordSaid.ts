/**
 * Records anew what the server says in its tests, for the German twin of each sentence:
 * `node scripts/run.mjs test/oracle/language/recordSaid.ts [-- --write]`. Runs the tests that rules and
 * the editor's features have, listens (`hear`), and keeps each sentence once but for its figures: as it is
 * recorded already, else as it was heard first. Without `--write` it prints what is new and what was not
 * heard any more, and ends with status 1 where there is something new. Tests that are random say what
 * they said with other names: those of one letter and those in quotes count as one.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Said = Readonly<Record<string, readonly string[]>>;

/** Speaks German itself. */
const GERMAN = "test/lsp/german.test.ts";
/** The tests of those who have something to say. */
const TESTS = ["advise", "ide", "lsp", "tabular", "workspace", "dbt/problems"].map(
  (room) => `test/${room}`,
);
const root = process.env["HEDDLE_ROOT"] ?? ".";
const file = join(root, "test/data/language/said.json");
const known: Said = JSON.parse(readFileSync(file, "utf8"));
const heard = listen();
const next: Record<string, readonly string[]> = {};
let newCount = 0;
for (const kind of [...new Set([...Object.keys(known), ...heard.keys()])].sort()) {
  const recorded = byShape(known[kind] ?? []);
  const now = byShape([...(heard.get(kind) ?? [])].sort());
  const texts: string[] = [];
  for (const [shape, text] of now) {
    const before = recorded.get(shape);
    // What is recorded already stays, also where it is two of one shape.
    if (before !== undefined)
      texts.push(...(known[kind] ?? []).filter((one) => shapeOf(one) === shape));
    else texts.push(text);
    if (before !== undefined) continue;
    newCount++;
    process.stdout.write(`new      ${kind}: ${text}\n`);
  }
  for (const [shape, text] of recorded) {
    if (!now.has(shape)) process.stdout.write(`unheard  ${kind}: ${text}\n`);
  }
  if (texts.length > 0) next[kind] = texts.sort();
}
if (process.argv.includes("--write")) writeFileSync(file, `${JSON.stringify(next, null, 1)}\n`);
else process.exitCode = newCount > 0 ? 1 : 0;

/** The first text of each shape: the same words with other figures and names. */
function byShape(texts: readonly string[]): ReadonlyMap<string, string> {
  const shapes = new Map<string, string>();
  for (const text of texts) {
    const shape = shapeOf(text);
    if (!shapes.has(shape)) shapes.set(shape, text);
  }
  return shapes;
}

function shapeOf(text: string): string {
  return text
    .replaceAll(/'[^']*'|`[^`]*`/g, "''")
    .replaceAll(/\d+(?:[.,]\d+)*/g, "0")
    .replaceAll(/\b[a-z]\d?\b/g, "x");
}

/** What the tests made the server say, by kind. */
function listen(): ReadonlyMap<string, ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), "heddle-said-"));
  try {
    const { status } = spawnSync(
      join(root, "node_modules/.bin/vitest"),
      ["run", "--root", root, "--reporter", "dot", "--exclude", GERMAN, ...TESTS],
      { cwd: root, env: { ...process.env, HEDDLE_SAID: folder }, stdio: ["ignore", 2, 2] },
    );
    if (status !== 0) process.stderr.write("recordSaid: some tests failed; what they say counts\n");
    const all = new Map<string, Set<string>>();
    for (const name of readdirSync(folder)) {
      const part = JSON.parse(readFileSync(join(folder, name), "utf8")) as Said;
      for (const [kind, texts] of Object.entries(part)) {
        const set = all.get(kind) ?? new Set<string>();
        for (const text of texts) set.add(text);
        all.set(kind, set);
      }
    }
    return all;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
