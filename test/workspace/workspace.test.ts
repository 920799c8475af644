import { describe, expect, it } from "vitest";
import { openWorkspace } from "./liveDisk";

const SHOP = `
//- models/a.sql
select 1
//- models/b.sql
select * from {{ ref('a') }}
`;

describe("a snapshot", () => {
  it("stays the same object until the next change", () => {
    const { workspace, type } = openWorkspace(SHOP);
    const first = workspace.snapshot();
    expect(workspace.snapshot()).toBe(first);
    type("models/a.sql", "select 2");
    expect(workspace.snapshot()).not.toBe(first);
    expect([first.revision, workspace.snapshot().revision, workspace.revision]).toEqual([0, 1, 1]);
  });

  it("keeps the state it was taken in, whatever comes later", () => {
    const { workspace, project, type, save, set } = openWorkspace(SHOP);
    const before = project();
    const problems = before.problems().length;
    type("models/b.sql", "select * from {{ ref('gone') }}");
    const typed = project();
    save("models/a.sql", undefined);
    set({ threads: 9 });
    workspace.apply({ kind: "folders", folders: [] });
    expect(before.findNode("b")?.dependsOn).toEqual(["model.shop.a"]);
    expect(before.problems()).toHaveLength(problems);
    expect(before.project.threads.value).toBe(1);
    expect(typed.findNode("a")?.name).toBe("a");
    expect(typed.problems().length).toBeGreaterThan(problems);
    expect(workspace.snapshot().projects).toEqual([]);
  });

  it("shares a project that no change concerned", () => {
    const { workspace, project, type } = openWorkspace(SHOP);
    const before = project();
    type("/elsewhere/notes.md", "hello");
    type("target/compiled/a.sql", "select 1");
    workspace.apply({ kind: "disk", paths: ["/project/logs/dbt.log"] });
    expect(project()).toBe(before);
  });

  it("reads a file again only where a change named it", () => {
    const { disk, project, save } = openWorkspace(SHOP);
    project();
    disk.reads.length = 0;
    disk.write("models/a.sql", "select 3");
    save("models/b.sql", "select 4");
    expect(project().findNode("a")?.rawCode).toBe("select 1");
    expect(project().findNode("b")?.rawCode).toBe("select 4");
    expect(disk.reads.filter((path) => path.endsWith(".sql"))).toEqual(["/project/models/b.sql"]);
  });
});

describe("unsaved documents", () => {
  it("win over the disk, and closing gives the file back to it", () => {
    const { project, type, close, save } = openWorkspace(SHOP);
    type("models/a.sql", "typed");
    save("models/a.sql", "saved");
    expect(project().findNode("a")?.rawCode).toBe("typed");
    close("models/a.sql");
    expect(project().findNode("a")?.rawCode).toBe("saved");
  });

  it("are files where the disk has none, and vanish when closed", () => {
    const { models, type, close } = openWorkspace(SHOP);
    expect(models()).toEqual(["a", "b"]);
    type("models/new/deep/c.sql", "select 1");
    expect(models()).toEqual(["a", "b", "c"]);
    close("models/new/deep/c.sql");
    expect(models()).toEqual(["a", "b"]);
  });

  it("keep a file that is removed from the disk", () => {
    const { models, type, close, save } = openWorkspace(SHOP);
    type("models/a.sql", "typed");
    save("models/a.sql", undefined);
    expect(models()).toEqual(["a", "b"]);
    close("models/a.sql");
    expect(models()).toEqual(["b"]);
  });

  it("make a project where the disk has none", () => {
    const { workspace, type, close } = openWorkspace("//- models/a.sql\nselect 1", {
      isBare: true,
    });
    expect(workspace.snapshot().projects).toEqual([]);
    type("dbt_project.yml", "name: typed\nprofile: p\n");
    expect(workspace.snapshot().projects.map(({ project }) => project.name)).toEqual(["typed"]);
    close("dbt_project.yml");
    expect(workspace.snapshot().projects).toEqual([]);
  });
});

describe("files on disk", () => {
  it("appear and vanish", () => {
    const { models, save } = openWorkspace(SHOP);
    expect(models()).toEqual(["a", "b"]);
    save("models/c.sql", "select 1");
    expect(models()).toEqual(["a", "b", "c"]);
    save("models/a.sql", undefined);
    expect(models()).toEqual(["b", "c"]);
  });

  it("appear in folders that nobody spoke of", () => {
    const { models, save } = openWorkspace(SHOP);
    expect(models()).toEqual(["a", "b"]);
    save("models/marts/core/c.sql", "select 1");
    expect(models()).toEqual(["a", "b", "c"]);
  });

  it.each(["models", "targets"])("vanish and come with a whole folder %s", (folder) => {
    const { models, save, disk } = openWorkspace(
      `//- dbt_project.yml\nname: shop\nprofile: shop\nmodel-paths: [${folder}]\n//- ${folder}/a.sql\nselect 1`,
    );
    expect(models()).toEqual(["a"]);
    save(folder, undefined);
    expect(models()).toEqual([]);
    disk.write(`${folder}/b/c.sql`, "select 1");
    save(`${folder}/b/d.sql`, "select 1", folder);
    expect(models()).toEqual(["c", "d"]);
  });

  it("bring profiles to a folder outside the project that had none", () => {
    const { project, save } = openWorkspace(SHOP, { settings: { profilesDir: "../conf" } });
    expect(project().project.target).toBeNull();
    save(
      "/conf/profiles.yml",
      "shop: {target: dev, outputs: {dev: {type: duckdb, threads: 7, schema: x}}}",
    );
    expect(project().project.threads.value).toBe(7);
    save("/conf", undefined);
    expect(project().project.target).toBeNull();
  });

  it("of installed packages come and go", () => {
    const { models, save } = openWorkspace(`
//- packages.yml
packages: [{package: x/pkg, version: 1.0.0}]
//- dbt_packages/pkg/dbt_project.yml
name: pkg
//- dbt_packages/pkg/models/p.sql
select 1
`);
    expect(models()).toEqual(["p"]);
    save("dbt_packages/pkg/models/q.sql", "select 1");
    expect(models()).toEqual(["p", "q"]);
    save("dbt_packages", undefined);
    expect(models()).toEqual([]);
  });

  it("may be heddle.yml, which changes what the rules say", () => {
    const { project, save } = openWorkspace(
      `${SHOP}//- models/c.sql\nselect * from {{ ref('x') }}`,
    );
    expect(project().problems().length).toBeGreaterThan(0);
    const [{ code } = { code: "" }] = project().problems();
    save("heddle.yml", `rules: {${code}: off}`);
    const left = project().problems();
    expect(left.filter((problem) => problem.code === code)).toEqual([]);
  });
});

