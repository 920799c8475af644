/**
 * Every rule on a project in which one cause reaches many models: one finding, whatever their
 * number. A rule that is missing here fails the last test.
 */
import { describe, expect, test } from "vitest";
import { RULES } from "../../server/src/advise/rules/index";
import type { Problem } from "../../server/src/base/problem";
import type { Settings } from "../../server/src/protocol";
import { openFixture } from "../support/checkDiagnostics";
import { parseFixture } from "../support/fixture";

interface Case {
  /** A project with one cause that reaches `count` models. */
  readonly source: (count: number) => string;
  readonly count?: number;
  readonly settings?: Partial<Settings>;
  readonly runs?: number;
}

const models = (count: number, text: (index: number) => string, flags = ""): string =>
  Array.from(
    { length: count },
    (_, index) => `//- models/m${index}.sql${flags}\n${text(index)}`,
  ).join("\n");
const select = (): string => "select 1 as x";
const projectWith = (keys: string, threads = 8, type = "postgres"): string => `
//- profiles.yml threads:${threads} type:${type}
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
${keys}
`;
const profile = (threads: string, type = "postgres"): string => `
//- profiles.yml
shop:
  target: dev
  outputs:
    dev: {type: ${type}, schema: analytics${threads}}
`;
/** Chains of two that one slow model holds up. */
const CHAIN = (count: number): string =>
  `//- models/slow.sql 600s\nselect 1 as x\n${models(count, () => "select * from {{ ref('slow') }}", " 60s")}`;
const MICROBATCH =
  "+materialized: incremental\n    +incremental_strategy: microbatch\n    +event_time: t\n    +batch_size: day\n    +begin: '2026-01-01'";
const HEAVY = Array.from({ length: 8 }, (_, i) => `sum(a) over (order by b${i}) as s${i}`).join(
  ", ",
);

