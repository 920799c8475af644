import { expect, test } from "vitest";
import { parseFixture } from "./fixture";

test("a fixture gives files, cursor, expectations and durations", () => {
  const fixture = parseFixture(`
//- profiles.yml threads:4
//- models/a.sql [30s] [threads:2]
select 1
from b$0
--   ^ error unknown: what
where x
^^^^^ hint other
`);
  expect(fixture.files.get("models/a.sql")).toBe("select 1\nfrom b\nwhere x");
  expect(fixture.files.get("profiles.yml")).toContain("threads: 4");
  expect(fixture.files.get("dbt_project.yml")).toContain("name: shop");
  expect(fixture.cursor).toEqual({ file: "models/a.sql", offset: 15 });
  expect(fixture.durations.get("models/a.sql")).toBe(30_000);
  expect(fixture.flags.get("models/a.sql")?.get("threads")).toBe("2");
  expect(fixture.expectations).toEqual([
    { file: "models/a.sql", span: { start: 14, end: 15 }, text: "error unknown: what" },
    { file: "models/a.sql", span: { start: 16, end: 21 }, text: "hint other" },
  ]);
});

test("the memory disk lists folders sorted and reads files by any spelling of their path", () => {
  const { fileSystem } = parseFixture("//- models/b.sql\n//- models/a/c.sql\nselect 1");
  expect(fileSystem.list("/project/models")).toEqual([
    { name: "a", kind: "folder" },
    { name: "b.sql", kind: "file" },
  ]);
  expect(fileSystem.list("/project/none")).toMatchObject({ failure: "missing" });
  expect(fileSystem.read("/project/models/../models/a/c.sql")).toEqual({
    text: "select 1",
    replacedBytes: 0,
  });
});
