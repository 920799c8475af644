/** Where tags and meta of an exposure come from. Source: dbt-core 1.10.23 and 1.11.16 on these files. */
import { describe, expect, it } from "vitest";
import { nodeOf } from "./checkProject";

const FILES = `
//- dbt_project.yml
name: shop
version: '1.0'
profile: shop
exposures:
  tags: [top]
  meta: {top: 1, a: 1}
  +meta: {plus: 2, a: 2}
  shop:
    +tags: by
    sub: {+tags: [deep, z], +meta: {deep: 3, a: 3}}
//- profiles.yml type:duckdb
//- models/a.sql
select 1 as id
//- models/sub/e.yml
exposures:
  - {name: plain, type: dashboard, owner: {name: x}}
  - {name: own, type: dashboard, owner: {name: x}, tags: [b, a], meta: {own: 1}}
//- models/e.yml
exposures:
  - {name: word, type: dashboard, owner: {name: x}, meta: {own: 1}}
`;
const said = (name: string, release?: 9) => {
  const { config, tags } = nodeOf(FILES, name, release && { release });
  return { tags, inConfig: config["tags"], meta: config["meta"] };
};

describe("tags and meta of an exposure", () => {
  it("are those of the tree's top, of the entry, and of the nearest folder", () => {
    expect(said("plain")).toEqual({
      tags: ["deep", "top", "z"],
      inConfig: ["deep", "top", "z"],
      meta: { top: 1, a: 3, deep: 3 },
    });
    expect(said("own").tags).toEqual(["a", "b", "deep", "top", "z"]);
    expect(said("own").meta).toEqual({ top: 1, a: 3, deep: 3, own: 1 });
  });
  it("take a text for its characters, as dbt does", () => {
    expect(said("word")).toEqual({
      tags: ["b", "top", "y"],
      inConfig: ["b", "top", "y"],
      meta: { top: 1, a: 2, plus: 2, own: 1 },
    });
  });
  it("are no config before 1.10", () => {
    expect(said("own", 9).tags).toEqual(["b", "a"]);
    expect(said("own", 9).inConfig).not.toContain("b");
  });
});
