/** What `dbt run` and `dbt build` would hand to their workers, and in which order. */
import { describe, expect, it } from "vitest";
import { projectWorkload } from "../../server/src/dbt/projectWorkload";
import { projectOf } from "./checkProject";

function checkOrder(
  source: string,
  command: "run" | "build",
  expected: Readonly<Record<string, readonly string[]>>,
  selection?: readonly string[],
): void {
  const workload = projectWorkload(projectOf(source), new Map(), {
    command,
    ...(selection === undefined ? {} : { selection }),
  });
  const short = (id: string): string => id.split(".")[2]!;
  expect(
    Object.fromEntries(workload.tasks.map((task) => [short(task.id), task.dependsOn.map(short)])),
  ).toEqual(expected);
}

const chain = `//- seeds/s.csv
id
//- models/a.sql
select * from {{ ref('s') }}
//- models/b.sql
{{ config(materialized='ephemeral') }} select * from {{ ref('a') }}
//- models/c.sql
select * from {{ ref('b') }} join {{ ref('a') }}
//- models/empty.sql

//- models/p.yml
models:
  - name: a
    columns: [{name: id, data_tests: [unique, {relationships: {arguments: {to: "ref('b')", field: id}}}]}]`;

describe("workload", () => {
  it("of run: models only, blank ones apart", () =>
    checkOrder(chain, "run", { a: [], b: ["a"], c: ["a", "b"] }));
  it("of run with a selection: order passes through what is left out", () =>
    checkOrder(chain, "run", { a: [], c: ["a"] }, ["model.shop.a", "model.shop.c"]));
  it("of build: a test holds back what lies below all that it tests", () =>
    checkOrder(chain, "build", {
      s: [],
      a: ["s"],
      b: ["a", "unique_a_id"],
      c: ["a", "b", "relationships_a_id__id__ref_b_", "unique_a_id"],
      unique_a_id: ["a"],
      relationships_a_id__id__ref_b_: ["a", "b"],
    }));
});
