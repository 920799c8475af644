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
    checkCompletion(inModel("{{ config($0) }} select 1")).toMatchInlineSnapshot();
  });
  test("thread counts, the recommended one first", () => {
    checkCompletion(inModel("{{ config(threads=$0) }} select 1")).toMatchInlineSnapshot();
  });
  test("the same in meta.heddle", () => {
    checkCompletion(inModel("{{ config(meta={'heddle': {'threads': $0}}) }} select 1")).toContain(
      "* 1 (recommended) → 1",
    );
  });
  test("keys of meta and meta.heddle, with or without the quote", () => {
    checkCompletion(inModel("{{ config(meta={$0}) }} select 1")).toBe(
      "heddle → 'heddle': {'threads': $1}",
    );
    checkCompletion(inModel("{{ config(meta={'heddle': {'$0'}}) }}")).toMatchInlineSnapshot();
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
    ).toMatchInlineSnapshot();
  });
  test("thread counts without a favourite, because many models take them", () => {
    checkCompletion(inProject("models:\n  shop:\n    +threads: $0")).toMatchInlineSnapshot();
  });
});

test("in properties, below config: only", () => {
  const properties = (text: string) => `//- models/a.sql\nselect 1\n//- models/a.yml\n${text}`;
  checkCompletion(properties("models:\n  - name: a\n    config:\n      $0")).toMatch(
    /^threads → threads: \$1$/m,
  );
  checkCompletion(properties("models:\n  - name: a\n    $0")).toBe("");
});
