import { describe, test } from "vitest";
import { checkDiagnostics, checkFix, checkSilent } from "../support/checkDiagnostics";

describe("profile-threads-missing", () => {
  const only = "profile-threads-missing";
  const source = `
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
#   ^^^ warning profile-threads-missing: Target dev sets no threads: dbt-core runs one model at a time. Set threads, for example 4.
      type: postgres
      schema: analytics
//- models/a.sql
select 1 as x
`;

  test("dbt-core runs one model at a time", () => {
    checkDiagnostics(source, { only });
    checkDiagnostics("//- profiles.yml threads:4\n//- models/a.sql\nselect 1 as x", { only });
  });

  test("not in dbt 2, where it means the engine's own limit", () => {
    checkSilent(source, { only, settings: { engine: "fusion" } });
  });

  test("fixed", () => {
    checkFix(
      source,
      only,
      `
Set threads to 4
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      threads: 4
      type: postgres
      schema: analytics
`,
    );
  });
});

test("threads-clamped-by-engine", () => {
  const source = `
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: redshift
      threads: 16
//- models/a.sql
select 1 as x
`;
  checkDiagnostics(source, {
    only: "threads-clamped-by-engine",
    settings: { engine: "fusion" },
  });
  checkDiagnostics(source, { only: "threads-clamped-by-engine" });
});

describe("threads-above-gain", () => {
  const only = "threads-above-gain";
  const source = `
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: postgres
      threads: 8
#              ^ information threads-above-gain: 8 threads end the run in 1 m 00 s, 2 in 1 m 00 s: no further thread saves anything (by measured durations).
//- models/a.sql 60s
select 1 as x
//- models/b.sql 60s
select 1 as x
`;

  test("more than the sweep pays for", () => {
    checkDiagnostics(source, { only });
    checkSilent(source.replace("threads: 8", "threads: 2"), { only });
  });

  test("silent where durations are assumed", () => {
    checkSilent(source.replaceAll(" 60s", ""), { only });
  });

  test("fixed", () => {
    checkFix(
      source,
      only,
      `
Set threads to 2
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: postgres
      threads: 2
`,
    );
  });
});

describe("serial-chain", () => {
  const only = "serial-chain";

  test("a chain that decides the run", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/stg_orders.sql 30s
select 1 as x
//- models/orders.sql 50s
select * from {{ ref('stg_orders') }}
--               ^^^^^^^^^^^^^^^^^ information serial-chain: 1 m 20 s of the 1 m 20 s run are one chain: stg_orders and orders. More threads cannot shorten it; a shorter orders or a broken chain can (by measured durations).
//- models/other.sql 20s
select 1 as x
`,
      { only },
    );
  });

  test("not with one thread, not where threads are short, not without evidence", () => {
    const source = `
//- profiles.yml threads:1
//- models/stg_orders.sql 30s
select 1 as x
//- models/orders.sql 50s
select * from {{ ref('stg_orders') }}
`;
    checkDiagnostics(source, { only });
    checkDiagnostics(source.replace("threads:1", "threads:4").replaceAll(/ \d+s/g, ""), { only });
    checkDiagnostics(
      `
//- profiles.yml threads:2
//- models/a.sql 50s
select 1 as x
//- models/b.sql 50s
select 1 as x
//- models/c.sql 50s
select 1 as x
//- models/d.sql 50s
select 1 as x
//- models/e.sql 10s
select * from {{ ref('a') }}
`,
      { only },
    );
  });

  test("suppressed on its line", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/stg_orders.sql 30s
select 1 as x
//- models/orders.sql 50s
select * from {{ ref('stg_orders') }} -- heddle: ignore serial-chain
`,
      { only: [only, "unused-suppression"] },
    );
  });
});

