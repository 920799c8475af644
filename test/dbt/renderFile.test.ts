/** What `heddle render` shows of a file or a macro call. */
import { expect, it } from "vitest";
import { renderCall, renderFile } from "../../server/src/dbt/renderFile";
import { projectOf } from "./checkProject";

const SHOP = `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
vars: {days: 3}
//- profiles.yml type:duckdb
//- macros/m.sql
{% macro cents(column, digits=2) %}round({{ column }} / 100, {{ digits }}){% endmacro %}

{% macro pair() %}{{ return({'a': [1, var('days')]}) }}{% endmacro %}

{% macro boom() %}
  {{ exceptions.raise_compiler_error('no') }}
{% endmacro %}
//- models/s.yml
sources: [{name: raw, schema: landing, tables: [{name: customers}]}]
//- models/orders.sql
select 1
//- models/b.sql
{{ config(materialized='table', tags=['x']) }}
{% do log('hello') %}
select {{ cents('amount') }} from {{ ref('orders') }} join {{ source('raw', 'customers') }}
//- models/warehouse.sql
{% set rows = run_query('select 1') %}
select {% for row in rows %}{{ row[0] }}{% endfor %}
//- models/fails.sql
select {{ boom() }}
`;

it("renders a model as dbt compiles it, as far as no database is asked", () => {
  expect(renderFile(projectOf(SHOP), "models/b.sql")).toEqual({
    text: '\n\nselect round(amount / 100, 2) from "memory"."analytics"."orders" join "memory"."landing"."customers"',
    value: null,
    config: { materialized: "table", tags: ["x"] },
    refs: [["orders"]],
    sources: [["raw", "customers"]],
    logs: ["hello"],
    unknown: [],
  });
});

it("says what only a database knows", () => {
  const { error, unknown } = renderFile(projectOf(SHOP), "models/warehouse.sql")!;
  expect(error).toBeUndefined();
  expect(unknown.length).toBeGreaterThan(0);
});

it("gives a call's native value", () => {
  const { value, text } = renderCall(projectOf(SHOP), "pair()")!;
  expect({ value, text }).toEqual({ value: { a: [1, 3] }, text: "" });
  expect(renderCall(projectOf(SHOP), "{{ cents('x', 0) }}")?.text).toBe("round(x / 100, 0)");
});

it("places an error in the macro that made it, in files of several macros", () => {
  const { error } = renderFile(projectOf(SHOP), "models/fails.sql")!;
  expect([error?.file, error?.line, error?.message]).toEqual(["macros/m.sql", 6, "no"]);
});

it("is as strict about what is not defined as dbt is when it compiles", () => {
  for (const call of [
    "nope(1)",
    "nope.member",
    "shop.nope()",
    "target.nope.deeper",
    "pair().a.b.c",
  ]) {
    const { error, value } = renderCall(projectOf(SHOP), call)!;
    expect([call, error?.kind, value]).toEqual([call, "undefined", null]);
  }
  // Printing nothing is allowed.
  expect(renderCall(projectOf(SHOP), "nope")?.error).toBeUndefined();
});

it("knows no other files", () => {
  expect(renderFile(projectOf(SHOP), "models/none.sql")).toBeUndefined();
});
