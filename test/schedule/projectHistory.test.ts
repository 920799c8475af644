/** A project's history becomes calibration, de-stretched schedules and a record of past errors. */
import { describe, expect, it } from "vitest";
import { calibrationAnswer } from "../../server/src/ide/answers/calibrationAnswer";
import { workloadSource } from "../../server/src/ide/answers/runSource";
import { scheduleAnswer } from "../../server/src/ide/answers/scheduleAnswer";
import { slowdownWords } from "../../server/src/ide/answers/slowdownAnswer";
import { sweepAnswer } from "../../server/src/ide/answers/sweepAnswer";
import type { SimulateOptions } from "../../server/src/schedule/schedule";
import { normalRandom, seededRandom } from "../../server/src/schedule/seededRandom";
import { simulate } from "../../server/src/schedule/simulate";
import { sweep } from "../../server/src/schedule/sweep";
import type { Workload } from "../../server/src/workload/workload";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { createWorkspace } from "../../server/src/workspace/workspace";
import { memoryFileSystem } from "../support/fixture";

const TODAY = { hints: "ignored", policy: "dbt-core" } as const;
const MODELS = 24;

/** Every third model stands on the one three before it; 2 to 6 seconds each. */
const TRUTH: Workload = {
  schema: "heddle.workload/1",
  name: "shop",
  tasks: Array.from({ length: MODELS }, (_, at) => ({
    id: `model.shop.m${at}`,
    durationMs: 2_000 + ((at * 7) % 5) * 1_000,
    durationOrigin: "measured" as const,
    dependsOn: at % 3 === 0 && at > 2 ? [`model.shop.m${at - 3}`] : [],
  })),
  capacity: { threads: 8, pools: {} },
};

/** The project after runs of these widths in a database that slows models down so. */
function opened(widths: readonly number[], slow: Partial<SimulateOptions>): ProjectSnapshot {
  const files = new Map<string, string>([
    ["dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\n"],
    [
      "profiles.yml",
      "shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, schema: s, threads: 8}\n",
    ],
  ]);
  TRUTH.tasks.forEach(({ dependsOn }, at) => {
    const [parent] = dependsOn;
    const from = parent === undefined ? "" : ` from {{ ref('${parent.slice(11)}') }}`;
    files.set(`models/m${at}.sql`, `{{ config(materialized='table') }} select 1${from}`);
  });
  const normal = normalRandom(seededRandom(3));
  widths.forEach((threads, at) => {
    const tasks = TRUTH.tasks.map((task) => ({
      ...task,
      durationMs: task.durationMs * (1 + 0.01 * normal()),
    }));
    const run = simulate({ ...TRUTH, tasks }, { ...TODAY, ...slow, threads });
    files.set(`history/run_results-${at}.json`, runResults(run.tasks, threads, at));
  });
  const root = "/shop";
  const workspace = createWorkspace({
    fileSystem: memoryFileSystem(files, root),
    settings: DEFAULT_SETTINGS,
    folders: [root],
    now: () => "2026-02-02T09:00:00.000Z",
  });
  const snapshot = workspace.snapshot().projectOf(root);
  if (snapshot === undefined) throw new Error("no project");
  return snapshot;
}

function runResults(
  tasks: ReturnType<typeof simulate>["tasks"],
  threads: number,
  day: number,
): string {
  const start = Date.UTC(2026, 0, 1 + day, 2);
  const at = (ms: number) => new Date(start + ms).toISOString();
  return JSON.stringify({
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      dbt_version: "1.11.0",
      generated_at: at(3_600_000),
      invocation_id: `00000000-0000-0000-0000-00000000000${day}`,
      invocation_started_at: at(-4_000),
    },
    results: tasks.map(({ id, startMs, endMs, thread }) => ({
      status: "success",
      timing: [
        { name: "compile", started_at: at(startMs), completed_at: at(startMs) },
        { name: "execute", started_at: at(startMs), completed_at: at(endMs) },
      ],
      thread_id: `Thread-${thread + 1} (worker)`,
      execution_time: (endMs - startMs) / 1000,
      adapter_response: {},
      unique_id: id,
    })),
    elapsed_time: 60,
    args: { which: "run", threads, target: "dev" },
  });
}