test("bottleneck-model", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/a.sql 30s
select 1 as x
//- models/clv.sql 300s
{{ config(materialized='table') }}
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information bottleneck-model: clv takes 5 m 00 s (measured): in half the time the run would be 2 m 30 s shorter (45 %); its SQL has 1 window function and 1 join.
select x, count(*) over (partition by x) as n from {{ ref('a') }} join {{ ref('a') }} b using (x)
//- models/c.sql 100s
select 1 as x
`,
    { only: "bottleneck-model" },
  );
});

test("long-root-started-late", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:2
//- models/a.sql 60s
select 1 as x
//- models/b.sql 60s
select 1 as x
//- models/c.sql 60s
select 1 as x
//- models/d.sql 60s
select 1 as x
//- models/z_long.sql 120s
select 1 as x
^^^^^^^^^^^^^ information long-root-started-late: z_long waits 2 m 00 s for a thread though 4 m 00 s of work hang on it: dbt goes by readiness and name. Longest path first would end the run 2 m 00 s earlier (by measured durations).
//- models/z_longer.sql 120s
select * from {{ ref('z_long') }}
`,
    { only: "long-root-started-late" },
  );
});

describe("folder-key-without-plus", () => {
  const only = "folder-key-without-plus";
  const source = `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    materialized: view
#   ^^^^^^^^^^^^ information folder-key-without-plus: 2 config keys without + (\`materialized\`, \`schema\`): dbt-core reads them as config but has deprecated the form (MissingPlusPrefixDeprecation), dbt 2 ignores them. Write them with +.
    meta:
#   ^^^^ warning folder-key-without-plus: \`meta:\` without + is read as a folder of that name, so what stands below it has no effect. Write \`+meta:\`.
      heddle: {threads: 2}
    tags:
      +materialized: table
    marts:
      schema: marts
//- models/tags/a.sql
select 1 as x
//- models/marts/b.sql
select 1 as x
`;

  test("a mapping each, all other keys together", () => checkDiagnostics(source, { only }));

  test("fixed", () => {
    checkFix(
      source,
      only,
      `
Write the + prefix
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +materialized: view
    meta:
      heddle: {threads: 2}
    tags:
      +materialized: table
    marts:
      +schema: marts
`,
    );
  });

  test("fixed where the mapping is all that is left", () => {
    checkFix(
      `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  "meta": {owner: ann}
//- models/b.sql
select 1 as x
`,
      only,
      `
Write the + prefix
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  "+meta": {owner: ann}
`,
    );
  });

  test("keys behind an alias count once, where they are written", () => {
    checkFix(
      `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    marts: &views
      materialized: view
      threads: 2
    staging: *views
//- models/marts/b.sql
select 1 as x
//- models/staging/c.sql
select 1 as x
`,
      only,
      `
Write the + prefix
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    marts: &views
      +materialized: view
      threads: 2
    staging: *views
`,
    );
  });

  test("nothing where every key has its plus", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +materialized: view
    marts: {+schema: marts, +meta: {a: 1}}
//- models/marts/b.sql
select 1 as x
`,
      { only },
    );
  });
});

describe("views and ephemeral models", () => {
  test("chained-views: one finding per group of views", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/a.sql
{{ config(materialized='view') }} select 1 as x
//- models/b.sql
{{ config(materialized='view') }} select * from {{ ref('a') }}
//- models/c.sql
{{ config(materialized='view') }} select * from {{ ref('b') }}
//- models/d.sql
{{ config(materialized='view') }} select * from {{ ref('c') }}
--                                                 ^^^^^^^^ information chained-views: 4 views in a row: a → b → c → d. Each query of d runs them all; a table in the middle would end that.
//- models/e.sql
{{ config(materialized='view') }} select * from {{ ref('c') }}
//- models/f.sql
{{ config(materialized='table') }} select * from {{ ref('d') }}
`,
      { only: "chained-views" },
    );
  });

  test("three in a row are fine", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/a.sql
{{ config(materialized='view') }} select 1 as x
//- models/b.sql
{{ config(materialized='table') }} select * from {{ ref('a') }}
//- models/c.sql
{{ config(materialized='view') }} select * from {{ ref('b') }}
//- models/d.sql
{{ config(materialized='view') }} select * from {{ ref('c') }}
`,
      { only: "chained-views" },
    );
  });

  const readers = ["r1", "r2", "r3"]
    .map(
      (name) =>
        `//- models/${name}.sql\n{{ config(materialized='table') }} select * from {{ ref('base') }}`,
    )
    .join("\n");
  const heavy =
    "select a, sum(b) over (order by c), count(*) over () from t join u using (a) join v using (a) join w using (a) group by a";

  test("ephemeral-repeated", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/base.sql
{{ config(materialized='ephemeral') }} ${heavy}
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information ephemeral-repeated: base is ephemeral (complexity 9.5) and runs 3 times, inside r1, r2 and r3. As a table it would run once.
${readers}
`,
      { only: "ephemeral-repeated" },
    );
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/base.sql
{{ config(materialized='ephemeral') }} select 1 as x
${readers}
`,
      { only: "ephemeral-repeated" },
    );
  });

  test("view-read-many-times", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/base.sql
{{ config(materialized='view') }} ${heavy}
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^ information view-read-many-times: base is a view (complexity 9.5) that r1, r2 and r3 each compute anew: 3 times a run. As a table it would run once.
${readers}
`,
      { only: "view-read-many-times" },
    );
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/base.sql
{{ config(materialized='table') }} ${heavy}
${readers}
`,
      { only: "view-read-many-times" },
    );
  });
});

