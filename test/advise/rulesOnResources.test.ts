import { describe, test } from "vitest";
import { checkDiagnostics, checkFix, checkSilent } from "../support/checkDiagnostics";

const HEAVY = "select a, sum(b) over (order by a) as s from t";

describe("memory-above-server", () => {
  const only = "memory-above-server";
  const source = `
//- heddle.yml
server:
  memory: 6GB
//- profiles.yml threads:4
//- models/a.sql 60s
{{ config(pre_hook="set work_mem = '2GB'") }} select 1 as x
//- models/b.sql 60s
{{ config(pre_hook="set work_mem = '1GB'") }} select 1 as x
//- models/c.sql 60s
select 1 as x
`;

  test("models that fit alone and not together", () => {
    checkDiagnostics(source.replace("memory: 6GB", "memory: 6GB"), { only });
    checkDiagnostics(
      source.replace("6GB", "5GB").replace(
        `{{ config(pre_hook="set work_mem = '2GB'") }} select 1 as x`,
        `{{ config(pre_hook="set work_mem = '2GB'") }} select 1 as x
--                 ^^^^^^^^^^^^^^^^^^^^^^ warning memory-above-server: a and b run at once and may take 6 GB (work_mem 2GB × 2 each step), but the server has 5 GB (heddle.yml). It holds 1 such model at a time: give them the hint 1, or lower work_mem.`,
      ),
      { only },
    );
  });

  test("not where they run one after the other, nor without a limit", () => {
    checkSilent(source.replace("6GB", "5GB").replace("threads:4", "threads:1"), { only });
    checkSilent(source.replace("memory: 6GB", "memory: null"), { only });
  });

  test("fixed by less memory, suppressed by a comment", () => {
    checkSilent(source.replace("6GB", "5GB").replace("'2GB'", "'1GB'"), { only });
    checkSilent(
      source
        .replace("6GB", "5GB")
        .replace("//- models/a.sql 60s\n", `//- models/a.sql 60s\n-- heddle: ignore ${only}\n`),
      { only: [only, "unused-suppression"] },
    );
  });
});

describe("hook-memory-above-server", () => {
  const only = "hook-memory-above-server";
  const source = `
//- heddle.yml
server:
  memory: 8GB
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +pre-hook: "set work_mem = '5GB'"
#   ^^^^^^^^^ warning hook-memory-above-server: work_mem 5GB × 2 = 10 GB for one step of 2 models, and the server has 8 GB (heddle.yml). Lower work_mem, or the server runs out of memory.
//- models/a.sql
select 1 as x
//- models/b.sql
select 1 as x
`;

  test("one finding for the place of the hook", () => {
    checkDiagnostics(source, { only });
  });

  test("units, multiplier and buffers count as Postgres counts them", () => {
    const one = (hook: string): string => `
//- heddle.yml
server:
  memory: 1GB
//- models/a.sql
{{ config(pre_hook="${hook}") }} select 1 as x
`;
    checkSilent(one("set work_mem = 500000"), { only });
    checkSilent(one("set local work_mem to '500MB'"), { only });
    checkSilent(one("set work_mem = '900MB'; set hash_mem_multiplier = 1"), { only });
    checkSilent(one("set temp_buffers = 100000"), { only });
    checkSilent(one("-- set work_mem = '9GB'"), { only });
    for (const [hook, words] of [
      ["set work_mem = 600000", "work_mem 600000kB × 2 = 1.1 GB"],
      ["SET SESSION work_mem TO '600 MB'", "work_mem 600MB × 2 = 1.2 GB"],
      ["set work_mem = '300MB'; set hash_mem_multiplier = 4", "work_mem 300MB × 4 = 1.2 GB"],
      ["set temp_buffers = 140000", "temp_buffers 1.1 GB = 1.1 GB"],
    ] as const) {
      const carets = "^".repeat(`"${hook}"`.length);
      checkDiagnostics(
        one(hook).replace(
          / select 1 as x\n/,
          ` select 1 as x
--                 ${carets} warning ${only}: ${words} for one step of a, and the server has 1 GB (heddle.yml). Lower work_mem, or the server runs out of memory.
`,
        ),
        { only },
      );
    }
  });

  test("fixed, suppressed, and silent without a limit", () => {
    checkSilent(source.replace("5GB", "4GB"), { only });
    checkSilent(source.replace("    +pre-hook:", `    # heddle: ignore ${only}\n    +pre-hook:`), {
      only: [only, "unused-suppression"],
    });
    checkSilent(source.replace("memory: 8GB", "memory: 64GB"), { only });
  });

  test("heddle.yml says what is wrong with it", () => {
    checkDiagnostics(
      `
//- heddle.yml
server:
  memory: lots
#         ^^^^ warning invalid-rule-settings: \`server:\` holds \`memory\`, a size with its unit such as 16GB.
//- models/a.sql
select 1 as x
`,
      { only: "invalid-rule-settings" },
    );
  });
});

