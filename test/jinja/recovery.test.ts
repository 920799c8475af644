/** Broken templates: every problem at its place, and what could still be read. */
import { describe, expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { renderTemplate } from "../../server/src/jinja/render";
import { parseTemplate } from "../../server/src/jinja/template";
import { hostFunction } from "../../server/src/jinja/values";

/** Lines of `^^^ code message` mark problems in the line above them; `text` is the tolerant text. */
function checkProblems(marked: string, text?: string): void {
  const lines = marked.split("\n");
  const isMark = (line: string): boolean => /^\s*\^+ /.test(line);
  const source = lines.filter((line) => !isMark(line)).join("\n");
  const template = parseTemplate(source);
  const found = template.problems.map(({ code, span, message }) => {
    const before = source.slice(0, span.start).split("\n");
    const shown = message.replace("Jinja syntax error: ", "");
    const carets = "^".repeat(Math.max(1, span.end - span.start));
    return {
      line: before.length,
      mark: `${" ".repeat((before.at(-1) ?? "").length)}${carets} ${code} ${shown}`,
    };
  });
  const result = source
    .split("\n")
    .flatMap((line, index) => [
      line,
      ...found.filter(({ line: at }) => at === index + 1).map(({ mark }) => mark),
    ]);
  expect(result.join("\n")).toBe(marked);
  if (text === undefined) return;
  const context = contextOf({ ref: hostFunction("ref", ({ args }) => args[0] ?? "") });
  expect(renderTemplate(template, context, { isTolerant: true }).text).toBe(text);
}

describe("problems", () => {
  test("none in a sound template", () =>
    checkProblems("{{ ref('a') }} {% if x %}{% endif %}", "a "));

  test("a block that is never closed, at its opener", () =>
    checkProblems(
      `select 1
{% if x %}
   ^^ jinja-syntax {% if %} is never closed: {% endif %} is missing
from {{ ref('a') }}`,
      "select 1\n",
    ));

  test("a block closed by the end of another, at its opener; the outer one is sound", () =>
    checkProblems(
      `{% for x in [1] %}{% if x %}
                     ^^ jinja-syntax {% if %} is never closed: {% endif %} is missing
{{ ref('a') }}{% endfor %}.`,
      "\na.",
    ));

  test("an end that closes nothing", () =>
    checkProblems(
      `a {% endif %} {{ ref('b') }}
     ^^^^^ jinja-syntax Encountered unknown tag 'endif'.`,
      "a  b",
    ));

  test("several in one file", () =>
    checkProblems(
      `{{ ref( }} {{ ref('a') }}
        ^ jinja-syntax unexpected '}', expected ')'
{% set = 1 %}
       ^ jinja-syntax unexpected '='
{{ 1 + }} {% foo %}
       ^^ jinja-syntax unexpected 'end of print statement'
             ^^^ jinja-syntax Encountered unknown tag 'foo'.
{{ ref('b') }}`,
      " a\n\n \nb",
    ));

  test("a condition that cannot be read keeps its block", () =>
    checkProblems(
      `{% if x === 1 %}{{ ref('a') }}{% endif %}{{ ref('b') }}
          ^ jinja-syntax unexpected '='
`,
      "b",
    ));

  test("a tag that is not closed before the next line's tag", () =>
    checkProblems(
      `select {{ ref('a')
       ^^ jinja-syntax the tag is not closed
{{ ref('b') }}`,
      "select a\nb",
    ));

  test("a string that is not closed", () =>
    checkProblems(
      `{{ ref('a) }} {{ ref('b') }}
                       ^ jinja-syntax unexpected char "'" at 23`,
    ));

  test("comments of SQL and Python inside tags", () =>
    checkProblems(
      `{{ ref('a') -- the source
            ^^^^^^^^^^^^^ sql-comment-in-jinja-tag Jinja has no '--' comments inside a tag: dbt refuses this file. Use {# … #} outside the tag.
}}{% set x = [ # list
               ^^^^^^ hash-comment-in-jinja-tag Jinja has no '#' comments inside a tag: dbt refuses this file. Use {# … #} outside the tag.
  1] %}{{ x }}`,
      "a[1]",
    ));

  test("a double minus is arithmetic where Jinja accepts the file", () =>
    checkProblems("{{ 1 --1 }}{{ 1 -- 2 }}", "23"));

  test("an unknown filter, as dbt's compiler sees it", () =>
    checkProblems(
      `{{ 1 | nope }}
       ^^^^ jinja-syntax No filter named 'nope'.`,
    ));

  test("an unknown filter inside a condition is none until it is reached", () =>
    checkProblems("{% if false %}{{ 1 | nope }}{% endif %}", ""));

  test("a comment that is not closed", () =>
    checkProblems(
      `a {# b
  ^^ jinja-syntax Missing end of comment tag
{{ ref('c') }}`,
      "a c",
    ));
});

describe("definitions", () => {
  test("of every kind, with names and parameters", () => {
    const source = `{% macro m(a, b=1) %}x{% endmacro %}
{% materialization t, adapter='duckdb' %}{% endmaterialization %}
{% test unique(model, column_name) %}{% endtest %}
{% data_test old(model) %}{% enddata_test %}
{% snapshot s %}{% endsnapshot %}
{% docs d %}text{% enddocs %}`;
    const { definitions, problems } = parseTemplate(source);
    expect(problems).toEqual([]);
    expect(
      definitions.map(
        ({ kind, nameSpan, parameters }) =>
          `${kind} ${source.slice(nameSpan.start, nameSpan.end)}(${parameters.map(({ name }) => name).join(",")})`,
      ),
    ).toEqual([
      "macro m(a,b)",
      "materialization t(adapter)",
      "test unique(model,column_name)",
      "test old(model)",
      "snapshot s()",
      "docs d()",
    ]);
  });

  test("are unknown tags in plain Jinja", () => {
    const { syntaxError } = parseTemplate("{% test t() %}{% endtest %}", { dialect: "jinja" });
    expect(syntaxError?.message).toBe("Encountered unknown tag 'test'.");
  });

  test("may have types, as dbt-common reads them", () => {
    expect(
      parseTemplate("{% macro m(a: str, b: dict[str, list[int]] = none) %}{% endmacro %}").problems,
    ).toEqual([]);
  });
});
