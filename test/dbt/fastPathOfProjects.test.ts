/**
 * On every model of every test project, the scanner of literal calls finds what full evaluation
 * finds: the same references, sources and configuration.
 */
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { DbtProject } from "../../server/src/dbt/project";
import { readProject } from "../../server/src/dbt/readProject";
import { resolveProject } from "../../server/src/dbt/resolveProject";
import type { ProjectSources, SourceFile } from "../../server/src/dbt/sources";
import { diskFileSystem } from "../../server/src/node/diskFileSystem";

const PROJECTS = [
  "examples/ecommerce",
  "examples/as-printed",
  "test/data/dbt/torture",
  "test/data/dbt-select/zoo",
];

/** A macro that takes the place of `source` and hands on: nothing is taken literally any more. */
const EVALUATE_ALL: SourceFile = {
  kind: "macro",
  path: "macros/evaluate_all.sql",
  packagePath: "macros/evaluate_all.sql",
  searchedPath: "evaluate_all.sql",
  replacedBytes: 0,
  text: "{% macro source() %}{{ return(builtins.source(*varargs, **kwargs)) }}{% endmacro %}",
};

function withoutLiterals(sources: ProjectSources): ProjectSources {
  const [root, ...others] = sources.packages;
  if (root === undefined) return sources;
  const files = [...root.files, EVALUATE_ALL];
  return { ...sources, packages: [{ ...root, files }, ...others] };
}

function findings(project: DbtProject): ReadonlyMap<string, unknown> {
  const all = [...project.nodes.values(), ...project.disabled.values()];
  return new Map(
    all.map((node) => [
      node.uniqueId,
      {
        config: node.config,
        dependsOn: node.dependsOn,
        refs: node.refs.map(({ kind, args, version }) => ({ kind, args, version })),
        hint: node.hint?.value,
      },
    ]),
  );
}

test.each(PROJECTS)("%s", (folder) => {
  const sources = readProject(diskFileSystem, resolve(folder));
  const fast = findings(resolveProject(sources));
  const slow = findings(resolveProject(withoutLiterals(sources)));
  expect(fast.size).toBeGreaterThan(3);
  expect(fast).toEqual(slow);
});