test("view-read-many-times: heavy views below one view on top are one finding", () => {
  const heavyView = `{{ config(materialized='view') }} select sum(a) over (order by b), sum(a) over (order by c), sum(a) over (order by d), sum(a) over (order by e), sum(a) over (order by f) from t`;
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/all_pools.sql
{{ config(materialized='view') }} select * from {{ ref('pools_a') }} union all select * from {{ ref('pools_b') }}
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^ information view-read-many-times: all_pools is a view over 2 heavy views (complexity up to 10) that r1, r2 and r3 each compute anew: 3 times a run. As a table it would run once.
//- models/pools_a.sql
${heavyView}
//- models/pools_b.sql
${heavyView}
//- models/r1.sql
{{ config(materialized='table') }} select * from {{ ref('all_pools') }}
//- models/r2.sql
{{ config(materialized='table') }} select * from {{ ref('all_pools') }}
//- models/r3.sql
{{ config(materialized='table') }} select * from {{ ref('all_pools') }}
`,
    { only: "view-read-many-times" },
  );
});

test("incremental-without-unique-key", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/a.sql
{{ config(materialized='incremental') }} select 1 as x
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint incremental-without-unique-key: a is incremental without unique_key: rows are only appended, twice if a run is repeated. Set unique_key, or incremental_strategy='append' if that is meant.
//- models/b.sql
{{ config(materialized='incremental', unique_key='x') }} select 1 as x
//- models/c.sql
{{ config(materialized='incremental', incremental_strategy='append') }} select 1 as x
//- models/new_only.sql
{{ config(materialized='incremental') }} select * from {{ ref('b') }} where x > (select max(x) from {{ this }})
//- models/emptied.sql
{{ config(materialized='incremental') }} select 1 as x where 1 = 0
//- models/d.sql
-- heddle: ignore incremental-without-unique-key
{{ config(materialized='incremental') }} select 1 as x
`,
    { only: ["incremental-without-unique-key", "unused-suppression"] },
  );
});

test("memory-setting-of-postgres", () => {
  const source = `
//- profiles.yml threads:4 type:duckdb
//- models/a.sql
{{ config(pre_hook="set work_mem = '2GB'") }} select 1 as x
--                 ^^^^^^^^^^^^^^^^^^^^^^ warning memory-setting-of-postgres: duckdb has no work_mem: this hook of a fails or does nothing. docs/advice.md lists what duckdb has instead.
//- models/b.sql
{{ config(pre_hook="set memory_limit = '2GB'") }} select 1 as x
`;
  checkDiagnostics(source, { only: "memory-setting-of-postgres" });
  checkSilent(source.replace("type:duckdb", "type:postgres"), {
    only: "memory-setting-of-postgres",
  });
});