describe("threads-above-adapter-limit", () => {
  const only = "threads-above-adapter-limit";
  const source = `
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: postgres
      schema: analytics
      threads: 200
#              ^^^ warning threads-above-adapter-limit: 200 threads, but postgres serves 97 at a time: max_connections is 100 by default and 3 are kept for superusers. Further threads wait or fail.
//- models/a.sql
select 1 as x
`;

  test("above the limit of the database, and at it", () => {
    checkDiagnostics(source, { only });
    checkSilent(source.replace("threads: 200", "threads: 97"), { only });
    checkSilent(source.replace("type: postgres", "type: snowflake"), { only });
  });

  test("suppressed by a comment", () => {
    checkSilent(source.replace("threads: 200", `threads: 200 # heddle: ignore ${only}`), {
      only: [only, "unused-suppression"],
    });
  });

  test("fixed", () => {
    checkFix(
      source,
      only,
      `
Set threads to 97
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: postgres
      schema: analytics
      threads: 97
`,
    );
  });
});

describe("microbatch-fills-its-share", () => {
  const only = "microbatch-fills-its-share";
  const batched = `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='t', batch_size='day', begin='2026-01-01') }} select 1 as t`;
  const source = `
//- profiles.yml threads:4
//- models/a.sql 60s
${batched}
--                                                         ^^^^^^^^^^^^ information microbatch-fills-its-share: 3 microbatch models (a, b and c) are ready at once. With 4 threads dbt run starts 2 of them, and while the next one waits it starts nothing else (dbt-core 1.11.3 and later; before, the run may hang). Let some of them wait for others, or run them with dbt build, which has no such limit.
//- models/b.sql 60s
${batched}
//- models/c.sql 60s
${batched}
`;

  test("more than half the threads", () => {
    checkDiagnostics(source, { only });
    checkSilent(source.replace("threads:4", "threads:6"), { only });
  });

  test("not one after the other, not in dbt 2, not with one thread", () => {
    const chained = source
      .replace("//- models/b.sql 60s\n", "//- models/b.sql 60s\n-- depends_on: {{ ref('a') }}\n")
      .replace("//- models/c.sql 60s\n", "//- models/c.sql 60s\n-- depends_on: {{ ref('b') }}\n");
    checkSilent(chained, { only });
    checkSilent(source, { only, settings: { engine: "fusion" } });
    checkSilent(source.replace("threads:4", "threads:1"), { only });
  });

  test("suppressed by a comment", () => {
    checkSilent(
      source.replace("//- models/a.sql 60s\n", `//- models/a.sql 60s\n-- heddle: ignore ${only}\n`),
      { only: [only, "unused-suppression"] },
    );
  });
});

