/** Where a thread hint comes from and what it overrides. */
import { describe, expect, it } from "vitest";
import { nodeOf } from "./checkProject";

function checkHint(source: string, expected: unknown): void {
  const { hint } = nodeOf(source, "a");
  expect(
    hint && {
      key: hint.key,
      threads: hint.threads ?? hint.value,
      origin: `${hint.origin.file} ${hint.origin.via}`,
      overridden: hint.overridden.map((site) => `${site.file} ${site.via}`),
    },
  ).toEqual(expected);
}

describe("thread hints", () => {
  it("of a folder, over a more general one", () =>
    checkHint(
      "//- dbt_project.yml\nname: shop\nversion: '1.0'\nprofile: shop\nmodels:\n  +threads: 6\n  shop:\n    marts: {+threads: 2}\n//- models/marts/a.sql\nselect 1",
      {
        key: "threads",
        threads: 2,
        origin: "dbt_project.yml models › shop › marts › +threads",
        overridden: ["dbt_project.yml models › +threads"],
      },
    ));
  it("decided by a macro in the config call", () =>
    checkHint(
      "//- macros/m.sql\n{% macro optimal(n) %}{{ return({'a': 3}.get(n, 1)) }}{% endmacro %}\n//- models/a.sql\n{{ config(threads=optimal('a')) }} select 1",
      { key: "threads", threads: 3, origin: "models/a.sql optimal", overridden: [] },
    ));
  it("meta.heddle.threads wins, whoever else says something", () =>
    checkHint(
      "//- models/a.sql\n{{ config(threads=1, meta={'threads': 5}) }} select 1\n//- models/p.yml\nmodels: [{name: a, config: {meta: {heddle: {threads: 2}}}}]",
      {
        key: "meta.heddle.threads",
        threads: 2,
        origin: "models/p.yml models › a › config › meta",
        overridden: ["models/a.sql config()", "models/a.sql config()"],
      },
    ));
  it("that is no number is kept as it is", () =>
    checkHint("//- models/a.sql\n{{ config(threads='abc') }} select 1", {
      key: "threads",
      threads: "abc",
      origin: "models/a.sql config()",
      overridden: [],
    }));
});
