/** What dbt refuses beyond single values, at the place where a person would look. */
import { describe, expect, it } from "vitest";
import { checkProblems, nodeOf, projectOf } from "./checkProject";

const DAYS = `
//- models/days.sql
select current_date as d
//- models/a.sql
select 1 as id
//- models/days.yml
models:
  - name: days
    time_spine: {standard_granularity_column: d}
    columns: [{name: d, granularity: day}]
`;

describe("the semantic layer", () => {
  it("names that MetricFlow does not take", () =>
    checkProblems(`${DAYS}
//- models/m.yml
semantic_models:
  - name: orders
    model: ref('a')
    entities: [{name: order_id, type: primary}]
    dimensions: [{name: at, type: time, type_params: {time_granularity: day}}]
    measures: [{name: Total, agg: sum, expr: id, agg_time_dimension: at}]
#                     ^^^^^ error invalid-properties: 'Total' is no name for the semantic layer: two or more of a-z, 0-9 and single underscores, from a letter to a letter or digit.
metrics:
  - {name: revenue, label: Revenue, type: simple, type_params: {measure: Total}}
`));
  it("measures without a time, and labels that stand twice", () =>
    checkProblems(`${DAYS}
//- models/m.yml
semantic_models:
  - name: orders
    model: ref('a')
    entities: [{name: order_id, type: primary}]
    measures: [{name: total, agg: sum, expr: id}]
#                     ^^^^^ error invalid-properties: The measure 'total' needs an \`agg_time_dimension\`, its own or one under \`defaults\`.
metrics:
  - {name: one, label: Same, type: simple, type_params: {measure: total}}
  - {name: two, label: Same, type: simple, type_params: {measure: total}}
#                      ^^^^ error invalid-properties: Another metric has the label 'Same'.
`));
  it("says nothing where there is no metric", () =>
    checkProblems(`${DAYS}
//- models/m.yml
semantic_models:
  - name: Orders
    model: ref('a')
    entities: [{name: order_id, type: primary}]
`));
  it("a time spine that is not built", () =>
    checkProblems(`
//- models/days.sql
select current_date as d
//- models/days.yml
models:
  - name: days
    config: {materialized: ephemeral}
    time_spine: {standard_granularity_column: d}
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-properties: 'days' is ephemeral: a time spine needs a model that is built.
    columns: [{name: d, granularity: day}]
`));
  it("a semantic model on one that is not built, named with its package", () =>
    checkProblems(`${DAYS}
//- models/e.sql
{{ config(materialized='ephemeral') }} select 1 as id
//- models/m.yml
semantic_models:
  - name: orders
    model: ref('shop', 'e')
#          ^^^^^^^^^^^^^^^^ error invalid-properties: 'e' is ephemeral: a semantic model needs one that is built.
    entities: [{name: order_id, type: primary}]
`));
  it("windows that are none", () =>
    checkProblems(`${DAYS}
//- models/m.yml
semantic_models:
  - name: orders
    model: ref('a')
    entities: [{name: order_id, type: primary}]
    dimensions: [{name: at, type: time, type_params: {time_granularity: day}}]
    measures: [{name: total, agg: sum, expr: id, agg_time_dimension: at}]
metrics:
  - {name: m1, label: A, type: cumulative, type_params: {measure: total, window: seven days}}
#                                                                                ^^^^^^^^^^ error invalid-properties: 'seven days' is no window; write a count and a step of time, such as '28 days'.
`));
});

describe("unit tests", () => {
  it("an input without rows is a seed", () =>
    checkProblems(`
//- models/a.sql
select 1 as id
//- models/b.sql
select * from {{ ref('a') }}
//- models/u.yml
unit_tests:
  - name: u
    model: b
    given: [{input: ref('a')}]
#                   ^^^^^^^^ error unknown-ref: The input 'ref('a')' has no \`rows\`, and is no seed that they could come from.
    expect: {rows: []}
`));
});

