import { describe, expect, it } from "vitest";
import type { CliIo } from "../../server/src/cli/io";
import type { Programs } from "../../server/src/cli/programs";
import { runCli } from "../../server/src/cli/runCli";
import { FIXTURE_ROOT, parseFixture } from "../support/fixture";

const PROJECT = `
//- profiles.yml threads:4
//- models/a_short.sql
select 1
//- models/b_start.sql
{{ config(meta={'heddle': {'threads': 2}}) }} select 1
//- models/c_end.sql
{{ config(meta={'heddle': {'threads': 2}}) }} select * from {{ ref('b_start') }}
`;

interface Machine {
  readonly dbt?: string;
  readonly python?: string;
  readonly wrapper?: string;
  /** Exit codes of the programs in the order of their starts, 7 by default. */
  readonly codes?: readonly number[];
  readonly project?: string;
  /** The run_results.json that the first start leaves. */
  readonly results?: string;
}

interface Started {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Program and words of each start, the plan's path as PLAN. */
  readonly started: readonly string[];
  readonly plans: readonly string[];
  /** What each start was given beside the variables of the process. */
  readonly variables: readonly Readonly<Record<string, string>>[];
  readonly removed: number;
}

const COMPLETE: Machine = { dbt: "/venv/bin/dbt", python: "/venv/bin/python", wrapper: "/wrapper" };

async function heddle(line: string, machine: Machine = COMPLETE): Promise<Started> {
  const started: string[] = [];
  const plans: string[] = [];
  const variables: Readonly<Record<string, string>>[] = [];
  let planned = Promise.resolve();
  let removed = 0;
  let out = "";
  let err = "";
  const programs: Programs = {
    find: () => machine.dbt,
    interpreterOf: () => machine.python,
    wrapperFolder: machine.wrapper,
    temporaryFile: () => ({
      path: "PLAN",
      write: (text) => {
        plans.push(text);
      },
      remove: () => {
        removed++;
      },
    }),
    aside: (aside) => {
      const said: string[] = [];
      const printed: string[] = [];
      const own = {
        out: (text: string) => void printed.push(text),
        err: (text: string) => void said.push(text),
      };
      const result = runCli(aside, { ...io, ...own }).then((status) => ({
        status,
        out: printed.join(""),
        err: said.join(""),
      }));
      planned = result.then(() => {});
      return { result, end: () => {} };
    },
    start: async (program, words, options) => {
      started.push([program, ...words].join(" "));
      variables.push(options?.env ?? {});
      // A dbt asks for its plan long after it was started.
      await Promise.resolve();
      await planned;
      return machine.codes?.[started.length - 1] ?? 7;
    },
  };
  const files = parseFixture(machine.project ?? PROJECT).fileSystem;
  const io: CliIo = {
    fileSystem: {
      ...files,
      read: (path) =>
        machine.results !== undefined && started.length > 0 && path.endsWith("run_results.json")
          ? { text: machine.results, replacedBytes: 0 }
          : files.read(path),
    },
    openGitTree: () => {
      throw new Error("no commit is read");
    },
    cwd: FIXTURE_ROOT,
    version: "1.2.3",
    hasColor: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    progress: () => {},
    elapsedMs: () => 0,
    now: () => "2026-03-04T10:30:00.000Z",
    writeFile: () => undefined,
    serveLanguage: async () => 0,
    programs,
  };
  const status = await runCli(line.split(" "), io);
  return { status, out, err, started, plans, variables, removed };
}

