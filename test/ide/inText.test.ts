import { describe, expect, test } from "vitest";
import { linksOf, withInlayHints } from "./checkIde";

const SHOP = `
//- profiles.yml threads:2
//- dbt_project.yml
name: shop
profile: shop
vars: { many: 5 }
models:
  shop:
    marts:
      +threads: "{{ 2 + 3 }}"
//- macros/pick.sql
{% macro pick(n) %}{{ return(n + 1) }}{% endmacro %}
//- models/stg_a.sql 30s
select 1
//- models/stg_b.sql 2s
{{ config(threads=pick(2)) }}
select 1
//- models/marts/both.sql 10s
{{ config(materialized='table') }}
select * from {{ ref('stg_a') }} a join {{ ref('stg_b') }} b using (id)
`;

describe("inlay hints", () => {
  const checkInlayHints = (file: string) => expect(withInlayHints(SHOP, file));

  test("say how much room a ref has", () => {
    checkInlayHints("models/marts/both.sql").toMatchInlineSnapshot(`
      "{{ config(materialized='table') }}
      select * from {{ ref('stg_a')⟨critical⟩ }} a join {{ ref('stg_b')⟨slack 28 s⟩ }} b using (id)"
    `);
  });
  test("say what Jinja in YAML came to", () => {
    checkInlayHints("dbt_project.yml").toMatchInlineSnapshot(`
      "name: shop
      profile: shop
      vars: { many: 5 }
      models:
        shop:
          marts:
            +threads: "{{ 2 + 3 }}"⟨= "5"⟩"
    `);
  });
  test("say what a macro made of threads", () => {
    checkInlayHints("models/stg_b.sql").toMatchInlineSnapshot(`
      "{{ config(threads=pick(2)⟨= 3⟩) }}
      select 1"
    `);
  });
});

describe("document links", () => {
  const checkLinks = (file: string) => expect(linksOf(SHOP, file));

  test("lead from config to the line of YAML that sets the hint", () => {
    checkLinks("models/marts/both.sql").toMatchInlineSnapshot(`
      [
        "«config» → dbt_project.yml:7 threads "5" comes from dbt_project.yml:7",
      ]
    `);
  });
  test("lead from a macro's name to the macro", () => {
    checkLinks("models/stg_b.sql").toMatchInlineSnapshot(`
      [
        "«pick» → macros/pick.sql:1 pick() decides threads: 3",
      ]
    `);
  });
  test("lead nowhere from a model without a hint", () => {
    checkLinks("models/stg_a.sql").toEqual([]);
  });
});
