/**
 * The independent simulator in Python as an oracle: which cases it is asked, how, and what its
 * recorded answers look like where no Python is at hand.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  HINT_MEANINGS,
  type Schedule,
  type SimulateOptions,
} from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import type { Workload } from "../../server/src/workload/workload";
import { randomWorkload } from "./randomWorkload";

export interface OracleCase extends SimulateOptions {
  readonly workload: Workload;
}

export interface OracleResult {
  readonly makespan: number;
  readonly order: readonly string[];
  readonly start: Readonly<Record<string, number>>;
  readonly end: Readonly<Record<string, number>>;
  readonly thread: Readonly<Record<string, number>>;
  readonly blockedBy: Readonly<Record<string, string | null>>;
  readonly peak: number;
}

/** A digest per case in `exact`, a makespan per case in `stretched`; by name of the suite. */
export interface RecordedAnswers {
  readonly exact: Readonly<Record<string, readonly string[]>>;
  readonly stretched: Readonly<Record<string, readonly number[]>>;
}

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const SIMULATOR = join(ROOT, "test/oracle/schedule/simulator.py");
export const ANSWERS = join(ROOT, "test/data/schedule/oracle.json");
const WORKLOADS = 300;
const STRETCHED_WORKLOADS = 100;

/** Cases by suite: every hint meaning under both orders that are deterministic. */
export const EXACT_SUITES: ReadonlyMap<string, readonly OracleCase[]> = new Map(
  (["dbt-core", "longest-path"] as const).flatMap((policy) =>
    HINT_MEANINGS.map((hints): [string, OracleCase[]] => [
      `${hints}, ${policy}`,
      Array.from({ length: WORKLOADS }, (_, seed) => {
        const workload = randomWorkload(seed, { tasks: 1 + ((seed * 7) % 45) });
        return { workload, threads: 1 + (seed % 9), hints, policy };
      }),
    ]),
  ),
);

/** Cases where tasks slow each other down. */
export const STRETCHED_SUITES: ReadonlyMap<string, readonly OracleCase[]> = new Map(
  HINT_MEANINGS.map((hints) => [
    hints,
    Array.from({ length: STRETCHED_WORKLOADS }, (_, seed): OracleCase => {
      const workload = unequalDurations(randomWorkload(seed, { tasks: 1 + (seed % 30) }), seed);
      const law = { contention: { alpha: (seed % 7) / 20, beta: (seed % 4) / 100 } };
      const pace = seed % 3 === 0 ? law : { capacity: 0.5 + (seed % 10) / 3 };
      const both = seed % 5 === 0 ? { ...law, capacity: 2 } : pace;
      const policy = seed % 2 === 0 ? "dbt-core" : "longest-path";
      return { workload, threads: 1 + (seed % 9), hints, policy, ...both };
    }),
  ]),
);

/** The name of a Python 3 on this machine, if any. */
export const PYTHON = ["python3", "python"].find(
  (name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).status === 0,
);

/** The oracle's answers, one per case; only where `PYTHON` is defined. */
export function askOracle(cases: readonly OracleCase[]): readonly OracleResult[] {
  const input = cases.map((one) => JSON.stringify(one)).join("\n");
  const options = { input, encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { stdout, stderr, status } = spawnSync(PYTHON ?? "python3", [SIMULATOR], options);
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line): OracleResult => JSON.parse(line));
}

/** Our own answer to a case, in the oracle's words. */
export function ourAnswer({ workload, ...options }: OracleCase): OracleResult {
  return inOracleWords(simulate(workload, options));
}

function inOracleWords({ tasks, makespanMs, peakThreads }: Schedule): OracleResult {
  return {
    makespan: makespanMs,
    order: tasks.map(({ id }) => id),
    start: Object.fromEntries(tasks.map((task) => [task.id, task.startMs])),
    end: Object.fromEntries(tasks.map((task) => [task.id, task.endMs])),
    thread: Object.fromEntries(tasks.map((task) => [task.id, task.thread])),
    blockedBy: Object.fromEntries(tasks.map((task) => [task.id, task.blockedBy])),
    peak: peakThreads,
  };
}

/** Eight hexadecimal digits (FNV-1a) of an answer, independent of the order of its keys. */
export function digestOf(result: OracleResult): string {
  const facts = result.order.map((id) =>
    [id, result.start[id], result.end[id], result.thread[id], result.blockedBy[id]].join(),
  );
  let hash = 0x811c9dc5;
  for (const unit of [...facts, result.makespan, result.peak].join(";")) {
    hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}

export function recordedAnswers(): RecordedAnswers {
  return JSON.parse(readFileSync(ANSWERS, "utf8"));
}

/** Durations without ties: sums of floats would break those in their last digit. */
function unequalDurations(workload: Workload, seed: number): Workload {
  const tasks = workload.tasks.map((task, i) => ({
    ...task,
    durationMs: 1 + 100 * Math.abs(Math.sin(seed * 97 + i * 13.7)),
  }));
  return { ...workload, tasks };
}
