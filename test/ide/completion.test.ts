import { describe, expect, test } from "vitest";
import { completionsAt } from "./checkIde";

function checkCompletion(source: string) {
  return expect(completionsAt(source).join("\n"));
}

const inModel = (text: string) => `//- profiles.yml threads:8\n//- models/a.sql 20m\n${text}`;
const inProject = (text: string) =>
  `//- dbt_project.yml\nname: shop\nprofile: shop\n${text}\n//- models/a.sql\nselect 1`;

describe("in a model", () => {
  test("config keys", () => {
    checkCompletion(inModel("{{ config($0) }} select 1")).toMatchInlineSnapshot(`
      "materialized → materialized='$1'
      meta (meta.heddle.threads) → meta={'heddle': {'threads': $1}}
      threads → threads=$1
      enabled → enabled=$1
      tags → tags=['$1']
      schema → schema='$1'
      alias → alias='$1'
      unique_key → unique_key='$1'
      incremental_strategy → incremental_strategy='$1'
      concurrent_batches → concurrent_batches=$1
      pre_hook → pre_hook="$1"
      post_hook → post_hook="$1"
      full_refresh → full_refresh=$1"
    `);
  });
  test("thread counts, the recommended one first", () => {
    checkCompletion(inModel("{{ config(threads=$0) }} select 1")).toMatchInlineSnapshot(`
      "* 6 (recommended) → 6
      1 (heavy analytical models, score above 15: one at a time) → 1
      2 (medium models, score above 8) → 2
      4 (staging models, score above 3) → 4
      8 (utilities that cost next to nothing) → 8"
    `);
  });
  test("the same in meta.heddle", () => {
    checkCompletion(inModel("{{ config(meta={'heddle': {'threads': $0}}) }} select 1")).toContain(
      "* 6 (recommended) → 6",
    );
  });
  test("keys of meta and meta.heddle, with or without the quote", () => {
    checkCompletion(inModel("{{ config(meta={$0}) }} select 1")).toBe(
      "heddle → 'heddle': {'threads': $1}",
    );
    checkCompletion(inModel("{{ config(meta={'heddle': {'$0'}}) }}")).toMatchInlineSnapshot(`
      "threads → threads': $1
      durationMs → durationMs': $1"
    `);
  });
  test("values of other keys", () => {
    checkCompletion(inModel("{{ config(materialized='$0') }}")).toContain("table → table");
    checkCompletion(inModel("{{ config(enabled=$0) }}")).toBe("true → true\nfalse → false");
  });
  test("nothing in SQL and nothing in other calls", () => {
    checkCompletion(inModel("select $0")).toBe("");
    checkCompletion(inModel("{{ ref('$0') }}")).toBe("");
  });
});

describe("in dbt_project.yml", () => {
  test("keys with their plus below models, seeds and snapshots", () => {
    checkCompletion(inProject("models:\n  shop:\n    $0")).toMatch(
      /^\+materialized → \+materialized: \$1$/m,
    );
    checkCompletion(inProject("seeds:\n  +$0")).toMatch(/^\+threads → \+threads: \$1$/m);
    checkCompletion(inProject("vars:\n  $0")).toBe("");
    checkCompletion(
      inProject("models:\n  shop:\n    +meta:\n      heddle:\n        $0"),
    ).toMatchInlineSnapshot(`
      "threads → threads: $1
      durationMs → durationMs: $1"
    `);
  });
  test("thread counts without a favourite, because many models take them", () => {
    checkCompletion(inProject("models:\n  shop:\n    +threads: $0")).toMatchInlineSnapshot(`
      "1 (heavy analytical models, score above 15: one at a time) → 1
      2 (medium models, score above 8) → 2
      4 (staging models, score above 3) → 4
      6 (light models, score up to 3) → 6
      8 (utilities that cost next to nothing) → 8"
    `);
  });
});

test("in properties, below config: only", () => {
  const properties = (text: string) => `//- models/a.sql\nselect 1\n//- models/a.yml\n${text}`;
  checkCompletion(properties("models:\n  - name: a\n    config:\n      $0")).toMatch(
    /^threads → threads: \$1$/m,
  );
  checkCompletion(properties("models:\n  - name: a\n    $0")).toBe("");
});
