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
    ).toMatchInlineSnapshot(`
      "«config»
      orders  lightweight staging · critical path 2 of 2
      Recommended  3 threads · run history: minimal (50 s, 1 run); complexity 7.7 > 3; 20 % of 4 threads stay in reserve: 3 at most
                   confidence medium: only 1 run on record
      Configured   6 · models/marts/orders.sql:1 config()
                   overrides dbt_project.yml:7 models › shop › marts › +threads
      In dbt 1     ignored: dbt has no per-model threads
      In dbt 2     refused: dbt1060, an unknown config key
      Complexity   7.7 · lightweight staging
                   window functions 2 × 2.0 = 4.0 · joins 1 × 1.5 = 1.5
                   subqueries 1 × 1.2 = 1.2 · group by 1 × 1.0 = 1.0
                   no unions, no recursive CTEs
      Duration     50 s · measured, 1 run on 1 Feb in target/run_results.json
      In the run   starts 0:30 after stg_orders, ends 1:20 of 1:20 with 4 threads
                   critical: slack 0 · 10 % faster saves 5.0 s, halved saves 25 s"
    `);
  });

  test("on the threads key", () => {
    checkHover(
      shop("{{ config(thr$0eads=2) }} select 1 from {{ ref('stg_orders') }}"),
    ).toMatchInlineSnapshot(`
      "«threads»
      orders  utility · critical path 2 of 2
      Recommended  3 threads · run history: minimal (50 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most
                   confidence medium: only 1 run on record
      Configured   2 · models/marts/orders.sql:1 config()
                   overrides dbt_project.yml:7 models › shop › marts › +threads
      In dbt 1     ignored: dbt has no per-model threads
      In dbt 2     refused: dbt1060, an unknown config key
      Complexity   0 · utility
                   nothing in it counts
      Duration     50 s · measured, 1 run on 1 Feb in target/run_results.json
      In the run   starts 0:30 after stg_orders, ends 1:20 of 1:20 with 4 threads
                   critical: slack 0 · 10 % faster saves 5.0 s, halved saves 25 s"
    `);
  });

  test("on the first line, where the lens stands", () => {
    checkHover(shop("-- the or$0ders\nselect 1")).toMatchInlineSnapshot(`
      "«-- the orders»
      orders  utility · critical path 1 of 1
      Recommended  3 threads · run history: minimal (50 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most
                   confidence medium: only 1 run on record
      Configured   6 · dbt_project.yml:7 models › shop › marts › +threads
      In dbt 1     ignored: dbt has no per-model threads
      In dbt 2     refused: dbt1013, it reads the key as a folder of models
      Complexity   0 · utility
                   nothing in it counts
      Duration     50 s · measured, 1 run on 1 Feb in target/run_results.json
      In the run   starts 0 s, ends 50 s of 50 s with 4 threads
                   critical: slack 0 · 10 % faster saves 5.0 s, halved saves 20 s"
    `);
  });

  test("not in the middle of its SQL", () => {
    checkHover(shop("select 1,\n  thre$0ads")).toBe("nothing");
  });

  test("as Markdown with links to places and commands", () => {
    expect(hoverMarkdownAt(shop("{{ con$0fig() }} select 1"))).toMatchInlineSnapshot(`
      "| orders | utility · critical path 1 of 1 |
      |:--|:--|
      | Recommended | **3 threads** · run history: minimal (50 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most |
      |  | confidence medium: only 1 run on record |
      | Configured | **6** · [dbt_project.yml:7](dbt_project.yml@73) models › shop › marts › +threads |
      | In dbt 1 | ignored: dbt has no per-model threads |
      | In dbt 2 | refused: dbt1013, it reads the key as a folder of models |
      | Complexity | **0** · utility |
      |  | nothing in it counts |
      | Duration | **50 s** · measured, 1 run on 1 Feb in target/run_results.json |
      | In the run | starts 0 s, ends 50 s of 50 s with 4 threads |
      |  | **critical**: slack 0 · 10 % faster saves 5.0 s, halved saves 20 s |

      [Simulate Run](heddle.simulateRun?model.shop.orders) · [Explain Model](heddle.explainModel?model.shop.orders)"
    `);
  });
});

