/**
 * Compares steered with stock runs of real dbt:
 * `node scripts/run.mjs test/oracle/steer/compareSteered.ts -- --graphs 3 --seed 1`. Needs a built
 * `dist/` (or `$HEDDLE_CLI`), `$HEDDLE_ORACLE/bin/{dbt,python}` (dbt-postgres) and the programs of a
 * Postgres server; starts private ones. `--shop DIR` adds that project's graph, its times scaled
 * down. Makespans are shown with their lower bound; a steered run, be its history fresh, stale or
 * missing, fails where it is slower than stock by more than 2 % and the noise of stock runs (what
 * the three around it differ by, or where that is more, what all graphs' stock runs let expect in 99
 * of 100 comparisons), where artifacts differ, seats are overrun or steering was off. Where it was
 * run again the medians count. A graph with seats is held to the seats only. Ends with `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lowerBound } from "../../../server/src/schedule/bounds";
import { buildGraph } from "../../../server/src/workload/graph";
import type { Task } from "../../../server/src/workload/workload";
import { pathWithPostgres } from "../../support/postgresPrograms";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const FOLDER = join(ROOT, "test/oracle/steer");
/** Beyond the noise of stock runs. */
const MOST_LOSS = 0.02;
/** Standard deviations that 99 of 100 normal values stay below. */
const NOISE_QUANTILE = 2.33;
/**
 * Seats against stock with as many threads, where only processors are contended. Against *every*
 * thread count they cannot win by much there: no order makes two processors do more than two seconds
 * of work in a second, and with enough threads stock dbt keeps them busy too. Where memory is
 * contended they can: `memorySeats.py`.
 */
const LEAST_CONTENDED_GAIN = 0.1;
const CONTENDED_THREADS = "8";

interface RunRecord {
  readonly code: number;
  readonly steered: boolean;
  /** From start to exit in ms, start-up and Heddle's own work included. */
  readonly wall: number;
  /** Start and end in ms. */
  readonly spans: Readonly<Record<string, readonly [number, number]>>;
}

/** What the plan of a steered run knew of durations. */
const KNOWLEDGE = ["fresh", "stale", "none"] as const;
type Knowledge = (typeof KNOWLEDGE)[number];

interface GraphRecord {
  readonly name: string;
  readonly threads: number;
  readonly seats: number | null;
  readonly hinted: readonly string[];
  readonly edges: readonly (readonly [string, string])[];
  readonly stock: readonly RunRecord[];
  /** One run, or three where the first looked slower than stock. */
  readonly steered: Readonly<Record<Knowledge, readonly RunRecord[]>>;
  readonly difference: string | null;
  readonly said: readonly string[];
}

interface Recorded {
  readonly graphs: readonly GraphRecord[];
  /** `null` where the runs ended before. */
  readonly contended: {
    /** Load average per processor before these runs; above 1 others contend for it as well. */
    readonly load: number;
    readonly stock: Readonly<Record<string, RunRecord>>;
    readonly steered: Readonly<Record<string, RunRecord>>;
  } | null;
}

const counted = { passed: 0, failed: 0 };

