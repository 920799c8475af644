/** Resolving with what is known from before gives what a fresh start gives. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DbtProject } from "../../server/src/dbt/project";
import { readProject } from "../../server/src/dbt/readProject";
import { resolveProject } from "../../server/src/dbt/resolveProject";
import { FIXTURE_ROOT, memoryFileSystem } from "../support/fixture";
import { nodeView } from "../workspace/projectView";

const VERSIONS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "dbt_project.yml": [
    "name: shop\nversion: '1.0'\nprofile: shop\n",
    "name: shop\nversion: '1.0'\nprofile: shop\nvars: {n: 2}\nmodels: {+tags: [x], marts: {+threads: 3}}\n",
  ],
  "macros/m.sql": [
    undefined,
    "{% macro m() %}{{ ref('a') }}{% endmacro %}",
    "{% macro m() %}{{ ref('b') }}{{ var('n', 1) }}{% endmacro %}",
  ],
  "models/a.sql": ["select 1", "{{ config(enabled=var('n', 1) == 1) }} select 1", undefined],
  "models/b.sql": ["select * from {{ ref('a') }}", "{{ config(threads=2, alias='bb') }} select 1"],
  "models/marts/c.sql": [
    "select * from {{ m() }}",
    "{% if var('n', 1) == 2 %}{{ ref('b') }}{% endif %}",
  ],
  "models/p.yml": [
    undefined,
    "models: [{name: b, config: {tags: [p]}, columns: [{name: id, data_tests: [unique]}]}]",
    "models: [{name: b, config: {tags: \"{{ var('n', 1) }}\"}}, {name: ",
  ],
};
const paths = Object.keys(VERSIONS);
const state = fc.tuple(...paths.map((path) => fc.nat(VERSIONS[path]!.length - 1)));

describe("incremental resolution", () => {
  it("equals a fresh one after any edits", () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 2, maxLength: 5 }), (states) => {
        let previous: DbtProject | undefined;
        for (const choice of states) {
          previous = resolve(choice, previous);
          expect(plain(previous)).toEqual(plain(resolve(choice, undefined)));
        }
      }),
      { numRuns: 60 },
    );
  });
});

function resolve(choice: readonly number[], previous: DbtProject | undefined): DbtProject {
  const files = new Map<string, string>([
    ["profiles.yml", "shop: {target: dev, outputs: {dev: {type: duckdb, schema: s, threads: 4}}}"],
  ]);
  paths.forEach((path, index) => {
    const text = VERSIONS[path]![choice[index]!];
    if (text !== undefined) files.set(path, text);
  });
  return resolveProject(readProject(memoryFileSystem(files), FIXTURE_ROOT), {}, previous);
}

function plain(project: DbtProject): unknown {
  return JSON.parse(
    JSON.stringify({
      nodes: [...project.nodes.values()].map(nodeView),
      disabled: [...project.disabled.keys()],
      macros: [...project.macros.keys()],
      problems: project.problems,
      threads: project.threads,
    }),
  );
}
