import { describe, expect, it } from "vitest";
import { openFixture } from "../support/openFixture";
import { openWorkspace } from "./liveDisk";

const SHOP = `
//- profiles.yml threads:4
//- models/a.sql 10s
select 1
//- models/b.sql 20s
select * from {{ ref('a') }}
//- models/c.sql 5s
select * from {{ ref('a') }}
//- models/props.yml
models:
  - name: b
    columns: [{name: id, data_tests: [not_null]}]
`;

describe("a project's schedule", () => {
  it("is today's run where nothing else is asked, and shared", () => {
    const { project } = openFixture(SHOP);
    expect(project.schedule()).toBe(project.schedule());
    expect(project.schedule().makespanMs).toBe(30_000);
    expect(project.schedule().tasks.map(({ id }) => id)).toEqual(
      ["a", "b", "c"].map((name) => `model.shop.${name}`),
    );
  });

  it("follows what is asked", () => {
    const { project } = openFixture(SHOP);
    expect(project.schedule({ threads: 1 }).makespanMs).toBe(35_000);
    expect(project.schedule({ threads: 4, reservePercent: 80 }).makespanMs).toBe(35_000);
    const whatIf = new Map([["model.shop.b", 1_000]]);
    expect(project.schedule({ whatIf }).makespanMs).toBe(15_000);
    expect(project.schedule().makespanMs).toBe(30_000);
    const selection = ["model.shop.c"];
    expect(project.schedule({ selection }).tasks.map(({ id }) => id)).toEqual(["model.shop.c"]);
    const build = project.workload({ command: "build" }).tasks.map(({ id }) => id);
    expect(build.some((id) => id.startsWith("test.shop.not_null_b_id"))).toBe(true);
  });

  it("sweeps the threads asked for", () => {
    const { project } = openFixture(SHOP);
    expect(project.sweep()).toBe(project.sweep());
    const threads = project.sweep({ from: 2, to: 4 }).points.map((point) => point.threads);
    expect(threads).toEqual([2, 3, 4]);
  });
});

describe("a project's nodes", () => {
  it("are found by id, and by a name that only one model has", () => {
    const { project } = openFixture(SHOP);
    expect(project.findNode("model.shop.a")?.name).toBe("a");
    expect(project.findNode("b")?.uniqueId).toBe("model.shop.b");
    expect(project.findNode("nothing")).toBeUndefined();
    expect(project.findNode("constructor")).toBeUndefined();
  });

  it("are found by the file that defines them", () => {
    const { project } = openFixture(SHOP);
    const idsIn = (file: string) => project.nodesIn(file).map(({ uniqueId }) => uniqueId);
    expect(idsIn("models/a.sql")).toEqual(["model.shop.a"]);
    expect(idsIn("models/props.yml").map((id) => id.split(".")[0])).toEqual(["test"]);
    expect(idsIn("nothing.sql")).toEqual([]);
  });

  it("have durations and a complexity where they have SQL", () => {
    const { project } = openFixture(SHOP);
    expect(project.durations().get("model.shop.b")?.ms).toBe(20_000);
    expect(project.complexity("model.shop.b")?.score).toBeGreaterThanOrEqual(0);
    expect(project.complexity("model.shop.none")).toBeUndefined();
    expect(project.recommendation("model.shop.none")).toBeUndefined();
  });
});

describe("a project's texts", () => {
  it("are those it was read with, and lines of unknown files are none", () => {
    const { project } = openFixture(SHOP);
    expect(project.textOf("models/a.sql")).toBe("select 1");
    expect(project.textOf("models/none.sql")).toBeUndefined();
    expect(project.linesOf("models/b.sql").lineCount).toBe(1);
    expect(project.linesOf("models/none.sql").positionAt(9)).toEqual({ line: 0, character: 0 });
  });
});

describe("a project that is hardly one", () => {
  it.each([
    ["an empty dbt_project.yml", "//- dbt_project.yml\n"],
    ["a broken dbt_project.yml", "//- dbt_project.yml\nname: [shop"],
    ["a list for dbt_project.yml", "//- dbt_project.yml\n- name"],
    ["no profiles", "//- dbt_project.yml\nname: shop\nprofile: other"],
    ["broken profiles", "//- profiles.yml\nshop: {target: [\n//- models/a.sql\nselect 1"],
    ["broken properties", "//- models/p.yml\nmodels: {\n//- models/a.sql\nselect {{"],
    ["numbers where maps belong", "//- models/p.yml\nmodels: 7\nsources: {a: 1}\nversion: x"],
    ["a broken heddle.yml", "//- heddle.yml\nrules: [\n//- models/a.sql\nselect 1"],
  ])("with %s opens, answers and has problems in its files", (_, source) => {
    const { project } = openWorkspace(source);
    const snapshot = project();
    expect(() => [snapshot.schedule(), snapshot.sweep(), snapshot.durations()]).not.toThrow();
    for (const { file, span } of snapshot.problems()) {
      expect(span.end).toBeLessThanOrEqual((snapshot.textOf(file) ?? "").length);
      expect(snapshot.problemsIn(file).length).toBeGreaterThan(0);
    }
  });
});