const CASES: Readonly<Record<string, Case>> = {
  "bottleneck-model": { source: (n) => `//- profiles.yml threads:4\n${CHAIN(n)}` },
  "chained-views": {
    source: (n) =>
      models(n, (i) => (i === 0 ? "select 1 as x" : `select * from {{ ref('m${i - 1}') }}`)),
  },
  "ephemeral-repeated": {
    source: (n) =>
      `//- models/e.sql\n{{ config(materialized='ephemeral') }} select ${HEAVY} from t\n${models(n, () => "{{ config(materialized='table') }} select * from {{ ref('e') }}")}`,
  },
  "fan-in-starves-threads": {
    source: (n) =>
      `//- profiles.yml threads:4\n//- models/p0.sql 10s\nselect 1\n//- models/p1.sql 10s\nselect 1\n//- models/p2.sql 100s\nselect 1\n//- models/gate.sql 1s\nselect * from {{ ref('p0') }}, {{ ref('p1') }}, {{ ref('p2') }}\n${models(n, () => "select * from {{ ref('gate') }}", " 5s")}`,
  },
  "folder-key-without-plus": {
    count: 1000,
    source: (n) => `${projectWith("    meta:\n      owner: data")}${models(n, select)}`,
  },
  "heavy-shares-seats": {
    runs: 5,
    source: (n) =>
      `//- profiles.yml threads:2\n//- models/h.sql 600s\n{{ config(meta={'heddle': {'threads': 1}}) }} select 1\n${models(n, () => "{{ config(meta={'heddle': {'threads': 1}}) }} select 1", " 20s")}`,
  },
  "history-too-old": {
    settings: { at: "2027-01-01T00:00:00Z" },
    source: (n) => models(n, select, " 9s"),
  },
  "history-too-small": { source: (n) => models(n, select, " 9s") },
  "hint-on-disabled": {
    count: 1000,
    source: (n) =>
      `${projectWith("    +enabled: false")}${models(n, () => "{{ config(meta={'heddle': {'threads': 2}}) }} select 1")}`,
  },
  "hint-on-ephemeral": {
    count: 1000,
    source: (n) =>
      `${projectWith("    +materialized: ephemeral\n    +meta: {heddle: {threads: 2}}")}${models(n, select)}`,
  },
  "hint-overridden-elsewhere": {
    source: (n) =>
      `${projectWith("    +threads: 2")}${models(n, () => "{{ config(threads=3) }} select 1")}`,
  },
  "hint-varies-by-run": {
    source: (n) =>
      `//- macros/h.sql\n{% macro by_hour() %}{{ return(1 if run_started_at.hour < 9 else 4) }}{% endmacro %}\n${models(n, () => "{{ config(meta={'heddle': {'threads': by_hour()}}) }} select 1")}`,
  },
  "hook-key-rejected-by-dbt-2": {
    count: 100,
    settings: { engine: "fusion" },
    source: (n) =>
      `${projectWith(Array.from({ length: n }, (_, i) => `    f${i}:\n      +pre_hook: "select ${i}"`).join("\n"))}${models(1, select)}`,
  },
  "hook-memory-above-server": {
    source: (n) =>
      `//- heddle.yml\nserver:\n  memory: 4GB\n${projectWith(`    +pre-hook: "set work_mem = '8GB'"`)}${models(n, select)}`,
  },
  "hook-serialises-run": {
    count: 1000,
    source: (n) => `${projectWith(`    +post-hook: "analyze"`)}${models(n, select)}`,
  },
  "incremental-reads-everything": {
    source: (n) =>
      `${projectWith("    +materialized: incremental\n    +unique_key: x")}${models(n, () => "select * from {{ ref('src') }}")}\n//- models/src.sql\nselect 1 as x`,
  },
  "incremental-without-unique-key": {
    count: 1000,
    source: (n) => `${projectWith("    +materialized: incremental")}${models(n, select)}`,
  },
  "invalid-threads-value": {
    source: (n) =>
      `//- macros/h.sql\n{% macro wrong() %}{{ return('many') }}{% endmacro %}\n${models(n, () => "{{ config(threads=wrong()) }} select 1")}`,
  },
  "long-root-started-late": {
    source: (n) =>
      `//- profiles.yml threads:2\n${models(n, select, " 20s")}\n//- models/z0.sql 60s\nselect 1\n${Array.from({ length: 5 }, (_, i) => `//- models/z${i + 1}.sql 60s\nselect * from {{ ref('z${i}') }}`).join("\n")}`,
  },
  "memory-above-server": {
    source: (n) =>
      `//- heddle.yml\nserver:\n  memory: 9GB\n${projectWith(`    +pre-hook: "set work_mem = '2GB'"`)}${models(n, select, " 9s")}`,
  },
  "memory-setting-of-postgres": {
    count: 1000,
    source: (n) =>
      `${projectWith(`    +pre-hook: "set work_mem = '2GB'"`, 8, "snowflake")}${models(n, select)}`,
  },
  "microbatch-fills-its-share": {
    source: (n) =>
      `${projectWith(`    ${MICROBATCH}`, 4)}${models(n, () => "select 1 as t", " 9s")}`,
  },
  "microbatch-runs-serially": {
    count: 1000,
    source: (n) =>
      `${projectWith(`    ${MICROBATCH}\n    +concurrent_batches: true`)}${models(n, () => "select 1 as t")}`,
  },
  "model-worth-splitting": {
    source: (n) =>
      `//- profiles.yml threads:4\n//- models/slow.sql 900s\nwith a as (select ${HEAVY} from t), b as (select 1 from a), c as (select 1 from a) select * from b, c\n${models(n, () => "select * from {{ ref('slow') }}", " 9s")}`,
    runs: 5,
  },
  "profile-threads-missing": { count: 1000, source: (n) => `${profile("")}${models(n, select)}` },
  "serial-chain": {
    source: (n) =>
      `//- profiles.yml threads:4\n${models(n, (i) => (i === 0 ? "select 1 as x" : `select * from {{ ref('m${i - 1}') }}`), " 9s")}`,
  },
  "shard-count-differs": {
    source: (n) =>
      `//- profiles.yml threads:4\n${models(n + 3, (i) => `select 1 as id where mod(id, ${i < 2 ? 9 : 4}) = ${i % 4}`)}`,
  },
  "shard-family-incomplete": {
    source: (n) =>
      `//- profiles.yml threads:4\n${models(n, (i) => `select 1 as id where mod(id, 999) = ${i}`)}`,
  },
  "shard-loader-locks": {
    source: (n) =>
      `${projectWith(`    +pre-hook: "lock table public.orders"`)}${models(n, (i) => `select 1 as id where mod(id, ${n}) = ${i}`)}`,
  },
  "shard-modulo-loses-rows": {
    source: (n) =>
      `//- profiles.yml threads:4\n${models(n, (i) => `select 1 as id where mod(id, ${n}) = ${i}`)}`,
  },
  "test-gates-long-chain": {
    source: (n) =>
      `//- profiles.yml threads:4\n//- models/a.sql 9s\nselect 1\n//- tests/t.sql 90s\nselect * from {{ ref('a') }}\n${models(n, () => "select * from {{ ref('a') }}", " 2s")}`,
  },
  "threads-above-adapter-limit": {
    count: 1000,
    source: (n) => `${profile(", threads: 200")}${models(n, select)}`,
  },
  "threads-above-gain": {
    source: (n) => `${profile(", threads: 64")}${models(n, select, " 60s")}`,
    count: 2,
  },
  "threads-clamped-by-engine": {
    count: 1000,
    settings: { engine: "fusion" },
    source: (n) => `${profile(", threads: 1")}${models(n, select)}`,
  },
  "threads-differ-from-recommended": {
    source: (n) => `${projectWith("    +threads: 7")}${models(n, select, " 600s")}`,
    runs: 5,
  },
  "threads-exceed-capacity": {
    source: (n) =>
      `//- profiles.yml threads:1\n${models(n, () => "{{ config(threads=4) }} select 1")}`,
  },
  "threads-ignored-by-dbt": {
    count: 1000,
    source: (n) => `${projectWith("    +threads: 2")}${models(n, select)}`,
  },
  "threads-rejected-by-dbt-2": {
    count: 1000,
    settings: { engine: "fusion" },
    source: (n) => `${projectWith("    +threads: 2")}${models(n, select)}`,
  },
  "unread-model-ends-run": {
    source: (n) =>
      `//- profiles.yml threads:4\n//- models/e.yml\nexposures: [{name: board, type: dashboard, owner: {email: a@b.c}, depends_on: [ref('m0')]}]\n${models(n, select, " 9s")}\n//- models/z.sql 900s\nselect 1`,
  },
  "vacuum-inside-transaction": {
    count: 1000,
    source: (n) => `${projectWith(`    +post-hook: "vacuum {{ this }}"`)}${models(n, select)}`,
  },
  "view-read-many-times": {
    source: (n) =>
      `//- models/v.sql\n{{ config(materialized='view') }} select ${HEAVY} from t\n${models(n, () => "{{ config(materialized='table') }} select * from {{ ref('v') }}")}`,
  },
};

