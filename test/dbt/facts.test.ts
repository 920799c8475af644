/** Behaviour of dbt-core 1.11 observed by running it (facts collected in September–November 2026). */
import { describe, expect, it, test } from "vitest";
import { nodeOf, projectOf } from "./checkProject";

const project = (rest: string): string =>
  `//- dbt_project.yml\nname: shop\nversion: '1.0'\nprofile: shop\n${rest}\n`;

describe("what configuration files see", () => {
  it("dbt_project.yml sees the variables of the command line only", () => {
    const source = `${project("vars: {on_flag: true}\nmodels:\n  +enabled: \"{{ var('on_flag', false) }}\"")}//- models/a.sql\nselect 1`;
    expect([...projectOf(source).disabled.keys()]).toEqual(["model.shop.a"]);
    const given = projectOf(source, { vars: "{on_flag: true}" });
    expect([...given.nodes.keys()]).toEqual(["model.shop.a"]);
  });
  it("properties see the project's variables, but do not render what they hold", () => {
    const node = nodeOf(
      `${project("vars: {x: \"{{ env_var('HOME', 'h') }}\"}")}//- models/a.sql\nselect 1\n//- models/p.yml\nmodels:\n  - name: a\n    config: {tags: ["{{ var('x') }}"]}`,
      "a",
    );
    expect(node.tags).toEqual(["{{ env_var('HOME', 'h') }}"]);
  });
  it("a variable of the project's own section wins over a global one", () => {
    const source = `${project("vars: {n: 1, shop: {n: 2}}")}//- models/a.sql\n{{ config(meta={'n': var('n')}) }} select 1`;
    expect(nodeOf(source, "a").config["meta"]).toEqual({ n: 2 });
    expect(nodeOf(source, "a", { vars: { n: 3 } }).config["meta"]).toEqual({ n: 3 });
  });
  it("a variable whose value refers to a model makes a dependency", () => {
    const source = `${project("vars: {src: \"{{ ref('a') }}\"}")}//- models/a.sql\nselect 1\n//- models/b.sql\nselect * from {{ var('src') }}`;
    expect(nodeOf(source, "b").dependsOn).toEqual(["model.shop.a"]);
  });
});

describe("layers", () => {
  it("in-file beats properties beats project", () => {
    const node = nodeOf(
      `${project("models: {+materialized: view, +schema: p}")}//- models/a.sql\n{{ config(materialized='table') }} select 1\n//- models/p.yml\nmodels: [{name: a, config: {materialized: incremental, schema: y}}]`,
      "a",
    );
    expect([node.config["materialized"], node.schema]).toEqual(["table", "analytics_y"]);
  });
  it("tags add up without losing doubles, hooks add up in order", () => {
    const node = nodeOf(
      `${project("models: {+tags: [a], +post-hook: one}")}//- models/a.sql\n{{ config(tags='a', post_hook=['three']) }} select 1\n//- models/p.yml\nmodels: [{name: a, config: {tags: b, post-hook: two}}]`,
      "a",
    );
    expect(node.config["tags"]).toEqual(["a", "b", "a"]);
    expect(node.tags).toEqual(["a", "b"]);
    const hook = (sql: string) => ({ sql, transaction: true, index: null });
    expect(node.config["post-hook"]).toEqual([hook("one"), hook("two"), hook("three")]);
  });
  it.each([
    ["+pre_hook: under, pre-hook: dash", "select 1", "", ["under"]],
    ["pre-hook: dash, +pre_hook: under", "select 1", "", ["under"]],
    ["+pre-hook: plus, pre-hook: dash", "select 1", "", ["dash"]],
    ["", "select 1", "pre_hook: under, pre-hook: dash", ["under"]],
  ])("of two forms of one hook `pre_hook` wins: {%s} %s {%s}", (folder, code, own, expected) => {
    const node = nodeOf(
      `${project(`models: {${folder}}`)}//- models/a.sql\n${code}\n//- models/p.yml\nmodels: [{name: a, config: {${own}}}]`,
      "a",
    );
    const hooks = node.config["pre-hook"] as readonly { readonly sql: string }[];
    expect(hooks.map(({ sql }) => sql)).toEqual(expected);
  });
  it.each([
    ["table", "", true],
    ["table", "+on_schema_change: fail", false],
    ["incremental", "", true],
    ["incremental", "+on_schema_change: append_new_columns", false],
  ])(
    "a contract below an incremental folder is looked at before %s is read (%s)",
    (own, also, isRefused) => {
      const { problems } = projectOf(
        `${project(`models: {+materialized: incremental${also && `, ${also}`}}`)}//- models/a.sql\n{{ config(materialized='${own}') }} select 1 as id\n//- models/p.yml\nmodels: [{name: a, config: {contract: {enforced: true}}, columns: [{name: id, data_type: int}]}]`,
      );
      expect(problems.some(({ code }) => code === "invalid-config")).toBe(isRefused);
    },
  );
  it("a mapping without + is a folder", () => {
    const node = nodeOf(
      `${project("models: {shop: {meta: {x: 1}, +meta: {y: 2}}}")}//- models/a.sql\nselect 1`,
      "a",
    );
    expect(node.config["meta"]).toEqual({ y: 2 });
  });
  it("grants replace per key and + extends", () => {
    const node = nodeOf(
      `${project("models: {+grants: {select: [a], insert: [a]}}")}//- models/a.sql\nselect 1\n//- models/p.yml\nmodels: [{name: a, config: {grants: {+select: b, insert: c}}}]`,
      "a",
    );
    expect(node.config["grants"]).toEqual({ select: ["a", "b"], insert: ["c"] });
  });
  it("None in a file does not take the project's schema out of the config", () => {
    const node = nodeOf(
      `${project("models: {+schema: p}")}//- models/a.sql\n{{ config(schema=none) }} select 1`,
      "a",
    );
    expect([node.config["schema"], node.schema]).toEqual(["p", "analytics"]);
  });
});

