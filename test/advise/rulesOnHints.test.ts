import { describe, expect, test } from "vitest";
import { checkDiagnostics, checkFix, checkSilent, openFixture } from "../support/checkDiagnostics";
import { parseFixture } from "../support/fixture";

const FUSION = { engine: "fusion" } as const;

describe("threads-ignored-by-dbt", () => {
  const only = "threads-ignored-by-dbt";

  test("one finding per place, however many models it reaches", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: 6
#   ^^^^^^^^^^^ information threads-ignored-by-dbt: dbt-core ignores \`threads\` here: 2 models share the run's 8 threads, and dbt 2 refuses the key. Move it to meta.heddle.threads.
//- models/a.sql
select 1 as x
//- models/b.sql
select 1 as x
//- models/c.sql
{{ config(threads=2) }} select 1 as x
--        ^^^^^^^^^ information threads-ignored-by-dbt: dbt-core ignores \`threads\` here: c shares the run's 8 threads, and dbt 2 refuses the key. Move it to meta.heddle.threads.
//- models/d.sql
select 1 as x
//- models/d.yml
models:
  - name: d
    config:
      threads: 3
#     ^^^^^^^^^^ information threads-ignored-by-dbt: dbt-core ignores \`threads\` here: d shares the run's 8 threads, and dbt 2 refuses the key. Move it to meta.heddle.threads.
`,
      { only },
    );
  });

  test("a warning where dbt itself warns", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:8 type:snowflake
//- models/c.sql
{{ config(threads=2) }} select 1 as x
--        ^^^^^^^^^ warning threads-ignored-by-dbt: dbt-core ignores \`threads\` here and warns (CustomKeyInConfigDeprecation): c shares the run's 8 threads, and dbt 2 refuses the key. Move it to meta.heddle.threads.
`,
      { only },
    );
  });

  test("not for meta, and not in dbt 2", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:8
//- models/c.sql
{{ config(meta={'heddle': {'threads': 2}}) }} select 1 as x
//- models/d.sql
{{ config(meta={'threads': 2}) }} select 1 as x
`,
      { only },
    );
    checkDiagnostics("//- models/c.sql\n{{ config(threads=2) }} select 1 as x", {
      only,
      settings: FUSION,
    });
  });

  test("suppressed by a comment", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:8
//- models/c.sql
-- heddle: ignore threads-ignored-by-dbt
{{ config(threads=2) }} select 1 as x
`,
      { only: [only, "unused-suppression"] },
    );
  });

  test("fixed in SQL", () => {
    checkFix(
      `
//- profiles.yml threads:8
//- models/c.sql
{{ config(materialized='table', threads=2) }}
select 1 as x
`,
      only,
      `
Move the hint to meta.heddle.threads
//- models/c.sql
{{ config(materialized='table', meta={'heddle': {'threads': 2}}) }}
select 1 as x
`,
    );
  });

  test("fixed in YAML together with the hints that override it", () => {
    checkFix(
      `
//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: 6 # staging
//- models/a.sql
select 1 as x
//- models/c.sql
{{ config(threads=2) }} select 1 as x
`,
      only,
      `
Move the hint to meta.heddle.threads with the one that overrides it
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +meta: {heddle: {threads: 6}} # staging
//- models/c.sql
{{ config(meta={'heddle': {'threads': 2}}) }} select 1 as x
`,
    );
  });
});

describe("threads-rejected-by-dbt-2", () => {
  const options = { only: "threads-rejected-by-dbt-2", settings: FUSION };

  test("every threads key, also one that is overridden", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: 6
#   ^^^^^^^^^^^ error threads-rejected-by-dbt-2: dbt 2 refuses \`threads\` here (dbt1013): the project does not parse. Move it to meta.heddle.threads.
//- models/c.sql
{{ config(threads=2) }} select 1 as x
--        ^^^^^^^^^ error threads-rejected-by-dbt-2: dbt 2 refuses \`threads\` here (dbt1060): the project does not parse. Move it to meta.heddle.threads.
//- models/d.sql
{{ config(meta={'heddle': {'threads': 2}}) }} select 1 as x
`,
      options,
    );
  });

  test("not with dbt-core", () => {
    checkDiagnostics("//- models/c.sql\n{{ config(threads=2) }} select 1 as x", {
      only: options.only,
    });
  });

  test("fixed", () => {
    checkFix(
      `
//- profiles.yml threads:8
//- models/c.sql
{{ config(threads=2, meta={'owner': 'ann'}) }} select 1 as x
`,
      options.only,
      `
Move the hint to meta.heddle.threads
//- models/c.sql
{{ config(meta={'heddle': {'threads': 2}, 'owner': 'ann'}) }} select 1 as x
`,
      { settings: FUSION },
    );
  });
});

