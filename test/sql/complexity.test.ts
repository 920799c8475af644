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
