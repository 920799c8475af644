/** Reading manifest.json and listing where a reading of the project differs from it. */
import { describe, expect, test } from "vitest";
import { compareWithManifest } from "../../server/src/dbt/artifacts/compareWithManifest";
import { parseManifest } from "../../server/src/dbt/artifacts/manifest";
import type { DbtNode } from "../../server/src/dbt/project";
import { dbtNode, dbtProject } from "../dbt-select/handBuilt";

const CLV = {
  resource_type: "model",
  name: "clv",
  package_name: "p",
  original_file_path: "models\\marts\\clv.sql",
  fqn: ["p", "marts", "clv"],
  schema: "analytics",
  database: "db",
  alias: "clv",
  tags: ["b", "a"],
  raw_code: "select 1",
  version: null,
  config: {
    materialized: "table",
    tags: ["a", "b"],
    "pre-hook": [{ sql: "set work_mem = '2GB'", transaction: true, index: null }],
    "post-hook": [],
    meta: { heddle: { threads: 2 }, owner: "x" },
  },
  depends_on: { nodes: ["source.p.raw.b", "model.p.a"], macros: ["macro.p.m"] },
};

function manifestText(nodes: object, more: object = {}): string {
  const metadata = {
    dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json",
    dbt_version: "1.11.16",
    generated_at: "2026-11-17T02:00:00Z",
    adapter_type: "postgres",
    project_name: "p",
  };
  return JSON.stringify({ metadata, nodes, sources: {}, macros: {}, disabled: {}, ...more });
}

test("the parts that Heddle compares", () => {
  const { manifest, problems } = parseManifest(
    manifestText(
      { "model.p.clv": CLV },
      {
        sources: {
          "source.p.raw.b": { resource_type: "source", name: "b", fqn: ["p", "raw", "b"] },
        },
        exposures: { "exposure.p.e": { resource_type: "exposure", name: "e", tags: ["t"] } },
        unit_tests: { "unit_test.p.clv.u": { resource_type: "unit_test", config: { tags: "u" } } },
        macros: { "macro.p.m": { macro_sql: "{% macro m() %}{% endmacro %}" } },
        disabled: { "model.p.old": [{}] },
      },
    ),
    "target/manifest.json",
  );
  expect(problems).toEqual([]);
  expect(manifest).toMatchObject({ schemaVersion: 12, adapter: "postgres", projectName: "p" });
  expect([...manifest!.nodes.keys()]).toEqual(["model.p.clv", "exposure.p.e", "unit_test.p.clv.u"]);
  expect(manifest!.nodes.get("model.p.clv")).toMatchObject({
    file: "models/marts/clv.sql",
    dependsOn: ["model.p.a", "source.p.raw.b"],
  });
  expect(manifest!.nodes.get("unit_test.p.clv.u")!.tags).toEqual(["u"]);
  expect([...manifest!.sources.keys()]).toEqual(["source.p.raw.b"]);
  expect([...manifest!.disabled]).toEqual(["model.p.old"]);
  expect(manifest!.macros.get("macro.p.m")!.text).toContain("macro m()");
});

test.each([
  ["{", "cannot be read as JSON"],
  ["{}", "is no dbt manifest"],
  [
    '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"}, "nodes": {}}',
    "is no dbt manifest",
  ],
])("%s is a problem, not an exception", (text, message) => {
  const { manifest, problems } = parseManifest(text, "target/manifest.json");
  expect(manifest).toBeUndefined();
  expect(problems[0]!.message).toContain(message);
});

/** The same node as Heddle would hold it, but for `changes`. */
function ours(changes: Partial<DbtNode> = {}): DbtNode {
  return dbtNode("model.p.clv", {
    fqn: ["p", "marts", "clv"],
    schema: "analytics",
    database: "db",
    alias: "clv",
    tags: ["a", "b"],
    dependsOn: ["model.p.a", "source.p.raw.b"],
    dependsOnMacros: ["macro.p.m"],
    config: {
      materialized: "table",
      tags: ["b", "a", "a"],
      "pre-hook": ["set work_mem = '2GB'"],
      "post-hook": [],
      meta: { owner: "x", heddle: { threads: 2 } },
    },
    ...changes,
  });
}

function checkDifferences(nodes: readonly DbtNode[], expected: readonly string[]): void {
  const { manifest } = parseManifest(manifestText({ "model.p.clv": CLV }), "manifest.json");
  const differences = compareWithManifest(dbtProject(nodes), manifest!);
  expect(
    differences.map(
      ({ uniqueId, field, ours: mine, theirs }) =>
        `${uniqueId} ${field}: ${JSON.stringify(mine)} / ${JSON.stringify(theirs)}`,
    ),
  ).toEqual(expected);
}

describe("differences", () => {
  test("none, whatever the order of tags and keys and the spelling of hooks", () =>
    checkDifferences([ours()], []));

  test("each field by itself", () =>
    checkDifferences(
      [ours({ schema: "dev", alias: "x", dependsOn: ["model.p.a"], tags: ["a"] })],
      [
        'model.p.clv alias: "x" / "clv"',
        'model.p.clv dependsOn: ["model.p.a"] / ["model.p.a","source.p.raw.b"]',
        'model.p.clv schema: "dev" / "analytics"',
        'model.p.clv tags: ["a"] / ["a","b"]',
      ],
    ));

  test("config key by key, missing ones too", () =>
    checkDifferences(
      [
        ours({
          config: {
            materialized: "view",
            tags: ["a", "b"],
            "pre-hook": [],
            meta: { owner: "x", heddle: { threads: 2 } },
            threads: 4,
          },
        }),
      ],
      [
        'model.p.clv config.materialized: "view" / "table"',
        'model.p.clv config.pre-hook: [] / [{"sql":"set work_mem = \'2GB\'","transaction":true,"index":null}]',
        "model.p.clv config.threads: 4 / null",
      ],
    ));

  test("nodes that only one side has", () =>
    checkDifferences(
      [dbtNode("model.p.other")],
      ["model.p.clv enabled: false / true", "model.p.other enabled: true / false"],
    ));
});
