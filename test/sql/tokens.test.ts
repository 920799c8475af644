import fc from "fast-check";
import { expect, test } from "vitest";
import { dialectOf } from "../../server/src/sql/dialect";
import { SqlToken, type SqlTokenKind, tokenizeSql, tokenText } from "../../server/src/sql/tokens";

const MARKS: Readonly<Record<SqlTokenKind, string>> = {
  [SqlToken.whitespace]: " ",
  [SqlToken.lineComment]: "c",
  [SqlToken.blockComment]: "C",
  [SqlToken.string]: "s",
  [SqlToken.quotedIdentifier]: "q",
  [SqlToken.word]: "w",
  [SqlToken.number]: "n",
  [SqlToken.punctuation]: ".",
  [SqlToken.jinjaOutput]: "o",
  [SqlToken.jinjaTag]: "t",
  [SqlToken.jinjaComment]: "#",
};

/** Draws one mark per token, stretched over its text, below the text. */
function checkTokens(text: string, expected: string, adapter?: string): void {
  const tokens = tokenizeSql(text, dialectOf(adapter));
  let drawn = "";
  for (let index = 0; index < tokens.count; index++) {
    const mark = MARKS[tokens.kinds[index] as SqlTokenKind];
    const length = tokenText(tokens, index).length;
    drawn += mark === " " ? " ".repeat(length) : mark + "-".repeat(length - 1);
  }
  expect(`${text}\n${drawn}`).toBe(`${text}\n${expected}`);
}

test("comments", () => {
  checkTokens("a --b\nc", "w c-- w");
  checkTokens("a /* b /* c */ d */ e", "w C---------------- w");
  checkTokens("a /* b /* c */ d e", "w C----------- w w");
  checkTokens("a /* b /* c */ d", "w C----------- w", "snowflake");
  checkTokens("# b\nc", "c-- w");
  checkTokens("a # b", "w . w");
  checkTokens("a # b", "w c--", "bigquery");
});

test("strings", () => {
  checkTokens("'it''s' b", "s------ w");
  checkTokens("'it\\'s' b", "s------ w");
  checkTokens("'it\\' b", "s---- w");
  checkTokens("E'it\\' b' c", "ws------- w");
  checkTokens("$$a'b$$ c", "s------ w");
  checkTokens("$x$a$$b$x$ c", "s--------- w");
  checkTokens("$1 a", ".n w");
  checkTokens("'{{ var('a') }}' b", "s--------------- w");
  checkTokens("'open\nb", "s---- w");
  checkTokens("'''a'b''' c", "s-------- w", "bigquery");
});

test("names and numbers", () => {
  checkTokens('"a b" `c d` [e f]', "q---- q---- q----");
  checkTokens("a[b] [c, d]", "w.w. .w. w.");
  checkTokens("a[b]", "wq--", "sqlserver");
  checkTokens('"a"', "s--", "bigquery");
  checkTokens("1.5e-3 .5 a.b 0xff größe", "n----- n- w.w n--- w----");
});

test("Jinja holes", () => {
  checkTokens("{{ a }}b{% c %}{# d #}", "o------wt------#------");
  checkTokens("{{ '}}' }} a", "o--------- w");
  checkTokens("{{ {'a': {'b': 1}} }} a", "o-------------------- w");
  checkTokens("{% set a = '%}' %} b", "t----------------- w");
  checkTokens("{% raw %}{{ a }}{% endraw %}{{ b }}", "t--------.. w ..t-----------o------");
  checkTokens("{{ a", ".. w");
  checkTokens("{{ a ) }} b }} c", "o-------- w .. w");
  checkTokens("-- {{ a\n }} b\nc", "c------------ w");
});

const PIECES = [
  "select ",
  "'",
  '"',
  "`",
  "[",
  "]",
  "/*",
  "*/",
  "--",
  "#",
  "\n",
  "\r\n",
  "{{",
  "}}",
  "{%",
  "%}",
  "{#",
  "#}",
  "$$",
  "$a$",
  "$",
  "\\",
  "(",
  ")",
  "'",
  "{% raw %}",
  "{% endraw %}",
  "1.5e",
  "-",
  ".",
  "é",
  "\u{1F600}",
  "\uD800",
  "\u0000",
  " ",
];

test("tokens of any text cover it without gap or overlap", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })), {
        maxLength: 60,
      }),
      fc.constantFrom(undefined, "postgres", "bigquery", "snowflake", "sqlserver", "spark"),
      (pieces, adapter) => {
        const text = pieces.join("");
        const tokens = tokenizeSql(text, dialectOf(adapter));
        let joined = "";
        for (let index = 0; index < tokens.count; index++) {
          expect(tokens.starts[index]).toBe(joined.length);
          const part = tokenText(tokens, index);
          expect(part.length).toBeGreaterThan(0);
          joined += part;
        }
        expect(joined).toBe(text);
      },
    ),
    { numRuns: 2000 },
  );
});

test("time grows with the text, however broken it is", () => {
  const size = 200_000;
  for (const piece of [
    "'a\n",
    "/* ",
    "{{ ",
    "{% ",
    "$a1$ ",
    "((",
    "{{ ' ",
    "[a ",
    "# ",
    "{% raw %}",
    "$$'",
    "e'\\",
  ]) {
    const text = piece.repeat(size / piece.length);
    expect(tokenizeSql(text).starts[tokenizeSql(text).count]).toBe(text.length);
  }
});
