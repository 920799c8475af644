/**
 * A plan measures Postgres with tables of its own: whatever becomes of it, the user's table stays as
 * it was, and nothing of the plan's is there afterwards. Plans to their end, ends them by Ctrl-C at
 * random moments, and kills them, after which the next plan cleans up.
 *
 *     node scripts/run.mjs test/oracle/shred/planLeavesNothing.ts -- [--turns 4] [--seed 1] [--only append]
 *         [--cli dist/cli.js]
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client } from "pg";
import { writeRows } from "../../../examples/writeSales";
import { startPostgres } from "./privatePostgres";

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const TURNS = Number(option("turns", "4"));
const CLI = resolve(option("cli", "dist/cli.js"));
const ROWS = 30_000;
const INTERRUPTED = 130;
let state = Number(option("seed", "1")) >>> 0;

/** A seeded number from 0 to 1. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const root = mkdtempSync(join(tmpdir(), "heddle-plan-"));
const folder = join(root, "work");
const postgres = startPostgres(root);

interface Kind {
  readonly name: string;
  readonly words: readonly string[];
  readonly make: string;
}

const KINDS: readonly Kind[] = [
  { name: "rename", words: [], make: "" },
  {
    name: "append",
    words: [],
    make: "CREATE TABLE fact (id bigint PRIMARY KEY, amount numeric, note text)",
  },
  {
    name: "attach",
    words: ["--commit", "attach"],
    make: "CREATE TABLE fact (id bigint, amount numeric, note text, heddle_load text NOT NULL) PARTITION BY LIST (heddle_load)",
  },
  {
    name: "two-phase",
    words: ["--commit", "two-phase"],
    make: "CREATE TABLE fact (id bigint, amount numeric, note text); CREATE INDEX ON fact (amount)",
  },
];

/** Starts a plan and signals it after `ms`; its exit code and how long it took. */
function plan(
  words: readonly string[],
  signal: NodeJS.Signals | undefined,
  ms: number,
): Promise<{ readonly code: number | null; readonly said: string; readonly ms: number }> {
  const begun = performance.now();
  return new Promise((settle) => {
    const child = spawn(process.execPath, [CLI, "shred", "plan", ...words], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
    });
    const timer = signal === undefined ? undefined : setTimeout(() => child.kill(signal), ms);
    child.on("close", (code) => {
      clearTimeout(timer);
      settle({ code, said, ms: performance.now() - begun });
    });
  });
}

const LEFT =
  "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_class WHERE relname LIKE 'heddle%'";
const SEEN =
  "SELECT CASE WHEN to_regclass('fact') IS NULL THEN 'none' ELSE (SELECT string_agg(attname, ' ') FROM pg_attribute WHERE attrelid = to_regclass('fact') AND attnum > 0) || pg_total_relation_size(to_regclass('fact')) END";

async function ask(client: Client, sql: string): Promise<string> {
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  return String(rows[0]?.[0] ?? "");
}

async function main(): Promise<void> {
  if (postgres === undefined) {
    process.stdout.write("no Postgres is installed\n0 passed, 0 failed\n");
    return;
  }
  const file = join(root, "fact.csv");
  writeRows(file, "id,amount,note\n", ROWS, (row) => `${row},${row % 97}.25,"row ${row}"\n`);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  let passed = 0;
  let failed = 0;
  const check = (what: string, found: string, wanted: string) => {
    if (found === wanted) passed++;
    else {
      failed++;
      process.stdout.write(`${what}: "${found}" instead of "${wanted}"\n`);
    }
  };
  const only = option("only", "");
  for (const { name, words, make } of KINDS.filter((one) => one.name.startsWith(only))) {
    await client.query(`DROP TABLE IF EXISTS fact; ${make}`);
    const before = await ask(client, SEEN);
    const all = [
      ...[file, "--column", "id", "--shards", "3"],
      ...["--into", `${postgres.url}?table=fact`, ...words],
    ];
    const whole = await plan(all, undefined, 0);
    check(`${name}: ${whole.said}ended with`, String(whole.code), "0");
    for (let turn = 0; turn < TURNS; turn++) {
      const signal = turn % 2 === 0 ? "SIGINT" : "SIGKILL";
      const { code } = await plan(all, signal, random() * whole.ms);
      if (signal === "SIGINT" && code !== INTERRUPTED && code !== 0) {
        // Before the command listens, the signal ends the process as it ends any.
        check(`${name}: Ctrl-C ended with`, String(code), "null");
      }
      if (signal === "SIGKILL") await plan(all, undefined, 0);
      check(`${name}: left after ${signal}`, await ask(client, LEFT), "");
      check(`${name}: the table after ${signal}`, await ask(client, SEEN), before);
    }
    check(`${name}: files in the folder`, readdirSync(folder).join(" "), "");
  }
  await client.end();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

mkdirSync(folder);
main().finally(() => {
  postgres?.stop();
  rmSync(root, { recursive: true, force: true });
});
