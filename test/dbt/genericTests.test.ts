/** Generic tests as dbt makes nodes of them: names, texts of their config, macros they find. */
import { describe, expect, it } from "vitest";
import { checkProblems, projectOf } from "./checkProject";

const MODEL = "//- models/a.sql\nselect 1 as id";
const testsOf = (source: string) =>
  [...projectOf(source).nodes.values()].filter(({ resourceType }) => resourceType === "test");

describe("generic tests", () => {
  it("keep a `test_` that stands in their own name", () => {
    const [test] = testsOf(`
//- macros/checks.sql
{% test test_filled(model) %}select * from {{ ref('b') }}{% endtest %}
//- models/b.sql
select 1
${MODEL}
//- models/a.yml
models: [{name: a, data_tests: [test_filled]}]`);
    expect(test?.name).toBe("test_filled_a_");
    expect(test?.dependsOn).toEqual(["model.shop.a", "model.shop.b"]);
    expect(test?.dependsOnMacros).toContain("macro.shop.test_test_filled");
  });

  it.each([
    ["kit.get_where_subquery(relation)", "macro.kit.get_where_subquery"],
    ["relation", "macro.shop.get_where_subquery"],
  ])("are wrapped in what the project's get_where_subquery leads to: %s", (body, expected) => {
    const [test] = testsOf(`
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
//- dbt_packages/kit/dbt_project.yml
name: kit
version: '1.0'
//- dbt_packages/kit/macros/where.sql
{% macro get_where_subquery(relation) %}{{ relation }}{% endmacro %}
//- macros/where.sql
{% macro get_where_subquery(relation) %}{{ return(${body}) }}{% endmacro %}
//- macros/checks.sql
{% test filled(model) %}select * from {{ model }}{% endtest %}
${MODEL}
//- models/a.yml
models: [{name: a, data_tests: [filled]}]`);
    expect(test?.dependsOnMacros).toEqual([expected, "macro.shop.test_filled"]);
  });

  const twoNamed = (config: string, expected: string) =>
    checkProblems(`
${MODEL}
//- models/a.yml
models:
  - name: a
    columns:
      - name: id
        data_tests:
          - not_null: {name: filled, config: {${config}}}
          - unique: {name: filled, config: {${config}}}
${expected}`);
  it("of one name may not both keep what fails: it would be one relation", () => {
    twoNamed("store_failures: false", "");
    twoNamed("store_failures: true, schema: audit, enabled: false", "");
    twoNamed(
      "store_failures: true",
      `#           ${"^".repeat(54)} error duplicate-model-name: The test 'filled' and the test 'filled' (models/a.yml) would both be "None"."analytics_dbt_test__audit"."filled"; dbt refuses that. Change one's name, alias or schema.`,
    );
  });

  it("lose the last line end of a text in their config, and no more", () => {
    const [test] = testsOf(`
${MODEL}
//- models/a.yml
models:
  - name: a
    columns:
      - name: id
        data_tests:
          - not_null:
              config:
                where: |
                  id > 1
                  and id < 9
                meta: {kept: "x\\n"}
                custom: "two\\n\\n"`);
    expect(test?.config).toMatchObject({
      where: "id > 1\nand id < 9",
      meta: { kept: "x\n" },
      custom: "two\n",
    });
  });

  it("have the escapes in their config's texts read once more, where dbt writes a call of it", () => {
    const [bounded, filled] = testsOf(`
//- macros/checks.sql
{% test bounded(model) %}select * from {{ model }}{% endtest %}
${MODEL}
//- models/a.yml
models:
  - name: a
    data_tests:
      - bounded: {config: {where: 'x ~ "^\\\\d+\\.\\n"', meta: {kept: '\\\\d'}}}
    columns:
      - name: id
        data_tests: [{not_null: {config: {where: 'x ~ "\\\\d"'}}}]`);
    expect(bounded?.config).toMatchObject({ where: 'x ~ "^\\d+\\.\n"', meta: { kept: "\\\\d" } });
    expect(filled?.config["where"]).toBe('x ~ "\\\\d"');
  });

  it("depend on what their arguments name even where nobody has their macro", () => {
    const [test] = testsOf(`
//- models/b.sql
select 1
//- models/c.sql
select 1
${MODEL}
//- models/a.yml
models: [{name: a, data_tests: [{nowhere.like: {other: ref("b"), third: "{{ ref('c') }}"}}]}]`);
    expect(test?.dependsOn).toEqual(["model.shop.a", "model.shop.b", "model.shop.c"]);
  });

  const KIT = `//- packages.yml
packages: [{local: dbt_packages/kit}]
//- dbt_packages/kit/dbt_project.yml
name: kit
//- dbt_packages/kit/macros/kit.sql
{% test is_tidy(model, column_name) %}{{ config(tags=[quoted('t')]) }}select * from {{ model }} where {{ kit.tidied(column_name) }}{% endtest %}
{% macro tidied(c) %}{{ adapter.dispatch('tidied', 'kit')(c) }}{% endmacro %}
{% macro default__tidied(c) %}{{ quoted(c) }}{% endmacro %}
{% macro quoted(c) %}"{{ c }}"{% endmacro %}`;

  it("find what their macro leads to by its plain name, in a package too", () => {
    checkProblems(`${KIT}
${MODEL}
//- models/a.yml
models: [{name: a, columns: [{name: id, data_tests: [kit.is_tidy]}]}]`);
  });
});
