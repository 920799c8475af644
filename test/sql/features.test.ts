import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dialectOf } from "../../server/src/sql/dialect";
import { INDICATORS, type Indicator, sqlFeatures } from "../../server/src/sql/features";
import { SqlToken, tokenizeSql, tokenText } from "../../server/src/sql/tokens";

/** `w2 j1` = two window functions, one join and nothing else. */
function checkCounts(sql: string, expected: string): void {
  const { counts, occurrences } = sqlFeatures(sql);
  const letters: Record<Indicator, string> = {
    windowFunctions: "w",
    joins: "j",
    subqueries: "s",
    aggregations: "g",
    unions: "u",
    recursiveCtes: "r",
  };
  const actual = INDICATORS.filter((indicator) => counts[indicator] > 0)
    .map((indicator) => `${letters[indicator]}${counts[indicator]}`)
    .join(" ");
  expect(actual, sql).toBe(expected);
  const total = INDICATORS.reduce((sum, indicator) => sum + counts[indicator], 0);
  expect(occurrences.length).toBe(total);
}

const CASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "window functions": [
    ["select count(*) over (partition by a) from t", "w1"],
    ["select count(*) over(partition by a) from t", "w1"],
    ["select count(*) OVER\n\t(partition by a) from t", "w1"],
    ["select count(*)over()from t", "w1"],
    ["select sum(a) over w, avg(a) over w from t window w as (partition by b)", "w2"],
    ["select sum(a) filter (where a > 1) over (order by b) from t", "w1"],
    ["select last_value(a) ignore nulls over (order by b) from t", "w1"],
    ["select nth_value(a, 2) from first over (order by b) from t, u", "w1 j1"],
    ["select percentile_cont(0.5) within group (order by a) from t", ""],
    ["select percentile_cont(0.5) within group (order by a) over (partition by b) from t", "w1"],
    ["select {{ aggregate('a') }} over (order by b) from t", "w1"],
    ["select row_number() /* rank */ over -- by day\n (order by b) from t", "w1"],
    ["select a as over from t", ""],
    ["select t.over (a) from t", ""],
    ["select over(a) from t", ""],
    ["select * from (select 1) over join b using (c)", "j1 s1"],
    ["select 'count(*) over (' from t -- sum(a) over (", ""],
    ['select "sum(a) over (" from t', ""],
    ["select carryover (a) from t", ""],
  ],
  joins: [
    ["select * from a join b on a.x = b.x", "j1"],
    ["select * from a\njoin\nb on a.x = b.x", "j1"],
    ["select * from a LEFT OUTER JOIN b on true full join c using (x) cross join d", "j3"],
    ["select * from a natural join b", "j1"],
    ["select * from a, b", "j1"],
    ["select * from a, b, c where a.x = b.x", "j2"],
    ["select a, b, c from t", ""],
    ["select * from a cross join lateral (select 1) s", "j1 s1"],
    ["select * from a, lateral flatten(input => a.b) f", "j1"],
    ["select * from a lateral view explode(m) t as k, v where k in (1, 2)", "j1"],
    ["select * from a cross apply f(a.x) b outer apply g(a.x) c", "j2"],
    ["select * from a join (b join c on b.x = c.x) on a.x = b.x", "j2"],
    ["select * from (a, b)", "j1"],
    ["select * from a, (select 1) b", "j1 s1"],
    ["select * from unnest(array[1, 2], array[3, 4])", ""],
    ["select * from t, unnest(t.xs) as x", "j1"],
    ["select * from (values (1, 'a'), (2, 'b')) v(x, y)", ""],
    ["select * from values (1, 'a'), (2, 'b')", ""],
    ["select extract(day from a), b from t", ""],
    ["select a is distinct from b, c from t", ""],
    ["select a is not distinct from b, c from t", ""],
    ["select trim(both 'x' from a), substring(b from 1 for 2) from t", ""],
    ["select * from a where x in (1, 2) order by a, b limit 1, 2", ""],
    ["select * from t group by a, b having sum(c) > 1", "g1"],
    ["select * from {{ ref('a') }} join {{ ref('b') }} using (x)", "j1"],
    ["select * from {{ ref('a') }}, {{ source('s', 'b') }}", "j1"],
    ["select * from a {% if x %}join b using (x){% endif %}", "j1"],
    ["select * from a {% for t in ts %} left join {{ t }} using (x) {% endfor %}", "j1"],
    ["select * from a -- join b using (x)\n/* join c /* join d */ join e */", ""],
    ["select ' join ', $$ join $$, $q$ join $q$, E'it\\' join ' from a", ""],
    ["select a.join, b as join from t", ""],
    ['select "left join", `left join`, [left join] from t', ""],
    ["select * from [Order Lines], [Inner Join]", "j1"],
    ["{# join #} {% set x = ' join ' %} select {{ ' join ' }} from t", ""],
    ["{{ config(pre_hook=\"insert into a select * from b join c on '}}' = x\") }} select 1", ""],
    ["delete from a using b, c where a.x = b.x", "j1"],
    ["select * from a asof join b on a.t >= b.t", "j1"],
    ["select * from a, where x", ""],
    ["select * from #tmp join @table on 1 = 1", "j1"],
  ],
  subqueries: [
    ["select * from (select 1) t", "s1"],
    ["select * from ( \n select 1) t", "s1"],
    ["select * from (/* why */ select 1) t", "s1"],
    ["select a, (select max(b) from u) from t", "s1"],
    ["select * from t where a in (select b from u) and exists (select 1 from v)", "s2"],
    ["select * from t where (a > 1 and (select max(b) from u) > 2)", "s1"],
    ["select * from t where a > all (select b from u)", "s1"],
    ["select array(select b from u) from t", "s1"],
    ["select coalesce((select 1), (select 2))", "s2"],
    ["select * from ((select 1)) t", "s1"],
    ["select * from ((select 1) union all (select 2)) t", "s1 u1"],
    ["(select 1) union all (select 2)", "u1"],
    ["{{ config(x=1) }} (select 1) union (select 2)", "u1"],
    ["with a as (select 1) select * from a", ""],
    ["with a as ((select 1) union all (select 2)), b as (select 3) select * from a, b", "j1 u1"],
    ["with a as materialized (select 1), b as not materialized (select 2) select * from a", ""],
    ["with a (x, y) as (select 1, 2) (select * from a)", ""],
    ["with a as (select * from (select 1) s) select * from a", "s1"],
    ["select * from (with a as (select 1) select * from a) t", "s1"],
    ["select 1 intersect (select 2) except (select 3)", ""],
    ["create table t as (select 1)", ""],
    ["select * from t where a in (1, 2) and f(b)", ""],
    ["select '(select' from t -- (select 1)", ""],
    ["select * from (from t)", "s1"],
    ["select trim(from a) from t", ""],
    [
      "with recursive a as (select 1 union all (select 2 from a)) select (select 3) from a",
      "s1 u1 r1",
    ],
    ["{% set q %}(select 1){% endset %} select * from ({{ q }}) t", ""],
  ],
  "group by": [
    ["select a, count(*) from t group by a", "g1"],
    ["select a from t GROUP\n BY a", "g1"],
    ["select a from t group by all", "g1"],
    ["select a from t group by rollup (a), cube (b), grouping sets ((a), ())", "g1"],
    ["select a from t order by a", ""],
    ["select \"group by\", 'group by' from t -- group by", ""],
    ["select t.group from t", ""],
  ],
  unions: [
    ["select 1 union select 2 union all select 3 union distinct select 4", "u3"],
    ["select 1 UNION\nALL\nselect 2", "u1"],
    ["select 1 union all by name select 2", "u1"],
    ["select 1 intersect select 2 except select 3 minus select 4", ""],
    [
      "{% for t in ts %} select * from {{ t }} {% if not loop.last %} union all {% endif %}{% endfor %}",
      "u1",
    ],
    ["{% for t in ts %}{% if not loop.first %}union all{% endif %} select 1{% endfor %}", "u1"],
    ["select union_id, reunion, credit_union from t", ""],
    ["select 'union' as kind from t -- union all", ""],
    ["select a::union(b int) from t", ""],
    ["{{ dbt_utils.union_relations([ref('a')]) }}", ""],
  ],
  "recursive CTEs": [
    ["with recursive t as (select 1 union all select n + 1 from t) select * from t", "u1 r1"],
    ["WITH\n RECURSIVE t(n) as (select 1) select * from t", "r1"],
    ["select recursive from t -- with recursive a", ""],
    ["select is_recursive, 'recursive' from t", ""],
  ],
  "Jinja tags around SQL": [
    ["{% if a %} select x from t {% else %} select y, z from u {% endif %}", ""],
    ["{% set cols %} a, b, c {% endset %} select {{ cols }} from t", ""],
    ["select a from t {% set cols %}, b, c{% endset %} where d", ""],
    ["select a from t {% if x %}, u{% else %}, v{% endif %}", "j2"],
    ["{% macro m() %} select a from t {% endmacro %} {% macro n() %} , b {% endmacro %}", ""],
    ["select a from ({% if x %}select b from t{% else %}select c from u{% endif %}) v", "s1"],
    ["select a from t {% for u in us %}, {{ u }}{% else %}, none{% endfor %}", "j2"],
    ["{% set q = 'x' %} select a from t, u", "j1"],
    ["{% endset %} {% else %} {% endif %} select a from t, u", "j1"],
  ],
  "broken and empty input": [
    ["", ""],
    [")))) select 1 from (((", ""],
    ["select 'it", ""],
    ["select * from a, b where x = 'it\nand y in (select 1)", "j1 s1"],
    ["/* open select * from a join b", ""],
    ["select {{ ref('a' from t join u using (x)", "j1"],
    ["select * from a left join ", ""],
  ],
};

