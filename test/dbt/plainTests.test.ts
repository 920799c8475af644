/**
 * Tests that are a bare name are read by a way of their own: whatever stands around them, it leads to the
 * same nodes and findings as the long way, which `{unique: {}}` takes.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { DbtProject } from "../../server/src/dbt/project";
import { nodeView } from "../workspace/projectView";
import { projectOf } from "./checkProject";

const oneOf = (...texts: readonly string[]) => fc.constantFrom(...texts);
const TREES = [
  "",
  "\ndata_tests: {+severity: warn}",
  "\ndata_tests: {shop: {marts: {unique_a_id: {+enabled: false}}}}",
  "\ndata_tests: {shop: {marts: {+tags: [t], deep: {+meta: {x: 1}}}}}",
  "\ndata_tests: {shop: {+enabled: false, +group: g}}",
  "\ndata_tests: {shop: {+schema: audit, +alias: other, +threads: 2}}",
];
const projects = fc.record({
  tree: oneOf(...TREES),
  folder: oneOf("marts", "marts/deep", "base"),
  model: oneOf(
    "a",
    "missing",
    "a_model_of_which_the_name_is_so_long_that_its_tests_get_short_ones",
  ),
  kind: oneOf("models", "seeds", "snapshots"),
  code: oneOf(
    "select 1",
    "{{ config(enabled=false) }} select 1",
    "{{ config(access='private', group='g') }} select 1",
  ),
  entry: oneOf(
    "",
    "quote_columns: true, ",
    "versions: [{v: 1}, {v: 2}], ",
    "config: {tags: [m], group: g}, ",
    "access: private, ",
  ),
  column: oneOf(
    "name: id",
    "name: 'i d'",
    "name: id, quote: true",
    "name: id, tags: [c]",
    "name: id, config: {tags: [c]}",
    'name: "it\'s"',
  ),
  tests: fc.array(oneOf("unique", "not_null", "dbt.unique", "unknown", "positive"), {
    maxLength: 3,
  }),
  own: fc.array(oneOf("unique", "positive", "not_null"), { maxLength: 2 }),
  macro: oneOf(
    "",
    "\n//- macros/positive.sql\n{% test positive(model, column_name) %}select 1{% endtest %}",
    "\n//- macros/unique.sql\n{% test unique(model) %}select 1{% endtest %}",
    "\n//- macros/name.sql\n{% macro generate_schema_name(custom, node) %}{{ node.name }}{% endmacro %}",
  ),
});

type Project = typeof projects extends fc.Arbitrary<infer T> ? T : never;

const ORDINARY: Project = {
  tree: "",
  folder: "marts",
  model: "a",
  kind: "models",
  code: "select 1",
  entry: "",
  column: "name: id",
  tests: ["not_null", "unique"],
  own: [],
  macro: "",
};
/** Keys of dbt_project.yml that name one test alone. */
const NAMING: readonly Project[] = ["unique_a_id", "not_null_a_id"].map((name) => ({
  ...ORDINARY,
  tree: `\ndata_tests: {shop: {marts: {${name}: {+enabled: false}}}}`,
}));

/** The project's text, its tests written by `test`. */
function textOf(
  { tree, folder, model, kind, code, entry, column, tests, own, macro }: Project,
  test: (name: string) => string,
): string {
  const list = (names: readonly string[]): string => `[${names.map(test).join(", ")}]`;
  const name = model === "missing" ? "a" : model;
  return `
//- dbt_project.yml
name: shop
profile: shop${tree}
//- models/${folder}/${name}.sql
${code}${macro}
//- models/${folder}/all.yml
groups: [{name: g, owner: {email: g@example.com}}]
sources: [{name: raw, tables: [{name: orders, columns: [{${column}, data_tests: ${list(tests)}}]}]}]
${kind}:
  - {name: ${model}, ${entry}columns: [{${column}, data_tests: ${list(tests)}}], data_tests: ${list(own)}}`;
}

/** All but places: the two ways of writing have different ones. */
function viewOf({ nodes, sources, disabled, problems }: DbtProject): unknown {
  const all = [nodes, sources, disabled].map((table) => [...table.values()]);
  const views = all.map((table) =>
    table.map((node) => {
      const { refs: _refs, origins: _origins, configCalls: _calls, ...view } = nodeView(node);
      const refs = node.refs.map(({ kind, args, version, target, file }) => [
        kind,
        args,
        version,
        target,
        file,
      ]);
      return {
        ...view,
        refs,
        origins: [...node.origins].map(([key, { file, via }]) => [key, file, via]),
      };
    }),
  );
  const found = problems.map(
    ({ file, code, severity, message }) => `${file} ${code} ${severity} ${message}`,
  );
  return { views, found: found.sort() };
}

it("are what they are when written out", () => {
  fc.assert(
    fc.property(projects, (project) => {
      const bare = viewOf(projectOf(textOf(project, (name) => name)));
      const written = viewOf(projectOf(textOf(project, (name) => `{${name}: {}}`)));
      expect(bare).toEqual(written);
    }),
    { numRuns: 150, examples: NAMING.map((project) => [project]) },
  );
});

it("stand where their name is written", () => {
  const project = projectOf(textOf(ORDINARY, (name) => name));
  const text = project.files.get("models/marts/all.yml") ?? "";
  const written = [...project.nodes.values()].flatMap(({ resourceType, refs }) =>
    resourceType === "test" ? refs.map(({ span }) => text.slice(span.start, span.end)) : [],
  );
  expect(written.sort()).toEqual(["not_null", "not_null", "unique", "unique"]);
});