test("a severity from the settings, and a rule that is off", () => {
  const source = `
//- profiles.yml threads:4
//- models/a.sql
{{ config(materialized='incremental') }} select 1 as x
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error incremental-without-unique-key: a is incremental without unique_key: rows are only appended, twice if a run is repeated. Set unique_key, or incremental_strategy='append' if that is meant.
`;
  const only = "incremental-without-unique-key";
  checkDiagnostics(source, { only, settings: { rules: { [only]: "error" } } });
  checkSilent(source, { only, settings: { rules: { [only]: "off" } } });
  const off = `//- heddle.yml\nrules:\n  ${only}: off${source}`;
  checkSilent(off, { only });
});

test("unused suppressions and names of no rule", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/a.sql
-- heddle: ignore serial-chain
--                ^^^^^^^^^^^^ hint unused-suppression: Nothing here is found by serial-chain: this comment can go.
select 1 as x
//- models/b.sql
-- heddle: ignore serial-chains
--                ^^^^^^^^^^^^^ hint unused-suppression: No rule is named serial-chains: correct the name or remove the comment.
select 1 as x
//- models/c.sql
-- heddle: ignore unused-suppression
-- heddle: ignore serial-chain
select 1 as x
`,
    { only: "unused-suppression" },
  );
  checkFix(
    `
//- profiles.yml threads:4
//- models/a.sql
select 1 as x -- heddle: ignore serial-chain
`,
    "unused-suppression",
    `
Remove the suppression
//- models/a.sql
select 1 as x
`,
  );
});

describe("test-gates-long-chain", () => {
  const only = "test-gates-long-chain";
  const source = `
//- profiles.yml threads:4
//- models/stg_orders.sql 30s
select 1 as x
//- tests/slow_check.sql 60s
select * from {{ ref('stg_orders') }} where x is null
//- models/orders.sql 50s
select * from {{ ref('stg_orders') }}
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information test-gates-long-chain: In dbt build orders waits for slow_check (1 m 00 s); without the tests on this chain the build would end 1 m 00 s earlier. Run them afterwards, or test less data.
`;

  test("at the model that waits for the longest test", () => checkDiagnostics(source, { only }));

  test("not where the test is short, not without its duration", () => {
    checkSilent(source.replace("60s", "1s"), { only });
    checkSilent(source.replace(" 60s", ""), { only });
  });
});

test("microbatch-runs-serially", () => {
  const source = `
//- profiles.yml threads:4
//- models/a.sql
{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='x',
    begin='2026-01-01', batch_size='day', concurrent_batches=true) }} select 1 as x
--                                                           ^^^^ information microbatch-runs-serially: concurrent_batches has no effect on a: dbt-core runs batches side by side only on BigQuery and Snowflake, not on postgres. One thread works through them all.
//- models/b.sql
{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='x',
    begin='2026-01-01', batch_size='day') }} select 1 as x
`;
  checkDiagnostics(source, { only: "microbatch-runs-serially" });
  checkSilent(source.replace("threads:4", "threads:4 type:snowflake"), {
    only: "microbatch-runs-serially",
  });
});

test("hint-on-disabled", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/a.sql
{{ config(enabled=false, meta={'heddle': {'threads': 1}}) }} select 1 as x
--                                        ^^^^^^^^^^^^ hint hint-on-disabled: a is disabled, so its hint limits nothing.
//- models/b.sql
{{ config(enabled=true, meta={'heddle': {'threads': 1}}) }} select 1 as x
`,
    { only: "hint-on-disabled" },
  );
});

