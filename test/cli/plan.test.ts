import { describe, expect, it } from "vitest";
import { displayWidth } from "../../server/src/report/displayWidth";
import { plainFiles, projectFiles, runCommand, runJson } from "./commandLine";

/** Staging may run wide, marts one at a time; one mart has the name of a folder. */
const SHOP = projectFiles(`
//- dbt_project.yml
name: shop
version: "1.0"
profile: shop
models:
  shop:
    staging:
      +meta: { heddle: { threads: 6, durationMs: 60000 } }
    marts:
      +meta: { heddle: { threads: 1, durationMs: 120000 } }
//- profiles.yml threads:6
//- models/staging/stg_a.sql
select 1
//- models/staging/stg_b.sql
select 1
//- models/staging/stg_c.sql
select 1
//- models/staging/stg_d.sql
select 1
//- models/marts/orders.sql
select * from {{ ref('stg_a') }}
//- models/marts/staging.sql
select * from {{ ref('stg_b') }}
//- models/marts/clv.sql
select * from {{ ref('stg_c') }}
`);

interface Planned {
  readonly verdict: string;
  readonly phases: readonly {
    readonly threads: number;
    readonly tasks: readonly string[];
    readonly command: string | null;
  }[];
}

/** The models that the selectors of a printed command mean, by our own reading of dbt's grammar. */
async function modelsOf(command: string): Promise<readonly string[]> {
  const words = command.split(" ");
  const at = words.findIndex((word) => word === "--select" || word === "--exclude");
  const line = ["models", words[at] ?? "", words.slice(at + 1).join(" ")];
  const { models } = (await runJson(line, SHOP)) as { models: readonly { uniqueId: string }[] };
  return models.map(({ uniqueId }) => uniqueId);
}

describe("plan", () => {
  it("runs everything at once where phases gain nothing", async () => {
    const plan = (await runJson("plan", SHOP)) as Planned;
    expect(plan.verdict).toBe("keep-today");
    expect(plan.phases.map(({ command }) => command)).toEqual(["dbt run --threads 6"]);
  });

  it("writes commands that select exactly the tasks of each phase", async () => {
    const plan = (await runJson("plan --hints seats", SHOP)) as Planned;
    expect(plan.verdict).toBe("phases");
    expect(plan.phases.map(({ threads }) => threads)).toEqual([6, 1]);
    for (const { command, tasks } of plan.phases) {
      expect(await modelsOf(command ?? "")).toEqual([...tasks].sort());
    }
  });

  it("passes on what the user selected", async () => {
    const plan = (await runJson("plan --select stg_a+ --target dev", SHOP)) as Planned;
    expect(plan.phases.map(({ command }) => command)).toEqual([
      "dbt run --threads 6 --target dev --select stg_a+",
    ]);
  });

  it("prints commands that fit the terminal and stay one command to a shell", async () => {
    const { out } = await runCommand(["plan", "--hints", "seats"], { ...SHOP, columns: 70 });
    for (const line of out.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(70);
    expect(out).toMatch(/^# phase 1: 4 tasks, 6 threads, 1 m 00 s$/m);
  });

  it("says where else a better thread count can be written", async () => {
    const { out } = await runCommand(["plan", "--contention", "0.9,0.2"], SHOP);
    expect(out).toMatch(
      /^dbt run --threads 1\nor write threads: 1 in profiles\.yml, for every run/m,
    );
  });

  it("knows no commands for a workload", async () => {
    const task = { id: "a", durationMs: 1000, dependsOn: [] };
    const workload = { schema: "heddle.workload/1", tasks: [task], capacity: { threads: 2 } };
    const plan = await runJson("plan w.json", plainFiles({ "w.json": JSON.stringify(workload) }));
    expect(plan).toMatchObject({
      phases: [{ command: null, tasks: ["a"] }],
      priorities: { a: 1000 },
    });
  });

  it("plans the refresh of a tabular model as one transaction, calculated once", async () => {
    const table = (name: string, mode: string) => ({
      name,
      columns: [{ name: "Id", dataType: "int64", sourceColumn: "Id" }],
      partitions: [1, 2, 3, 4].map((part) => ({
        name: `${name} ${part}`,
        mode,
        source: { type: "m", expression: "let a = 1 in a" },
      })),
    });
    const tables = [table("Sales", "import"), table("Live", "directLake")];
    const text = JSON.stringify({ name: "Shop", compatibilityLevel: 1604, model: { tables } });
    const refresh = (await runJson("plan m.bim", plainFiles({ "m.bim": text }))) as Refresh;
    expect(refresh).toMatchObject({
      schema: "heddle.refresh/1",
      name: "Shop",
      durations: "assumed",
    });
    const { maxParallelism, operations } = refresh.tmsl.sequence;
    const sales = [{ database: "Shop", table: "Sales" }];
    expect(operations.map((one) => one.refresh)).toEqual([
      { type: "clearValues", objects: sales },
      { type: "dataOnly", objects: sales },
      { type: "calculate", objects: [{ database: "Shop" }] },
    ]);
    expect(maxParallelism).toBe(refresh.maxParallelism);
    expect(refresh.enhancedRefresh).toMatchObject({
      maxParallelism,
      objects: [{ table: "Sales" }],
    });
    expect(refresh.makespanMs).toBeLessThanOrEqual(refresh.today.makespanMs * 1.02);
    const asked = (await runJson(
      "plan m.bim --threads 3",
      plainFiles({ "m.bim": text }),
    )) as Refresh;
    expect(asked.tmsl.sequence.maxParallelism).toBe(3);
  });

  it("says where a tabular model has nothing to refresh", async () => {
    const model = JSON.stringify({ name: "Sales", model: { tables: [] } });
    const { status, err } = await runCommand(["plan", "m.bim"], plainFiles({ "m.bim": model }));
    expect(status).toBe(2);
    expect(err).toMatch(/no table of Sales holds data of its own/);
  });

  it("offers independent parts as jobs at the same time", async () => {
    const project = projectFiles(`
//- profiles.yml threads:1
//- models/a.sql
select 1
//- models/b.sql
select * from {{ ref('a') }}
//- models/x.sql
select 1
`);
    const plan = await runJson("plan", project);
    expect(plan).toMatchObject({
      jobs: [
        { makespanMs: 2_000, command: "dbt run --threads 1 --exclude x" },
        { makespanMs: 1_000, command: "dbt run --threads 1 --select x" },
      ],
      compared: [{}, {}, {}, { way: "jobs", runs: 2, makespanMs: 2_000 }, {}],
    });
    const { out } = await runCommand(["plan"], project);
    expect(out).toMatch(/^or, as 2 jobs at the same time with 2 connections in all:$/m);
    expect(await runJson("plan --hints seats", project)).not.toHaveProperty("jobs");
    expect(await runJson("plan --capacity 1", project)).not.toHaveProperty("jobs");
  });
});

interface Refresh {
  readonly maxParallelism: number;
  readonly makespanMs: number;
  readonly today: { readonly makespanMs: number };
  readonly enhancedRefresh: object;
  readonly tmsl: {
    readonly sequence: {
      readonly maxParallelism: number;
      readonly operations: readonly { readonly refresh: object }[];
    };
  };
}
