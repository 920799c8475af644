/**
 * Whether the plan is right on this machine: in many configurations both ways are really taken, with
 * shredding and without, each twice in turn, and compared with what `heddle shred plan` said before.
 * Needs a machine with nothing else to do, and about eight minutes at half size.
 *
 *     node scripts/run.mjs test/oracle/shred/verdict.ts -- [--scale 1] [--only "postgres;command"]
 *         [--set calibrated|further] [--minutes 60] [--cli dist/cli.js] [--record FILE] [--page]
 *
 * After so many `--minutes` no configuration is begun any more.
 * `--record` adds what was measured to a file, and `--page` alone writes docs/shred-verdicts.md of it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDuckdb } from "../../../server/src/node/duckdbDatabase";
import { startPostgres } from "./privatePostgres";
import { type Configuration, calibratedOn, LOADER } from "./verdictConfigurations";
import { furtherOn } from "./verdictFurther";
import { addRecord, lineOf, summaryOf, type Verdict, writePage } from "./verdictPage";

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const CLI = resolve(option("cli", "dist/cli.js"));
const SETS = [
  ["calibrated", calibratedOn],
  ["further", furtherOn],
] as const;
const TURNS = 2;

const root = mkdtempSync(join(tmpdir(), "heddle-verdict-"));

function heddle(folder: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "shred", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`heddle shred ${words.join(" ")}: ${status}\n${stderr}`);
  return stdout;
}

/** What is still being written is no part of what comes next. */
const settle = () => execFileSync("sync");

async function measure(one: Configuration, set: string, at: number): Promise<Verdict> {
  const folder = join(root, `c${at}`);
  mkdirSync(folder);
  const file = join(folder, one.file);
  await one.write(file);
  const turns = [];
  for (let turn = 0; turn < TURNS; turn++) turns.push(await one.sides(file, folder, turn));
  const [{ words, planWords = [] } = { words: [] }] = turns;
  settle();
  const begun = performance.now();
  const plan = JSON.parse(
    heddle(folder, "plan", file, ...one.division, ...words, ...planWords, "--json"),
  );
  const planMs = performance.now() - begun;
  const took = { shred: [] as number[], direct: [] as number[] };
  const steps: { readonly shred: number; readonly load: number; readonly commit: number }[] = [];
  for (const [turn, { words: own, direct }] of turns.entries()) {
    const ways = {
      shred: async () => {
        const run = ["run", file, ...one.division, ...own, "--quiet", "--json"];
        steps.push(JSON.parse(heddle(folder, ...run)).tookMs);
      },
      direct,
    };
    // Whichever comes second finds warmer caches: they take turns.
    const order =
      (at + turn) % 2 === 0 ? (["shred", "direct"] as const) : (["direct", "shred"] as const);
    for (const way of order) {
      settle();
      const started = performance.now();
      await ways[way]();
      took[way].push(performance.now() - started);
    }
    rmSync(join(folder, ".heddle"), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
  const { predicted } = plan;
  return {
    name: one.name,
    set,
    rows: plan.rows,
    verdict: plan.verdict,
    clear: predicted.clear,
    origin: predicted.origin,
    decided: plan.decided,
    planMs,
    shredding: {
      saidMs: predicted.shreddingMs,
      bandMs: predicted.shreddingBandMs,
      tookMs: took.shred,
    },
    direct: {
      saidMs: predicted.notShreddingMs,
      bandMs: predicted.notShreddingBandMs,
      tookMs: took.direct,
    },
    saidSteps: { shred: predicted.shredMs, load: predicted.loadMs, commit: predicted.commitMs },
    tookSteps: steps,
  };
}

async function main(): Promise<void> {
  const record = option("record", "");
  const postgres = startPostgres(root, { fsync: "on", max_wal_size: "4GB" });
  try {
    const loader = join(root, "loader.cjs");
    writeFileSync(loader, LOADER);
    // The library's first use is no part of a load.
    await (await openDuckdb(":memory:")).close();
    const place = { postgres: postgres?.url, loader, scale: Number(option("scale", "1")) };
    const only = option("only", "").split(";");
    const sets = SETS.filter(([name]) => ["", name].includes(option("set", "")));
    const chosen = sets
      .flatMap(([set, make]) => make(place).map((one) => ({ one, set })))
      .filter(({ one }) => only.some((start) => one.name.startsWith(start)));
    const found: Verdict[] = [];
    const untilMs = performance.now() + Number(option("minutes", "60")) * 60_000;
    for (const [at, { one, set }] of chosen.entries()) {
      if (performance.now() > untilMs) {
        process.stdout.write(`${one.name.padEnd(34)} not begun: the time was over\n`);
        continue;
      }
      const verdict = await measure(one, set, at);
      found.push(verdict);
      process.stdout.write(`${lineOf(verdict)}\n`);
      if (record !== "") addRecord(record, verdict);
    }
    const { text, isGood } = summaryOf(found);
    process.stdout.write(`\n${text}\n`);
    process.exitCode = isGood ? 0 : 1;
  } finally {
    postgres?.stop();
  }
}

if (process.argv.includes("--page")) writePage();
else void main().finally(() => rmSync(root, { recursive: true, force: true }));
