import { describe, expect, test } from "vitest";
import { hoverAt, hoverMarkdownAt } from "./checkIde";

function checkHover(source: string) {
  return expect(hoverAt(source));
}

/** `models/orders.sql` as given, below a staging model and beside a macro and a source. */
function shop(orders: string): string {
  return `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    marts:
      +threads: 6
//- macros/optimal.sql
{% macro optimal(model) %}{{ log('chose 3 for ' ~ model, info=true) }}{{ return(3) }}{% endmacro %}
//- models/sources.yml
sources:
  - name: raw
    tables: [{ name: orders }]
//- models/stg_orders.sql 30s
select * from {{ source('raw', 'orders') }}
//- models/stg_small.sql 1s
select 1
//- models/marts/orders.sql 50s
${orders}
`;
}

describe("a model's own hint", () => {
  test("on config(, with all there is to know", () => {
    checkHover(
      shop(`{{ con$0fig(threads=6) }}
select o.*, row_number() over (partition by id order by id) as n, sum(x) over (order by id) as s
from {{ ref('stg_orders') }} o join {{ ref('stg_small') }} s using (id)
where id in (select id from other) group by 1, 2`),
    ).toMatchInlineSnapshot();
  });

  test("on the threads key", () => {
    checkHover(
      shop("{{ config(thr$0eads=2) }} select 1 from {{ ref('stg_orders') }}"),
    ).toMatchInlineSnapshot();
  });

  test("on the first line, where the lens stands", () => {
    checkHover(shop("-- the or$0ders\nselect 1")).toMatchInlineSnapshot();
  });

  test("not in the middle of its SQL", () => {
    checkHover(shop("select 1,\n  thre$0ads")).toBe("nothing");
  });

  test("as Markdown with links to places and commands", () => {
    expect(hoverMarkdownAt(shop("{{ con$0fig() }} select 1"))).toMatchInlineSnapshot();
  });
});

describe("refs and sources", () => {
  test("a ref shows its model and what waiting for it means", () => {
    checkHover(
      shop("select * from {{ ref('stg_$0orders') }}, {{ ref('stg_small') }}"),
    ).toMatchInlineSnapshot();
  });

  test("a ref that is done early", () => {
    checkHover(
      shop("select * from {{ ref('stg_orders') }}, {{ ref('stg_sm$0all') }}"),
    ).toMatchInlineSnapshot();
  });

  test("a ref to nothing", () => {
    checkHover(shop("select 1\nfrom {{ ref('no$0thing') }}")).toMatchInlineSnapshot();
  });

  test("a source takes no thread", () => {
    checkHover(shop("select 1\nfrom {{ source('raw', 'or$0ders') }}")).toMatchInlineSnapshot();
  });
});

test("a macro call shows its value and what it logged", () => {
  checkHover(shop("{{ config(threads=opti$0mal('orders')) }} select 1")).toMatchInlineSnapshot();
});

describe("YAML", () => {
  test("a hint of one model is that model", () => {
    checkHover(shop("select 1").replace("+threads: 6", "+thr$0eads: 6")).toMatchInlineSnapshot();
  });

  test("a hint of many models is a summary", () => {
    checkHover(`
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
profile: shop
models:
  +threads: $05
//- models/a.sql 20m
select 1
//- models/b.sql 1s
select 1
//- models/c.sql 1s
{{ config(threads=2) }} select 1
`).toMatchInlineSnapshot();
  });

  test("the run's own threads", () => {
    checkHover(`
//- profiles.yml
shop:
  target: dev
  outputs:
    dev: { type: postgres, schema: x, thr$0eads: 2 }
//- models/a.sql 20s
select 1
//- models/b.sql 10s
select 1
//- models/c.sql 10s
select 1
`).toMatchInlineSnapshot();
  });

  test("a key that reaches nothing", () => {
    checkHover(
      shop("select 1").replace("marts:", "martz:").replace("+threads: 6", "+thr$0eads: 6"),
    ).toMatchInlineSnapshot();
  });

  test("other keys are left to others", () => {
    checkHover(shop("select 1").replace("profile: shop", "profile: sh$0op")).toBe("nothing");
  });
});
