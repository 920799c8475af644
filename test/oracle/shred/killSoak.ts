/**
 * Kills `heddle shred run` with SIGKILL at random moments, then goes on: the target is never
 * partial (with two-phase commit: only while the record says committing), nothing is lost, nothing
 * is there twice. Folders, DuckDB and every commit strategy of Postgres.
 *
 *     node scripts/run.mjs test/oracle/shred/killSoak.ts -- --kills 100 [--seed 1] [--only duckdb] [--cli dist/cli.js]
 *         [--signal SIGINT]
 *
 * With `--signal SIGINT` it is a person's Ctrl-C instead: what was staged must be gone as well.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client } from "pg";
import { openDuckdb } from "../../../server/src/node/duckdbDatabase";
import { type PrivatePostgres, startPostgres } from "./privatePostgres";

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const KILLS = Number(option("kills", "100"));
const ROWS = Number(option("rows", "20000"));
const CLI = resolve(option("cli", "dist/cli.js"));
const SIGNAL = option("signal", "SIGKILL") === "SIGINT" ? "SIGINT" : "SIGKILL";
/** What a process that dies of the signal, or ends because of it, ends with. */
const SIGNALLED = SIGNAL === "SIGINT" ? 130 : null;
let state = Number(option("seed", "1")) >>> 0;

/** A seeded number from 0 to 1. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const root = mkdtempSync(join(tmpdir(), "heddle-kill-"));
const source = join(root, "fact.csv");
const lines = Array.from(
  { length: ROWS },
  (_, id) => `${id},${(id * 7919) % 1000},"note ${id % 97}"`,
);
writeFileSync(source, `id,amount,note\n${lines.join("\n")}\n`);
const SUM = (ROWS * (ROWS - 1)) / 2;

/** Rows and their sum as a person sees them now; `none` where there is no target. */
type Seen = "none" | `${number} rows, sum ${number}`;
const WHOLE: Seen = `${ROWS} rows, sum ${SUM}`;
const OLD: Seen = "2 rows, sum 0";
const BOTH: Seen = `${ROWS + 2} rows, sum ${SUM}`;

interface Kind {
  readonly name: string;
  readonly words: readonly string[];
  readonly target: (folder: string, turn: number) => string;
  readonly before: Seen;
  readonly after: Seen;
  readonly prepare: (folder: string, turn: number) => Promise<void>;
  readonly see: (folder: string, turn: number) => Promise<Seen>;
  /** What is staged in a database: tables and prepared transactions. */
  readonly staged: (folder: string) => Promise<Seen>;
}

const NOTHING: Seen = "0 rows, sum 0";
const STAGED_DUCKDB =
  "SELECT count(*), 0 FROM duckdb_tables() WHERE table_name LIKE 'heddle\\_%' ESCAPE '\\'";
const STAGED_POSTGRES =
  "SELECT (SELECT count(*) FROM pg_class c WHERE relname LIKE 'heddle\\_%' AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = c.oid)) + (SELECT count(*) FROM pg_prepared_xacts) AS count, 0 AS sum";

const postgres = startPostgres(root);

function kinds(): readonly Kind[] {
  const nothing = async () => {};
  const files: Kind = {
    name: "folder",
    words: [],
    target: (folder) => `csv:${join(folder, "out")}`,
    before: "none",
    after: WHOLE,
    prepare: nothing,
    staged: async () => NOTHING,
    async see(folder) {
      const out = join(folder, "out");
      if (!existsSync(out)) return "none";
      const ids = readdirSync(out)
        .filter((name) => name.endsWith(".csv"))
        .flatMap((name) => readFileSync(join(out, name), "utf8").trimEnd().split("\n").slice(1))
        .map((line) => Number(line.split(",")[0]));
      return `${ids.length} rows, sum ${ids.reduce((sum, id) => sum + id, 0)}`;
    },
  };
  const duckdb = (name: string, isOld: boolean): Kind => ({
    name,
    words: [],
    target: (folder) => `duckdb:${join(folder, "x.db")}?table=fact`,
    before: isOld ? OLD : "none",
    after: isOld ? BOTH : WHOLE,
    prepare: async (folder) => {
      if (isOld) await askDuckdb(folder, CREATE_OLD);
    },
    see: (folder) => askDuckdb(folder, SEE("fact")),
    staged: async (folder) =>
      existsSync(join(folder, "x.db")) ? askDuckdb(folder, STAGED_DUCKDB) : NOTHING,
  });
  const pg = (
    name: string,
    words: readonly string[],
    isOld: boolean,
    own: PrivatePostgres,
  ): Kind => ({
    name,
    words,
    target: (_, turn) => `${own.url}?table=fact_${turn}`,
    before: isOld ? OLD : "none",
    after: isOld ? BOTH : WHOLE,
    prepare: async (_, turn) => {
      if (isOld) await askPostgres(own, CREATE_OLD.replaceAll("fact", `fact_${turn}`));
    },
    see: (_, turn) => askPostgres(own, SEE(`fact_${turn}`)),
    staged: () => askPostgres(own, STAGED_POSTGRES),
  });
  const servers =
    postgres === undefined
      ? []
      : [
          pg("postgres rename", [], false, postgres),
          pg("postgres append", [], true, postgres),
          pg("postgres attach", ["--commit", "attach"], false, postgres),
          pg("postgres two-phase", ["--commit", "two-phase"], true, postgres),
        ];
  return [files, duckdb("duckdb rename", false), duckdb("duckdb append", true), ...servers];
}

