import { expect, test } from "vitest";
import { lensOf } from "./checkIde";

/** A chain of two, so that both are critical, and a short model beside it. */
const SHOP = `
//- profiles.yml threads:4
//- models/stg_orders.sql 30s
select 1 as id
//- models/orders.sql 50s
{{ config(threads=6) }}
select * from {{ ref('stg_orders') }}
//- models/tiny.sql 2s
{{ config(threads=3) }}
select 1
`;

function checkCodeLens(file: string, source: string) {
  return expect(lensOf(source, file));
}

test("a model that differs from the advice says both counts, its place and what it could save", () => {
  checkCodeLens("models/orders.sql", SHOP).toMatchInlineSnapshot(
    `"threads 6 → 3 recommended · critical · 50 s · −25 s if halved"`,
  );
});

test("a model as advised is quiet", () => {
  checkCodeLens("models/tiny.sql", SHOP).toMatchInlineSnapshot(
    `"threads 3 ✓ · slack 1 m 18 s · 2.0 s"`,
  );
});

test("a model without a hint", () => {
  checkCodeLens("models/stg_orders.sql", SHOP).toMatchInlineSnapshot(
    `"threads not set → 3 recommended · critical · 30 s · −15 s if halved"`,
  );
});

test("durations that nobody measured say so", () => {
  checkCodeLens("models/a.sql", "//- models/a.sql\nselect 1").toMatchInlineSnapshot(
    `"threads not set → 1 recommended · critical · ~1.0 s assumed"`,
  );
});

test("a value that is no thread count", () => {
  checkCodeLens(
    "models/a.sql",
    "//- models/a.sql\n{{ config(threads='abc') }} select 1",
  ).toMatchInlineSnapshot(`"threads "abc" → 1 recommended · critical · ~1.0 s assumed"`);
});

test("a value from a macro names the macro", () => {
  checkCodeLens(
    "models/a.sql",
    `
//- macros/m.sql
{% macro pick(n) %}{{ return(n + 1) }}{% endmacro %}
//- models/a.sql 10s
{{ config(threads=pick(2)) }} select 1
`,
  ).toMatchInlineSnapshot(
    `"threads 3 from pick() → 1 recommended · critical · 10 s · −5.0 s if halved"`,
  );
});

test("a value that another hour would change holds now", () => {
  checkCodeLens(
    "models/a.sql",
    `
//- macros/m.sql
{% macro night() %}{{ return(4 if run_started_at.hour < 6 else 3) }}{% endmacro %}
//- models/a.sql 10s
{{ config(threads=night()) }} select 1
`,
  ).toMatchInlineSnapshot(
    `"threads 3 now from night() → 1 recommended · critical · 10 s · −5.0 s if halved"`,
  );
});

test("a disabled model", () => {
  checkCodeLens(
    "models/a.sql",
    "//- models/a.sql\n{{ config(enabled=false) }} select 1",
  ).toMatchInlineSnapshot(`"disabled: not part of the run"`);
});

test("files that are no models have none", () => {
  for (const file of ["dbt_project.yml", "profiles.yml", "models/gone.sql"]) {
    checkCodeLens(file, SHOP).toBe("no lens");
  }
});
