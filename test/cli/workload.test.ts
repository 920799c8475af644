import { describe, expect, it } from "vitest";
import { displayWidth } from "../../server/src/report/displayWidth";
import { checkRefused, plainFiles, runCommand, runJson } from "./commandLine";

const NIGHTLY = {
  schema: "heddle.workload/1",
  name: "nightly",
  tasks: [
    { id: "load", durationMs: 120_000, durationOrigin: "measured", dependsOn: [], threads: 1 },
    { id: "clean", durationMs: 300_000, dependsOn: ["load"], threads: 1 },
    { id: "rates", durationMs: 60_000, dependsOn: [], threads: 6 },
    { id: "score", durationMs: 480_000, dependsOn: ["rates"], threads: 1 },
    { id: "report", durationMs: 90_000, dependsOn: ["clean", "score"], threads: 2 },
  ],
  capacity: { threads: 2, pools: {} },
};
const FILES = plainFiles({ "nightly.json": JSON.stringify(NIGHTLY) });
const withTask = (task: object) =>
  plainFiles({ "w.json": JSON.stringify({ ...NIGHTLY, tasks: [task, ...NIGHTLY.tasks] }) });

describe("simulate a workload", () => {
  it("prints the contract's JSON", async () => {
    expect(await runJson("simulate nightly.json", FILES)).toMatchObject({
      schema: "heddle.schedule/1",
      threads: 2,
      hints: "ignored",
      policy: "dbt-core",
      makespanMs: 630_000,
      criticalPathMs: 630_000,
      criticalPath: ["rates", "score", "report"],
      workMs: 1_050_000,
      threadsOrigin: "workload",
    });
  });

  it("takes threads, reserve, hints and what-if", async () => {
    const makespan = async (options: string) => {
      const answer = await runJson(`simulate nightly.json ${options}`, FILES);
      return (answer as { makespanMs: number; threads: number }).makespanMs;
    };
    expect(await makespan("--threads 1")).toBe(1_050_000);
    expect(await makespan("--threads 2 --reserve 50")).toBe(1_050_000);
    expect(await makespan("--hints exclusive")).toBe(1_050_000);
    expect(await makespan("--what-if score=4m")).toBe(510_000);
    expect(await makespan("--what-if score=50% --what-if report=gone")).toBe(420_000);
    expect(await makespan("--overhead-ms 1000")).toBe(633_000);
  });

  it("takes changes of the graph", async () => {
    const makespan = async (options: string) => {
      const answer = await runJson(`simulate nightly.json ${options}`, FILES);
      return (answer as { makespanMs: number }).makespanMs;
    };
    expect(await makespan("--what-if score=split:2 --threads 3")).toBe(510_000);
    expect(await makespan("--what-if rates=view --threads 2")).toBe(630_000);
    expect(await makespan("--what-if score=without:rates --threads 4")).toBe(570_000);
    expect(await makespan("--what-if score=after:clean")).toBe(990_000);
    await checkRefused(
      "simulate nightly.json --what-if load=after:report",
      "--what-if: load would depend on itself: load → report → clean → load",
      FILES,
    );
  });

  it("says what a failure leaves undone", async () => {
    const failing = "simulate nightly.json --what-if rates=fails";
    expect(await runJson(failing, FILES)).toMatchObject({
      makespanMs: 420_000,
      failures: {
        failFast: false,
        makespanMs: 420_000,
        failed: ["rates"],
        skipped: ["score", "report"],
      },
    });
    expect(await runJson(`${failing} --fail-fast`, FILES)).toMatchObject({
      failures: {
        makespanMs: 60_000,
        skipped: ["score", "report"],
        cancelled: ["load"],
        notStarted: ["clean"],
      },
    });
    const { out } = await runCommand([...failing.split(" "), "--fail-fast"], FILES);
    expect(out).toMatch(/failure +rates fails: 2 tasks skipped, 1 cancelled, 1 never started/);
    await checkRefused(
      "simulate nightly.json --fail-fast",
      "--fail-fast: nothing fails; say what does, e.g. --what-if orders=fails",
      FILES,
    );
  });

  it("runs models batch by batch on request", async () => {
    const answer = await runJson("simulate nightly.json --threads 4 --batches score=8", FILES);
    expect(answer).toMatchObject({
      makespanMs: 630_000,
      microbatch: { isCapped: true, isDeadlocked: false, models: [{ id: "score", batches: 8 }] },
    });
    const { microbatch } = answer as { microbatch: { makespanMs: number } };
    // rates, then the first batch, six in parallel on three free threads and one last, then report.
    expect(microbatch.makespanMs).toBeLessThan(630_000);
    expect(microbatch.makespanMs).toBeGreaterThanOrEqual(60_000 + 4 * 60_000 + 90_000);
    await checkRefused(
      "simulate nightly.json --batches score=x",
      '--batches: "score=x" is not ID=N with N from 1 to 100000',
      FILES,
    );
    await checkRefused(
      "simulate nightly.json --batches score=4 --hints seats",
      "--batches follows dbt-core's own dispatch; leave --hints out",
      FILES,
    );
  });

  it("takes one at a time by level and name with --single-threaded", async () => {
    const answer = await runJson("simulate nightly.json --single-threaded --threads 4", FILES);
    expect(answer).toMatchObject({ threads: 1, makespanMs: 1_050_000 });
    const { tasks } = answer as { tasks: readonly { readonly id: string }[] };
    expect(tasks.map(({ id }) => id)).toEqual(["load", "rates", "clean", "score", "report"]);
  });

  it("ranks, explains idle threads and tells how good the order is", async () => {
    const answer = await runJson("simulate nightly.json", FILES);
    expect(answer).toMatchObject({
      ranking: { makespanMs: 630_000, gains: [{ id: "score", halfMs: 120_000 }, {}, {}] },
      idle: {
        threads: [
          { thread: 0, idleMs: 120_000, reasons: { end: 0 }, waitingFor: "score" },
          { thread: 1, idleMs: 90_000, reasons: { end: 90_000 }, waitingFor: "report" },
        ],
      },
      optimum: { makespanMs: 630_000, withinPercent: 0, isOptimal: true },
      jitter: { relative: 0.03, absoluteMs: 10 },
    });
  });

  it("compares with the run as the file has it", async () => {
    const answer = await runJson("simulate nightly.json --threads 1", FILES);
    const { kpis } = answer as { kpis: Readonly<Record<string, number>> };
    expect(kpis["durationReductionPercent"]).toBeCloseTo(-66.67, 1);
  });

  it.each(["markdown", "html", "text"])("prints %s", async (format) => {
    const { status, out, err } = await runCommand(
      ["simulate", "nightly.json", "--format", format],
      FILES,
    );
    expect(status).toBe(0);
    expect(err).toBe("");
    expect(out).toContain("10 m 30 s");
    expect(out).toContain("score");
  });

  it("fits the terminal", async () => {
    for (const columns of [60, 80, 100, 132]) {
      const { out } = await runCommand(["simulate", "nightly.json"], { ...FILES, columns });
      for (const line of out.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it("colours a terminal only", async () => {
    const isColoured = async (options: readonly string[], hasColor: boolean) => {
      const words = ["simulate", "nightly.json", ...options];
      const { out, written } = await runCommand(words, { ...FILES, columns: 90, hasColor });
      return `${out}${[...written.values()].join("")}`.includes("\u001b[");
    };
    expect(await isColoured([], true)).toBe(true);
    expect(await isColoured([], false)).toBe(false);
    expect(await isColoured(["--no-color"], true)).toBe(false);
    expect(await isColoured(["--out", "run.txt"], true)).toBe(false);
    expect(await isColoured(["--format", "markdown"], true)).toBe(false);
  });

  it("prints a trace that holds every task", async () => {
    const { out } = await runCommand(["simulate", "nightly.json", "--format", "trace"], FILES);
    const { traceEvents } = JSON.parse(out) as { traceEvents: readonly { ph: string }[] };
    expect(traceEvents.filter(({ ph }) => ph === "X")).toHaveLength(5);
  });

  it("prints the workload it simulated", async () => {
    const { out } = await runCommand(
      ["simulate", "nightly.json", "--format", "workload", "--threads", "7"],
      FILES,
    );
    const again = plainFiles({ "again.json": out });
    expect(await runJson("simulate again.json --json", again)).toMatchObject({ threads: 7 });
    expect(JSON.parse(out)).toMatchObject({ name: "nightly", capacity: { threads: 7 } });
  });

  it("gives the same bytes twice", async () => {
    const line = ["simulate", "nightly.json", "--json", "--policy", "fusion"];
    expect((await runCommand(line, FILES)).out).toBe((await runCommand(line, FILES)).out);
  });

  it("writes to --out and says so on stderr", async () => {
    const { status, out, err, written } = await runCommand(
      ["simulate", "nightly.json", "--json", "--out", "runs/out.json"],
      FILES,
    );
    expect([status, out, err]).toEqual([0, "", "written to runs/out.json\n"]);
    expect(JSON.parse(written.get("/project/runs/out.json") ?? "")).toMatchObject({ threads: 2 });
  });

  it("says where it cannot write", async () => {
    await checkRefused(
      "simulate nightly.json --out /forbidden/x",
      "--out /forbidden/x: permission denied",
      FILES,
    );
  });
});

describe("sweep --grid", () => {
  it("compares every meaning and order in one go, each as on its own", async () => {
    const grid = await runJson("sweep nightly.json --threads 1..4 --grid", FILES);
    const { curves } = grid as {
      curves: readonly { hints: string; policy: string; points: readonly object[] }[];
    };
    expect(curves).toHaveLength(9);
    for (const { hints, policy, points } of curves) {
      const words = `sweep nightly.json --threads 1..4 --hints ${hints} --policy ${policy}`;
      const own = (await runJson(words, FILES)) as typeof grid & { points: readonly object[] };
      expect(own.points, words).toMatchObject(points);
    }
    expect(curves.at(-1)).toMatchObject({
      hints: "ignored",
      policy: "fusion",
      points: [{ band: { lowMs: 630_000 } }, {}, {}, {}],
    });
    const { out } = await runCommand(["sweep", "nightly.json", "--grid"], FILES);
    expect(out).toMatch(/^seats, longest-path /m);
  });
});

describe("sweep a workload", () => {
  it("takes a range", async () => {
    const answer = await runJson("sweep nightly.json --threads 1..4", FILES);
    expect(answer).toMatchObject({
      schema: "heddle.sweep/1",
      recommended: { threads: 2 },
      saturatesAt: 2,
    });
    const { points } = answer as { points: readonly { threads: number; makespanMs: number }[] };
    expect(points.map(({ threads, makespanMs }) => [threads, makespanMs])).toEqual([
      [1, 1_050_000],
      [2, 630_000],
      [3, 630_000],
      [4, 630_000],
    ]);
  });

  it("never recommends past the minimum of a curve that turns up", async () => {
    const answer = await runJson("sweep nightly.json --contention 0.1,0.2", FILES);
    const { points, recommended } = answer as {
      points: readonly { threads: number; makespanMs: number }[];
      recommended: { threads: number };
    };
    const least = points.reduce((a, b) => (b.makespanMs < a.makespanMs ? b : a));
    expect(recommended.threads).toBeLessThanOrEqual(least.threads);
  });

  it("refuses what is no range", async () => {
    await checkRefused(
      "sweep nightly.json --threads 8..2",
      '--threads: "8..2" is not a range of thread counts; write A..B with 1 ≤ A ≤ B ≤ 4096, e.g. 1..32',
      FILES,
    );
  });
});

describe("wrong workloads", () => {
  it("name the task", async () => {
    await checkRefused(
      "simulate w.json",
      "w.json: task x: durationMs must be a number of at least 0, not -1",
      withTask({ id: "x", durationMs: -1, dependsOn: [] }),
    );
    await checkRefused(
      "sweep w.json",
      "w.json: task x: depends on unknown task nobody",
      withTask({ id: "x", durationMs: 1, dependsOn: ["nobody"] }),
    );
    await checkRefused(
      "simulate w.json",
      "w.json: task x depends on itself: x → x",
      withTask({ id: "x", durationMs: 1, dependsOn: ["x"] }),
    );
    await checkRefused(
      "simulate w.json",
      "w.json: task load occurs twice",
      withTask({ id: "load", durationMs: 1, dependsOn: [] }),
    );
  });

  it("count further errors", async () => {
    const { err } = await runCommand(
      ["simulate", "w.json"],
      withTask({ id: "x", durationMs: "long", dependsOn: ["nobody"] }),
    );
    expect(err).toMatch(/^heddle: w\.json: task x: .* \(and 1 more\)\n$/);
  });

  it("say what is no JSON", async () => {
    const { status, err } = await runCommand(
      ["simulate", "w.json"],
      plainFiles({ "w.json": "{ nonsense" }),
    );
    expect(status).toBe(2);
    expect(err).toMatch(/^heddle: w\.json: workload is not JSON: .*\n$/);
  });

  it("are refused where they make no sense", async () => {
    await checkRefused(
      "models nightly.json",
      "nightly.json is a workload and holds no models; use heddle simulate nightly.json",
      FILES,
    );
    await checkRefused(
      "simulate nightly.json --select tag:x",
      "nightly.json is a workload; --select is for dbt projects",
      FILES,
    );
    await checkRefused(
      "simulate nightly.json --what-if nobody=1s",
      "--what-if nobody=1s: no task is called nobody",
      FILES,
    );
  });

  it("warn on stderr about what was read in some way", async () => {
    const files = plainFiles({ "w.json": JSON.stringify({ tasks: NIGHTLY.tasks }) });
    const { status, err } = await runCommand(["simulate", "w.json", "--json"], files);
    expect(status).toBe(0);
    expect(err).toContain('workload has no "capacity"');
    expect((await runCommand(["simulate", "w.json", "--json", "-q"], files)).err).toBe("");
  });
});
