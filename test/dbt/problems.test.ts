/** Problems stand where a person would look, in words that help. */
import { describe, expect, it } from "vitest";
import { checkProblems, projectOf } from "./checkProject";

describe("references", () => {
  it("unknown, with a suggestion", () =>
    checkProblems(`
//- models/orders.sql
select 1
//- models/b.sql
select * from {{ ref('order') }}
--                   ^^^^^^^ error unknown-ref: No model, seed or snapshot is called 'order'. Did you mean 'orders'?
`));
  it("of an unknown table", () =>
    checkProblems(`
//- models/s.yml
sources: [{name: raw, tables: [{name: customers}]}]
//- models/b.sql
select * from {{ source('raw', 'customer') }}
--                             ^^^^^^^^^^ error unknown-source: The source 'raw' has no table 'customer'. Did you mean 'customers'?
`));
  it("to a disabled model", () =>
    checkProblems(`
//- models/a.sql
{{ config(enabled=false) }} select 1
//- models/b.sql
select * from {{ ref('a') }}
--                   ^^^ error disabled-ref: The model 'b' needs 'a', which is disabled (models/a.sql).
`));
  it("in a loop, as the shortest one", () =>
    checkProblems(`
//- models/a.sql
select * from {{ ref('b') }}
--                   ^^^ error dependency-cycle: These refer to each other in a loop, which dbt cannot order: a → b → a.
//- models/b.sql
select * from {{ ref('a') }} join {{ ref('c') }}
//- models/c.sql
select * from {{ ref('b') }}
`));
  it("that a macro makes stand in the macro", () =>
    checkProblems(`
//- macros/m.sql
{% macro m() %}{{ ref('nope') }}{% endmacro %}
--                    ^^^^^^ error unknown-ref: No model, seed or snapshot is called 'nope'.
//- models/a.sql
select * from {{ m() }}
`));
});

describe("configuration", () => {
  it("of a wrong type, at the key in dbt_project.yml", () =>
    checkProblems(`
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +enabled: "{{ 'False' }}"
#   ^^^^^^^^ error invalid-config: \`enabled\` must be true or false, not the text 'False'.
//- models/a.sql
select 1
`));
  it("of a wrong type, at the value in a file", () =>
    checkProblems(`
//- models/a.sql
{{ config(materialized=1) }} select 1
--                     ^ error invalid-config: \`materialized\` must be a text, not 1.
`));
  it("unknown keys of dbt_project.yml", () =>
    checkProblems(`
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
quoting:
  databse: true
# ^^^^^^^ error invalid-project: \`databse\` is no key of \`quoting\`. Did you mean 'database'?
`));
});

describe("macros", () => {
  it("that nobody defines", () =>
    checkProblems(`
//- macros/m.sql
{% macro cents(x) %}{{ x }}{% endmacro %}
//- models/a.sql
select {{ cent(1) }}
--        ^^^^ error unknown-macro: No macro is called 'cent'; dbt stops here when it compiles this. Did you mean 'cents'?
`));
  it("called with an argument that a test does not take", () =>
    checkProblems(`
//- models/a.sql
select 1
//- models/p.yml
models:
  - name: a
    columns:
      - name: id
        data_tests: [{accepted_values: {value: [1]}}]
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-properties: The test 'accepted_values' takes no argument 'value'. Did you mean 'values'?
`));
});

describe("packages that are not installed", () => {
  const project = `
//- packages.yml
packages: [{package: dbt-labs/dbt_utils, version: 1.0.0}, {git: https://example.org/other.git}]
//- macros/m.sql
{% macro m(x) %}{{ extras.get(x).name }}{{ return(adapter.dispatch('m', 'dbt_utils')()) }}{% endmacro %}
//- models/a.sql
{{ config(tags=[m('x')]) }}
select {{ dbt_utils.star(ref('b')) }}, {{ dbt_utils['pivot']('x') }}
from {{ ref('from_a_package') }}, {{ ref('elsewhere', 'x') }}, {{ source('crm', 'orders') }}
//- models/b.sql
select 1 as id
//- models/c.sql
{{ config(enabled=false) }}
select {{ dbt_utils.star('x') }}
//- models/p.yml
models:
  - name: b
    description: "{{ doc('dbt_utils', 'block') }}"
    data_tests: [dbt_utils.equal_rowcount, {extras.fits: {of: 1}}]
`;
  it("are one finding, with the places that need them", () => {
    const { problems, nodes } = projectOf(project);
    const errors = problems.filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, file }) => `${code} ${file}`)).toEqual([
      "missing-package packages.yml",
    ]);
    expect(errors[0]?.related?.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      "models/a.sql: dbt_utils.star() is called here.",
      "models/a.sql: ref('from_a_package') is not found here.",
      "models/a.sql: ref('elsewhere', 'x') is not found here.",
      "models/a.sql: source('crm', 'orders') is not found here.",
      "models/p.yml: The test dbt_utils.equal_rowcount is used here.",
      "models/p.yml: The test extras.fits is used here.",
    ]);
    expect(nodes.get("model.shop.a")?.dependsOn).toEqual(["model.shop.b"]);
    expect(nodes.get("model.shop.a")?.uncertain.join()).toMatch(/package is not installed/);
  });
  it("do not excuse macros of the project's own, and leave a slip of spelling a warning", () =>
    checkProblems(`
//- models/orders.sql
select 1
//- models/b.sql
select {{ own() }} from {{ ref('order') }}
--        ^^^ error unknown-macro: No macro is called 'own'; dbt stops here when it compiles this.
--                             ^^^^^^^ warning unknown-ref: No model, seed or snapshot is called 'order'. Did you mean 'orders'?
//- packages.yml
  packages: [{package: dbt-labs/dbt_utils, version: 1.0.0}]
# ^^^^^^^^ error missing-package: One package is asked for (dbt-labs/dbt_utils) and 0 installed in dbt_packages: run \`dbt deps\`. Until then what comes from it is not known.
`));
});

describe("a profile that the environment names", () => {
  const project = `
//- dbt_project.yml
name: shop
profile: "{{ env_var('PROFILE') }}"
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning env-var-unset: The value of {{ env_var('PROFILE') }} is not known here: env_var('PROFILE').`;

  it("is the only one that there is", () =>
    checkProblems(`${project}
//- profiles.yml
shop: {target: dev, outputs: {dev: {type: duckdb, path: x.db, schema: main, threads: 3}}}
//- models/a.sql
select '{{ target.schema }}' as s
`));
  it("is not guessed among several", () =>
    checkProblems(`${project}
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-profile: Which of shop, store this is depends on the environment: target, schema and threads are assumed. Give what \`profile\` reads with --env NAME=VALUE.
//- profiles.yml
shop: {target: dev, outputs: {dev: {type: duckdb, path: x.db, schema: main, threads: 3}}}
store: {target: dev, outputs: {dev: {type: duckdb, path: x.db, schema: main, threads: 3}}}
//- models/a.sql
select 1 as id
`));
});