function main(): number {
  const { values } = parseArgs({
    options: {
      graphs: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
      shop: { type: "string" },
      "no-cases": { type: "boolean", default: false },
    },
  });
  const oracle = process.env["HEDDLE_ORACLE"];
  const cli = process.env["HEDDLE_CLI"] ?? join(ROOT, "dist/cli.js");
  if (oracle === undefined || !existsSync(cli)) {
    process.stderr.write(
      "compareSteered: set HEDDLE_ORACLE to a folder with bin/dbt and bin/python, and build dist/\n",
    );
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "heddle-steered-"));
  const out = join(folder, "runs.json");
  try {
    const shop = values.shop === undefined ? [] : ["--shop", values.shop];
    const words = ["--graphs", values.graphs, "--seed", values.seed, "--out", out, ...shop];
    python(oracle, "steerRuns.py", ["--oracle", oracle, "--cli", cli, ...words]);
    if (existsSync(out)) judge(JSON.parse(readFileSync(out, "utf8")));
    else report("the runs were recorded", false);
    if (!values["no-cases"]) {
      const cases = ["--oracle", oracle, "--cli", cli, "--wheel"];
      const { stdout } = python(oracle, "steerCases.py", cases);
      const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(stdout) ?? [];
      process.stdout.write(stdout.replace(/\d+ passed, \d+ failed\s*$/, ""));
      if (passed === undefined) report("the cases were compared", false);
      counted.passed += Number(passed ?? 0);
      counted.failed += Number(failed ?? 0);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${counted.passed} passed, ${counted.failed} failed\n`);
  return counted.failed > 0 ? 1 : 0;
}

function python(oracle: string, script: string, words: readonly string[]) {
  return spawnSync(join(oracle, "bin/python"), ["-B", join(FOLDER, script), ...words], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    env: { ...process.env, PATH: pathWithPostgres() },
  });
}

function judge({ graphs, contended }: Recorded): void {
  const changes = new Map<string, number[]>();
  const spread = spreadOf(graphs.map(({ stock }) => stock.map(makespan)));
  for (const graph of graphs) {
    for (const [what, change] of judgeGraph(graph, spread)) {
      changes.set(what, [...(changes.get(what) ?? []), change]);
    }
  }
  for (const [what, found] of changes) {
    const ascending = [...found].sort((a, b) => a - b);
    process.stdout.write(
      `     ${what}, ${found.length} runs: median ${percent(medianOf(ascending))}, ${percent(ascending[0]!)} to ${percent(ascending.at(-1)!)}\n`,
    );
  }
  if (contended === null) report("the contended database was timed", false);
  else judgeContended(contended);
}

/** Standard deviation of a stock run as a share of its graph's mean, over all graphs together. */
function spreadOf(graphs: readonly (readonly number[])[]): number {
  let squares = 0;
  let freedom = 0;
  for (const runs of graphs) {
    const mean = meanOf(runs);
    for (const took of runs) squares += (took / mean - 1) ** 2;
    freedom += runs.length - 1;
  }
  return freedom === 0 ? 0 : Math.sqrt(squares / freedom);
}

/** Changes of the makespan, each with what it belongs to; lower is better. */
function judgeGraph(graph: GraphRecord, spread: number): readonly (readonly [string, number])[] {
  const { name, seats, hinted } = graph;
  const stock = graph.stock.map(makespan);
  const mean = meanOf(stock);
  const range = (Math.max(...stock) - Math.min(...stock)) / mean;
  const isStock = graph.stock.every(({ steered }) => !steered);
  const changes: (readonly [string, number])[] = [];
  report(`${name}: artifacts equal ${graph.difference ?? ""}`, graph.difference === null);
  process.stdout.write(
    `     ${name}: stock ${stock.map(seconds).join(", ")}; ${graph.said[0] ?? ""}\n`,
  );
  for (const knowledge of KNOWLEDGE) {
    const [run, took] = medianRun(graph.steered[knowledge]);
    const times = graph.steered[knowledge].length;
    const change = took / mean - 1;
    // Both sides scatter: a mean of the stock runs beside the runs that it is compared with.
    const expected = NOISE_QUANTILE * spread * Math.sqrt(1 / times + 1 / stock.length);
    const noise = Math.max(range, expected);
    const bound = boundOf(graph, run);
    const words = `${name}, history ${knowledge}: steered ${seconds(took)}${times > 1 ? ` (median of ${times})` : ""}, bound ${seconds(bound)}, ${percent(change)}`;
    const most = mostAtOnce(run, new Set(hinted));
    // Seats take time from a database that is not contended; what they promise is the limit.
    const isGood = seats === null ? change <= MOST_LOSS + noise : most <= seats;
    report(
      `${words}${seats === null ? "" : `, ${most} hinted at once`}`,
      run.steered && isStock && isGood,
    );
    const kind = `${name.startsWith("wide") ? ", wide" : ""}${seats === null ? "" : ", seats"}`;
    changes.push([`history ${knowledge}${kind}`, change]);
    changes.push([`above the bound, history ${knowledge}${kind}`, took / bound - 1]);
    if (knowledge !== "fresh") continue;
    const walls = graph.stock.map(({ wall }) => wall);
    changes.push([
      `from start to exit${kind}`,
      run.wall / medianOf([...walls].sort((a, b) => a - b)) - 1,
    ]);
  }
  changes.push(["spread of stock runs", range]);
  return changes;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of one run or three, the one in the middle. */
function medianRun(runs: readonly RunRecord[]): readonly [RunRecord, number] {
  const ascending = runs.map((run) => [run, makespan(run)] as const).sort((a, b) => a[1] - b[1]);
  return ascending[(ascending.length - 1) >> 1]!;
}

function medianOf(ascending: readonly number[]): number {
  const half = (ascending.length - 1) / 2;
  return (ascending[Math.floor(half)]! + ascending[Math.ceil(half)]!) / 2;
}

function judgeContended({ load, stock, steered }: NonNullable<Recorded["contended"]>): void {
  const shown = (runs: Readonly<Record<string, RunRecord>>) =>
    Object.entries(runs)
      .map(([threads, run]) => `${threads} threads ${seconds(makespan(run))}`)
      .join(", ");
  const [seated, free] = [steered[CONTENDED_THREADS], stock[CONTENDED_THREADS]];
  const change = seated && free ? makespan(seated) / makespan(free) - 1 : 0;
  const isCalm = load <= 1;
  const judged = isCalm ? "" : `; not judged, the load was ${load.toFixed(1)} already`;
  report(
    `contended: stock ${shown(stock)}; seats ${shown(steered)}; ${percent(change)} with ${CONTENDED_THREADS} threads${judged}`,
    Object.values(steered).every((run) => run.steered) &&
      (change <= -LEAST_CONTENDED_GAIN || !isCalm),
  );
}

/** No order of the steered run's own durations can be shorter. */
function boundOf({ name, edges, threads }: GraphRecord, { spans }: RunRecord): number {
  const tasks = Object.entries(spans).map(
    ([id, [start, end]]): Task => ({
      id,
      durationMs: end - start,
      durationOrigin: "measured",
      dependsOn: edges.flatMap(([from, to]) => (to === id && from in spans ? [from] : [])),
    }),
  );
  const capacity = { threads, pools: {} };
  const graph = buildGraph({ schema: "heddle.workload/1", name, tasks, capacity });
  return lowerBound(graph, graph.durationMs, { threads, hints: "ignored" });
}

function mostAtOnce({ spans }: RunRecord, among: ReadonlySet<string>): number {
  const chosen = Object.entries(spans).filter(([id]) => among.has(id));
  return Math.max(
    0,
    ...chosen.map(
      ([, [at]]) => chosen.filter(([, [start, end]]) => start <= at && at < end).length,
    ),
  );
}

function makespan({ spans }: RunRecord): number {
  return Math.max(0, ...Object.values(spans).map(([, end]) => end));
}

function report(what: string, isGood: boolean): void {
  if (isGood) counted.passed++;
  else counted.failed++;
  process.stdout.write(`${isGood ? "ok  " : "FAIL"} ${what}\n`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function percent(share: number): string {
  return `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(1)} %`;
}

process.exitCode = main();
