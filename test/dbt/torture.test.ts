/** The torture project, against what dbt-core 1.11 made of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DbtNode, Json } from "../../server/src/dbt/project";
import { readProject } from "../../server/src/dbt/readProject";
import { resolveProject } from "../../server/src/dbt/resolveProject";
import { diskFileSystem } from "../../server/src/node/diskFileSystem";

interface ExpectedNode {
  readonly rt: string;
  readonly mat: string;
  readonly tags: readonly string[];
  readonly schema: string;
  readonly database: string;
  readonly alias: string;
  readonly fqn: readonly string[];
  readonly deps: readonly string[];
  readonly macros: readonly string[];
  readonly config: Readonly<Record<string, Json>>;
  readonly version: Json;
  readonly group: Json;
}

const data = join(import.meta.dirname, "../data/dbt");
const expected = JSON.parse(readFileSync(join(data, "torture-expected.json"), "utf8")) as {
  readonly nodes: Readonly<Record<string, ExpectedNode>>;
  readonly disabled: readonly string[];
  readonly sources: readonly string[];
  readonly tests: Readonly<Record<string, readonly string[]>>;
  readonly exposures: Readonly<Record<string, readonly string[]>>;
};
const sources = readProject(diskFileSystem, join(data, "torture"), { profilesDir: "prof" });
const project = resolveProject(sources);

function membersOf(...types: readonly string[]): DbtNode[] {
  return [...project.nodes.values()].filter((node) => types.includes(node.resourceType));
}

function dependencies(nodes: readonly DbtNode[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(nodes.map((node) => [node.uniqueId, node.dependsOn]));
}

describe("the torture project as dbt sees it", () => {
  it("has the same members", () => {
    const ids = membersOf("model", "seed", "snapshot").map((node) => node.uniqueId);
    expect(ids).toEqual(Object.keys(expected.nodes).sort());
    expect([...project.disabled.keys()]).toEqual(expected.disabled);
    expect([...project.sources.keys()]).toEqual(expected.sources);
  });

  it.each(Object.entries(expected.nodes))("%s", (id, node) => {
    const ours = project.nodes.get(id);
    expect({
      rt: ours?.resourceType,
      tags: [...(ours?.tags ?? [])].sort(),
      schema: ours?.schema,
      database: ours?.database,
      alias: ours?.alias,
      fqn: ours?.fqn,
      deps: ours?.dependsOn,
      macros: ours?.dependsOnMacros,
      version: ours?.version,
      group: ours?.extra["group"],
      config: ours?.config,
    }).toEqual({
      rt: node.rt,
      tags: node.tags,
      schema: node.schema,
      database: node.database,
      alias: node.alias,
      fqn: node.fqn,
      deps: node.deps,
      macros: node.macros,
      version: node.version,
      group: node.group,
      config: node.config,
    });
  });

  it("has the same tests, exposures and unit tests", () => {
    expect(dependencies(membersOf("test"))).toEqual(expected.tests);
    expect(dependencies(membersOf("exposure", "unit_test"))).toEqual(expected.exposures);
  });

  it("has no problem but the two refs that stop dbt 1.11.16 when it compiles them", () => {
    const found = project.problems.map(({ file, code, severity }) => `${severity} ${code} ${file}`);
    expect(found).toEqual([
      "error evaluation-error models/marts/core/executed.sql",
      "error evaluation-error models/marts/core/setblock.sql",
    ]);
  });
});
