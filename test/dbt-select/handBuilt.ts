/** Hand-built dbt nodes and projects for tests that need no files. */
import type { DbtNode, DbtProject } from "../../server/src/dbt/project";

/** A model named `name` unless told otherwise. */
export function dbtNode(uniqueId: string, fields: Partial<DbtNode> = {}): DbtNode {
  const name = uniqueId.split(".").at(-1)!;
  return {
    uniqueId,
    resourceType: "model",
    name,
    package: "p",
    version: null,
    file: `models/${name}.sql`,
    fqn: ["p", name],
    config: {},
    origins: new Map(),
    tags: [],
    schema: null,
    database: null,
    alias: name,
    dependsOn: [],
    dependsOnMacros: [],
    refs: [],
    rawCode: "",
    configCalls: [],
    traces: [],
    uncertain: [],
    extra: {},
    ...fields,
  };
}

/** A project of these nodes; sources go where sources belong. */
export function dbtProject(
  nodes: readonly DbtNode[],
  fields: Partial<DbtProject> = {},
): DbtProject {
  const byId = (kept: readonly DbtNode[]): ReadonlyMap<string, DbtNode> =>
    new Map(
      kept.map((node) => [node.uniqueId, node] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return {
    root: "/p",
    name: "p",
    adapter: "postgres",
    engine: "dbt-core",
    release: 11,
    engineOrigin: "default",
    engineEvidence: [],
    target: null,
    threads: { value: 1, origin: "default", effective: 1 },
    nodes: byId(nodes.filter((node) => node.resourceType !== "source")),
    sources: byId(nodes.filter((node) => node.resourceType === "source")),
    disabled: new Map(),
    macros: new Map(),
    problems: [],
    files: new Map(),
    ...fields,
  };
}
