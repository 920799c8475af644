/** What dbt-core 1.8 to 1.12 read differently, release by release; seen by running each of them. */
import { describe, expect, it } from "vitest";
import { RELEASES, type Release, releaseOf } from "../../server/src/dbt/release";
import { nodeOf, projectOf } from "./checkProject";

const PROJECT = "//- dbt_project.yml\nname: shop\nversion: '1.0'\nprofile: shop\n";

/** Checks a value in each release, from 1.8 to 1.12. */
function checkReleases<T>(valueIn: (release: Release) => T, expected: readonly T[]): void {
  expect(RELEASES.map(valueIn)).toEqual(expected);
}

describe("config keys", () => {
  it("come with the release that brought them", () => {
    const source = `${PROJECT}//- models/a.sql\nselect 1`;
    const has = (key: string) => (release: Release) =>
      Object.hasOwn(nodeOf(source, "a", { release }).config, key);
    checkReleases(has("lookback"), [false, true, true, true, true]);
    checkReleases(has("freshness"), [false, false, true, true, true]);
    checkReleases(has("static_analysis"), [false, false, false, true, true]);
    checkReleases(has("on_error"), [false, false, false, false, true]);
  });
  it("that a release does not know are custom keys, taken as they are", () => {
    const source = `${PROJECT}models: {+static_analysis: off, +latest_version_pointer: {alias: x}}\n//- models/a.sql\nselect 1`;
    const of = (key: string) => (release: Release) => nodeOf(source, "a", { release }).config[key];
    checkReleases(of("static_analysis"), [false, false, false, "off", "False"]);
    const pointer = { alias: "x" };
    checkReleases(of("latest_version_pointer"), [
      pointer,
      pointer,
      pointer,
      pointer,
      { enabled: null, alias: "x" },
    ]);
  });
});

describe("resources", () => {
  it("Python models are tables unless something says otherwise; in 1.8 only their file can", () => {
    const source = `${PROJECT}//- models/a.py\ndef model(dbt, session):\n    return session\n//- models/p.yml\nmodels: [{name: a, config: {materialized: incremental}}]`;
    const of = (release: Release) => nodeOf(source, "a", { release }).config["materialized"];
    checkReleases(of, ["table", "incremental", "incremental", "incremental", "incremental"]);
  });
  it("snapshots stand in properties from 1.9 on, functions count from 1.11 on", () => {
    const source = `${PROJECT}//- models/a.sql\nselect 1\n//- snapshots/s.yml\nsnapshots: [{name: s, relation: "ref('a')", config: {strategy: check, unique_key: id, check_cols: all}}]\n//- functions/f.sql\nx\n//- functions/f.yml\nfunctions: [{name: f, returns: {data_type: int}}]`;
    const has = (id: string) => (release: Release) => projectOf(source, { release }).nodes.has(id);
    checkReleases(has("snapshot.shop.s"), [false, true, true, true, true]);
    checkReleases(has("function.shop.f"), [false, false, false, true, true]);
  });
  it("foreign keys refer to their model from 1.9 on", () => {
    const source = `${PROJECT}//- models/a.sql\nselect 1\n//- models/b.sql\nselect 1\n//- models/p.yml\nmodels:\n  - name: b\n    constraints: [{type: foreign_key, columns: [id], to: "ref('a')", to_columns: [id]}]`;
    const of = (release: Release) => nodeOf(source, "b", { release }).dependsOn;
    checkReleases(of, [[], ["model.shop.a"], ["model.shop.a"], ["model.shop.a"], ["model.shop.a"]]);
  });
  it("properties of singular tests are read from 1.9 on", () => {
    const source = `${PROJECT}//- tests/t.sql\nselect 1\n//- tests/p.yml\ndata_tests: [{name: t, config: {severity: warn}}]`;
    const of = (release: Release) => nodeOf(source, "t", { release }).config["severity"];
    checkReleases(of, ["ERROR", "warn", "warn", "warn", "warn"]);
  });
  it("tags of a source become config in 1.10, and are its tags before and after", () => {
    const source = `${PROJECT}//- models/s.yml\nsources: [{name: raw, tags: [x], tables: [{name: t}]}]`;
    const of = (release: Release) => nodeOf(source, "t", { release }).config["tags"];
    checkReleases(of, [undefined, undefined, ["x"], ["x"], ["x"]]);
    checkReleases((release) => nodeOf(source, "t", { release }).tags, Array(5).fill(["x"]));
  });
  it("a version is configured under its model's name and under its file's", () => {
    const source = `${PROJECT}models: {shop: {a: {+schema: s}, a_v1: {+mine: 1}}}\n//- models/a_v1.sql\nselect 1\n//- models/p.yml\nmodels: [{name: a, versions: [{v: 1}]}]`;
    const { config } = nodeOf(source, "model.shop.a.v1");
    expect([config["schema"], config["mine"]]).toEqual(["s", 1]);
  });
});