describe("config.require", () => {
  it("of what nothing sets", () =>
    checkProblems(`
//- models/a.sql
{{ config(meta={'owner': 'ann'}) }}
select '{{ config.require('ownr') }}' as x, '{{ config.meta_require('owner') }}' as y
--         ^^^^^^^^^^^^^^^^^^^^^^ error invalid-config: 'a' requires the config key 'ownr', which nothing sets; dbt stops here when it compiles this.
`));
});

describe("names that two share", () => {
  it("a plain model beside versions", () => {
    const { problems } = projectOf(`
//- models/a.sql
select 1
//- models/a_v1.sql
select 1
//- models/a.yml
models: [{name: a, versions: [{v: 1}]}]
`);
    expect(problems.map(({ file, severity, message }) => [file, severity, message])).toEqual([
      [
        "models/a.sql",
        "error",
        "'a' has versions (models/a_v1.sql) and stands here without one; dbt refuses that. Name this file after a version, or give it as `defined_in`.",
      ],
    ]);
  });
});

describe("what dbt is needed", () => {
  const requiring = (range: string, expected: string) =>
    checkProblems(`
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
require-dbt-version: ${range}
${expected && `#                    ${"^".repeat(range.length)} ${expected}`}
//- profiles.yml type:duckdb
`);
  const profile = (type: string, expected: string, files = "") =>
    checkProblems(`
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: ${type}
${expected && `#           ${"^".repeat(type.length)} ${expected}`}
      schema: main
      path: ":memory:"
      threads: 4
${files}`);

  it("any release of dbt-core that Heddle reads will do", () => {
    requiring("'>=1.12.0'", "");
    requiring("'<1.9.0'", "");
    requiring("'>=1.10.0,<1.11.0'", "");
  });
  it("one that is yet to come is no error, one that is gone is", () => {
    requiring(
      "'>=1.13.0'",
      "warning invalid-project: No dbt-core 1.8 to 1.12 satisfies '>=1.13.0'; it is read as the newest of them.",
    );
    requiring(
      "'<1.5.0'",
      "error invalid-project: No dbt-core 1.8 to 1.12 satisfies '<1.5.0'; dbt refuses to run this project.",
    );
  });
  it("an adapter that nobody published, unless the project's files speak of it", () => {
    profile("greenplum", "");
    profile("inhouse", "error missing-profile: No adapter of dbt is called 'inhouse'.");
    profile(
      "postgress",
      "error missing-profile: No adapter of dbt is called 'postgress'. Did you mean 'postgres'?",
    );
    profile("inhouse", "", "//- requirements.txt\ndbt-core==1.11.2\ndbt_inhouse>=2\n");
    profile(
      "inhouse",
      "",
      "//- macros/dates.sql\n{% macro inhouse__today() -%} today {%- endmacro %}\n",
    );
    profile(
      "inhouse",
      "error missing-profile: No adapter of dbt is called 'inhouse'.",
      "//- macros/dates.sql\n{% macro my_inhouse__today() -%} today {%- endmacro %}\n",
    );
  });
});

describe("what properties say of a singular test", () => {
  const files = (config: string) => `
//- models/a.sql
select 1 as id
//- tests/t.sql
{{ config(meta={'own': 1, 'both': 'file'}) }} select * from {{ ref('a') }}
//- tests/p.yml
data_tests:
  - name: t
    config: ${config}
`;
  it("is its config, below what its own file says", () => {
    const { config } = nodeOf(files("{meta: {both: yml, owner: me}, tags: [slow]}"), "t");
    expect([config["meta"], config["tags"]]).toEqual([
      { both: "file", owner: "me", own: 1 },
      ["slow"],
    ]);
  });
  it("must be a mapping where it is merged", () =>
    checkProblems(
      `${files("{meta: text}")}#                  ^^^^ error invalid-config: \`meta\` must be a mapping, not the text 'text'.\n`,
    ));
});

it("a hook without a value at the top of a tree is none", () => {
  const { config } = nodeOf(
    `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  pre-hook: [select 1]
  post-hook:
//- profiles.yml type:duckdb
//- models/a.sql
select 1 as id
`,
    "a",
  );
  expect(config["post-hook"]).toEqual([]);
});
