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

test("not where a nearer meta.threads would lose to it", () => {
  const source = `
//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: 6
//- models/a.sql
{{ config(meta={'threads': 2}) }} select 1 as x
//- models/b.sql
select 1 as x
`;
  const problems = openFixture(parseFixture(source)).problems();
  const found = problems.filter(({ code }) => code === "threads-ignored-by-dbt");
  expect(found.map(({ fixes = [] }) => fixes.length)).toEqual([0]);
});
