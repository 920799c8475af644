import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../server/src/base/fileSystem";
import { createMemoryFiles } from "../../server/src/base/memoryFiles";

describe("a disk that holds what it is told", () => {
  const listed = (disk: ReturnType<typeof createMemoryFiles>, folder: string) => {
    const entries = disk.fileSystem.list(folder);
    return isFailure(entries)
      ? entries.failure
      : entries.map(({ name, kind }) => `${kind} ${name}`);
  };

  test("has folders where files are, and none where they went", () => {
    const disk = createMemoryFiles();
    disk.set("//vscode-vfs:github/ann/shop/models/a.sql", "select 1");
    disk.set("//vscode-vfs:github/ann/shop/dbt_project.yml", "\uFEFFname: shop");
    expect(listed(disk, "//vscode-vfs:github/ann/shop")).toEqual([
      "file dbt_project.yml",
      "folder models",
    ]);
    expect(disk.fileSystem.read("//vscode-vfs:github/ann/shop/dbt_project.yml")).toEqual({
      text: "name: shop",
      replacedBytes: 0,
    });
    disk.set("//vscode-vfs:github/ann/shop/models/a.sql", undefined);
    expect(listed(disk, "//vscode-vfs:github/ann/shop/models")).toBe("missing");
    expect(listed(disk, "//vscode-vfs:github/ann/shop")).toEqual(["file dbt_project.yml"]);
  });

  test("loses all of a folder that goes", () => {
    const disk = createMemoryFiles();
    for (const file of ["/p/a/b/c.sql", "/p/a/d.sql", "/p/e.sql"]) disk.set(file, "x");
    disk.set("/p/a", undefined);
    expect(listed(disk, "/p")).toEqual(["file e.sql"]);
    expect(listed(disk, "/p/a/b")).toBe("missing");
  });

  test("is after any changes as if it had been told the end alone", () => {
    const path = fc.constantFrom("/a/b/c", "/a/b/d", "/a/e", "/f/g", "/a/b/h/i");
    const change = fc.tuple(path, fc.option(fc.constantFrom("1", "2"), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const disk = createMemoryFiles();
        const last = new Map<string, string>();
        for (const [file, text] of changes) {
          disk.set(file, text);
          if (text === undefined) last.delete(file);
          else last.set(file, text);
        }
        const fresh = createMemoryFiles();
        for (const [file, text] of last) fresh.set(file, text);
        for (const folder of ["/", "/a", "/a/b", "/a/b/h", "/f"]) {
          expect(listed(disk, folder)).toEqual(listed(fresh, folder));
        }
      }),
    );
  });
});
