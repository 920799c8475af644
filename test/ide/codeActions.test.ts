import { describe, expect, test } from "vitest";
import {
  afterFixAll,
  afterFixRule,
  afterQuickFix,
  quickFixTitlesAt,
  ruleActionTitlesAt,
} from "./checkIde";

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

describe("fixing a rule in the project", () => {
  const HINTS = `
//- models/a.sql
{{ config(th$0reads=2) }} select 1
//- models/b.sql
{{ config(materialized='table', threads=1) }} select 2
//- models/c.sql
select * from {{ ref('gone') }}
`;

  test("is offered where the rule can fix more than what is there", () => {
    expect(ruleActionTitlesAt(HINTS)).toEqual([
      "Fix all 2 findings of threads-ignored-by-dbt in the project…",
    ]);
    expect(ruleActionTitlesAt("//- models/a.sql\n{{ config(th$0reads=2) }} select 1")).toEqual([]);
    const elsewhere = HINTS.replace("$0", "").replace("'gone'", "'go$0ne'");
    expect(ruleActionTitlesAt(elsewhere)).toEqual([]);
  });

  test("changes every file that has such a finding, and no other", () => {
    expect(afterFixRule(HINTS, "threads-ignored-by-dbt")).toMatchInlineSnapshot(`
      "Move the hint to meta.heddle.threads (2, 0 left)
      //- models/a.sql
      {{ config(meta={'heddle': {'threads': 2}}) }} select 1
      //- models/b.sql
      {{ config(materialized='table', meta={'heddle': {'threads': 1}}) }} select 2"
    `);
    expect(afterFixRule(HINTS, "unknown-ref")).toBe("nothing to fix");
  });

  test("leaves alone what the baseline accepts, a comment silences or a setting switches off", () => {
    const accepted = { file: "models/a.sql", code: "threads-ignored-by-dbt", text: "threads=2" };
    const baseline = JSON.stringify({ schema: "heddle.baseline/1", findings: [accepted] });
    const source = `${HINTS}//- .heddle-baseline.json\n${baseline}\n`;
    expect(afterFixRule(source, "threads-ignored-by-dbt")).not.toContain("models/a.sql");
    const silent = HINTS.replace("{{ config(mat", "-- heddle: ignore threads-ignored-by-dbt\n$&");
    expect(afterFixRule(silent, "threads-ignored-by-dbt")).not.toContain("models/b.sql");
    const off = { diagnostics: { enable: false } };
    expect(afterFixRule(HINTS, "threads-ignored-by-dbt", off)).toBe("nothing to fix");
  });
});
