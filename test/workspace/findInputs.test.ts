import { describe, expect, it } from "vitest";
import { findInputs, projectAbove, projectsAround } from "../../server/src/workspace/findInputs";
import { memoryFileSystem } from "../support/fixture";

const FILES = [
  "shop/dbt_project.yml",
  "shop/models/a.sql",
  "shop/models/marts/b.sql",
  "shop/integration_tests/dbt_project.yml",
  "shop/dbt_packages/pkg/dbt_project.yml",
  "shop/target/package/dbt_project.yml",
  "other/dbt_project.yml",
  "node_modules/x/dbt_project.yml",
  ".hidden/dbt_project.yml",
  "a/b/c/d/e/f/dbt_project.yml",
  "a/b/c/d/e/f/g/dbt_project.yml",
  "bi/Sales.bim",
  "bi/sales.pbip",
  "bi/model/definition/model.tmdl",
  "bi/definition/notes.md",
  "plans/load.json",
];
const disk = memoryFileSystem(new Map(FILES.map((file) => [file, "{}"])));

describe("inputs of a path", () => {
  it.each([
    ["shop", ["dbt shop"]],
    ["shop/models/marts", ["dbt shop"]],
    ["shop/models/marts/b.sql", ["dbt shop"]],
    ["shop/integration_tests", ["dbt shop/integration_tests"]],
    ["bi", ["tabular bi/Sales.bim", "tabular bi/model/definition"]],
    ["bi/Sales.bim", ["tabular bi/Sales.bim"]],
    ["bi/model", ["tabular bi/model/definition"]],
    ["plans/load.json", ["workload plans/load.json"]],
    ["plans", []],
    ["nothing/here", []],
    ["nothing.sql", []],
  ])("%s are %j", (path, expected) => {
    expect(shown(path)).toEqual(expected);
  });

  it("below a folder without a project are all but other people's and hidden ones", () => {
    expect(shown("")).toEqual([
      "dbt a/b/c/d/e/f",
      "tabular bi/Sales.bim",
      "tabular bi/model/definition",
      "dbt other",
      "dbt shop",
      "dbt shop/integration_tests",
    ]);
  });
});

describe("projects of an open folder", () => {
  it.each([
    ["shop", ["shop", "shop/integration_tests"]],
    ["shop/models", ["shop"]],
    ["shop/integration_tests", ["shop/integration_tests"]],
    ["other", ["other"]],
    ["bi", []],
    ["nothing", []],
  ])("%s are %j", (path, expected) => {
    expect(projectsAround(disk, `/project/${path}`).map(relative)).toEqual(expected);
  });
});

it("the project above is the innermost, up to the root of the disk", () => {
  expect(projectAbove(disk, "/project/shop/integration_tests/models/x")).toBe(
    "/project/shop/integration_tests",
  );
  expect(projectAbove(disk, "/project/plans")).toBeUndefined();
  expect(projectAbove(disk, "/")).toBeUndefined();
  const drive = memoryFileSystem(new Map(), "C:/work");
  expect(projectAbove(drive, "C:/work/models")).toBeUndefined();
});

function shown(path: string): readonly string[] {
  const absolute = path === "" ? "/project" : `/project/${path}`;
  return findInputs(disk, absolute).map((input) => `${input.kind} ${relative(input.path)}`);
}

function relative(path: string): string {
  return path.replace("/project/", "");
}
