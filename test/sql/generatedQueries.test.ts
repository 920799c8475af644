import fc from "fast-check";
import { expect, test } from "vitest";
import { INDICATORS, type IndicatorCounts, sqlFeatures } from "../../server/src/sql/features";

/** A piece of SQL and what it holds, by construction. */
interface Piece {
  readonly sql: string;
  readonly counts: IndicatorCounts;
}

const NOTHING: IndicatorCounts = {
  windowFunctions: 0,
  joins: 0,
  subqueries: 0,
  aggregations: 0,
  unions: 0,
  recursiveCtes: 0,
};

function sumOf(pieces: readonly Piece[], own: Partial<IndicatorCounts> = {}): IndicatorCounts {
  const total = { ...NOTHING, ...own };
  for (const { counts } of pieces) {
    for (const indicator of INDICATORS) total[indicator] += counts[indicator];
  }
  return total;
}

const plain = (...texts: string[]): fc.Arbitrary<Piece> =>
  fc.constantFrom(...texts).map((sql) => ({ sql, counts: NOTHING }));

const separator = fc.constantFrom(" ", "\n", "\t", " /* x join y */ ", " -- union\n");

/** Texts with random separators between them. */
function joined(...parts: (string | Piece)[]): fc.Arbitrary<string> {
  return fc
    .array(separator, { minLength: parts.length, maxLength: parts.length })
    .map((gaps) =>
      parts
        .map((part, index) => `${typeof part === "string" ? part : part.sql}${gaps[index]}`)
        .join(""),
    );
}

interface Grammar {
  readonly column: fc.Arbitrary<Piece>;
  readonly table: fc.Arbitrary<Piece>;
  readonly select: fc.Arbitrary<Piece>;
  readonly query: fc.Arbitrary<Piece>;
}

const leafColumn = plain(
  "a",
  "t.join",
  "'x join y'",
  '"group by"',
  "extract(day from d)",
  "coalesce(a, b)",
  "{{ c }}",
);
const leafTable = plain(
  "t",
  "s.t",
  "{{ ref('t') }}",
  '"order by" o',
  "unnest(a, b) u",
  "(values (1, 2), (3, 4)) v",
);
const windowed = fc
  .constantFrom("sum(a)", "count(*)", "last_value(a) ignore nulls")
  .chain((call) => joined(call, "over", "(partition by b order by c)"))
  .map((sql) => ({ sql, counts: { ...NOTHING, windowFunctions: 1 } }));

/** Queries whose parts may hold the queries of `inner`. */
function grammarOver(inner: Grammar | undefined): Grammar {
  const nested = (before: string, after: string): fc.Arbitrary<Piece>[] =>
    inner === undefined
      ? []
      : [
          inner.query.map((piece) => ({
            sql: `${before}${piece.sql}${after}`,
            counts: sumOf([piece], { subqueries: 1 }),
          })),
        ];
  const column = fc.oneof(leafColumn, windowed, ...nested("(", ")"), ...nested("f(a, (\n", "))"));
  const single = fc.oneof(leafTable, ...nested("(", ") q"));
  const table = fc
    .array(fc.tuple(fc.constantFrom(",", "join", "left join", "full\nouter join"), single), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => ({
      sql: parts
        .map(([kind, { sql }], index) => {
          if (index === 0) return sql;
          return kind === "," ? `, ${sql}` : ` ${kind} ${sql} on true`;
        })
        .join(""),
      counts: sumOf(
        parts.map(([, piece]) => piece),
        { joins: parts.length - 1 },
      ),
    }));
  const filter = fc.option(
    fc.oneof(plain("b > 1"), ...nested("a in (", ")"), ...nested("exists (", ")")),
    {
      nil: undefined,
    },
  );
  const select = fc
    .tuple(fc.array(column, { minLength: 1, maxLength: 3 }), table, filter, fc.boolean())
    .chain(([columns, from, where, isGrouped]) => {
      const parts = ["select", columns.map(({ sql }) => sql).join(", "), "from", from];
      if (where !== undefined) parts.push("where", where, "and c < 2");
      if (isGrouped) parts.push("group", "by", "1, 2 having count(*) > 1");
      parts.push("order by a, b");
      const counts = sumOf([...columns, from, ...(where ? [where] : [])], {
        aggregations: isGrouped ? 1 : 0,
      });
      return joined(...parts).map((sql) => ({ sql, counts }));
    });
  const query = fc
    .tuple(
      fc.array(select, { minLength: 1, maxLength: 2 }),
      fc.constantFrom("union", "union all", "except"),
      fc.boolean(),
      fc.array(select, { maxLength: 2 }),
      fc.boolean(),
    )
    .map(([selects, operator, inBrackets, bodies, isRecursive]) => {
      const operands = selects.map(({ sql }) =>
        inBrackets && selects.length > 1 ? `(${sql})` : sql,
      );
      const names = bodies.map(({ sql }, index) => `c${index} as (${sql})`).join(", ");
      const head = bodies.length === 0 ? "" : `with ${isRecursive ? "recursive " : ""}${names} `;
      return {
        sql: head + operands.join(` ${operator} `),
        counts: sumOf([...selects, ...bodies], {
          unions: operator === "except" ? 0 : selects.length - 1,
          recursiveCtes: bodies.length > 0 && isRecursive ? 1 : 0,
        }),
      };
    });
  return { column, table, select, query };
}

const { query } = grammarOver(grammarOver(undefined));

test("queries made of known parts count as their parts", () => {
  fc.assert(
    fc.property(query, ({ sql, counts }) => {
      expect(sqlFeatures(sql).counts, sql).toEqual(counts);
    }),
    { numRuns: 300 },
  );
});
