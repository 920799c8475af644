import { describe, expect, it } from "vitest";
import { displayWidth } from "../../server/src/report/displayWidth";
import { checkRefused, plainFiles, projectFiles, runCommand, runJson } from "./commandLine";

const SHOP = projectFiles(`
//- dbt_project.yml
name: shop
version: "1.0"
profile: shop
models:
  shop:
    marts:
      +threads: 6
      +materialized: table
//- profiles.yml threads:4
//- models/stg_orders.sql
select 1 as id
//- models/marts/orders.sql
select * from {{ ref('stg_orders') }}
//- models/marts/clv.sql
{{ config(threads=2, pre_hook="analyze {{ this }}") }}
select * from {{ ref('orders') }} join {{ ref('stg_orders') }} using (id)
//- models/broken.sql
select * from {{ ref('nowhere') }}
`);

interface Models {
  readonly models: readonly {
    readonly uniqueId: string;
    readonly hint: unknown;
    readonly dependsOn: readonly string[];
    readonly config: Readonly<Record<string, unknown>>;
  }[];
}

describe("models", () => {
  it("lists nodes by unique_id with hint, origin and dependencies", async () => {
    const { models } = (await runJson("models", SHOP)) as Models;
    expect(models.map(({ uniqueId }) => uniqueId)).toEqual([
      "model.shop.broken",
      "model.shop.clv",
      "model.shop.orders",
      "model.shop.stg_orders",
    ]);
    const byName = new Map(
      models.map((model) => [model.uniqueId.slice("model.shop.".length), model]),
    );
    expect(byName.get("stg_orders")?.hint).toBeNull();
    expect(byName.get("orders")?.hint).toMatchObject({
      threads: 6,
      origin: {
        file: "dbt_project.yml",
        line: 7,
        via: "+threads",
        path: "models › shop › marts › +threads",
      },
      effectiveInDbt: false,
    });
    expect(byName.get("clv")?.hint).toMatchObject({
      threads: 2,
      origin: { file: "models/marts/clv.sql", line: 1, via: "config()" },
    });
    expect(byName.get("clv")?.dependsOn).toEqual(["model.shop.orders", "model.shop.stg_orders"]);
    expect(byName.get("clv")?.config).toMatchObject({
      materialized: "table",
      "pre-hook": ["analyze {{ this }}"],
      "post-hook": [],
    });
  });

  it("says where the thread count comes from", async () => {
    expect(await runJson("models", SHOP)).toMatchObject({
      project: { name: "shop", threads: { value: 4, origin: "profiles.yml", effective: 4 } },
    });
    expect(await runJson("models --threads 9", SHOP)).toMatchObject({
      project: { threads: { value: 9, origin: "option", effective: 9 } },
    });
  });

  it("takes dbt's selectors and resource types", async () => {
    const selected = async (line: string) =>
      ((await runJson(line, SHOP)) as Models).models.map(({ uniqueId }) => uniqueId.slice(11));
    expect(await selected("models --select +clv")).toEqual(["clv", "orders", "stg_orders"]);
    expect(await selected("models -s marts.* --exclude clv")).toEqual(["orders"]);
    expect(await selected("models --resource-type seed")).toEqual([]);
  });

  it("fits the terminal and keeps names", async () => {
    for (const columns of [80, 100]) {
      const { out } = await runCommand(["models"], { ...SHOP, columns });
      for (const line of out.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(out).toMatch(/^orders +6 +dbt_project.yml:7/m);
    }
  });

  it("prints a workload that can be simulated", async () => {
    const { out } = await runCommand(["models", "--format", "workload"], SHOP);
    const answer = await runJson("simulate shop.json", plainFiles({ "shop.json": out }));
    expect(answer).toMatchObject({ schema: "heddle.schedule/1", threads: 4 });
  });
});

describe("check", () => {
  it("ends with 1 from the severity on that --fail-on names", async () => {
    const status = async (...options: string[]) =>
      (await runCommand(["check", ...options], SHOP)).status;
    expect(await status()).toBe(1);
    expect(await status("--fail-on", "warning")).toBe(1);
    expect(await status("--fail-on", "never")).toBe(0);
    expect(await status("--select", "stg_orders")).toBe(0);
  });

  it("places findings as LSP does", async () => {
    const answer = (await runJson("check", SHOP, 1)) as {
      root: string;
      problems: readonly { file: string; code: string; range: unknown; help: string }[];
      counts: Readonly<Record<string, number>>;
    };
    expect(answer.root).toBe(".");
    expect(answer.counts["error"]).toBe(1);
    const unknown = answer.problems.find(({ code }) => code === "unknown-ref");
    expect(unknown).toMatchObject({
      file: "models/broken.sql",
      range: { start: { line: 0 } },
      help: "docs/rules/unknown-ref.md",
    });
  });

  it("reports a project that was named from outside with its path", async () => {
    const outside = await runJson("check project", { ...SHOP, cwd: "/" }, 1);
    expect(outside).toMatchObject({ root: "project" });
    const { out } = await runCommand(["check", "project"], { ...SHOP, cwd: "/" });
    expect(out).toContain("project/models/broken.sql\n");
  });
});

describe("explain", () => {
  it("says what the hover says", async () => {
    const { status, out } = await runCommand(["explain", "clv"], SHOP);
    expect(status).toBe(0);
    expect(out.split("\n")[0]).toContain("clv");
    expect(out).toContain("Complexity");
    expect(await runJson("explain model.shop.clv", SHOP)).toMatchObject({
      schema: "heddle.explain/1",
      uniqueId: "model.shop.clv",
    });
  });

  it("names the model that was meant", async () => {
    await checkRefused("explain orderz", 'no model is called "orderz"; did you mean orders?', SHOP);
    await checkRefused("explain", "heddle explain needs a model: heddle explain ID [PATH]", SHOP);
  });
});

describe("simulate a project", () => {
  it("knows its threads and engine", async () => {
    expect(await runJson("simulate", SHOP)).toMatchObject({
      schema: "heddle.schedule/1",
      threads: 4,
      threadsOrigin: "profiles.yml",
      engine: "dbt-core",
    });
    expect(await runJson("simulate --threads 2", SHOP)).toMatchObject({ threads: 2 });
  });

  it("simulates what is selected", async () => {
    const { tasks } = (await runJson("simulate --select orders+", SHOP)) as {
      tasks: readonly { id: string }[];
    };
    expect(tasks.map(({ id }) => id)).toEqual(["model.shop.orders", "model.shop.clv"]);
  });

  it("says that nothing is selected", async () => {
    const { status, out } = await runCommand(["simulate", "--select", "tag:none"], SHOP);
    expect(status).toBe(0);
    expect(out).toContain("nothing to run");
  });
});

describe("reading options", () => {
  it("are checked before anything is read", async () => {
    await checkRefused("models --env SECRET", '--env: "SECRET" is not NAME=VALUE', SHOP);
    await checkRefused(
      "models --at yesterday",
      '--at: "yesterday" is not an ISO time; write for instance 2026-01-31T02:00:00',
      SHOP,
    );
    await checkRefused(
      ["models", "--vars", "- a"],
      `--vars: "- a" is no mapping of names to values; write for instance '{days: 3}'`,
      SHOP,
    );
  });

  it("reach the project", async () => {
    const files = projectFiles(`
//- models/a.sql
{{ config(threads=env_var('A') | int, enabled=var('live', false)) }} select 1
`);
    const { models } = (await runJson(
      ["models", "--env", "A=7", "--vars", "{live: true}"],
      files,
    )) as Models;
    expect(models[0]?.hint).toMatchObject({ threads: 7 });
    expect(((await runJson("models", files)) as Models).models).toEqual([]);
  });
});

describe("several inputs", () => {
  const PROJECT = "name: NAME\nversion: '1.0'\nprofile: p\n";
  const files = plainFiles({
    "one/dbt_project.yml": PROJECT.replace("NAME", "one"),
    "one/models/a.sql": "select 1",
    "two/dbt_project.yml": PROJECT.replace("NAME", "two"),
    "two/models/b.sql": "select 1",
  });

  it("are answered in a list, in path order", async () => {
    expect(await runJson("models", files)).toMatchObject([
      { project: { name: "one" } },
      { project: { name: "two" } },
    ]);
    expect(await runJson("models two", files)).toMatchObject({ project: { name: "two" } });
  });

  it("are one after another as text, and no trace", async () => {
    const { out } = await runCommand(["simulate"], files);
    expect(out.indexOf("one ·")).toBeLessThan(out.indexOf("two ·"));
    await checkRefused(
      "simulate --format trace",
      "--format trace prints one run; give the path of one project",
      files,
    );
  });
});
