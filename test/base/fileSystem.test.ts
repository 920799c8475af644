import { describe, expect, it } from "vitest";
import { baseName, folderOf, joinPath, relativePath } from "../../server/src/base/fileSystem";

describe("joinPath", () => {
  it.each([
    ["/a/b", "c.sql", "/a/b/c.sql"],
    ["/a/b", "../c/./d", "/a/c/d"],
    ["/a", "../../..", "/"],
    ["/a", "/x/y", "/x/y"],
    ["C:/a b", "ü.sql", "C:/a b/ü.sql"],
    ["C:/a", "../../x", "C:/x"],
    ["/a", "D:/x", "D:/x"],
    ["//server/share", "x.sql", "//server/share/x.sql"],
    ["/", "a/b", "/a/b"],
    [".", "x", "x"],
    ["a", "..", "."],
  ])("%s + %s = %s", (base, relative, joined) => {
    expect(joinPath(base, relative)).toBe(joined);
  });
});

describe("relativePath", () => {
  it.each([
    ["/a/b", "/a/b/c/d.sql", "c/d.sql"],
    ["/a/b", "/a/x.sql", "../x.sql"],
    ["/a/b", "/a/b", "."],
    ["C:/a", "C:/b/x", "../b/x"],
    ["C:/a", "D:/b", "D:/b"],
  ])("from %s to %s: %s", (folder, file, relative) => {
    expect(relativePath(folder, file)).toBe(relative);
  });
});

it("splits a path at its last slash", () => {
  expect([baseName("/a/b.sql"), folderOf("/a/b.sql"), folderOf("/a"), folderOf("a")]).toEqual([
    "b.sql",
    "/a",
    "/",
    ".",
  ]);
});