describe("refs and sources", () => {
  test("a ref shows its model and what waiting for it means", () => {
    checkHover(
      shop("select * from {{ ref('stg_$0orders') }}, {{ ref('stg_small') }}"),
    ).toMatchInlineSnapshot(`
      "«ref('stg_orders')»
      stg_orders  utility · critical path 1 of 2
      This ref     the last one that orders waits for, until 0:30
      Recommended  3 threads · run history: minimal (30 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most
                   confidence medium: only 1 run on record
      Configured   not set: no threads, meta.threads or meta.heddle.threads
      Complexity   0 · utility
                   nothing in it counts
      Duration     30 s · measured, 1 run on 1 Feb in target/run_results.json
      In the run   starts 0:00, ends 0:30 of 1:20 with 4 threads
                   critical: slack 0 · 10 % faster saves 3.0 s, halved saves 15 s"
    `);
  });

  test("a ref that is done early", () => {
    checkHover(
      shop("select * from {{ ref('stg_orders') }}, {{ ref('stg_sm$0all') }}"),
    ).toMatchInlineSnapshot(`
      "«ref('stg_small')»
      stg_small  utility
      This ref     done 29 s before orders could start anyway
      Recommended  3 threads · run history: minimal (1.0 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most
                   confidence medium: only 1 run on record
      Configured   not set: no threads, meta.threads or meta.heddle.threads
      Complexity   0 · utility
                   nothing in it counts
      Duration     1.0 s · measured, 1 run on 1 Feb in target/run_results.json
      In the run   starts 0:00, ends 0:01 of 1:20 with 4 threads
                   slack 29 s: it may take that much longer without delaying the run"
    `);
  });

  test("a ref to nothing", () => {
    checkHover(shop("select 1\nfrom {{ ref('no$0thing') }}")).toMatchInlineSnapshot(`
      "«ref('nothing')»
      nothing  unknown ref

      Nothing enabled has this name, so the run does not wait for it."
    `);
  });

  test("a source takes no thread", () => {
    checkHover(shop("select 1\nfrom {{ source('raw', 'or$0ders') }}")).toMatchInlineSnapshot(`
      "«source('raw', 'orders')»
      raw.orders  source

      The run does not build sources: nothing waits here and no thread is taken. Read by 2 nodes."
    `);
  });
});

test("a macro call shows its value and what it logged", () => {
  checkHover(shop("{{ config(threads=opti$0mal('orders')) }} select 1")).toMatchInlineSnapshot(`
    "«optimal»
    optimal(model)  macro of shop
    Gives       threads 3 for orders
    Logs        chose 3 for orders
    Defined in  macros/optimal.sql:1"
  `);
});

test("a macro call shows which way its conditions went", () => {
  const source = shop("{{ config(threads=opti$0mal('a) b')) }} select 1").replace(
    "{% macro optimal(model) %}{{ log('chose 3 for ' ~ model, info=true) }}{{ return(3) }}",
    `{% macro optimal(model) %}
{% if model == 'x' %}{{ return(1) }}{% elif model | length > 3 %}{% set n = 2 %}{% endif %}
{% if n is defined %}{{ return(9) }}{% else %}{{ return(3) }}{% endif %}`,
  );
  expect(/Way taken[\s\S]*?(?=\nDefined)/.exec(hoverAt(source))?.[0]).toMatchInlineSnapshot(`
    "Way taken   elif model | length > 3  macros/optimal.sql:2
                if n is defined  macros/optimal.sql:3"
  `);
});