describe("incremental-reads-everything", () => {
  const only = "incremental-reads-everything";
  const source = (sql: string, config = "unique_key='id'"): string => `
//- models/a.sql
select 1 as id
//- models/b.sql
{{ config(materialized='incremental', ${config}) }}
${sql}
`;

  test("nothing asks is_incremental()", () => {
    checkDiagnostics(
      `
//- models/a.sql
select 1 as id
//- models/b.sql 90s
{{ config(materialized='incremental', unique_key='id') }}
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information incremental-reads-everything: b is incremental, but nothing in it asks is_incremental(): every run reads all rows. It takes 1 m 30 s each time. Filter by what {{ this }} already holds, or make it a table.
select * from {{ ref('a') }}
`,
      { only },
    );
  });

  test.each([
    "select * from {{ ref('a') }} {% if is_incremental() %} where id > 1 {% endif %}",
    "select * from {{ ref('a') }} where id > (select max(id) from {{ this }})",
    "select * from {{ ref('a') }} where day >= current_date - 3",
    "select * from {{ ref('a') }} where day >= '{{ var('from') }}'",
    "select * from {{ ref('a') }} {{ only_new() }}",
    "select *, {{ dbt.current_timestamp_backcompat() }} as seen_at from {{ ref('a') }}",
    "select * from {{ ref('a') }} where false",
  ])("silent: %s", (sql) => {
    const macro = `//- macros/only_new.sql
{% macro only_new() %}{{ fresh() }}{% endmacro %}
{% macro fresh() %}{% if is_incremental() %} where id > 1 {% endif %}{% endmacro %}
`;
    checkSilent(`${source(sql)}${macro}`, { only });
  });

  test("without a key too it is one finding, and the graver one", () => {
    checkDiagnostics(
      `
//- models/a.sql
select 1 as id
//- models/b.sql
{{ config(materialized='incremental') }}
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information incremental-reads-everything: b is incremental, but nothing in it asks is_incremental(): every run reads all rows and appends them again. Filter by what {{ this }} already holds, or make it a table.
select * from {{ ref('a') }}
`,
      { only: [only, "incremental-without-unique-key"] },
    );
  });

  test("silent where nothing is read", () => {
    checkSilent(source("select 1 as id"), { only });
  });

  test("silent where the strategy filters, and on tables", () => {
    const sql = "select * from {{ ref('a') }}";
    checkSilent(source(sql, "incremental_strategy='insert_overwrite'"), { only });
    checkSilent(source(sql).replace("'incremental'", "'table'"), { only });
  });

  test("suppressed by a comment", () => {
    const silenced = source("select * from {{ ref('a') }}").replace(
      "{{ config",
      `-- heddle: ignore ${only}\n{{ config`,
    );
    checkSilent(silenced, { only: [only, "unused-suppression"] });
  });
});

describe("hook-serialises-run", () => {
  const only = "hook-serialises-run";
  const source = `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +post-hook: "grant select on all tables in schema analytics to reporter"
#   ^^^^^^^^^^ information hook-serialises-run: \`grant select on all tables in schema analytics to reporter\` runs with 2 models: all of them change the same catalog row, where Postgres lets one wait or fail (tuple concurrently updated). Run it once, in on-run-end.
//- models/a.sql
select 1 as x
//- models/b.sql
select 1 as x
`;

  test("one finding for all models", () => {
    checkDiagnostics(source, { only });
  });

  test("one finding for the same statement in several files", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:4
//- models/a.sql
{{ config(post_hook="analyze") }} select 1 as x
--                  ^^^^^^^^^ information hook-serialises-run: \`analyze\` runs with 3 models: it names no table and so works on the whole database, once for each of them. Run it once, in on-run-end.
//- models/b.sql
{{ config(post_hook="ANALYZE;") }} select 1 as x
//- models/c.sql
{{ config(post_hook={"sql": "analyze", "transaction": false}) }} select 1 as x
`,
      { only },
    );
  });

  test.each([
    "analyze {{ this }}",
    "vacuum {{ this }}",
    "grant select on {{ this }} to reporter",
    "lock table {{ this }} in exclusive mode",
    "-- vacuum",
  ])("silent: %s", (hook) => {
    checkSilent(
      source.replace("grant select on all tables in schema analytics to reporter", hook),
      { only },
    );
  });

  test("locks on one table anywhere, vacuum on Redshift only", () => {
    const hook = (statement: string, type: string): string =>
      `
//- profiles.yml threads:4 type:${type}
//- models/a.sql
{{ config(pre_hook="${statement}") }} select 1 as x
--                 ${"^".repeat(statement.length + 2)} information ${only}: WORDS
//- models/b.sql
{{ config(pre_hook="${statement}") }} select 1 as x
`;
    checkDiagnostics(
      hook("lock table audit in exclusive mode", "snowflake").replace(
        "WORDS",
        "`lock table audit in exclusive mode` runs with 2 models: all of them take the same lock and hold it to the end of their transaction. Run it once, in on-run-end.",
      ),
      { only },
    );
    checkDiagnostics(
      hook("vacuum {{ this }}", "redshift").replace(
        "WORDS",
        "`vacuum {{ this }}` runs with 2 models: Redshift runs one vacuum at a time and refuses the others. Run it once, in on-run-end.",
      ),
      { only },
    );
  });

  test("fixed with one thread or one model, suppressed by a comment", () => {
    checkSilent(source.replace("threads:4", "threads:1"), { only });
    checkSilent(source.replace("//- models/b.sql\nselect 1 as x\n", ""), { only });
    checkSilent(source.replace("    +post-hook", `    # heddle: ignore ${only}\n    +post-hook`), {
      only: [only, "unused-suppression"],
    });
  });
});