test("invalid-threads-value", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:8
//- models/a.sql
{{ config(threads='abc') }} select 1 as x
--        ^^^^^^^^^^^^^ warning invalid-threads-value: threads is the text "abc", not a whole number from 1: a has no hint.
//- models/b.sql
{{ config(threads=-1) }} select 1 as x
--        ^^^^^^^^^^ warning invalid-threads-value: threads is -1, not a whole number from 1: b has no hint.
//- models/c.sql
{{ config(threads=0) }} select 1 as x
--        ^^^^^^^^^ warning invalid-threads-value: threads is 0, not a whole number from 1: c has no hint.
//- models/d.sql
{{ config(threads=2.5) }} select 1 as x
--        ^^^^^^^^^^^ warning invalid-threads-value: threads is 2.5, not a whole number from 1: d has no hint.
//- models/e.sql
{{ config(threads={'threads': 2}) }} select 1 as x
--        ^^^^^^^^^^^^^^^^^^^^^^ warning invalid-threads-value: threads is {"threads":2}, not a whole number from 1: e has no hint.
//- models/f.sql
{{ config(threads=2) }} select 1 as x
//- models/g.sql
-- heddle: ignore invalid-threads-value
{{ config(meta={'heddle': {'threads': none}}) }} select 1 as x
`,
    { only: ["invalid-threads-value", "unused-suppression"] },
  );
});

test("one bad folder key above many models is one finding with related places", () => {
  const models = Array.from(
    { length: 1000 },
    (_, index) => `//- models/m${index}.sql\nselect 1 as x`,
  );
  const source = `
//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: abc
${models.join("\n")}
`;
  for (const engine of ["dbt-core", "fusion"] as const) {
    const problems = openFixture(parseFixture(source), { settings: { engine } }).problems();
    expect(problems.map(({ code, file }) => `${file} ${code}`)).toEqual([
      engine === "fusion"
        ? "dbt_project.yml threads-rejected-by-dbt-2"
        : "dbt_project.yml invalid-threads-value",
    ]);
    expect(problems[0]?.related).toHaveLength(10);
  }
});

test("threads-exceed-capacity", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/a.sql
{{ config(meta={'heddle': {'threads': 8}}) }} select 1 as x
--                         ^^^^^^^^^^^^ information threads-exceed-capacity: a: hint 8, but the run has 4 threads (profiles.yml). The hint limits nothing; lower it or give the run more threads.
//- models/b.sql
{{ config(meta={'heddle': {'threads': 4}}) }} select 1 as x
//- models/c.sql
{# heddle: ignore threads-exceed-capacity #}
{{ config(meta={'heddle': {'threads': 8}}) }} select 1 as x
`,
    { only: ["threads-exceed-capacity", "unused-suppression"] },
  );
});

test("threads-exceed-capacity, fixed", () => {
  checkFix(
    `
//- profiles.yml threads:4
//- models/a.sql
{{ config(meta={'heddle': {'threads': 8}}) }} select 1 as x
`,
    "threads-exceed-capacity",
    `
Set the hint to 4
//- models/a.sql
{{ config(meta={'heddle': {'threads': 4}}) }} select 1 as x
`,
  );
});

describe("threads-differ-from-recommended", () => {
  const only = "threads-differ-from-recommended";

  test("by complexity, one finding per place", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:16
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +meta: {heddle: {threads: 1}}
#                    ^^^^^^^^^^ information threads-differ-from-recommended: 2 models: hint 1, recommended 6; most durations are assumed, so no gain is known.
//- models/a.sql
select 1 as x
//- models/b.sql
select 1 as x
//- models/c.sql
{{ config(meta={'heddle': {'threads': 6}}) }} select 1 as x
`,
      { only },
    );
  });

  test("by history, with what it would save", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:10
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +meta: {heddle: {threads: 1}}
#                    ^^^^^^^^^^ information threads-differ-from-recommended: 4 models: hint 1, recommended 6; saves 2 m 00 s with seats, by measured durations.
//- models/a.sql 40s
select 1 as x
//- models/b.sql 40s
select 1 as x
//- models/c.sql 40s
select 1 as x
//- models/d.sql 40s
select 1 as x
`,
      { only, runs: 5 },
    );
  });

  test("fixed where one number is right for all", () => {
    checkFix(
      `
//- profiles.yml threads:16
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop: {+meta: {heddle: {threads: 1}, owner: ann}}
//- models/a.sql
select 1 as x
`,
      only,
      `
Set the hint to 6
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop: {+meta: {heddle: {threads: 6}, owner: ann}}
`,
    );
  });

  test("not with one thread, where no hint matters", () => {
    checkDiagnostics(
      `
//- profiles.yml threads:1
//- models/a.sql
{{ config(meta={'heddle': {'threads': 3}}) }} select 1 as x
`,
      { only },
    );
  });
});

test("hint-on-ephemeral", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- models/a.sql
{{ config(materialized='ephemeral', meta={'heddle': {'threads': 2}}) }} select 1 as x
--                                                   ^^^^^^^^^^^^ information hint-on-ephemeral: a is ephemeral: the SQL runs inside the models that ref it, so a hint here limits nothing. Hint those models instead.
//- models/b.sql
{{ config(materialized='view', meta={'heddle': {'threads': 2}}) }} select * from {{ ref('a') }}
//- models/c.sql
-- heddle: ignore hint-on-ephemeral
{{ config(materialized='ephemeral', meta={'heddle': {'threads': 2}}) }} select 1 as x
`,
    { only: ["hint-on-ephemeral", "unused-suppression"] },
  );
});

