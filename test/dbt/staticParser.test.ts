/**
 * dbt-core reads models of plain calls with a reader of its own before it asks Jinja, and that one
 * leaves texts as they stand. What it takes and what it gives was asked of dbt-extractor 0.6.0.
 */
import { describe, expect, it } from "vitest";
import { nodeOf } from "./checkProject";

const config = (code: string, options: Parameters<typeof nodeOf>[2] = {}) =>
  nodeOf(
    `//- models/other.sql\nselect 1\n//- models/m.sql\n${code}\nselect 1`,
    "model.shop.m",
    options,
  ).config;
const RAW = "a\\nb";
const READ = "a\nb";

describe("the static reader of models", () => {
  it.each<[string, unknown]>([
    [String.raw`{{ config(x="a\nb") }}`, RAW],
    [String.raw`{{ config(x='a\nb') }} {# {% no %} #}`, RAW],
    [String.raw`{{ config(x="a\nb", y=True, z=['c']) }}`, RAW],
    [String.raw`{{ config(x="a\nb") }} -- {{ ref('other') }}`, RAW],
    [String.raw`{{ config(x={'k\n': ['a\nb']}) }}`, { "k\\n": [RAW] }],
    [String.raw`{{ config(x="it\"s") }}`, String.raw`it\"s`],
    [String.raw`{{ config(x="\\d") }}`, String.raw`\\d`],
  ])("leaves %s as it is", (code, expected) => expect(config(code)["x"]).toEqual(expected));

  it.each([
    [String.raw`{{- config(x="a\nb") }}`],
    [String.raw`{{ config(x="a\nb") -}}`],
    [String.raw`{{ config(x="a\nb", y=true) }}`],
    [String.raw`{{ config(x="a\nb", y=1) }}`],
    [String.raw`{{ config(x="a\nb", y=none) }}`],
    [String.raw`{{ config(x="a\nb", post_hook='select 1') }}`],
    [String.raw`{{ config(x="a\nb") }}{% set y = 1 %}`],
    [String.raw`{{ config(x="a\nb") }}{{ this }}`],
    [String.raw`{{ config(x="a\nb") }}{{ var('y', 1) }}`],
    [String.raw`{{ config(x="a" "\nb") }}`],
    [String.raw`{{ config(x="a\nb", y=[1]) }}`],
  ])("gives %s to Jinja", (code) => expect(config(code)["x"]).toBe(READ));

  it("keeps the line ends of a text that stands over two lines", () =>
    expect(config(`{{ config(x="a\r\nb") }}`)["x"]).toBe("a\r\nb"));

  it("is none of dbt 2's, nor of a project that switches it off or has macros of these names", () => {
    const code = String.raw`{{ config(x="a\nb") }}`;
    const off = "//- dbt_project.yml\nname: shop\nprofile: shop\nflags: {static_parser: false}\n";
    const own = "//- macros/m.sql\n{% macro ref(x) %}{{ return(builtins.ref(x)) }}{% endmacro %}\n";
    expect(config(code, { engine: "fusion" })["x"]).toBe(READ);
    for (const file of [off, own]) {
      expect(nodeOf(`${file}//- models/m.sql\n${code}`, "model.shop.m").config["x"]).toBe(READ);
    }
  });
});

it("a Python model calls the project's own ref and config too", () => {
  const source = `
//- macros/own.sql
{% macro ref() %}{{ return(builtins.ref(*varargs)) }}{% endmacro %}
{% macro source(s, t) %}{{ return(builtins.source(s, t)) }}{% endmacro %}
//- models/a.sql
select 1 as id
//- models/p.py
def model(dbt, session):
    return dbt.ref('a')
`;
  const { dependsOnMacros } = nodeOf(source, "p");
  expect(dependsOnMacros.map((id) => id.replace(/\.\w+\./, "."))).toEqual(["macro.ref"]);
});
