import { expect, test } from "vitest";
import { commonTableExpressions } from "../../server/src/sql/ctes";

/** `name×reads` of each expression, and its body's first word. */
function checkCtes(sql: string, expected: string): void {
  const shown = commonTableExpressions(sql).map(({ name, readCount, nameSpan, bodySpan }) => {
    expect(sql.slice(nameSpan.start, nameSpan.end).replace(/["`]/g, "")).toBe(name);
    return `${name}×${readCount} ${/\w+/.exec(sql.slice(bodySpan.start, bodySpan.end))?.[0]}`;
  });
  expect(shown.join(", ")).toBe(expected);
}

test("names, bodies and reads", () => {
  checkCtes(
    "with a as (select 1), b (x, y) as (select * from A), c as materialized (table t) select * from a join b using (x)",
    "a×2 select, b×1 select, c×0 table",
  );
  checkCtes(
    'with recursive "Tree" as (select 1 union all select 2 from "Tree") select * from "Tree"',
    "Tree×2 select",
  );
});

test("what is no outermost expression", () => {
  checkCtes("select a, b from (with x as (select 1) select * from x) t, u as (v)", "");
  checkCtes("select 'with a as (select 1)' -- with b as (select 2)", "");
  checkCtes("with a as (select s.a from s.a) select * from a", "a×1 select");
  checkCtes("with a as (select 1", "");
  checkCtes("", "");
});
