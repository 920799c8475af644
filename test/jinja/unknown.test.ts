/** Values that cannot be known offline: they spread, both branches are explored, nothing is guessed. */
import { describe, expect, test } from "vitest";
import { contextOf } from "../../server/src/jinja/context";
import { str } from "../../server/src/jinja/print";
import { callMacro, renderTemplate } from "../../server/src/jinja/render";
import { returnFunction } from "../../server/src/jinja/returnSignal";
import { parseTemplate } from "../../server/src/jinja/template";
import { hostFunction, unknown, type Value } from "../../server/src/jinja/values";

/** Checks the text; then the calls of `ref`, with `?` where they are not certain; then reasons. */
function checkUnknown(source: string, text: string, refs: string, reasons: string): void {
  const calls: string[] = [];
  const context = contextOf({
    u: unknown("u"),
    return: returnFunction,
    known: 1n,
    ref: hostFunction("ref", ({ args, isCertain }) => {
      calls.push(`${str(args[0] ?? "")}${isCertain ? "" : "?"}`);
      return str(args[0] ?? "");
    }),
  });
  const template = parseTemplate(source);
  const { text: ours, error, unknown: notes } = renderTemplate(template, context);
  expect(error).toBeUndefined();
  expect(ours).toBe(text);
  expect(calls.join(" ")).toBe(refs);
  expect(notes.map(({ reason }) => reason).join(", ")).toBe(reasons);
}

describe("an Unknown", () => {
  test("leaves open how what holds it is ordered", () => {
    const pairs = "[(u, 1), ('a', 2), (u, 3)]";
    for (const expression of [
      `${pairs} | sort`,
      `${pairs} | max`,
      "[u, 2] | min",
      "{'a': u, 'b': 2} | dictsort(by='value')",
      "(u, 1) < ('a', 2)",
      "[u] is gt(['a'])",
    ]) {
      checkUnknown(`{{ ${expression} }}`, "⟦u⟧", "", "u");
    }
  });
  test("as a key may be any key", () => {
    checkUnknown(
      "{% set d = {'a': 1} %}{% do d.update({u: 2}) %}{{ d.a }} {{ d.b }} {{ d['c'][0] }}",
      "1 ⟦u⟧ ⟦u⟧",
      "",
      "u, u",
    );
    checkUnknown(
      "{% set d = {} %}{% for k, v in u %}{% do d.update({k: v}) %}{% endfor %}{{ d.DATE[0] }}",
      "⟦u⟧",
      "",
      "u, u",
    );
  });
  test("prints as a marker", () => checkUnknown("a {{ u }} b", "a ⟦u⟧ b", "", "u"));
  test("spreads through operators, filters, tests, members, calls and text", () => {
    for (const expression of [
      "u + 1",
      "1 - u",
      "-u",
      "not u",
      "u ~ 'x'",
      "u == 1",
      "1 < u < 2",
      "u in [1]",
      "1 in u",
      "u | upper",
      "1 | round(u)",
      "u is none",
      "u.a.b",
      "u[0]",
      "[1][u]",
      "u('x')",
      "u.call(1)",
      "'%s' % u",
      "[1, u] | join",
      "', '.join(['a', u])",
      "'abc'.replace('a', u)",
      "u and ref('a')",
    ]) {
      checkUnknown(`{{ ${expression} }}`, "⟦u⟧", expression.includes("ref") ? "a?" : "", "u");
    }
  });
  test("is defined", () =>
    checkUnknown("{{ u is defined }}{{ u | default(1) }}", "True⟦u⟧", "", "u"));
  test("cannot change what a constant decides", () =>
    checkUnknown(
      "{% if u or true %}a{% endif %}{% if u and false %}b{% endif %}{{ true or u }}{{ 1 if not (u or true) else 2 }}",
      "aTrue2",
      "",
      "",
    ));
  test("opens both branches of an if", () =>
    checkUnknown(
      "{% if u %}{{ ref('a') }}{% elif known %}{{ ref('b') }}{% else %}{{ ref('c') }}{% endif %}{{ ref('d') }}",
      "ad",
      "a? b? d",
      "u",
    ));
  test("opens both branches of an inline if", () =>
    checkUnknown("{{ ref('a') if u else ref('b') }}", "⟦u⟧", "a? b?", "u, u"));
  test("keeps an inline if whose branches agree", () =>
    checkUnknown("{{ 1 if u else 1 }}", "1", "", "u"));
  test("makes variables Unknown that the branches set differently", () =>
    checkUnknown(
      "{% set x = 1 %}{% set y = 1 %}{% if u %}{% set x = 2 %}{% set y = 1 %}{% endif %}{{ x }}{{ y }}",
      "⟦u⟧1",
      "",
      "u, u",
    ));
  test("makes namespace attributes Unknown that a branch sets", () =>
    checkUnknown(
      "{% set ns = namespace(x=1) %}{% if u %}{% set ns.x = 2 %}{% endif %}{{ ns.x is defined }}{{ 1 if ns.x == 1 else 1 }}",
      "True1",
      "",
      "u, ns.x, set in a branch that may not run",
    ));
  test("runs the body of a loop once", () =>
    checkUnknown(
      "{% for row in u %}{{ ref('a') }}{{ row }}{{ loop.index }}{% endfor %}{{ ref('b') }}",
      "a⟦u⟧⟦u⟧b",
      "a? b",
      "u, u, u",
    ));
  test("nested branches stay uncertain", () =>
    checkUnknown(
      "{% if u %}{% if known %}{{ ref('a') }}{% endif %}{% endif %}{{ ref('b') }}",
      "ab",
      "a? b",
      "u",
    ));
  test("turns an error in a branch into nothing", () =>
    checkUnknown("{% if u %}{{ 1 / 0 }}{% endif %}{{ ref('b') }}", "b", "b", "u"));
});

describe("a macro that returns in an Unknown branch", () => {
  const value = (body: string): Value | undefined => {
    const template = parseTemplate(`{% macro m() %}${body}{% endmacro %}`);
    const [definition] = template.definitions;
    if (definition === undefined) throw new Error("no macro");
    const context = contextOf({ u: unknown("u"), return: returnFunction });
    return callMacro(definition, template, [], new Map(), context).value;
  };
  test("returns Unknown where the values differ", () => {
    expect(value("{% if u %}{{ return(1) }}{% endif %}{{ return(2) }}")).toMatchObject({
      kind: "unknown",
    });
    expect(value("{% if u %}{{ return(1) }}{% else %}{{ return(2) }}{% endif %}")).toMatchObject({
      kind: "unknown",
    });
  });
  test("returns the value on which all ways agree", () => {
    expect(value("{% if u %}{{ return(1) }}{% else %}{{ return(1) }}{% endif %}")).toBe(1n);
    expect(value("{% if u %}{{ return(1) }}{% endif %}{{ return(1) }}")).toBe(1n);
  });
});
