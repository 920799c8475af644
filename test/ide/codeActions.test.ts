import { describe, expect, test } from "vitest";
import { afterFixAll, afterQuickFix, quickFixTitlesAt } from "./checkIde";

function checkQuickFixes(source: string) {
  return expect(quickFixTitlesAt(source).join("\n"));
}

describe("quick fixes", () => {
  test("offer what the rules offer, then silence", () => {
    checkQuickFixes("//- models/a.sql\n{{ config(thr$0eads=2) }} select 1").toMatchInlineSnapshot(`
      "* Move the hint to meta.heddle.threads
      Ignore threads-exceed-capacity here
      Ignore threads-ignored-by-dbt here"
    `);
  });

  test("only for the place that is asked about", () => {
    checkQuickFixes("//- models/a.sql\n{{ config(threads=2) }}\nselect 1$0").toBe("");
  });
});

describe("ignoring a rule at one place", () => {
  test("puts a comment above, with the line's indentation and line end", () => {
    expect(
      afterQuickFix(
        "//- models/a.sql\nselect *\r\n  from {{ ref('g$0one') }}\r\n",
        "Ignore unknown-ref",
      ),
    ).toBe("select *\r\n  -- heddle: ignore unknown-ref\r\n  from {{ ref('gone') }}\r");
  });

  test("in YAML with #", () => {
    const source =
      "//- dbt_project.yml\nname: shop\nprofile: shop\nmodels:\n  +thr$0eads: -1\n//- models/a.sql\nselect 1";
    expect(afterQuickFix(source, "Ignore invalid-threads-value")).toContain(
      "models:\n  # heddle: ignore invalid-threads-value\n  +threads: -1",
    );
  });

  test("silences the rule", () => {
    const source =
      "//- models/a.sql\n-- heddle: ignore unknown-ref\nselect * from {{ ref('g$0one') }}";
    checkQuickFixes(source).not.toContain("unknown-ref");
  });

  test("is not offered inside a Jinja tag, where no comment can stand", () => {
    const titles = quickFixTitlesAt("//- models/a.sql\n{{ config(\n  thre$0ads=2\n) }} select 1");
    expect(titles.some((title) => title.startsWith("Ignore"))).toBe(false);
  });
});

test("fix all applies every safe fix of a file once", () => {
  const fixed = afterFixAll("//- models/a.sql\n{{ config(threads=2) }} select 1", "models/a.sql");
  expect(fixed).toMatchInlineSnapshot(`
    "Apply 1 safe Heddle fix
    {{ config(meta={'heddle': {'threads': 2}}) }} select 1"
  `);
  expect(afterFixAll("//- models/a.sql\nselect 1", "models/a.sql")).toBe("nothing to fix");
});
