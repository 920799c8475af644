import { describe, expect, test } from "vitest";
import { moveHintInCall } from "../../server/src/advise/moveHintInCall";
import { moveHintInYaml } from "../../server/src/advise/moveHintInYaml";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { applyEdits } from "../support/applyEdits";
import { openFixture } from "../support/checkDiagnostics";
import { parseFixture } from "../support/fixture";

function checkCall(text: string, expected: string | undefined): void {
  const edits = moveHintInCall("models/a.sql", text, text.indexOf("threads"));
  expect(edits && applyEdits(text, edits)).toBe(expected);
}

function checkYaml(file: string, text: string, expected: string | undefined): void {
  const edits = moveHintInYaml(file, parseYaml(text), text.indexOf("threads"));
  expect(edits && applyEdits(text, edits)).toBe(expected);
}

describe("in a config call", () => {
  test("the argument becomes meta", () => {
    checkCall(
      "{{ config(materialized='table', threads=1) }}",
      "{{ config(materialized='table', meta={'heddle': {'threads': 1}}) }}",
    );
    checkCall(
      "{{ config(threads = get_optimal_threads('x', 2), alias='y') }}",
      "{{ config(meta = {'heddle': {'threads': get_optimal_threads('x', 2)}}, alias='y') }}",
    );
  });

  test("comments and lines stay", () => {
    checkCall(
      "{{ config(\n  materialized='table',\n  threads=1,  -- isn't shared, (dedicated)\n  pre_hook=\"set work_mem = '2GB'\"\n) }}",
      "{{ config(\n  materialized='table',\n  meta={'heddle': {'threads': 1}},  -- isn't shared, (dedicated)\n  pre_hook=\"set work_mem = '2GB'\"\n) }}",
    );
    checkCall(
      "{{ config(\n  materialized='view',\n  threads=4  -- light\n) }}",
      "{{ config(\n  materialized='view',\n  meta={'heddle': {'threads': 4}}  -- light\n) }}",
    );
  });

  test("an existing meta takes it in", () => {
    checkCall(
      "{{ config(threads=1, meta={'owner': 'ann'}) }}",
      "{{ config(meta={'heddle': {'threads': 1}, 'owner': 'ann'}) }}",
    );
    checkCall(
      "{{ config(meta={'heddle': {'durationMs': 5}}, threads=1) }}",
      "{{ config(meta={'heddle': {'threads': 1, 'durationMs': 5}}) }}",
    );
    checkCall(
      "{{ config(\n  meta={},\n  threads=1,\n  alias='x'\n) }}",
      "{{ config(\n  meta={'heddle': {'threads': 1}},\n  alias='x'\n) }}",
    );
  });

  test("a dictionary argument and a Python model work alike", () => {
    checkCall(
      "{{ config({'threads': 1, 'alias': 'x'}) }}",
      "{{ config({'meta': {'heddle': {'threads': 1}}, 'alias': 'x'}) }}",
    );
    checkCall(
      "def model(dbt, session):\n    dbt.config(threads=2)  # few\n",
      "def model(dbt, session):\n    dbt.config(meta={'heddle': {'threads': 2}})  # few\n",
    );
  });

  test("what cannot be edited safely is left alone", () => {
    checkCall("{{ config(threads=1, meta=make_meta()) }}", undefined);
    checkCall("{{ config(threads=1, meta={'heddle': {'threads': 2}}) }}", undefined);
    checkCall("{{ config(threads=1", undefined);
    checkCall("{{ config(**settings) }} -- threads", undefined);
  });
});

