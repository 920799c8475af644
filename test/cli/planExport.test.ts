/** Plans as files of other schedulers; real Airflow and Dagster read them in test/oracle/planExport. */
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from "@actions/workflow-parser";
import { describe, expect, it } from "vitest";
import { checkRefused, plainFiles, projectFiles, runCommand } from "./commandLine";

/** Phases with `--hints seats`; one model's name is also a folder's. */
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

async function exported(format: string, options = ""): Promise<string> {
  const words = ["plan", "--format", format, ...options.split(" ").filter((word) => word !== "")];
  const { out, err, status } = await runCommand(words, SHOP);
  expect({ err, status }).toEqual({ err: "", status: 0 });
  return out;
}

/** Errors and steps of a workflow as GitHub's own parser finds them. */
async function parsedWorkflow(content: string) {
  const file = { name: ".github/workflows/dbt.yml", content };
  const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
  const template = value && (await convertWorkflowTemplate(context, value));
  const errors = [...context.errors.getErrors(), ...(template?.errors ?? [])];
  const [job] = template?.jobs ?? [];
  return {
    errors: errors.map((error) => ("Message" in error ? error.Message : error.message)),
    steps: job?.type === "job" ? job.steps : [],
  };
}

describe("plan --format github", () => {
  it("is a workflow without errors to GitHub's parser", async () => {
    for (const options of [
      "",
      "--hints seats",
      "--command build --hints seats",
      "--engine fusion",
    ]) {
      const { errors, steps } = await parsedWorkflow(await exported("github", options));
      expect(errors, options).toEqual([]);
      expect(steps.length, options).toBeGreaterThanOrEqual(3);
    }
  });

  it("would be refused if it were none", async () => {
    const workflow = (await exported("github")).replace("runs-on", "runs-off");
    expect((await parsedWorkflow(workflow)).errors).not.toEqual([]);
  });

  it("has a step for each phase with the plan's command", async () => {
    const workflow = await exported("github", "--hints seats");
    expect(workflow).toContain(
      '      - name: "phase 1 of 2: 4 tasks, 6 threads, 1 m 00 s"\n        run: |\n          dbt run --threads 6 --exclude clv orders path:models/marts/staging.sql\n',
    );
    expect(workflow).toMatch(/ {10}dbt run --threads 1 --select clv orders path:models/);
  });
});

describe("plan --format airflow", () => {
  it("makes a task group of each phase, in order, with a pool of its threads", async () => {
    const dag = await exported("airflow", "--hints seats");
    expect(dag).toContain('    profile_name="shop",');
    expect(dag).toMatch(/^# {3}airflow pools set dbt_shop_6 6 /m);
    expect(dag).toContain('operator_args={"pool": "dbt_shop_1"}');
    expect(dag).toMatch(/^ {4}phase_1 >> phase_2$/m);
    expect(dag).toContain("test_behavior=TestBehavior.NONE");
    expect(await exported("airflow", "--command build")).toContain("TestBehavior.AFTER_EACH");
  });
});

describe("plan --format dagster", () => {
  it("makes dbt assets of each phase and one job of all", async () => {
    const definitions = await exported("dagster", "--hints seats");
    expect(definitions).toContain('    exclude="clv orders path:models/marts/staging.sql",');
    expect(definitions).toContain('dbt.cli(["run", "--threads", "1"], context=context)');
    expect(definitions).toContain("AssetSelection.assets(shop_phase_1, shop_phase_2)");
  });
});

describe("plan for another scheduler", () => {
  it("is refused for what is no dbt project", async () => {
    const files = plainFiles({
      "w.json": JSON.stringify({
        schema: "heddle.workload/1",
        tasks: [],
        capacity: { threads: 1 },
      }),
    });
    await checkRefused(
      "plan w.json --format airflow",
      "--format airflow writes the plan of one dbt project; give its path",
      files,
    );
  });

  it("passes on a selection", async () => {
    const dag = await exported("airflow", "--select stg_a+");
    expect(dag).toContain('            select=[\n                "stg_a+",\n            ],');
  });
});
