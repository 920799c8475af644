/** The only caller of the dbt room's API in tests: projects from one string, and what they become. */
import { expect } from "vitest";
import { lineIndex } from "../../server/src/base/text";
import type { DbtNode, DbtProject } from "../../server/src/dbt/project";
import { readProject } from "../../server/src/dbt/readProject";
import { type ResolveOptions, resolveProject } from "../../server/src/dbt/resolveProject";
import { parseFixture } from "../support/fixture";

/** The project of a fixture; adapter duckdb unless the fixture has its own profiles.yml. */
export function projectOf(source: string, options: ResolveOptions = {}): DbtProject {
  const { fileSystem, root } = parseFixture(source);
  return resolveProject(readProject(fileSystem, root), options);
}

/** One node of a fixture, by unique_id or by name. */
export function nodeOf(source: string, id: string, options: ResolveOptions = {}): DbtNode {
  const project = projectOf(source, options);
  const all = [
    ...project.nodes.values(),
    ...project.sources.values(),
    ...project.disabled.values(),
  ];
  const found = all.find((node) => node.uniqueId === id) ?? all.find((node) => node.name === id);
  if (found === undefined) throw new Error(`no ${id}; there are ${all.map((n) => n.uniqueId)}`);
  return found;
}

/** Checks that the problems at carets are there, and that there are no other errors. */
export function checkProblems(source: string, options: ResolveOptions = {}): void {
  const fixture = parseFixture(source);
  const project = resolveProject(readProject(fixture.fileSystem, fixture.root), options);
  const actual = project.problems
    .filter((problem) => problem.severity !== "information")
    .map((problem) => {
      const text = fixture.files.get(problem.file) ?? "";
      const { line } = lineIndex(text).positionAt(problem.span.start);
      const shown = text.slice(problem.span.start, problem.span.end);
      return `${problem.file}:${line + 1} [${shown}] ${problem.severity} ${problem.code}: ${problem.message}`;
    });
  const expected = fixture.expectations.map((expectation) => {
    const text = fixture.files.get(expectation.file) ?? "";
    const { line } = lineIndex(text).positionAt(expectation.span.start);
    const shown = text.slice(expectation.span.start, expectation.span.end);
    return `${expectation.file}:${line + 1} [${shown}] ${expectation.text}`;
  });
  expect(actual).toEqual(expected);
}