for (const [name, cases] of Object.entries(CASES)) {
  describe(name, () => {
    test.each(cases)("%j", (sql, expected) => checkCounts(sql, expected));
  });
}

test("dialects decide what is a comment, a string or a name", () => {
  const joins = (sql: string, adapter: string): number =>
    sqlFeatures(sql, dialectOf(adapter)).counts.joins;
  expect(joins("select 1 # join b\nfrom a join b using (x)", "bigquery")).toBe(1);
  expect(joins("select a # b from a join b using (x)", "postgres")).toBe(1);
  expect(joins('select " join b " from a', "bigquery")).toBe(0);
  expect(joins("select '''it's join b''' from a", "bigquery")).toBe(0);
  expect(joins("select 'it\\' from a join b --' from c", "snowflake")).toBe(0);
  expect(joins("select 'it\\' from a join b using (x)", "postgres")).toBe(1);
  expect(joins("/* /* */ select * from a join b using (x) /* */", "snowflake")).toBe(1);
  expect(joins("select x[a join b] from a", "postgres")).toBe(1);
});

test("every occurrence spans its words", () => {
  const sql =
    "with recursive a as (select 1) select sum(x) over (order by y) from ( select 2) s\n left outer join b on true, c group by z union all select 3";
  expect(sqlFeatures(sql).occurrences.map(({ span }) => sql.slice(span.start, span.end))).toEqual([
    "recursive",
    "over (",
    "( select",
    "left outer join",
    ",",
    "group by",
    "union all",
  ]);
});