describe("a history that shows models slowing each other down", () => {
  const snapshot = opened([8, 2, 8, 4, 8], { capacity: 2 });

  it("is calibrated", () => {
    const { slowedBy, slowdown, runs, startupMs } = snapshot.calibration();
    expect(slowedBy).toBe("database");
    expect(slowdown.capacity).toBeGreaterThan(1.9);
    expect(slowdown.capacity).toBeLessThan(2.1);
    expect([runs, startupMs]).toEqual([5, 4_000]);
  });

  it("is simulated with durations of models alone", () => {
    for (const threads of [1, 2, 3, 8]) {
      const truth = simulate(TRUTH, { ...TODAY, threads, capacity: 2 }).makespanMs;
      const predicted = snapshot.schedule({ threads }).makespanMs;
      expect(Math.abs(predicted / truth - 1), `${threads} threads`).toBeLessThan(0.03);
    }
    // Without the calibration all eight threads would be worth having.
    expect(snapshot.sweep({}).recommended.threads).toBeLessThanOrEqual(3);
    expect(sweep(snapshot.workload(), TODAY).recommended.threads).toBeGreaterThan(5);
  });

  it("stands back where the request brings a slowdown of its own", () => {
    const recorded = snapshot.workload();
    const own = { threads: 2, capacity: 5 };
    expect(snapshot.calibrated(own)).toEqual(own);
    expect(snapshot.schedule(own).makespanMs).toBeCloseTo(
      simulate(recorded, { ...TODAY, ...own }).makespanMs,
      6,
    );
    const longest = recorded.tasks.find(({ id }) => id === "model.shop.m0")!.durationMs;
    expect(longest).toBeGreaterThan(3_000);
  });

  it("tells how well each run would have been predicted", () => {
    const { runs, worstError } = snapshot.predictions();
    expect(runs).toHaveLength(4);
    expect(runs.map(({ threads }) => threads)).toEqual([2, 8, 4, 8]);
    expect(Math.abs(runs.at(-1)!.makespanError)).toBeLessThan(0.05);
    expect(Math.abs(worstError)).toBeGreaterThanOrEqual(Math.abs(runs.at(-1)!.makespanError));
  });
});

describe("what is said of it", () => {
  const slowed = opened([8, 2, 8, 4, 8], { capacity: 2 });

  it("in simulations and sweeps", () => {
    const answer = scheduleAnswer(slowed, { threads: 4 });
    expect(answer.slowdown).toMatchObject({ by: "database" });
    expect(answer.slowdown?.capacity).toBeCloseTo(2, 0);
    expect(answer.startupMs).toBe(4_000);
    expect(answer.pastError?.words).toMatch(/^last 4 runs: .* median, .* at worst$/);
    expect(answer.lowerBoundMs).toBeLessThanOrEqual(answer.makespanMs);
    const same = answer.alternatives.find(
      ({ hints, policy }) => hints === "ignored" && policy === "dbt-core",
    );
    expect(same?.makespanMs).toBeCloseTo(answer.makespanMs, 6);
    // Four threads gain nothing over two where the database does the work of two.
    expect(answer.kpis["threadEfficiency"]).toBeLessThan(answer.makespanMs * 0.05);
    expect(sweepAnswer(slowed).slowdown).toMatchObject({ by: "database" });
  });

  it("where the request brings its own", () => {
    expect(scheduleAnswer(slowed, { capacity: 3 }).slowdown).toMatchObject({
      by: "options",
      capacity: 3,
    });
  });

  it("where there is no evidence", () => {
    const { slowdown, pastError } = sweepAnswer(opened([8], {}));
    expect(slowdown).toEqual({ by: "nothing", because: "one recorded run is not enough to tell" });
    expect(slowdownWords(slowdown!)).toMatch(/^off, no evidence: /);
    expect(pastError).toBeUndefined();
    expect(sweepAnswer(workloadSource(TRUTH)).slowdown).toBeUndefined();
  });

  it("by calibrate", () => {
    const { slowdown, overhead, predictions } = calibrationAnswer(slowed);
    expect(slowdown).toMatchObject({ by: "database", contention: null, widest: 8 });
    expect(slowdown.errorWith).toBeLessThan(slowdown.errorWithout / 5);
    expect(overhead).toMatchObject({ startupMs: 4_000, hooksMs: null });
    expect(predictions.runs.map(({ file }) => file)).toEqual(
      [1, 2, 3, 4].map((at) => `history/run_results-${at}.json`),
    );
    const none = calibrationAnswer(opened([], {}));
    expect(none.predictions).toMatchObject({ medianError: null, words: "", runs: [] });
    expect(none.overhead.handoverMs).toBeNull();
  });
});

describe("a history that shows nothing of the kind", () => {
  it("leaves predictions as they are", () => {
    const snapshot = opened([8, 8, 4], {});
    expect(snapshot.calibration()).toMatchObject({ slowedBy: "nothing", slowdown: {} });
    expect(snapshot.calibrated({ threads: 3 })).toEqual({ threads: 3 });
    expect(Math.abs(snapshot.predictions().medianError)).toBeLessThan(0.02);
    expect(snapshot.predictions().runs).toHaveLength(2);
  });

  it("is none without runs", () => {
    const snapshot = opened([], {});
    expect(snapshot.calibration().because).toBe("no recorded run");
    expect(snapshot.predictions().runs).toEqual([]);
  });
});