test("where the project's own macro counts otherwise, both are said", () => {
  const macro = `{% macro analyze_model_complexity(name) %}{{ return(0) }}{% endmacro %}`;
  const source = shop(
    "{{ con$0fig() }} -- no join here\nselect count(*) over(order by 1) from a join b",
  ).replace("{% macro optimal", `${macro}\n{% macro optimal`);
  expect(/Complexity[\s\S]*?(?=\nDuration)/.exec(hoverAt(source))?.[0]).toMatchInlineSnapshot(`
    "Complexity   3.5 · lightweight staging
                 window functions 1 × 2.0 = 2.0 · joins 1 × 1.5 = 1.5
                 no subqueries, no group by, no unions, no recursive CTEs
                 analyze_model_complexity() counts in the raw text: window functions 0 instead of 1, joins 2 instead of 1; score 3"
  `);
});

describe("YAML", () => {
  test("a hint of one model is that model", () => {
    checkHover(shop("select 1").replace("+threads: 6", "+thr$0eads: 6")).toMatchInlineSnapshot(`
      "«+threads: 6»
      orders  utility · critical path 1 of 1
      Recommended  3 threads · run history: minimal (50 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most
                   confidence medium: only 1 run on record
      Configured   6 · dbt_project.yml:7 models › shop › marts › +threads
      In dbt 1     ignored: dbt has no per-model threads
      In dbt 2     refused: dbt1013, it reads the key as a folder of models
      Complexity   0 · utility
                   nothing in it counts
      Duration     50 s · measured, 1 run on 1 Feb in target/run_results.json
      In the run   starts 0 s, ends 50 s of 50 s with 4 threads
                   critical: slack 0 · 10 % faster saves 5.0 s, halved saves 20 s"
    `);
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
`).toMatchInlineSnapshot(`
  "«+threads: 5»
  threads 5  models › +threads · 2 models
  Recommended  3 threads for 2 models: a, b
  In dbt 1     ignored: dbt has no per-model threads
  In dbt 2     refused: dbt1013, it reads the key as a folder of models
  Overridden   in 1 model: c"
`);
  });

  test("meta.heddle.threads in properties", () => {
    checkHover(`
//- profiles.yml threads:4
//- models/props.yml
models:
  - name: a
    config:
      meta: { heddle: { th$0reads: 2 } }
//- models/a.sql 20s
{{ config(threads=6) }} select 1
`).toMatchInlineSnapshot(`
  "«threads: 2»
  a  utility · critical path 1 of 1
  Recommended  3 threads · run history: minimal (20 s, 1 run); complexity 0 ≤ 3; 20 % of 4 threads stay in reserve: 3 at most
               confidence medium: only 1 run on record
  Configured   2 · models/props.yml:4 models › a › config › meta · meta.heddle.threads
               overrides models/a.sql:1 config()
  In dbt 1     no effect on the run: dbt keeps it in meta for tools to read
  In dbt 2     no effect on the run: dbt keeps it in meta for tools to read
  Complexity   0 · utility
               nothing in it counts
  Duration     20 s · measured, 1 run on 1 Feb in target/run_results.json
  In the run   starts 0 s, ends 20 s of 20 s with 4 threads
               critical: slack 0 · 10 % faster saves 2.0 s, halved saves 10 s"
`);
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
`).toMatchInlineSnapshot(`
  "«threads: 2»
  threads 2  target dev · postgres
  Recommended  2 threads · no further thread saves anything
  Run          20 s with 2 threads, 100 % busy
               at least 20 s in any order; longest chain 20 s"
`);
  });

  test("a key that reaches nothing", () => {
    checkHover(
      shop("select 1").replace("marts:", "martz:").replace("+threads: 6", "+thr$0eads: 6"),
    ).toMatchInlineSnapshot(`
      "«+threads: 6»
      threads  without effect here

      No enabled model, seed or snapshot takes this value from dbt_project.yml."
    `);
  });

  test("other keys are left to others", () => {
    checkHover(shop("select 1").replace("profile: shop", "profile: sh$0op")).toBe("nothing");
  });
});
