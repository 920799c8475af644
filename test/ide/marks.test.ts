import { describe, expect, test } from "vitest";
import { marksOf, targetsOf } from "./checkIde";

const SHOP = `
//- profiles.yml threads:2
//- models/stg_a.sql 30s
select 1
//- models/stg_b.sql 2s
select 1
//- models/both.sql 10s
select * from {{ ref('stg_a') }} a
join {{ ref('stg_b') }} b using (id)
//- models/schema.yml
models:
  - name: stg_a
    columns:
      - name: both
  - name: "both"
  - name: stg_b
`;

describe("marks beside the text", () => {
  const checkMarks = (file: string, source = SHOP) => expect(marksOf(source, file));

  test("stand at a critical model's first line and at its critical refs", () => {
    checkMarks("models/both.sql").toEqual([
      "1 both: 2 of 2 on the critical path, 10 s of the run's 40 s",
    ]);
    const below = SHOP.replace("select * from", "select *\nfrom");
    checkMarks("models/both.sql", below).toEqual([
      "1 both: 2 of 2 on the critical path, 10 s of the run's 40 s",
      "2 stg_a: 1 of 2 on the critical path, 30 s of the run's 40 s",
    ]);
  });
  test("leave models with slack alone", () => {
    checkMarks("models/stg_b.sql").toEqual([]);
  });
  test("stand at entries of models in YAML, not at columns of that name", () => {
    checkMarks("models/schema.yml").toEqual([
      "2 stg_a: 1 of 2 on the critical path, 30 s of the run's 40 s",
      "5 both: 2 of 2 on the critical path, 10 s of the run's 40 s",
    ]);
  });
  test("have a switch", () => {
    expect(marksOf(SHOP, "models/both.sql", { gutter: { enable: false } })).toEqual([]);
  });
});

describe("targets", () => {
  test("are those of the profile in use, in the file's order", () => {
    const profiles = `
//- dbt_project.yml
name: shop
profile: shop
//- profiles.yml
other:
  outputs: { x: { type: duckdb } }
shop:
  target: dev
  outputs:
    prod: { type: postgres, threads: 16, host: h, user: u, password: p, port: 1, dbname: d, schema: s }
    dev: { type: postgres, threads: 4, host: h, user: u, password: p, port: 1, dbname: d, schema: s }
//- models/a.sql
select 1
`;
    expect(targetsOf(profiles)).toEqual({ targets: ["prod", "dev"], current: "dev" });
  });
});