describe("references while dbt parses", () => {
  const models = "//- models/a.sql\nselect 1\n//- models/b.sql\nselect 1\n";
  const of = (sql: string) => nodeOf(`${models}//- models/c.sql\n${sql}`, "c");
  it.each([
    ["in an SQL comment", "-- {{ ref('a') }}", ["model.shop.a"]],
    [
      "not in a Jinja comment or raw block",
      "{# {{ ref('a') }} #}{% raw %}{{ ref('b') }}{% endraw %}",
      [],
    ],
    ["not behind execute", "{% if execute %}{{ ref('a') }}{% endif %}", []],
    ["not in a statement", "{% call statement('s') %}{{ ref('a') }}{% endcall %}", []],
    ["in the argument of run_query", "{% set r = run_query('x ' ~ ref('a')) %}", ["model.shop.a"]],
    ["in an unused default", "{{ var('x', ref('a')) }}", ["model.shop.a"]],
    ["in the branch taken only", "{{ ref('a') if true else ref('b') }}", ["model.shop.a"]],
    ["in a hook", "{{ config(pre_hook=\"{{ ref('a') }}\") }}", ["model.shop.a"]],
    ["through a package's name", "{{ ref('shop', 'a') }}", ["model.shop.a"]],
    ["once however often", "{{ ref('a') }}{{ ref('a') }}", ["model.shop.a"]],
    [
      "behind results that are empty while parsing",
      "{% set t = run_query('x') %}{% for x in t %}{{ ref('b') }}{% endfor %}{{ ref('a') }}",
      ["model.shop.a"],
    ],
    [
      "with a name put together",
      "{% for n in ['a', 'b'] %}{{ ref(n) }}{% endfor %}",
      ["model.shop.a", "model.shop.b"],
    ],
  ])("%s", (_what, sql, expected) => expect(of(sql).dependsOn).toEqual(expected));

  it("a macro defined in a model is not callable from it", () => {
    expect(of("{% macro m() %}{{ ref('a') }}{% endmacro %}{{ m() }}").dependsOn).toEqual([]);
  });
  it("return() ends the macro", () => {
    const node = nodeOf(
      `${models}//- macros/m.sql\n{% macro m() %}{{ return('x') }}{{ ref('a') }}{% endmacro %}\n//- models/c.sql\n{{ m() }}`,
      "c",
    );
    expect([node.dependsOn, node.dependsOnMacros]).toEqual([[], ["macro.shop.m"]]);
  });
});