describe("heavy-shares-seats", () => {
  const only = "heavy-shares-seats";
  // With two threads one stays in reserve, so that the hint 1 is right for every class.
  const source = `
//- profiles.yml threads:2
//- models/heavy.sql 600s
{{ config(meta={'heddle': {'threads': 1}}) }} ${HEAVY}
--                         ^^^^^^^^^^^^ information heavy-shares-seats: light shares the one seat of heavy and waits behind it. Without a hint on the light ones a run with seats would end 50 s earlier (by measured durations).
//- models/light.sql 50s
{{ config(meta={'heddle': {'threads': 1}}) }} select 1 as x
`;
  const five = { only, runs: 5 };

  test("a light model behind a heavy one", () => {
    checkDiagnostics(source, five);
  });

  test("not without a gain, not with seats of their own", () => {
    checkSilent(source.replace("50s", "5s"), five);
    checkSilent(
      source.replace("{{ config(meta={'heddle': {'threads': 1}}) }} select", "select"),
      five,
    );
  });

  test("left to threads-differ-from-recommended where that speaks", () => {
    checkSilent(source.replace("threads:2", "threads:8"), five);
  });

  test("suppressed by a comment", () => {
    checkSilent(source.replace("{{ config", `-- heddle: ignore ${only}\n{{ config`), {
      ...five,
      only: [only, "unused-suppression"],
    });
  });
});

describe("history-too-small", () => {
  const only = "history-too-small";
  const source = `
//- dbt_project.yml
name: shop
^^^^^^^^^^ hint history-too-small: 2 runs on record, and 100 % of the measured time rests on fewer than 5: one slow night can decide the advice. Keep target/run_results.json of each run and name them in heddle.history (--history).
version: '1.0'
profile: shop
//- models/a.sql 60s
select 1 as x
`;

  test("fewer than five runs", () => {
    checkDiagnostics(source, { only, runs: 2 });
    checkSilent(source, { only, runs: 5 });
    checkSilent(source.replace(" 60s", ""), { only });
  });

  test("suppressed by a comment", () => {
    checkSilent(source.replace("name:", `# heddle: ignore ${only}\nname:`), {
      only: [only, "unused-suppression"],
    });
  });
});

describe("history-too-old", () => {
  const only = "history-too-old";
  const source = `
//- dbt_project.yml
name: shop
^^^^^^^^^^ information history-too-old: The newest recorded run is of 2026-01-01, more than 30 days ago: models and their data may have changed since, and all minutes rest on it. Run dbt again, or name newer history in heddle.history (--history).
version: '1.0'
profile: shop
//- models/a.sql 60s
select 1 as x
`;

  test("by the clock that is given", () => {
    checkDiagnostics(source, { only, settings: { at: "2026-02-03T00:00:00Z" } });
    checkSilent(source, { only });
    checkSilent(source.replace(" 60s", ""), { only, settings: { at: "2027-01-01T00:00:00Z" } });
  });

  test("suppressed by a comment", () => {
    checkSilent(source.replace("name:", `# heddle: ignore ${only}\nname:`), {
      only: [only, "unused-suppression"],
      settings: { at: "2026-02-03T00:00:00Z" },
    });
  });
});