describe("projects", () => {
  const NESTED = `
//- dbt_project.yml
name: outer
profile: p
//- models/a.sql
select 1
//- integration_tests/dbt_project.yml
name: inner
profile: p
//- integration_tests/models/a.sql
select 2
`;

  it("inside one another each own their files", () => {
    const { workspace } = openWorkspace(NESTED, { isBare: true });
    const snapshot = workspace.snapshot();
    expect(snapshot.projects.map(({ project }) => project.name)).toEqual(["outer", "inner"]);
    const nameAt = (path: string) => snapshot.projectOf(path)?.project.name;
    expect(nameAt("/project/models/a.sql")).toBe("outer");
    expect(nameAt("/project/integration_tests/models/a.sql")).toBe("inner");
    expect(nameAt("/project/integration_tests")).toBe("inner");
    expect(nameAt("/project/integration_tests2/a.sql")).toBe("outer");
    expect(nameAt("/elsewhere/a.sql")).toBeUndefined();
  });

  it("are found above an open folder, and below it", () => {
    const { workspace } = openWorkspace(NESTED, {
      isBare: true,
      folders: ["/project/integration_tests/models", "/project/models"],
    });
    const names = workspace.snapshot().projects.map(({ project }) => project.name);
    expect(names).toEqual(["outer", "inner"]);
  });

  it("of several folders come once each, and go with their folder", () => {
    const { workspace } = openWorkspace(
      `
//- one/dbt_project.yml
name: one
//- two/deep/dbt_project.yml
name: two
//- node_modules/x/dbt_project.yml
name: passed_over
`,
      { isBare: true, folders: ["/project/one", "/project", "/project/two"] },
    );
    const names = () => workspace.snapshot().projects.map(({ project }) => project.name);
    expect(names()).toEqual(["one", "two"]);
    workspace.apply({ kind: "folders", folders: ["/project/two"] });
    expect(names()).toEqual(["two"]);
    workspace.apply({ kind: "folders", folders: [] });
    expect(names()).toEqual([]);
  });

  it("come and go with their dbt_project.yml or a folder around it", () => {
    const { workspace, save, disk } = openWorkspace("//- notes.md\nhello", { isBare: true });
    const names = () => workspace.snapshot().projects.map(({ project }) => project.name);
    expect(names()).toEqual([]);
    save("a/b/dbt_project.yml", "name: first");
    expect(names()).toEqual(["first"]);
    disk.write("c/dbt_project.yml", "name: second");
    save("c/models/x.sql", "select 1", "c");
    expect(names()).toEqual(["first", "second"]);
    save("a", undefined);
    expect(names()).toEqual(["second"]);
    save("c/dbt_project.yml", undefined);
    expect(names()).toEqual([]);
  });

  it("may be chosen by a setting", () => {
    const { workspace, set } = openWorkspace(NESTED, {
      isBare: true,
      settings: { projectDir: "integration_tests" },
    });
    const names = () => workspace.snapshot().projects.map(({ project }) => project.name);
    expect(names()).toEqual(["inner"]);
    set({ projectDir: "" });
    expect(names()).toEqual(["outer", "inner"]);
    set({ projectDir: "nothing/here" });
    expect(names()).toEqual(["outer"]);
  });
});

describe("settings", () => {
  it("change what is known of a project already read", () => {
    const { project, set } = openWorkspace(`
//- profiles.yml
shop:
  target: dev
  outputs:
    dev: {type: duckdb, schema: d, threads: 2}
    prod: {type: duckdb, schema: p, threads: 8}
//- models/a.sql
{{ config(enabled=var('on', false)) }} select 1
`);
    expect(project().project.nodes.size).toBe(0);
    set({ vars: { on: true }, target: "prod" });
    expect([...project().project.nodes.values()].map(({ schema }) => schema)).toEqual(["p"]);
    expect(project().project.threads.value).toBe(8);
    set({ vars: { on: true }, threads: 3, engine: "fusion", reservePercent: 50 });
    expect(project().project.threads.value).toBe(3);
    expect(project().project.engine).toBe("fusion");
    expect(project().settings.reservePercent).toBe(50);
    set({});
    expect(project().project.nodes.size).toBe(0);
  });
});
