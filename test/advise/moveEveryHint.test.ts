import { expect, test } from "vitest";
import type { TextEdit } from "../../server/src/base/problem";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { applyEdits } from "../support/applyEdits";
import { openFixture } from "../support/checkDiagnostics";
import { memoryFileSystem, parseFixture } from "../support/fixture";

const CODE = "threads-ignored-by-dbt";

/** Every place and style at once; real dbt 1.11 resolves it before and after to the same config. */
const PROJECT = parseFixture(`
//- profiles.yml threads:8
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
models:
  shop:
    +threads: 6 # base
    +meta:
      owner: ann   # keep
    stg: {+threads: 4, +materialized: view}
    marts:
      "+threads": 2
      +meta: {team: x}
//- models/stg/a.sql
select 1 as x
//- models/marts/b.sql
select 1 as x
//- models/marts/e.sql
{{ config(materialized='table', threads=1, meta={'k': 'v'},) }} select 1 as x
//- models/c.sql
select 1 as x
//- models/d.sql
select 1 as x
//- models/s.yml
models:
  - name: c
    config:
      threads: 3
      meta:
        a: 1
  - name: d
    config: {threads: 5}
//- models/f.sql
{{ config(
    {'threads': 7, 'tags': ['q']}
) }}
select 1 as x
//- models/g.sql
select 1 as x
//- models/h.py
def model(dbt, session):
    dbt.config(threads=2, materialized='table')  # few
    return session.sql('select 1')
`);

/** Hint and the rest of the config of every model. */
function resolved(project: ProjectSnapshot): readonly unknown[] {
  return [...project.project.nodes.values()].map(({ uniqueId, hint, config }) => {
    const { threads: _, meta, ...rest } = config;
    const { heddle: __, ...others } = (meta ?? {}) as Record<string, unknown>;
    return { uniqueId, threads: hint?.threads, meta: others, rest };
  });
}

test("all fixes at once: every hint is moved, nothing else changes", () => {
  const before = openFixture(PROJECT);
  const problems = before.problems().filter(({ code }) => code === CODE);
  expect(problems).toHaveLength(8);
  const edits = new Map<string, TextEdit>();
  for (const { fixes } of problems) {
    // Fixes that move overriding hints along repeat each other's edits.
    for (const edit of fixes?.[0]?.edits ?? []) edits.set(JSON.stringify(edit), edit);
  }
  const files = new Map(PROJECT.files);
  for (const [file, text] of PROJECT.files) {
    const own = [...edits.values()].filter((edit) => edit.file === file);
    files.set(file, applyEdits(text, own));
  }
  const after = openFixture({ ...PROJECT, files, fileSystem: memoryFileSystem(files) });
  expect(after.problems().filter(({ code }) => code === CODE)).toEqual([]);
  expect(resolved(after)).toEqual(resolved(before));
  for (const { hint } of after.project.nodes.values())
    expect(hint?.key).toBe("meta.heddle.threads");
  expect(files.get("dbt_project.yml")).toContain(
    "      heddle: {threads: 6}\n      owner: ann   # keep\n",
  );
});
