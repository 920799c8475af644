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
}

interface Started {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Program and words of each start, the plan's path as PLAN. */
  readonly started: readonly string[];
  readonly plans: readonly string[];
  readonly removed: number;
}

const COMPLETE: Machine = { dbt: "/venv/bin/dbt", python: "/venv/bin/python", wrapper: "/wrapper" };

async function heddle(line: string, machine: Machine = COMPLETE): Promise<Started> {
  const started: string[] = [];
  const plans: string[] = [];
  let removed = 0;
  let out = "";
  let err = "";
  const programs: Programs = {
    find: () => machine.dbt,
    interpreterOf: () => machine.python,
    wrapperFolder: machine.wrapper,
    writeTemporary: (_, text) => {
      plans.push(text);
      return {
        path: "PLAN",
        remove: () => {
          removed++;
        },
      };
    },
    start: async (program, words) => {
      started.push([program, ...words].join(" "));
      return 7;
    },
  };
  const io: CliIo = {
    fileSystem: parseFixture(PROJECT).fileSystem,
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
  return { status, out, err, started, plans, removed };
}

describe("heddle run", () => {
  it("starts dbt's Python with the wrapper, says so first and gives back dbt's exit code", async () => {
    const { status, out, err, started, removed } = await heddle("run -- --threads 2");
    expect(started).toEqual(["/venv/bin/python -m heddle_steer PLAN run --threads 2"]);
    expect(err).toMatch(
      /^heddle run: dbt run in the order of a plan for 3 nodes on 2 threads; .*\n$/,
    );
    expect([status, out, removed]).toEqual([7, "", 1]);
  });

  it("gives the longest remaining path of each node, and seats only where asked for", async () => {
    const [plan = ""] = (await heddle("run")).plans;
    expect(JSON.parse(plan)).toMatchObject({ schema: "heddle.plan/1", pools: {}, seats: {} });
    const { priorities } = JSON.parse(plan);
    expect(Object.values(priorities)).toEqual([1_000, 2_000, 1_000]);
    const [seated = ""] = (await heddle("run --hints seats --reserve 50 -- --threads 4")).plans;
    expect(JSON.parse(seated)).toMatchObject({ seats: { "threads 2": 2 }, workers: 2 });
  });

  it("plans what a selection leaves, and all where it cannot follow one", async () => {
    const [part = ""] = (await heddle("build -- --select b_start")).plans;
    expect(Object.values(JSON.parse(part).priorities)).toEqual([1_000]);
    const { err, plans } = await heddle("run -- --select nonsense:method");
    expect(Object.keys(JSON.parse(plans[0] ?? "{}").priorities)).toHaveLength(3);
    expect(err.split("\n")).toHaveLength(2);
  });

  it.each<readonly [string, string, Machine]>([
    ["run -- docs generate", "stock dbt docs is run: dbt docs has no order to steer", COMPLETE],
    ["run", "is no Python script, so not dbt-core 1", { dbt: "/bin/dbt", wrapper: "/wrapper" }],
    ["run", "its wrapper is missing here", { dbt: "/bin/dbt", python: "/bin/python" }],
    ["run -- --project-dir /elsewhere", "/elsewhere: no such file or folder", COMPLETE],
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
    expect(JSON.parse(json)).toMatchObject({ schema: "heddle.plan/1", seats: { "threads 2": 2 } });
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
