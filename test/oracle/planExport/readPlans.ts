/**
 * Plans exported for Airflow (Cosmos) and Dagster, read by the real programs: `node scripts/run.mjs
 * test/oracle/planExport/readPlans.ts -- --dagster PYTHON --airflow PYTHON --dbt DBT`, each with its
 * packages installed (scripts/oracleEnv.sh oracle-dagster oracle-airflow); what is not given is not
 * checked. Each must find the plan's models in the plan's phases; Dagster also runs its job, with real dbt on DuckDB. Needs a built `dist/`. Ends
 * with `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const ROOT = process.env["HEDDLE_ROOT"] ?? process.cwd();
const CLI = join(ROOT, "dist/cli.js");
/** Staging may run wide, marts one at a time, so that with seats the plan has two phases. */
const FILES: Readonly<Record<string, string>> = {
  "dbt_project.yml": `name: shop
version: "1.0"
profile: shop
models:
  shop:
    staging:
      +materialized: table
      +meta: { heddle: { threads: 6, durationMs: 60000 } }
    marts:
      +materialized: table
      +meta: { heddle: { threads: 1, durationMs: 120000 } }
`,
  "profiles.yml": `shop:
  target: dev
  outputs:
    dev: { type: duckdb, path: shop.duckdb, threads: 6 }
`,
  "models/staging/stg_a.sql": "select 1 as id",
  "models/staging/stg_b.sql": "select 2 as id",
  "models/staging/stg_c.sql": "select 3 as id",
  "models/staging/stg_d.sql": "select 4 as id",
  "models/marts/orders.sql": "select * from {{ ref('stg_a') }}",
  "models/marts/staging.sql": "select * from {{ ref('stg_b') }}",
  "models/marts/clv.sql": "select * from {{ ref('stg_c') }}",
  "models/schema.yml":
    "models:\n  - name: orders\n    columns: [{ name: id, data_tests: [not_null] }]\n",
};
const READERS = { airflow: "readAirflow.py", dagster: "readDagster.py" } as const;

interface Plan {
  readonly phases: readonly { readonly tasks: readonly string[] }[];
}

function heddle(folder: string, words: readonly string[]): string {
  const options = { cwd: folder, encoding: "utf8" } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, "plan", ...words], options);
  if (status !== 0) throw new Error(`heddle plan ${words.join(" ")}: ${stderr}`);
  return stdout;
}

/** Names of models by phase, as the plan has them. */
function phasesOf(folder: string, words: readonly string[]): readonly (readonly string[])[] {
  const plan: Plan = JSON.parse(heddle(folder, [...words, "--json"]));
  return plan.phases.map(({ tasks }) =>
    tasks.flatMap((id) => (id.startsWith("model.") ? [id.split(".").at(-1) ?? ""] : [])).sort(),
  );
}

/** What is wrong with a reader's view of the plan; `undefined` where nothing is. */
function problemOf(
  format: keyof typeof READERS,
  python: string,
  { folder, dbt = python }: { readonly folder: string; readonly dbt: string | undefined },
  words: readonly string[],
): string | undefined {
  const file = join(folder, `${format}_plan.py`);
  writeFileSync(file, heddle(folder, [...words, "--format", format]));
  const script = join(ROOT, "test/oracle/planExport", READERS[format]);
  const path = [dirname(python), dirname(dbt), process.env["PATH"]].join(delimiter);
  const { stdout, stderr, status } = spawnSync(python, [script, file], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: path, DBT_PROJECT_DIR: folder, DBT_PROFILES_DIR: folder },
  });
  if (status !== 0) return stderr?.slice(-3000) ?? `${python} cannot be started`;
  const found = stdout.trim().split("\n").at(-1) ?? "";
  const expected = JSON.stringify(phasesOf(folder, words));
  return found === expected ? undefined : `found ${found}, planned ${expected}`;
}

function main(): number {
  const { values } = parseArgs({
    options: {
      airflow: { type: "string" },
      dagster: { type: "string" },
      dbt: { type: "string" },
    },
  });
  let passed = 0;
  let failed = 0;
  const folder = mkdtempSync(join(tmpdir(), "heddle-plans-"));
  try {
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    if (values.dbt !== undefined) {
      const options = { cwd: folder, encoding: "utf8" } as const;
      const { status, stdout } = spawnSync(values.dbt, ["parse", "--profiles-dir", "."], options);
      if (status !== 0) throw new Error(`dbt parse: ${stdout.slice(-2000)}`);
    }
    for (const format of ["dagster", "airflow"] as const) {
      const given = values[format];
      if (given === undefined) continue;
      const python = resolve(given);
      for (const words of [[], ["--hints", "seats"], ["--command", "build"]]) {
        const problem = problemOf(format, python, { folder, dbt: values.dbt }, words);
        if (problem === undefined) passed++;
        else failed++;
        const name = `${format} ${words.join(" ")}`.trim();
        process.stdout.write(
          problem === undefined ? `ok   ${name}\n` : `FAIL ${name}: ${problem}\n`,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

process.exitCode = main();
