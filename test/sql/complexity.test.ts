import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { complexityScore, sqlComplexity, threadsForScore } from "../../server/src/sql/complexity";
import { differingIndicators, literalCounts } from "../../server/src/sql/literalCounts";

test("the score is the article's weighted sum, without binary fractions", () => {
  const counts = {
    windowFunctions: 4,
    joins: 5,
    subqueries: 2,
    aggregations: 2,
    unions: 2,
    recursiveCtes: 0,
  };
  expect(complexityScore(counts)).toBe(21.5);
  expect(complexityScore({ ...counts, subqueries: 3 })).toBe(22.7);
});

test.each([
  [15.1, 1],
  [15, 2],
  [8.1, 2],
  [8, 4],
  [3.1, 4],
  [3, 6],
  [0, 6],
])("score %f gives %i threads", (score, threads) => expect(threadsForScore(score)).toBe(threads));

test("a model's SQL is scored on its raw text", () => {
  const complexity = sqlComplexity(`
    {{ config(materialized='table', threads=1) }}
    with a as (
      select x, count(*) over (partition by y) n from {{ ref('b') }} join {{ ref('c') }} using (z)
    )
    select x, sum(n) from a group by x`);
  expect(complexity).toMatchObject({
    score: 4.5,
    class: "lightweight-staging",
    threads: 4,
    breakdown: { windowFunctions: 1, joins: 1, subqueries: 0, aggregations: 1 },
  });
});

test("the article's counting is plain text search", () => {
  const sql = "select 1 -- left join (select 1) over ( UNION\nfrom a\njoin b group by c";
  expect(literalCounts(sql)).toEqual({
    windowFunctions: 1,
    joins: 1,
    subqueries: 1,
    aggregations: 1,
    unions: 1,
    recursiveCtes: 0,
  });
  const { breakdown } = sqlComplexity(sql);
  expect(differingIndicators(breakdown, literalCounts(sql))).toEqual([
    "windowFunctions",
    "subqueries",
    "unions",
  ]);
});

interface SeedOracle {
  readonly cases: readonly {
    readonly macro: string;
    readonly ctx: { readonly raw_sql?: string };
    readonly value: { readonly complexity_breakdown?: Readonly<Record<string, number>> };
  }[];
  readonly models: readonly { readonly name: string; readonly source: string }[];
}

const ORACLE = JSON.parse(
  readFileSync("test/data/jinja/jinja-seed-oracle.json", "utf8"),
) as SeedOracle;

test("literal counts are what the article's macro returns under Jinja2", () => {
  const cases = ORACLE.cases.filter(({ macro }) => macro === "analyze_model_complexity");
  expect(cases.length).toBeGreaterThan(10);
  for (const { ctx, value } of cases) {
    const counted = Object.values(literalCounts(ctx.raw_sql ?? ""));
    expect(counted, ctx.raw_sql).toEqual(Object.values(value.complexity_breakdown ?? {}));
  }
});

test("the article's own models, counted by hand", () => {
  const scored = ORACLE.models.map(({ name, source }) => {
    const { score, breakdown } = sqlComplexity(source);
    return `${name} ${Object.values(breakdown).join(" ")} = ${score}`;
  });
  expect(scored).toEqual([
    "model_performance_analysis 0 0 0 1 0 0 = 1",
    "heavy_customer_analytics 2 1 0 0 0 0 = 5.5",
    "stg_product_categories 0 0 0 0 0 0 = 0",
    "clv_usage 2 0 0 1 0 0 = 5",
    "customer_behavior_analysis 0 0 0 2 0 0 = 2",
    "current_performance_analysis 0 0 0 2 0 0 = 2",
    "clv_full 4 0 0 1 0 0 = 9",
    "stg_orders 0 0 0 0 0 0 = 0",
    "dbt_execution_monitoring 0 0 0 1 0 0 = 1",
    "resource_utilization_summary 0 0 0 1 0 0 = 1",
  ]);
});

test("scores never fall when SQL is added behind a statement", () => {
  const parts = fc.constantFrom(
    "select a from b join c using (d)",
    "select 1 union select 2",
    "select sum(a) over () from b group by c",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), parts, (some, more) => {
      const before = sqlComplexity(some.join(";\n")).score;
      expect(sqlComplexity([...some, more].join(";\n")).score).toBeGreaterThan(before);
    }),
  );
});
