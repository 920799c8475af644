import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RULE_CODES, RULES } from "../../server/src/advise/rules/index";
import type { Problem } from "../../server/src/base/problem";
import { openFixture } from "../support/checkDiagnostics";
import { type Fixture, memoryFileSystem, parseFixture } from "../support/fixture";

interface WrongInputs {
  readonly base: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly name: string;
    readonly files?: Readonly<Record<string, string | null>>;
    readonly refused?: { readonly dbt1?: boolean; readonly dbt2?: boolean };
  }[];
}

const WRONG = JSON.parse(readFileSync("test/data/dbt/wrong-inputs.json", "utf8")) as WrongInputs;
const ENGINES = [
  ["dbt-core", "dbt1"],
  ["fusion", "dbt2"],
] as const;

function problemsOf(
  files: ReadonlyMap<string, string>,
  engine: "dbt-core" | "fusion",
): readonly Problem[] {
  const empty = parseFixture("//- models/a.sql\nselect 1");
  const fixture: Fixture = { ...empty, files, fileSystem: memoryFileSystem(files) };
  return openFixture(fixture, { settings: { engine } }).problems();
}

test("wrong projects: every code has a page, and no rule calls an error what dbt accepts", () => {
  const own = new Set(RULES.map(({ code }) => code));
  const seen = new Set<string>();
  for (const { name, files: changes, refused } of WRONG.cases) {
    const files = new Map(Object.entries(WRONG.base));
    for (const [file, text] of Object.entries(changes ?? {})) {
      if (text === null) files.delete(file);
      else files.set(file, text);
    }
    if (!files.has("dbt_project.yml")) continue;
    for (const [engine, key] of ENGINES) {
      for (const { code, severity, message } of problemsOf(files, engine)) {
        seen.add(code);
        expect(RULE_CODES, `${name}: ${message}`).toContain(code);
        if (severity === "error" && own.has(code))
          expect(refused?.[key], `${name}: ${message}`).not.toBe(false);
      }
    }
  }
  expect(seen.size).toBeGreaterThan(10);
});

const PROJECT = parseFixture(`
//- profiles.yml
shop:
  target: dev
  outputs:
    dev:
      type: postgres
      threads: 8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: 6
    materialized: view
    meta: {heddle: {threads: 2}}
    marts:
      +meta: {heddle: {threads: 1}}
//- models/a.sql 40s
{{ config(threads=pick('a'), pre_hook="set work_mem = '2GB'") }} select 1 as x
//- models/marts/b.sql 50s
{{ config(materialized='incremental', meta={'heddle': {'threads': 12}}) }}
select *, count(*) over (partition by x) from {{ ref('a') }} join {{ ref('c') }} using (x)
//- models/c.sql 10s
-- heddle: ignore threads-ignored-by-dbt
{{ config(materialized='ephemeral', threads=0) }} select * from {{ ref('a') }}
//- models/c.yml
models:
  - name: c
    config: {threads: 3, tags: [x]}
//- macros/pick.sql
{% macro pick(name) %}{{ return(1 if run_started_at.hour < 9 else 4) }}{% endmacro %}
`);

test("half-typed projects never stop a rule, and every fix stays inside its file", () => {
  const files = [...PROJECT.files.keys()];
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom(
        "",
        "'",
        "{",
        "}}",
        "{{",
        ":",
        "\n",
        "\t",
        "#",
        "--",
        "(",
        "*x",
        "&x ",
        "\u0000",
      ),
      (file, at, removed, added) => {
        const text = PROJECT.files.get(file)!;
        const start = Math.floor(at * text.length);
        const changed = text.slice(0, start) + added + text.slice(start + removed);
        const edited = new Map(PROJECT.files).set(file, changed);
        const fixture = { ...PROJECT, files: edited, fileSystem: memoryFileSystem(edited) };
        for (const problem of openFixture(fixture).problems()) {
          const places = [
            problem,
            ...(problem.related ?? []),
            ...(problem.fixes ?? []).flatMap(({ edits }) => edits),
          ];
          for (const place of places) {
            const length = edited.get(place.file)?.length ?? Number.POSITIVE_INFINITY;
            expect(place.span.start).toBeGreaterThanOrEqual(0);
            expect(place.span.end).toBeGreaterThanOrEqual(place.span.start);
            expect(place.span.end, `${problem.code} ${problem.message}`).toBeLessThanOrEqual(
              length,
            );
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