describe("names and kinds", () => {
  it("versions have their own ids and aliases; an unpinned ref is the latest", () => {
    const source = `//- models/m_v1.sql\nselect 1\n//- models/m_v2.sql\nselect 2\n//- models/p.yml\nmodels: [{name: m, versions: [{v: 1}, {v: 2}]}]\n//- models/u.sql\nselect * from {{ ref('m') }}, {{ ref('m', v=1) }}`;
    expect(nodeOf(source, "u").dependsOn).toEqual(["model.shop.m.v1", "model.shop.m.v2"]);
    const one = nodeOf(source, "model.shop.m.v1");
    expect([one.alias, one.fqn, one.version]).toEqual(["m_v1", ["shop", "m", "v1"], 1]);
  });
  it("Python models are tables", () => {
    const node = nodeOf(
      "//- models/a.sql\nselect 1\n//- models/p.py\ndef model(dbt, session):\n    dbt.config(tags=['x'])\n    return dbt.ref('a')\n",
      "p",
    );
    expect([node.config["materialized"], node.tags, node.dependsOn]).toEqual([
      "table",
      ["x"],
      ["model.shop.a"],
    ]);
  });
  it("a project's own generate_schema_name decides", () => {
    const node = nodeOf(
      "//- macros/g.sql\n{% macro generate_schema_name(custom_schema_name, node) %}{{ node.fqn[1] if custom_schema_name is none else custom_schema_name | trim }}{% endmacro %}\n//- models/marts/a.sql\nselect 1",
      "a",
    );
    expect(node.schema).toBe("marts");
  });
  it("files dbt skips: hidden names, .dbtignore; folders that are hidden are read", () => {
    const project_ = projectOf(
      "//- .dbtignore\nmodels/old/\n//- models/.x.sql\nselect 1\n//- models/~y.sql\nselect 1\n//- models/old/z.sql\nselect 1\n//- models/.dir/w.SQL\nselect 1",
    );
    expect([...project_.nodes.keys()]).toEqual(["model.shop.w"]);
  });
  it("generic tests have dbt's names and ids", () => {
    const ids = [
      ...projectOf(
        "//- models/orders.sql\nselect 1\n//- models/p.yml\nmodels:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [unique, not_null]",
      ).nodes.keys(),
    ];
    expect(ids).toEqual([
      "model.shop.orders",
      "test.shop.not_null_orders_id.84ef11d8fe",
      "test.shop.unique_orders_id.1360ecc70e",
    ]);
  });
});

describe("a generic test of a package with the name of one of the project's own", () => {
  const macros = (own: string): readonly string[] =>
    nodeOf(
      `${project("")}//- dbt_packages/kit/dbt_project.yml\nname: kit\nversion: '1.0'\n//- dbt_packages/kit/macros/t.sql\n{% test tall(model, column_name) %}select 1{% endtest %}\n//- macros/t.sql\n{% test tall(model, column_name) %}${own}{% endtest %}\n//- models/a.sql\nselect 1\n//- models/p.yml\nmodels: [{name: a, columns: [{name: x, data_tests: [kit.tall]}]}]`,
      "kit_tall_a_x",
    ).dependsOnMacros;
  const own = ["macro.dbt.get_where_subquery", "macro.shop.test_tall"];
  it("depends on the project's own only", () => {
    expect(macros("select 2")).toEqual(own);
  });
  it("depends on both where its own calls the other", () => {
    const calls = "{{ kit.test_tall(model, column_name) }}";
    expect(macros(calls)).toEqual([own[0], "macro.kit.test_tall", own[1]]);
  });
});

test("a macro called from a natively rendered test argument prints text", () => {
  const source = `${project("")}//- macros/m.sql\n{% macro counted() %}{% for n in range(3) %}{{ n }},{% endfor %}{% endmacro %}\n{% test t(model, x) %}select {{ x }}{% endtest %}\n//- models/a.sql\nselect 1\n//- models/p.yml\nmodels: [{name: a, data_tests: [{t: {x: "{{ counted() }}"}}]}]`;
  expect(projectOf(source).problems.filter(({ severity }) => severity === "error")).toEqual([]);
});