describe("tests of columns", () => {
  const source = `${PROJECT}//- models/a.sql\nselect 1\n//- models/p.yml\nmodels: [{name: a, columns: [{name: id, data_tests: [{unique: {config: {tags: [t], severity: warn, own: 1}}}]}]}]`;
  const config = (release: Release) => nodeOf(source, "unique_a_id", { release }).config;
  it("keep config that dbt does not know from 1.9 on, tags of unique from 1.10 on", () => {
    checkReleases((release) => config(release)["own"], [undefined, 1, 1, 1, 1]);
    checkReleases((release) => config(release)["tags"], [[], [], ["t"], ["t"], ["t"]]);
    checkReleases(
      (release) => config(release)["severity"],
      ["WARN", "WARN", "warn", "warn", "warn"],
    );
  });
});

describe("which release", () => {
  const of = (required: string): string => {
    const source = `${PROJECT}require-dbt-version: ${required}\n//- models/a.sql\nselect 1`;
    const { release, engine } = projectOf(source);
    return `${engine} 1.${release}`;
  };
  it("is the usual one where the project allows it, else the newest it allows", () => {
    expect(of('">=1.8.0"')).toBe("dbt-core 1.11");
    expect(of('[">=1.7.0", "<1.10.0"]')).toBe("dbt-core 1.9");
    expect(of('">=1.12.0"')).toBe("dbt-core 1.12");
    expect(of('">=2.0.0"')).toBe("fusion 1.11");
  });
  it("is found in a version", () => {
    expect(["1.8.10", "1.12.0b1", "1.1.0", "2.0.0", "1.10"].map(releaseOf)).toEqual([
      8,
      12,
      undefined,
      undefined,
      10,
    ]);
  });
});

describe("vars.yml", () => {
  const source = `${PROJECT}models: {+tags: "{{ var('area', 'none') }}"}
//- vars.yml
vars: {area: north, where: here}
//- models/a.sql
{{ config(alias=var('where', 'nowhere')) }} select 1`;

  it("gives a project its variables from 1.12 on, dbt_project.yml's Jinja too", () => {
    const of = (release: Release) => {
      const { tags, alias } = nodeOf(source, "a", { release });
      return [tags[0], alias].join(" ");
    };
    const before = "none nowhere";
    checkReleases(of, [before, before, before, before, "north here"]);
    expect(nodeOf(source, "a", { engine: "fusion" }).alias).toBe("here");
  });
  it("and variables in dbt_project.yml exclude each other", () => {
    const twice = source.replace("models:", "vars: {x: 1}\nmodels:");
    const errors = (release: Release) =>
      projectOf(twice, { release }).problems.filter(({ severity }) => severity === "error").length;
    checkReleases(errors, [0, 0, 0, 0, 1]);
  });
  it("loses to --vars", () => {
    const { alias } = nodeOf(source, "a", { release: 12, vars: { where: "there" } });
    expect(alias).toBe("there");
  });
});

it("folders of OSI files are a key from 1.12 on", () => {
  const source = `${PROJECT}osi-paths: [osi]\n//- models/a.sql\nselect 1`;
  const errors = (release: Release) =>
    projectOf(source, { release }).problems.filter(({ severity }) => severity === "error").length;
  checkReleases(errors, [1, 1, 1, 1, 0]);
});