const CREATE_OLD =
  "CREATE TABLE fact (id bigint, amount bigint, note text); INSERT INTO fact VALUES (0, 1, 'old'), (0, 2, 'old')";
const SEE = (table: string) => `SELECT count(*), sum(id) FROM ${table}`;

async function askDuckdb(folder: string, sql: string): Promise<Seen> {
  if (!existsSync(join(folder, "x.db")) && !sql.startsWith("CREATE")) return "none";
  const database = await openDuckdb(join(folder, "x.db"));
  const session = await database.connect();
  try {
    const [row] = await session.query(sql);
    return `${Number(row?.[0])} rows, sum ${Number(row?.[1])}`;
  } catch {
    return "none";
  } finally {
    await session.close();
    await database.close();
  }
}

async function askPostgres(own: PrivatePostgres, sql: string): Promise<Seen> {
  const client = new Client({ connectionString: own.url });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return `${Number(rows?.[0]?.count)} rows, sum ${Number(rows?.[0]?.sum)}`;
  } catch {
    return "none";
  } finally {
    await client.end();
  }
}

/** Starts a run and kills it after `ms`, or after `lines` lines of what it says; its exit code. */
function runAndKill(
  words: readonly string[],
  folder: string,
  death: { ms?: number; lines?: number },
): Promise<number | null> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [CLI, "shred", ...words], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    const kill = () => child.kill(SIGNAL);
    const timer = death.ms === undefined ? undefined : setTimeout(kill, death.ms);
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
      if (death.lines !== undefined && said.split("\n").length > death.lines) kill();
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      settle(code);
    });
  });
}

function stateOf(folder: string): string {
  const runs = join(folder, ".heddle/shred");
  const [run] = existsSync(runs) ? readdirSync(runs) : [];
  const path = join(runs, run ?? "", "manifest.json");
  if (run === undefined || !existsSync(path)) return "none";
  return String(JSON.parse(readFileSync(path, "utf8")).state);
}

async function main(): Promise<void> {
  let passed = 0;
  const failures: string[] = [];
  const states = new Map<string, number>();
  const only = option("only", "");
  const all = kinds().filter(({ name }) => name.startsWith(only));
  let kills = 0;
  let fullMs = 2000;
  for (let turn = 0; kills < KILLS; turn++) {
    const kind = all[turn % all.length]!;
    const folder = mkdtempSync(join(root, "turn-"));
    await kind.prepare(folder, turn);
    const words = [
      "run",
      source,
      "--shards",
      "4",
      "--column",
      "id",
      "--into",
      kind.target(folder, turn),
      ...kind.words,
    ];
    const fail = (what: string) => {
      failures.push(`${kind.name}, turn ${turn}: ${what}`);
      process.stderr.write(`${failures.at(-1)}\n`);
    };
    const deaths = 1 + Math.floor(random() * 2);
    for (let death = 0; death < deaths && kills < KILLS; death++) {
      const byLine = random() < 0.6;
      const limit = byLine ? { lines: 1 + Math.floor(random() * 11) } : { ms: random() * fullMs };
      const code = await runAndKill(words, folder, limit);
      if (code !== SIGNALLED) break;
      kills++;
      const now = stateOf(folder);
      states.set(now, (states.get(now) ?? 0) + 1);
      const seen = await kind.see(folder, turn);
      const mayBePartial = kind.name === "postgres two-phase" && now === "committing";
      if (seen !== kind.before && seen !== kind.after && !mayBePartial)
        fail(`partial: ${seen} (${now})`);
      if (SIGNAL !== "SIGINT") continue;
      const staged = await kind.staged(folder);
      if (seen !== kind.before || staged !== NOTHING)
        fail(`not taken back: ${seen}, staged ${staged} (${now})`);
    }
    // Half of the runs are taken back instead, where that is still possible.
    const isOpen = !["none", "committed", "committing"].includes(stateOf(folder));
    if (isOpen && random() < 0.3) {
      const { status } = spawnSync(process.execPath, [CLI, "shred", "clean", source], {
        cwd: folder,
      });
      const seen = await kind.see(folder, turn);
      if (status !== 0 || seen !== kind.before) fail(`clean left ${seen}, status ${status}`);
    }
    const started = Date.now();
    const { status, stderr } = spawnSync(process.execPath, [CLI, "shred", ...words], {
      cwd: folder,
      encoding: "utf8",
    });
    if (deaths === 1) fullMs = Math.min(10_000, Math.max(500, Date.now() - started));
    const end = await kind.see(folder, turn);
    if (status !== 0 || end !== kind.after) fail(`ended with ${end}, status ${status}: ${stderr}`);
    const proof = spawnSync(process.execPath, [CLI, "shred", "verify", source], {
      cwd: folder,
      encoding: "utf8",
    });
    if (proof.status !== 0) fail(`not proved: ${proof.stdout}${proof.stderr}`);
    process.stderr.write(`${kills} kills, ${failures.length} failures: ${kind.name}\n`);
    passed++;
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${failures.map((one) => `${one}\n`).join("")}`);
  const found = [...states].map(([name, count]) => `${name} ${count}`).join(", ");
  process.stdout.write(`${kills} kills over ${all.length} targets; states found: ${found}\n`);
  process.stdout.write(
    `${passed - new Set(failures.map((one) => one.split(":")[0])).size} passed, ${failures.length} failed\n`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main().finally(() => {
  postgres?.stop();
  rmSync(root, { recursive: true, force: true });
});
