/** A past run as a schedule: threads, waits, company, start-up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { observeRun } from "../../server/src/dbt/artifacts/observedRun";
import type { RunRecord } from "../../server/src/dbt/artifacts/runRecord";
import { parseRunResults } from "../../server/src/dbt/artifacts/runResults";

/** `a 1 0-30` per line: node, thread, start and end in ms after the process began. */
function runOf(text: string): RunRecord {
  const nodes = text
    .trim()
    .split("\n")
    .map((line) => {
      const [, uniqueId, thread, start, end] = /([\w.]+) (\w+) (\d+)-(\d+)/.exec(line)!;
      return {
        uniqueId: uniqueId!,
        status: "success",
        outcome: "completed" as const,
        executionMs: Number(end) - Number(start),
        startMs: 5000 + Number(start),
        endMs: 5000 + Number(end),
        thread: thread === "main" ? "main" : `Thread-${thread} (worker)`,
      };
    });
  return {
    file: "r",
    schemaVersion: 6,
    isFullRefresh: false,
    isPartialData: false,
    invocationStartedMs: 5000,
    nodes,
  };
}

test("who ran when, on what, beside whom", () => {
  const run = runOf(`
    operation.p.hook main 1-2
    a 7 10-40
    b 9 10-20
    c 9 25-40
    d 7 45-50`);
  const parents: Readonly<Record<string, readonly string[]>> = { c: ["b"], d: ["a", "c"] };
  const observed = observeRun(run, (id) => parents[id] ?? []);
  expect(
    observed.tasks.map(
      ({ id, thread, startMs, endMs, readyMs, waitMs, company }) =>
        `${id} ${thread} ${startMs}-${endMs} ready ${readyMs} waits ${waitMs} company ${company.toFixed(2)}`,
    ),
  ).toEqual([
    "a 0 0-30 ready 0 waits 0 company 1.83",
    "b 1 0-10 ready 0 waits 0 company 2.00",
    "c 1 15-30 ready 10 waits 5 company 2.00",
    "d 0 35-40 ready 30 waits 5 company 1.00",
  ]);
  expect(observed).toMatchObject({
    makespanMs: 40,
    startupMs: 10,
    threads: 2,
    peakRunning: 2,
    workMs: 60,
  });
});

test("nothing ran", () => {
  const observed = observeRun({ ...runOf("a 1 0-1"), nodes: [] }, () => []);
  expect(observed).toMatchObject({ tasks: [], makespanMs: 0, peakRunning: 0, workMs: 0 });
});

test("the example's last night fills its 16 threads", () => {
  const file = join(__dirname, "..", "..", "examples", "ecommerce", "target", "run_results.json");
  const { run } = parseRunResults(readFileSync(file, "utf8"), "target/run_results.json");
  const observed = observeRun(run!, () => []);
  expect(observed.threads).toBe(16);
  expect(observed.peakRunning).toBe(16);
  expect(observed.makespanMs).toBeCloseTo(observed.elapsedMs! - 3480, 0);
  expect(observed.workMs / 60_000).toBeCloseTo(255, 2);
});
