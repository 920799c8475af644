import { expect, test } from "vitest";
import { explained } from "./checkIde";

test("explain adds neighbours, logs, problems and the file to the card", () => {
  expect(
    explained(
      `
//- profiles.yml threads:2
//- macros/pick.sql
{% macro pick(n) %}{{ log('picked ' ~ n, info=true) }}{{ return(n) }}{% endmacro %}
//- models/stg_a.sql 30s
select 1
//- models/stg_b.sql 2s
select 1
//- models/both.sql 90s
{{ config(threads=pick(1)) }}
select * from {{ ref('stg_a') }} a join {{ ref('stg_b') }} b using (id)
//- models/report.sql 5s
select * from {{ ref('both') }}
`,
      "both",
    ),
  ).toMatchInlineSnapshot(`
    "both  utility · critical path 2 of 3
    Recommended  1 thread · run history: light (1 m 30 s, 1 run); complexity 1.5 ≤ 3; 20 % of 2 threads stay in reserve: 1 at most
                 confidence medium: only 1 run on record
    Configured   1 · models/both.sql:1 by pick()
    In dbt 1     ignored: dbt has no per-model threads
    In dbt 2     refused: dbt1060, an unknown config key
    Complexity   1.5 · utility
                 joins 1 × 1.5 = 1.5
                 no window functions, no subqueries, no group by, no unions, no recursive CTEs
    Duration     1 m 30 s · measured, 1 run on 1 Feb in target/run_results.json
    In the run   starts 0:30 after stg_a, ends 2:00 of 2:05 with 2 threads
                 critical: slack 0 · 10 % faster saves 9.0 s, halved saves 45 s
    By article   resource light · priority low · optimal
    Waits for    stg_a · 0:00 – 0:30 · critical
                 stg_b · 0:00 – 0:02
    Unlocks      report · 2:00 – 2:05 · critical
    Macros log   pick: picked 1
    Problems     models/both.sql:1 information bottleneck-model: …
                 models/both.sql:1 information threads-ignored-by-dbt: …
                 models/both.sql:2 information serial-chain: …
    File         models/both.sql:1"
  `);
});
