/** What dbt-core 1.12 reads that 1.11 does not: semantic models below a model, overloads, `.sql.jinja`. */
import { describe, expect, it } from "vitest";
import { checkProblems, projectOf } from "./checkProject";

const FILES = `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
semantic-models: {shop: {+meta: {layer: root}}}
//- profiles.yml type:duckdb
//- models/days.sql
select current_date as d
//- models/sub/orders.sql
select 1 as id
//- models/days.yml
models:
  - name: days
    time_spine: {standard_granularity_column: d}
    columns: [{name: d, granularity: day}]
`;
const project = (files: string) => projectOf(`${FILES}${files}`, { release: 12 });
const parents = (files: string, id: string) => project(files).nodes.get(id)?.dependsOn;

describe("a semantic model in a model's entry", () => {
  const ORDERS = `
//- models/sub/orders.yml
models:
  - name: orders
    semantic_model: {name: sales, group: g, config: {meta: {a: 1}}}
    agg_time_dimension: at
    metrics:
      - {name: total, agg: sum, expr: amount}
      - {name: per_day, type: ratio, numerator: total, denominator: {name: total}}
      - {name: stopped, agg: sum, expr: amount, config: {enabled: false}}
groups: [{name: g, owner: {name: o, email: o@example.org}}]
metrics:
  - {name: growing, type: cumulative, input_metric: total}
  - {name: both, type: derived, expr: total + growing, input_metrics: [total, {name: growing}]}
  - {name: moved, type: conversion, entity: e, calculation: conversions, base_metric: total, conversion_metric: growing}
`;

  it("is a node of its own, configured there", () => {
    const { nodes, disabled } = project(ORDERS);
    const sales = nodes.get("semantic_model.shop.sales");
    expect(sales?.fqn).toEqual(["shop", "sub", "sales"]);
    expect(sales?.dependsOn).toEqual(["model.shop.orders"]);
    expect(sales?.config).toMatchObject({ group: "g", meta: { layer: "root", a: 1 } });
    expect([...disabled.keys()]).toEqual(["metric.shop.stopped"]);
  });
  it.each([
    ["total", ["semantic_model.shop.sales"]],
    ["per_day", ["metric.shop.total"]],
    ["growing", ["metric.shop.total"]],
    ["both", ["metric.shop.growing", "metric.shop.total"]],
    ["moved", ["metric.shop.growing", "metric.shop.total"]],
  ])("its metric %s rests on %j", (name, expected) =>
    expect(parents(ORDERS, `metric.shop.${name}`)).toEqual(expected),
  );
  it.each([
    ["semantic_model: false", []],
    ["semantic_model: {enabled: false}", []],
    ["semantic_model: true", ["semantic_model.shop.orders"]],
  ])("with %s makes %j", (said, expected) => {
    const { nodes } = project(
      `//- models/sub/orders.yml\nmodels:\n  - name: orders\n    ${said}\n    metrics: [{name: m, agg: sum, expr: x}]\n`,
    );
    const made = [...nodes.keys()].filter((id) => id.startsWith("semantic_model."));
    expect(made).toEqual(expected);
    expect(nodes.has("metric.shop.m")).toBe(expected.length > 0);
  });
  it("is nothing to earlier releases", () => {
    const files = `${FILES}//- models/sub/orders.yml\nmodels: [{name: orders, semantic_model: true}]\n`;
    const { nodes } = projectOf(files, { release: 11 });
    expect(nodes.has("semantic_model.shop.orders")).toBe(false);
  });
  it("names metrics that nobody defines", () =>
    checkProblems(
      `${FILES}
//- models/m.yml
metrics:
  - {name: a, type: cumulative, input_metric: nobody}
#                                             ^^^^^^ error unknown-ref: No metric is called 'nobody'.
`,
      { release: 12 },
    ));
});

describe("overloads of a function", () => {
  const FUNCTIONS = `
//- functions/area.sql
a * b
//- functions/area_one.sql
(select max(id) from {{ ref('orders') }}) * a
`;
  const entry = (name: string) =>
    `//- functions/f.yml\nfunctions:\n  - name: area\n    arguments: [{name: a, data_type: int}]\n    returns: {data_type: int}\n    overloads: [{defined_in: ${name}}]\n`;

  it("are no nodes, and what they read the function reads", () => {
    const { nodes } = project(FUNCTIONS + entry("area_one"));
    expect(nodes.has("function.shop.area_one")).toBe(false);
    expect(nodes.get("function.shop.area")?.dependsOn).toEqual(["model.shop.orders"]);
  });
  it("must be there", () => {
    const { problems } = project(FUNCTIONS + entry("area_on"));
    expect(problems.filter(({ severity }) => severity === "error").map((p) => p.message)).toEqual([
      "No other function of this package that is left stands in 'area_on'. Did you mean 'area_one'?",
    ]);
  });
});

describe("files whose name ends in Jinja's", () => {
  const files = (flags: string) => `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
${flags}
//- profiles.yml type:duckdb
//- macros/m.sql.jinja2
{% macro one() %}1{% endmacro %}
//- models/a.sql.jinja
select {{ one() }} as id
//- models/b.sql.j2
select * from {{ ref('a') }}
//- models/c.x.sql
select 1
`;
  it("are read where a flag says so", () => {
    const { nodes } = projectOf(files("flags: {allow_jinja_file_extensions: true}"));
    expect([...nodes.keys()].sort()).toEqual(["model.shop.a", "model.shop.b", "model.shop.c.x"]);
    expect(nodes.get("model.shop.a")?.dependsOnMacros).toEqual(["macro.shop.one"]);
    expect(nodes.get("model.shop.b")?.dependsOn).toEqual(["model.shop.a"]);
  });
  it("are those of a project that is read as 1.12 for it, and of no earlier dbt", () => {
    const flagged = files("flags: {allow_jinja_file_extensions: true}");
    const { release, engineOrigin } = projectOf(flagged);
    expect([release, engineOrigin]).toEqual([12, "flags"]);
    const before = projectOf(flagged, { release: 11 });
    expect([...before.nodes.keys()]).toEqual(["model.shop.c.x"]);
    const bound = files(
      "require-dbt-version: '<1.11.0'\nflags: {allow_jinja_file_extensions: true}",
    );
    const { release: older, nodes } = projectOf(bound);
    expect([older, ...nodes.keys()]).toEqual([10, "model.shop.c.x"]);
  });
  it("are none of dbt's otherwise", () => {
    const { nodes } = projectOf(files(""));
    expect([...nodes.keys()]).toEqual(["model.shop.c.x"]);
  });
});

it("analyses have names and a tree of their own where 1.12's flag says so", () => {
  const files = (flag: boolean) => `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
flags: {require_corrected_analysis_fqns: ${flag}}
models: {+tags: [m]}
analyses: {+tags: [x], shop: {deep: {+meta: {a: 1}}}}
//- profiles.yml type:duckdb
//- analyses/deep/look.sql
select 1
`;
  const look = (flag: boolean, release: 11 | 12) => {
    const node = projectOf(files(flag), { release }).nodes.values().next().value;
    return [node?.fqn.join("."), node?.tags, node?.config["meta"]];
  };
  expect(look(true, 12)).toEqual(["shop.deep.look", ["x"], { a: 1 }]);
  for (const [flag, release] of [
    [false, 12],
    [true, 11],
  ] as const) {
    expect(look(flag, release)).toEqual(["shop.analysis.deep.look", ["m"], {}]);
  }
});