test("hint-overridden-elsewhere", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    marts:
      +threads: 2
#     ^^^^^^^^^^^ information hint-overridden-elsewhere: This hint decides nothing: a has another one that wins (config()). Remove it, or the others.
    staging:
      +threads: 4
//- models/marts/a.sql
{{ config(threads=1) }} select 1 as x
//- models/staging/b.sql
{{ config(threads=1) }} select 1 as x
//- models/staging/c.sql
select 1 as x
`,
    { only: "hint-overridden-elsewhere" },
  );
});

test("hint-overridden-elsewhere, fixed where something else stays beside it", () => {
  const source = (beside: string): string => `
//- profiles.yml threads:4
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    marts:
      +threads: 2
${beside}//- models/marts/a.sql
{{ config(threads=1) }} select 1 as x
`;
  checkFix(
    source("      +materialized: table\n"),
    "hint-overridden-elsewhere",
    `
Remove the hint
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    marts:
      +materialized: table
`,
  );
  expect(() => checkFix(source(""), "hint-overridden-elsewhere", "")).toThrow("No finding");
});

test("hint-varies-by-run: one finding per macro", () => {
  checkDiagnostics(
    `
//- profiles.yml threads:8
//- macros/threads.sql
{% macro by_hour() %}{{ return(1 if run_started_at.hour < 9 else 4) }}{% endmacro %}
--       ^^^^^^^ hint hint-varies-by-run: by_hour() reads the time of the run: the hint of 2 models changes from run to run. Set the clock and target that matter (--at, --target).
{% macro fixed() %}{{ return(4) }}{% endmacro %}
{% macro indirect() %}{{ return(by_hour()) }}{% endmacro %}
//- models/a.sql
{{ config(threads=by_hour()) }} select 1 as x
//- models/b.sql
{{ config(threads=indirect()) }} select 1 as x
//- models/c.sql
{{ config(threads=fixed()) }} select 1 as x
`,
    { only: "hint-varies-by-run" },
  );
});

describe("a threads key below which nothing lies", () => {
  const project = (more = ""): string => `
//- dbt_project.yml
name: shop
profile: shop
models:
  shop:
    +materialized: view
    utilities:
      +threads: 8${more}
//- models/a.sql
select 1 as x
`;
  const moved = `
Move the hint to meta.heddle.threads
//- dbt_project.yml
name: shop
profile: shop
models:
  shop:
    +materialized: view
    utilities:
      +meta: {heddle: {threads: 8}}
`;

  test("is refused by dbt 2 like any other", () => {
    const settings = { engine: "fusion" } as const;
    const only = "threads-rejected-by-dbt-2";
    checkDiagnostics(
      project(
        "\n#     ^^^^^^^^^^^ error threads-rejected-by-dbt-2: dbt 2 refuses `threads` here (dbt1013): the project does not parse. Move it to meta.heddle.threads.",
      ),
      { only, settings },
    );
    checkFix(project(), only, moved, { settings });
  });

  test("reaches nothing in dbt-core", () => {
    const only = "threads-ignored-by-dbt";
    checkDiagnostics(
      project(
        "\n#     ^^^^^^^^^^^ information threads-ignored-by-dbt: dbt-core ignores `threads` here, and nothing of the project lies below this key; dbt 2 refuses it. Remove it, or move it to meta.heddle.threads.",
      ),
      { only },
    );
    checkFix(project(), only, moved);
  });

  test("is told once where models lie below, and not where a package is missing", () => {
    const used = `${project()}//- models/utilities/b.sql\nselect 1 as x\n`;
    const found = openFixture(parseFixture(used)).problems();
    const own = found.filter(({ code }) => code === "threads-ignored-by-dbt");
    expect(own).toHaveLength(1);
    expect(own[0]?.message).toContain("b shares");
    const missing = `${project()}//- packages.yml\npackages: [{package: dbt-labs/dbt_utils, version: 1.0.0}]\n`;
    checkSilent(missing, { only: "threads-ignored-by-dbt" });
  });
});