describe("in YAML", () => {
  test("a folder key of dbt_project.yml", () => {
    checkYaml(
      "dbt_project.yml",
      "models:\n  shop:\n    marts:\n      +threads: 1 # heavy\n      +materialized: table\n",
      "models:\n  shop:\n    marts:\n      +meta: {heddle: {threads: 1}} # heavy\n      +materialized: table\n",
    );
    checkYaml(
      "dbt_project.yml",
      "models: {shop: {+threads: \"{{ var('t') }}\", +materialized: view}}\n",
      "models: {shop: {+meta: {heddle: {threads: \"{{ var('t') }}\"}}, +materialized: view}}\n",
    );
    checkYaml(
      "dbt_project.yml",
      "models:\n  threads: 6\n",
      "models:\n  +meta: {heddle: {threads: 6}}\n",
    );
  });

  test("an existing meta takes it in, in its own style", () => {
    checkYaml(
      "dbt_project.yml",
      "models:\n  +meta:\n    owner: ann\n  +threads: 6\n  +tags: [a]\n",
      "models:\n  +meta:\n    heddle: {threads: 6}\n    owner: ann\n  +tags: [a]\n",
    );
    checkYaml(
      "dbt_project.yml",
      "models:\r\n  +threads: 6\r\n  +meta:\r\n    heddle:\r\n      durationMs: 5\r\n",
      "models:\r\n  +meta:\r\n    heddle:\r\n      threads: 6\r\n      durationMs: 5\r\n",
    );
    checkYaml(
      "dbt_project.yml",
      "models:\n  +meta: {}\n  +threads: 6\n",
      "models:\n  +meta: {heddle: {threads: 6}}\n",
    );
  });

  test("a properties file", () => {
    checkYaml(
      "models/a.yml",
      "models:\n  - name: a\n    config:\n      threads: 3\n",
      "models:\n  - name: a\n    config:\n      meta: {heddle: {threads: 3}}\n",
    );
    checkYaml(
      "models/a.yml",
      "models:\n  - name: a\n    meta: {owner: ann}\n    config: {threads: 3}\n",
      "models:\n  - name: a\n    meta: {heddle: {threads: 3}, owner: ann}\n    config: {}\n",
    );
  });

  test("what cannot be edited safely is left alone", () => {
    checkYaml("dbt_project.yml", "x: &t 6\nmodels:\n  +threads: *t\n", undefined);
    checkYaml("dbt_project.yml", "models:\n  +threads: &t 6\n", undefined);
    checkYaml("dbt_project.yml", "models:\n  +threads: 6\n  +meta: *m\n", undefined);
    checkYaml("dbt_project.yml", "models:\n  +threads:\n    - 6\n", undefined);
  });
});

describe("nearer hints in meta, which would lose to what is written in its place", () => {
  /** The texts of the model and of the folder after the fix, or `undefined` where none is offered. */
  const moved = (model: string, folder = "    +threads: 6\n") => {
    const source = `//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
${folder}//- models/a.sql
${model}
//- models/b.sql
select 1 as x
`;
    const fixture = parseFixture(source);
    const problems = openFixture(fixture).problems();
    const found = problems.find(
      ({ code, span, file }) =>
        code === "threads-ignored-by-dbt" && file === "dbt_project.yml" && span.start > 0,
    );
    const edits = found?.fixes?.[0]?.edits;
    const textOf = (file: string) =>
      applyEdits(
        fixture.files.get(file) ?? "",
        (edits ?? []).filter((edit) => edit.file === file),
      );
    return edits && [textOf("dbt_project.yml").split("shop:\n")[1], textOf("models/a.sql").trim()];
  };

  test.each([
    [
      "{{ config(meta={'threads': 2}) }} select 1",
      "{{ config(meta={'heddle': {'threads': 2}}) }} select 1",
    ],
    ['{{ config(meta={"owner": "ann", "threads": var("t", 2)}) }} select 1', undefined],
    [
      '{{ config(meta={"owner": "ann", "threads" : 2}) }} select 1',
      '{{ config(meta={"owner": "ann", "heddle": {"threads" : 2}}) }} select 1',
    ],
    ["{{ config(meta=dict(threads=2)) }} select 1", undefined],
    ["{{ config(meta={'threads': 2, 'heddle': {'durationMs': 5}}) }} select 1", undefined],
  ])("of a model: %s", (model, expected) => {
    const folder = "    +meta: {heddle: {threads: 6}}";
    expect(moved(model)).toEqual(expected === undefined ? undefined : [folder, expected]);
  });

  test("of a nearer folder", () => {
    const folder = "    +threads: 6\n    marts:\n      +meta:\n        threads: 2\n";
    const model = "select 1";
    const source = moved(model, folder);
    expect(source?.[0]).toContain("+meta: {heddle: {threads: 6}}");
  });
});
