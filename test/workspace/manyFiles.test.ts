/** A hundred thousand files beside and inside a project: they are counted, not read. */
import { beforeAll, describe, expect, it } from "vitest";
import type { FileSystem } from "../../server/src/base/fileSystem";
import { createMemoryFiles, type MemoryFiles } from "../../server/src/base/memoryFiles";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import { createWorkspace, type Workspace } from "../../server/src/workspace/workspace";

const COUNT = 100_000;

interface Counted {
  readonly fileSystem: FileSystem;
  readonly listed: Map<string, number>;
  readonly read: Map<string, number>;
}

function counted(inner: FileSystem): Counted {
  const listed = new Map<string, number>();
  const read = new Map<string, number>();
  const count = (table: Map<string, number>, path: string) =>
    table.set(path, (table.get(path) ?? 0) + 1);
  return {
    listed,
    read,
    fileSystem: {
      list(folder) {
        count(listed, folder);
        return inner.list(folder);
      },
      read(file) {
        count(read, file);
        return inner.read(file);
      },
    },
  };
}

/** Files as they lie about: dependencies, exports and what dbt wrote, some of them in one folder. */
function fill(files: MemoryFiles): void {
  for (let index = 0; index < COUNT / 4; index++) {
    const part = index % 100;
    files.set(`/home/node_modules/lib${part}/file${index}.js`, "x");
    files.set(`/home/shop/models/raw/export_${index}.txt`, "x");
    files.set(`/home/shop/seeds/day_${index}.csv`, "a,b\n1,2\n");
    files.set(`/home/shop/target/run/part${part}/model_${index}.sql`, "select 1");
  }
  files.set("/home/shop/dbt_project.yml", "name: shop\nprofile: shop\n");
  files.set("/home/shop/models/a.sql", "select 1");
  files.set("/home/shop/models/b.sql", "select * from {{ ref('a') }}");
}

describe(`${COUNT.toLocaleString("en")} files`, () => {
  const files = createMemoryFiles();
  const disk = counted(files.fileSystem);
  let workspace: Workspace;

  beforeAll(() => {
    fill(files);
    workspace = createWorkspace({
      fileSystem: disk.fileSystem,
      settings: DEFAULT_SETTINGS,
      folders: ["/home"],
      now: () => "2026-01-15T02:00:00Z",
    });
  });

  const project = () => workspace.snapshot().projectOf("/home/shop/models/a.sql");

  it("leave the project what it is", () => {
    expect(
      [...(project()?.project.nodes.keys() ?? [])].filter((id) => id.startsWith("model")),
    ).toEqual(["model.shop.a", "model.shop.b"]);
    expect(project()?.findNode("b")?.dependsOn).toEqual(["model.shop.a"]);
    expect(project()?.project.nodes.size).toBe(2 + COUNT / 4);
  });

  it("are not read: neither what is no part of a project nor the rows of seeds", () => {
    project()?.problems();
    const read = [...disk.read.keys()];
    expect(read.filter((path) => /\.(?:js|txt|csv)$|\/target\/run\//.test(path))).toEqual([]);
    expect(read.length).toBeLessThan(50);
  });

  it("have each folder listed once, and not what dbt or a package manager keeps to itself", () => {
    expect([...disk.listed.values()].filter((times) => times > 1)).toEqual([]);
    expect([...disk.listed.keys()].filter((path) => path.includes("/node_modules/"))).toEqual([]);
  });

  it("cost an edit nothing: it reads and lists no other file", () => {
    disk.read.clear();
    disk.listed.clear();
    files.set("/home/shop/models/b.sql", "select 2 from {{ ref('a') }}");
    workspace.apply({ kind: "disk", paths: ["/home/shop/models/b.sql"] });
    expect(project()?.findNode("b")?.rawCode).toBe("select 2 from {{ ref('a') }}");
    expect([...disk.read.keys()]).toEqual(["/home/shop/models/b.sql"]);
    expect([...disk.listed.keys()].filter((path) => path.includes("node_modules"))).toEqual([]);
  });

  it("that change all at once are taken over together", () => {
    disk.read.clear();
    workspace.apply({ kind: "disk", paths: ["/home/shop"] });
    expect(project()?.project.nodes.size).toBe(2 + COUNT / 4);
    expect(disk.read.size).toBeLessThan(50);
  });
});