const found = (
  code: string,
  { source, settings, runs = 1 }: Case,
  count: number,
): readonly Problem[] =>
  openFixture(parseFixture(source(count)), {
    ...(settings && { settings }),
    runs,
  })
    .problems()
    .filter((problem) => problem.code === code);

describe("one finding per cause", () => {
  test.each(Object.entries(CASES))("%s", (code, one) => {
    const count = one.count ?? 40;
    const problems = found(code, one, count);
    const places = new Set(problems.map(({ file, span }) => `${file}:${span.start}`));
    expect(places.size, "one finding at one place").toBe(problems.length);
    expect(problems.map(({ message }) => message)).toHaveLength(1);
    for (const { related = [] } of problems) expect(related.length).toBeLessThanOrEqual(10);
  });

  test.each([
    ["hint-on-disabled", "{{ config(enabled=false, meta={'heddle': {'threads': 2}}) }} select 1"],
    [
      "incremental-reads-everything",
      "{{ config(materialized='incremental', unique_key='x') }} select * from {{ ref('src') }}",
    ],
  ])("where each model's own text is the cause, each has one: %s", (code, text) => {
    const source = () => `${models(3, () => text)}\n//- models/src.sql\nselect 1 as x`;
    const files = found(code, { source }, 3).map(({ file }) => file);
    expect(files).toEqual(["models/m0.sql", "models/m1.sql", "models/m2.sql"]);
  });

  test("a value that nobody knows is one finding, at the profile", () => {
    const files = Array.from(
      { length: 40 },
      (_, i) => `//- models/s${i}.yml\nsources: [{name: s${i}, schema: "{{ env_var('RAW') }}"}]`,
    );
    const source = `
//- profiles.yml
shop:
  target: dev
  outputs:
    dev: {type: postgres, threads: 4, schema: "{{ env_var('RAW') }}"}
//- models/a.sql
select 1 as x
${files.join("\n")}
`;
    const problems = openFixture(parseFixture(source))
      .problems()
      .filter(({ code }) => code === "env-var-unset");
    expect(problems).toHaveLength(1);
    expect(problems[0]?.file).toBe("profiles.yml");
    expect(problems[0]?.related).toHaveLength(10);
    expect(problems[0]?.message).toContain("40 more places");
  });

  test("generic tests of a package that nobody declared are one finding", () => {
    const columns = (test: string): string => `
models:
  - name: a
    columns: [{name: x, data_tests: [${test}]}]
`;
    const files = Array.from(
      { length: 20 },
      (_, index) =>
        `//- models/a${index}.yml\n${columns(index % 2 === 0 ? "dbt_utils.at_least_one" : "dbt_utils.not_constant")}`,
    );
    const source = `//- models/a.sql\nselect 1 as x\n//- models/own.yml\n${columns("own_test")}\n${files.join("\n")}`;
    const problems = openFixture(parseFixture(source)).problems();
    const unknown = problems.filter(({ code }) => code === "unknown-macro");
    expect(unknown.map(({ message }) => message.slice(0, 55))).toHaveLength(2);
    expect(unknown.map(({ message }) => message).join("\n")).toContain("19 more places");
  });

  test("a line of a macro that fails for many models is one finding", () => {
    const source = `
//- macros/m.sql
{% macro m(x) %}{{ exceptions.raise_compiler_error("no " ~ x) }}{% endmacro %}
${models(40, (index) => `select {{ m(${index}) }} as x`)}
`;
    const problems = openFixture(parseFixture(source)).problems();
    const failures = problems.filter(({ code }) => code === "evaluation-error");
    expect(failures.map(({ file }) => file)).toEqual(["macros/m.sql"]);
    expect(failures[0]?.message).toContain("(40 times)");
  });

  test("tests of disabled models, of which dbt says nothing, are no findings", () => {
    const source = `
//- models/a.sql
{{ config(enabled=false) }} select 1 as x
//- models/a.yml
models: [{name: a, columns: [{name: x, data_tests: [unique, not_null]}]}]
`;
    const problems = openFixture(parseFixture(source)).problems();
    expect(problems.filter(({ code }) => code === "disabled-ref")).toEqual([]);
  });

  test("every rule is here", () => {
    expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ code }) => code).sort());
  });
});