describe("hook-key-rejected-by-dbt-2", () => {
  const only = "hook-key-rejected-by-dbt-2";
  const settings = { engine: "fusion" } as const;
  const project = (first: string, second: string, carets = ""): string => `
//- dbt_project.yml
name: shop
profile: shop
models:
  shop:
    marts:
      ${first}: "set work_mem = '2GB'"
${carets}      deep:
        ${second}: [analyze]
//- models/marts/a.sql
{{ config(pre_hook="select 1") }} select 1 as x
`;
  const message =
    "error hook-key-rejected-by-dbt-2: dbt 2 reads 2 such keys as a folder (dbt1013): the project does not parse. Write it with a hyphen, as `+pre-hook` or `+post-hook`; dbt-core takes that, too.";

  test("underscores on folders are one finding", () => {
    const carets = `#     ^^^^^^^^^ ${message}\n`;
    checkDiagnostics(project("+pre_hook", "+post_hook", carets), { only, settings });
  });

  test("hyphens, config() and dbt-core are fine", () => {
    checkSilent(project("+pre-hook", "+post-hook"), { only, settings });
    checkSilent(project("+pre_hook", "+post_hook"), { only });
  });

  test("can be silenced where it stands", () => {
    const silent = project("+pre_hook", "+post_hook").replace(
      "      +pre_hook",
      `      # heddle: ignore ${only}\n      +pre_hook`,
    );
    checkSilent(silent, { only, settings });
  });

  test("the fix changes the sign alone", () => {
    checkFix(
      project("+pre_hook", "+post_hook"),
      only,
      `
Write the hook keys with a hyphen
//- dbt_project.yml
name: shop
profile: shop
models:
  shop:
    marts:
      +pre-hook: "set work_mem = '2GB'"
      deep:
        +post-hook: [analyze]
`,
      { settings },
    );
  });
});

test("vacuum-inside-transaction", () => {
  const source = `
//- profiles.yml threads:4
//- models/a.sql
{{ config(post_hook='vacuum analyze {{ this }}') }} select 1 as x
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning vacuum-inside-transaction: vacuum cannot run inside a transaction: this hook fails for a. Write it as {"sql": "vacuum …", "transaction": false}.
//- models/b.sql
{{ config(post_hook={'sql': 'vacuum {{ this }}', 'transaction': false}) }} select 1 as x
//- models/c.sql
{{ config(post_hook='analyze {{ this }}') }} select 1 as x
`;
  checkDiagnostics(source, { only: "vacuum-inside-transaction" });
  checkSilent(source.replace("threads:4", "threads:4 type:duckdb"), {
    only: "vacuum-inside-transaction",
  });
});

describe("model-worth-splitting", () => {
  const only = "model-worth-splitting";
  const source = `
//- profiles.yml threads:4
//- models/clv.sql 400s
with orders as (select 1 as x),
sessions as (
^^^^^^^^ hint model-worth-splitting: clv takes 6 m 40 s on the critical path in one statement. sessions (complexity 9.5, read twice) could be a model of its own, so that the rest need not wait with it. A heuristic: the gain is not simulated.
  select x, sum(y) over (order by z) s, count(*) over (order by z) c
  from t join u using (x) join v using (x) join w using (x) group by x
),
both as (select * from orders join sessions using (x))
select * from both join sessions using (x)
`;

  test("at the heaviest expression", () => checkDiagnostics(source, { only }));

  test("not for a short model or a light statement", () => {
    checkSilent(source.replace("400s", "100s"), { only });
    checkSilent(source.replace("sum(y) over (order by z)", "y").replace("join v using (x)", ""), {
      only,
    });
  });
});

test("unread-model-ends-run", () => {
  const source = `
//- profiles.yml threads:4
//- models/a.sql 60s
select 1 as x
//- models/report.sql 60s
select * from {{ ref('a') }}
//- models/legacy.sql 200s
select * from {{ ref('a') }}
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint unread-model-ends-run: The run ends with legacy, which no model and no exposure reads: without it the run would end 2 m 20 s earlier. If nobody needs it, disable it; else declare who does.
//- models/exposures.yml
exposures:
  - name: board
    type: dashboard
    owner: {name: shop, email: shop@example.com}
    depends_on: [ref('report')]
`;
  const only = "unread-model-ends-run";
  checkDiagnostics(source, { only });
  checkSilent(source.replace("[ref('report')]", "[ref('report'), ref('legacy')]"), { only });
  checkSilent(source.slice(0, source.indexOf("//- models/exposures.yml")), { only });
});