describe("heddle run", () => {
  it("starts dbt's Python with the wrapper at once and gives back dbt's exit code", async () => {
    const { status, out, err, started, removed, variables } = await heddle("run -- --threads 2");
    expect(started).toEqual(["/venv/bin/python -m heddle_steer PLAN run --threads 2"]);
    expect(variables).toEqual([
      { HEDDLE_DBT: "/venv/bin/dbt", HEDDLE_PLAN: "awaited", HEDDLE_KEEP: "1" },
    ]);
    expect([status, out, err, removed]).toEqual([7, "", "", 1]);
  });

  it("tells the wrapper what not to do", async () => {
    const { variables } = await heddle("run --quiet --no-live --no-keep");
    expect(variables).toEqual([
      {
        HEDDLE_DBT: "/venv/bin/dbt",
        HEDDLE_PLAN: "awaited",
        HEDDLE_NOTES: "0",
        HEDDLE_LIVE: "0",
      },
    ]);
  });

  it("gives the longest remaining path of each node, and seats only where asked for", async () => {
    const [plan = ""] = (await heddle("run")).plans;
    expect(JSON.parse(plan)).toMatchObject({
      schema: "heddle.order/1",
      threads: 4,
      pools: {},
      seats: {},
      prediction: { makespanMs: 2_000, stockMs: 2_000 },
      note: "predicted 2.0 s instead of 2.0 s; from estimates: no run history was found; 2 hints not heeded (--hints seats)",
    });
    const { priorities, durations } = JSON.parse(plan);
    expect(Object.values(priorities)).toEqual([1_000, 2_000, 1_000]);
    expect(Object.values(durations)).toEqual([1_000, 1_000, 1_000]);
    const [seated = ""] = (await heddle("run --hints seats --reserve 50 -- --threads 4")).plans;
    expect(JSON.parse(seated)).toMatchObject({ seats: { "threads 2": 2 }, workers: 2, threads: 4 });
  });

  it("plans what a selection leaves, and all where it cannot follow one", async () => {
    const [part = ""] = (await heddle("build -- --select b_start")).plans;
    expect(Object.values(JSON.parse(part).priorities)).toEqual([1_000]);
    const { plans } = await heddle("run -- --select nonsense:method");
    expect(Object.keys(JSON.parse(plans[0] ?? "{}").priorities)).toHaveLength(3);
  });

  it("lets the wrapper tell why a project cannot be planned", async () => {
    const { status, started, plans } = await heddle("run -- --project-dir /elsewhere");
    expect([status, started.length]).toEqual([7, 1]);
    expect(JSON.parse(plans[0] ?? "{}")).toMatchObject({
      schema: "heddle.order/1",
      unavailable: expect.stringMatching(/^\/elsewhere: no such file or folder/),
    });
  });

  it.each<readonly [string, string, Machine]>([
    ["run -- docs generate", "stock dbt docs is run: dbt docs has no order to steer", COMPLETE],
    ["run", "is no Python script, so not dbt-core 1", { dbt: "/bin/dbt", wrapper: "/wrapper" }],
    ["run", "its wrapper is missing here", { dbt: "/bin/dbt", python: "/bin/python" }],
  ])("runs stock dbt with one line of why: %s", async (line, why, machine) => {
    const { status, err, started, plans } = await heddle(line, machine);
    expect(err).toContain(why);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(started).toHaveLength(1);
    expect(started[0]).toMatch(/bin\/dbt (run|docs)/);
    expect([status, plans]).toEqual([7, []]);
  });

  it("prints the plan and runs nothing with --dry-run", async () => {
    const { status, out, started } = await heddle("build --dry-run -- --threads 1");
    expect([status, started]).toEqual([0, []]);
    expect(out).toContain("dbt build in the order of a plan for 3 nodes on 1 thread");
    expect(out).toContain("model.shop.b_start");
    expect(out).toContain("Nothing was run.");
    const { out: json } = await heddle("run --dry-run --json --hints seats");
    expect(JSON.parse(json)).toMatchObject({
      schema: "heddle.plan/1",
      verdict: "keep-today",
      seats: { "threads 2": 2 },
      prediction: { makespanMs: 2_000 },
    });
  });

  it.each([
    [
      "run --hints slots",
      "--hints: heddle run takes seats or ignored; slots is for heddle simulate",
    ],
    ["run --json", "heddle run prints what dbt prints; --json goes with --dry-run"],
    ["run --dry-run -- clean", "dbt clean has no order to steer"],
  ])("refuses %s", async (line, message) => {
    const { status, err, started } = await heddle(line);
    expect([status, err, started]).toEqual([2, `heddle: ${message}\n`, []]);
  });

  it("says where dbt was looked for", async () => {
    const { err } = await heddle("run", {});
    expect(err).toBe(
      "heddle: dbt: no such program; activate dbt's environment or give --dbt PATH\n",
    );
  });
});

/** Eight heavy models that may run two at a time, and light ones that long outlast a start. */
const HEAVY = `
//- profiles.yml threads:8
${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `//- models/heavy_${n}.sql 60s\n{{ config(meta={'heddle': {'threads': 2}}) }} select ${n}`).join("\n")}
${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `//- models/light_${n}.sql 60s\nselect * from {{ ref('heavy_1') }}`).join("\n")}
`;

describe("heddle run on dbt 2", () => {
  const machine = { dbt: "/bin/dbt", wrapper: "/wrapper", project: HEAVY };

  it("keeps hints by phases where these pay, and says so", async () => {
    const { status, err, started } = await heddle("run --hints seats -- --full-refresh", {
      ...machine,
      codes: [0, 0, 0],
    });
    expect(err).toMatch(/^heddle run: dbt run in \d phases, for .*: \d runs with .* save /);
    expect(started.length).toBeGreaterThan(1);
    for (const one of started)
      expect(one).toMatch(/^\/bin\/dbt run --threads \d+ --full-refresh --/);
    expect(status).toBe(0);
  });

  it("runs no phase after one that was ended or left no results", async () => {
    const { status, err, started } = await heddle("run --hints seats", machine);
    expect([status, started.length]).toEqual([7, 1]);
    expect(err).toContain("phase 1 of 2 ended with 7; the phases after it are not run");
  });

  it("leaves out what waits for a failed node, as dbt would skip it", async () => {
    const results = JSON.stringify({
      metadata: {},
      results: [{ unique_id: "model.shop.heavy_1", status: "error" }],
    });
    const { status, err, started } = await heddle("run --hints seats", {
      ...machine,
      results,
      codes: [1, 0],
    });
    expect(err).toContain("phase 2 of 2: 8 nodes left out after failures");
    expect([status, started.length]).toEqual([1, 1]);
    const { started: fast } = await heddle("run --hints seats -- --fail-fast", {
      ...machine,
      results,
    });
    expect(fast).toHaveLength(1);
  });

  it("runs stock where phases do not pay", async () => {
    const { err, started } = await heddle("run --hints seats", { ...machine, project: PROJECT });
    expect(started).toEqual(["/bin/dbt run"]);
    expect(err).toContain("phases do not pay: no split is worth it");
  });
});
