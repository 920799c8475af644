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

  it("knows no commands for a workload", async () => {
    const task = { id: "a", durationMs: 1000, dependsOn: [] };
    const workload = { schema: "heddle.workload/1", tasks: [task], capacity: { threads: 2 } };
    const plan = await runJson("plan w.json", plainFiles({ "w.json": JSON.stringify(workload) }));
    expect(plan).toMatchObject({
      phases: [{ command: null, tasks: ["a"] }],
      priorities: { a: 1000 },
    });
  });

  it("says that it has nothing for a tabular model", async () => {
    const model = JSON.stringify({ name: "Sales", model: { tables: [] } });
    const { status, err } = await runCommand(["plan", "m.bim"], plainFiles({ "m.bim": model }));
    expect(status).toBe(2);
    expect(err).toMatch(/is a tabular model; plan writes dbt commands/);
  });
});
