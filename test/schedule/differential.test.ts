/**
 * Our simulator against an independent one in Python that was written from the published meaning
 * alone: same start order, times, threads and causes on random workloads.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HINT_MEANINGS, type SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import type { Workload } from "../../server/src/workload/workload";
import { randomWorkload } from "../support/randomWorkload";

const SIMULATOR = join(import.meta.dirname, "../oracle/schedule/simulator.py");
const WORKLOADS = 400;

interface OracleResult {
  readonly makespan: number;
  readonly order: readonly string[];
  readonly start: Readonly<Record<string, number>>;
  readonly end: Readonly<Record<string, number>>;
  readonly thread: Readonly<Record<string, number>>;
  readonly blockedBy: Readonly<Record<string, string | null>>;
  readonly peak: number;
}

const PYTHON = ["python3", "python"].find((name) => spawnSync(name, ["-c", ""]).status === 0);

interface Case extends Pick<SimulateOptions, "threads" | "hints" | "policy"> {
  readonly workload: Workload;
}

function casesOf(hints: SimulateOptions["hints"], policy: SimulateOptions["policy"]): Case[] {
  return Array.from({ length: WORKLOADS }, (_, seed) => {
    const workload = randomWorkload(seed, { tasks: 1 + ((seed * 7) % 45) });
    return { workload, threads: 1 + (seed % 9), hints, policy };
  });
}

function askOracle(cases: readonly Case[]): readonly OracleResult[] {
  const input = cases.map((one) => JSON.stringify(one)).join("\n");
  const options = { input, encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { stdout, stderr, status } = spawnSync(PYTHON ?? "python3", [SIMULATOR], options);
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line): OracleResult => JSON.parse(line));
}

describe("simulate agrees with an independent simulator", () => {
  for (const policy of ["dbt-core", "longest-path"] as const) {
    for (const hints of HINT_MEANINGS) {
      it(`${hints}, ${policy}: ${WORKLOADS} random workloads`, () => {
        expect(PYTHON, "these tests need Python 3").toBeDefined();
        const cases = casesOf(hints, policy);
        const results = askOracle(cases);
        expect(results).toHaveLength(cases.length);
        for (const [index, { workload, ...options }] of cases.entries()) {
          const { tasks, makespanMs, peakThreads } = simulate(workload, options);
          const ours: OracleResult = {
            makespan: makespanMs,
            order: tasks.map(({ id }) => id),
            start: Object.fromEntries(tasks.map((task) => [task.id, task.startMs])),
            end: Object.fromEntries(tasks.map((task) => [task.id, task.endMs])),
            thread: Object.fromEntries(tasks.map((task) => [task.id, task.thread])),
            blockedBy: Object.fromEntries(tasks.map((task) => [task.id, task.blockedBy])),
            peak: peakThreads,
          };
          expect(ours, `seed ${index}`).toEqual(results[index]);
        }
      });
    }
  }
});