const ALL_SQL = Object.values(CASES)
  .flat()
  .map(([sql]) => sql)
  .filter((sql) => !/\{|\[|E'|--|\/\*/.test(sql) && !/'it/.test(sql));

test("spaces, line breaks, comments and case change no count", () => {
  const filler = fc.constantFrom(" ", "\n", "\t \r\n", " /* join (select */ ", " -- over (\n");
  fc.assert(
    fc.property(
      fc.constantFrom(...ALL_SQL),
      fc.infiniteStream(filler),
      fc.infiniteStream(fc.boolean()),
      (sql, fillers, flips) => {
        const tokens = tokenizeSql(sql);
        let rewritten = "";
        for (let index = 0; index < tokens.count; index++) {
          const kind = tokens.kinds[index];
          const text = tokenText(tokens, index);
          if (kind === SqlToken.whitespace || kind === SqlToken.lineComment) {
            rewritten += fillers.next().value;
          } else if (kind === SqlToken.word && flips.next().value) rewritten += text.toUpperCase();
          else if (kind === SqlToken.word) rewritten += text.toLowerCase();
          else rewritten += text;
        }
        expect(sqlFeatures(rewritten).counts, rewritten).toEqual(sqlFeatures(sql).counts);
      },
    ),
    { numRuns: 500 },
  );
});

test("what stands in comments and strings never counts", () => {
  const heavy = fc.constantFrom(
    "x join y",
    "(select 1)",
    "sum(a) over (order by b)",
    "union all select 1",
    "group by 1",
    "with recursive r as (select 1)",
  );
  const wrap = fc.constantFrom(
    (text: string) => `/* ${text} */`,
    (text: string) => `-- ${text}\n`,
    (text: string) => `'${text}'`,
    (text: string) => `$$${text}$$`,
    (text: string) => `"${text}"`,
    (text: string) => `{# ${text} #}`,
    (text: string) => `{{ "${text}" }}`,
    (text: string) => `{% set a = "${text} }} %}" %}`,
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(heavy, wrap)), (parts) => {
      const sql = `select ${parts.map(([text, hide]) => hide(text)).join(" ")} a from t`;
      expect(sqlFeatures(sql).occurrences, sql).toEqual([]);
    }),
  );
});
