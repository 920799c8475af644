import { describe, expect, it } from "vitest";
import { checkRefused, plainFiles, projectFiles, runCommand, runJson } from "./commandLine";

const BARE = plainFiles({
  "page.j2": "{% for x in items %}{{ x }},{% endfor %}{{ rate }}\n",
  "names.json": `{ "items": [1, "two", null], "rate": 4.0 }`,
  "list.json": "[1]",
  "broken.j2": "one\n{{ 1 + }}\n",
  "loop.j2": "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
  "batch.json": JSON.stringify([
    { template: "{{ a }}", context: { a: 1 } },
    { template: "{{ 1 / 0 }}" },
  ]),
});

const SHOP = projectFiles(`
//- models/orders.sql
{{ config(materialized='table', threads=threads_for('orders')) }}
select * from {{ ref('stg_orders') }}
//- models/stg_orders.sql
select * from {{ source('raw', 'orders') }}
//- models/sources.yml
sources:
  - name: raw
    tables: [{ name: orders }]
//- macros/threads.sql
{% macro threads_for(name) %}
  {% do log('sized ' ~ name) %}
  {{ return(3) }}
{% endmacro %}
`);

describe("bare templates", () => {
  it("print their text", async () => {
    const line = ["render", "page.j2", "--template", "--context", "names.json"];
    expect(await runCommand(line, BARE)).toMatchObject({
      status: 0,
      out: "1,two,None,4.0\n",
      err: "",
    });
  });

  it("answer with text and without error", async () => {
    expect(await runJson("render page.j2 --template", BARE)).toEqual({
      schema: "heddle.render/1",
      text: "",
      value: null,
      config: {},
      refs: [],
      sources: [],
      logs: [],
      error: null,
      unknown: [],
    });
  });

  it("know nothing of dbt", async () => {
    const files = plainFiles({ "a.j2": "{{ ref('x') }}" });
    expect(await runJson("render a.j2 --template", files, 1)).toMatchObject({
      text: null,
      error: { kind: "undefined", message: "'ref' is undefined", line: 1 },
    });
  });

  it("say where they are broken, and end with 1", async () => {
    expect(await runJson("render broken.j2 --template", BARE, 1)).toMatchObject({
      error: { kind: "syntax", line: 2 },
    });
    const { status, out, err } = await runCommand(["render", "broken.j2", "--template"], BARE);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(/^2:\d+ syntax error: /);
  });

  it("end on a budget", async () => {
    expect(await runJson("render loop.j2 --template", BARE, 1)).toMatchObject({
      error: { kind: "budget" },
    });
  });

  it("come in batches, each with its own error", async () => {
    expect(await runJson("render --batch batch.json", BARE)).toMatchObject([
      { text: "1", error: null },
      { text: null, error: { kind: "zero-division", message: "division by zero" } },
    ]);
  });

  it("refuse names that are no object", async () => {
    await checkRefused(
      "render page.j2 --template --context list.json",
      "--context list.json: expected an object of names with values",
      BARE,
    );
    await checkRefused(
      "render --batch names.json",
      '--batch names.json: expected a list of { "template", "context" }',
      BARE,
    );
    await checkRefused(
      "render --batch list.json",
      '--batch list.json: entry 0 is no { "template": text, "context": object }',
      BARE,
    );
  });
});

describe("a project's Jinja", () => {
  it("evaluates a model with its config, references and log lines", async () => {
    const answer = await runJson("render models/orders.sql", SHOP);
    expect(answer).toMatchObject({
      config: { materialized: "table", threads: 3 },
      refs: [["stg_orders"]],
      logs: ["sized orders"],
      error: null,
    });
    expect((answer as { text: string }).text).toMatch(/select \* from \S*stg_orders\S*\s*$/);
  });

  it("finds a file from where the command is given and from the project", async () => {
    const above = { ...SHOP, cwd: "/" };
    expect(await runJson("render project/models/stg_orders.sql", above)).toMatchObject({
      sources: [["raw", "orders"]],
    });
    expect(await runJson("render models/stg_orders.sql project", above)).toMatchObject({
      sources: [["raw", "orders"]],
    });
  });

  it("calls a macro and gives its native value", async () => {
    expect(await runJson(["render", "--call", "threads_for('x')"], SHOP)).toMatchObject({
      value: 3,
      logs: ["sized x"],
    });
    const { out, err } = await runCommand(["render", "--call", "threads_for('x')"], SHOP);
    expect([out, err]).toEqual(["3\n", "log: sized x\n"]);
  });

  it("says what is no file of it", async () => {
    await checkRefused(
      "render models/nowhere.sql",
      "models/nowhere.sql: no file of the project . that dbt would read",
      SHOP,
    );
  });
});
