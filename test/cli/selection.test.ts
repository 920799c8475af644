/** `--selector`, `--indirect-selection` and the default selector of a project on the command line. */
import { describe, expect, it } from "vitest";
import { checkRefused, projectFiles as project, runCommand, runJson } from "./commandLine";

const MODELS = `
//- profiles.yml threads:2
//- models/a.sql 10s
select 1
//- models/b.sql 20s
select * from {{ ref('a') }}
//- models/c.sql 30s
select 1
`;

const NAMED = project(`${MODELS}
//- selectors.yml
selectors:
  - {name: up, definition: '+b'}
  - {name: one, definition: "{{ var('chosen', 'c') }}"}
  - {name: secret, definition: "{{ env_var('CHOSEN') }}"}
`);

const DEFAULTED = project(`${MODELS}
//- selectors.yml
selectors:
  - {name: nightly, default: true, definition: {union: ['b', {exclude: ['c']}]}}
  - {name: rest, definition: c}
`);

async function checkSimulated(line: string, expected: string, files = DEFAULTED): Promise<void> {
  const { tasks } = (await runJson(`${line} --quiet`, files)) as {
    tasks: readonly { id: string }[];
  };
  const names = tasks.map(({ id }) => id.split(".")[2]).sort();
  expect(names.join(" ")).toBe(expected);
}

async function checkModels(line: string, expected: string, files = NAMED): Promise<void> {
  const { models } = (await runJson(line, files)) as { models: readonly { name: string }[] };
  expect(models.map(({ name }) => name).join(" ")).toBe(expected);
}

describe("--selector", () => {
  it("means the same as in dbt", async () => {
    await checkModels("models --selector up", "a b");
  });

  it("replaces --select", async () => {
    await checkModels("models --selector up --select c", "a b");
  });

  it("goes with every command that takes --select", async () => {
    await checkSimulated("simulate --selector up", "a b", NAMED);
  });

  it("renders the file's Jinja with the variables of the command line", async () => {
    await checkModels("models --selector one", "c");
    await checkModels("models --selector one --vars {chosen:b}", "c");
    const { out } = await runCommand(
      ["models", "--json", "--selector", "one", "--vars", "chosen: b"],
      NAMED,
    );
    expect(JSON.parse(out)).toMatchObject({ models: [{ name: "b" }] });
  });

  it("says why there is no such selector", async () => {
    await checkRefused(
      "models --selector down",
      '--selector: no selector named "down"; there are up, one',
      NAMED,
    );
    await checkRefused(
      "models --selector secret",
      '--selector: selector "secret" is left out: its Jinja has no value that is known here',
      NAMED,
    );
    await checkRefused(
      "models --indirect-selection lazy",
      '--indirect-selection: "lazy" is none of eager, cautious, buildable, empty',
      NAMED,
    );
  });
});

describe("the default selector", () => {
  it("counts for runs where nothing is selected, and is named", async () => {
    await checkSimulated("simulate", "b");
    await checkSimulated("simulate --select c", "c");
    await checkSimulated("simulate --selector rest", "c");
    const { err } = await runCommand(["simulate"], DEFAULTED);
    expect(err).toContain("selector nightly, the default of selectors.yml");
  });

  it("leaves nothing out of what a project holds", async () => {
    await checkModels("models", "a b c", DEFAULTED);
  });

  it("is not undone by the commands of a plan", async () => {
    const plan = (await runJson("plan --hints seats --quiet", DEFAULTED)) as {
      phases: readonly { command: string }[];
    };
    for (const { command } of plan.phases) expect(command).not.toContain("--exclude");
    const { out } = await runCommand(["plan", "--format", "dagster"], DEFAULTED);
    expect(out).toContain('select="b"');
  });
});

const TESTED = `
//- profiles.yml threads:2
//- dbt_project.yml
name: p
profile: p
FLAGS
//- models/a.sql
select 1 as id
//- models/b.sql
select 1 as id
//- models/schema.yml
models:
  - name: a
    columns:
      - name: id
        data_tests: [not_null, {relationships: {arguments: {to: "ref('b')", field: id}}}]
`;

describe("--indirect-selection", () => {
  const all = "a not_null_a_id relationships_a_id__id__ref_b_";
  const tested = (flags: string) => project(TESTED.replace("FLAGS", flags));

  it("decides which tests a build runs", async () => {
    const files = tested("");
    const build = "simulate --command build --select a";
    await checkSimulated(build, all, files);
    await checkSimulated(`${build} --indirect-selection cautious`, "a not_null_a_id", files);
    await checkSimulated(`${build} --indirect-selection empty`, "a", files);
  });

  it("is what the project's flag says where the option is not given", async () => {
    const files = tested("flags: {indirect_selection: empty}");
    await checkSimulated("simulate --command build --select a", "a", files);
    await checkSimulated(
      "simulate --command build --select a --indirect-selection eager",
      all,
      files,
    );
  });
});

describe("--state", () => {
  const manifest = JSON.stringify({
    metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json" },
    nodes: { "model.shop.a": { resource_type: "model", name: "a", package_name: "shop" } },
  });
  const results = JSON.stringify({
    metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json" },
    results: [
      { unique_id: "model.shop.a", status: "success", execution_time: 1 },
      { unique_id: "model.shop.c", status: "error", execution_time: 1 },
    ],
  });
  const files = project(
    `${MODELS}\n//- before/manifest.json\n${manifest}\n//- before/run_results.json\n${results}\n//- bad/manifest.json\n{}\n`,
  );

  it("is what state: and result: compare with", async () => {
    await checkModels("models --select state:new --state before", "b c", files);
    await checkModels("models --select result:error --state before", "c", files);
    await checkSimulated(
      "simulate --select result:error --select result:success --state before",
      "a c",
      files,
    );
  });

  it("says what is missing", async () => {
    await checkRefused(
      "models --select state:new",
      "--select or --exclude: `state:` needs the manifest of an earlier state: give --state DIR",
      files,
    );
    await checkRefused(
      "models --select state:new --state nowhere",
      "--state nowhere: no manifest.json, run_results.json or sources.json in it; name the target folder of an earlier run",
      files,
    );
    await checkRefused("models --state bad", "--state bad/manifest.json is no dbt manifest", files);
  });
});
