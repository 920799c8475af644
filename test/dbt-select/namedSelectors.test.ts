/** selectors.yml: what it means, and what dbt refuses in it. */
import { describe, expect, test } from "vitest";
import { readNamedSelectors } from "../../server/src/dbt/select/namedSelectors";
import { projectSelectors } from "../../server/src/dbt/select/projectSelectors";
import { selectNodes } from "../../server/src/dbt/select/selectNodes";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { toPlain } from "../../server/src/yaml/values";
import { dbtNode, dbtProject } from "./handBuilt";

const project = dbtProject([
  dbtNode("a", { tags: ["nightly"], config: { materialized: "view", meta: { tier: 1 } } }),
  dbtNode("b", { dependsOn: ["a"], tags: ["nightly"], config: { materialized: "table" } }),
  dbtNode("c", { dependsOn: ["b"], config: { materialized: "table", enabled: true } }),
]);

function read(yaml: string): ReturnType<typeof readNamedSelectors> {
  return readNamedSelectors(toPlain(parseYaml(yaml).value));
}

/** What the last selector of the file selects. */
function checkNamed(yaml: string, expected: string): void {
  const { selectors, problems } = read(yaml);
  expect(problems).toEqual([]);
  const name = [...selectors.keys()].at(-1)!;
  expect([...selectNodes(project, { selector: name, selectors }).ids].join(" ")).toBe(expected);
}

test("text is a criterion of the command line", () => {
  checkNamed("selectors: [{name: x, definition: 'tag:nightly+'}]", "a b c");
});

test("a space in it is none of the command line's", () => {
  checkNamed("selectors: [{name: x, definition: 'a b'}]", "");
});

test("union with an exclude", () => {
  checkNamed(
    `
selectors:
  - name: x
    definition:
      union:
        - {method: fqn, value: b, parents: true, children: true}
        - exclude: [{tag: nightly}]
`,
    "c",
  );
});

test("values keep their YAML type", () => {
  checkNamed("selectors: [{name: x, definition: {config.meta.tier: 1}}]", "a");
  checkNamed("selectors: [{name: x, definition: {config.enabled: true}}]", "c");
});

test("a selector may use one above it", () => {
  checkNamed(
    `
selectors:
  - {name: night, definition: {method: tag, value: nightly}}
  - name: x
    definition:
      intersection:
        - {method: selector, value: night}
        - {config.materialized: table}
`,
    "b",
  );
});

test("the default one is used where nothing is asked for", () => {
  const { selectors } = read("selectors: [{name: x, default: true, definition: b}]");
  expect([...selectNodes(project, { selectors }).ids]).toEqual(["b"]);
  expect([...selectNodes(project, { selectors, select: ["c"] }).ids]).toEqual(["c"]);
});

describe("refused", () => {
  test.each([
    ["selectors: {a: b}", "selectors.yml must hold a list named `selectors`"],
    ["selectors: [{definition: a}]", "a selector needs a `name`"],
    ["selectors: [{name: x}]", 'selector "x" has no `definition`'],
    [
      "selectors: [{name: x, definition: {union: [a], intersection: [b]}}]",
      '"x" may hold one `union` or `intersection` and nothing beside: union, intersection',
    ],
    ["selectors: [{name: x, definition: {union: a}}]", "`union` must be a list"],
    [
      "selectors: [{name: x, definition: {method: selector, value: later}}]",
      'no selector named "later" stands above this one',
    ],
    [
      "selectors: [{name: x, definition: {value: a, parents: true}}]",
      "a method needs `method` and `value`, not value, parents",
    ],
    [
      "selectors: [{name: x, definition: {union: [a, {exclude: [b]}, {exclude: [c]}]}}]",
      "only one `exclude` may stand in a `union`",
    ],
    [
      "selectors: [{name: x, definition: {method: tag, value: a, indirect_selection: lazy}}]",
      "`indirect_selection` is one of eager, cautious, buildable, empty",
    ],
    [
      "selectors: [{name: x, default: true, definition: a}, {name: y, default: true, definition: b}]",
      'both "x" and "y" are `default: true`',
    ],
  ])("%s", (yaml, message) => {
    expect(read(yaml).problems.map((problem) => problem.message)).toEqual([message]);
  });
});

test("an unknown name lists the known ones", () => {
  const { selectors } = read("selectors: [{name: x, definition: a}]");
  const { problems } = selectNodes(project, { selector: "y", selectors });
  expect(problems.map((problem) => problem.message)).toEqual([
    'no selector named "y"; there are x',
  ]);
});

describe("a project's own selectors.yml", () => {
  const own = (text: string) => projectSelectors({ files: new Map([["selectors.yml", text]]) });

  test("is read as YAML 1.1", () => {
    const { selectors, problems } = own("selectors: [{name: x, default: yes, definition: a}]");
    expect(problems).toEqual([]);
    expect(selectors.get("x")!.isDefault).toBe(true);
  });

  test("without one there are none", () => {
    expect(projectSelectors({ files: new Map() }).selectors.size).toBe(0);
  });

  test("broken YAML is one error", () => {
    const { problems } = own("selectors: [");
    expect(problems.map(({ severity }) => severity)).toEqual(["error"]);
  });

  test("a selector with Jinja is left out, and only that", () => {
    const { selectors, problems } = own(
      "selectors: [{name: x, definition: {tag: \"{{ var('t') }}\"}}, {name: y, definition: a}]",
    );
    expect([...selectors.keys()]).toEqual(["y"]);
    expect(problems.map(({ message }) => message)).toEqual([
      'selector "x" is left out: its Jinja has no value that is known here',
    ]);
  });
});

describe("the method `selector:` of dbt-core 1.12", () => {
  const NAMED = `selectors:
  - {name: uses_below, definition: {method: selector, value: night, children: true}}
  - {name: night, definition: {method: tag, value: nightly}}
  - {name: night_views, definition: {intersection: ['selector:night', {config.materialized: view}]}}
  - {name: round, definition: 'selector:about'}
  - {name: about, definition: {selector: round}}
`;
  const { selectors } = readNamedSelectors(toPlain(parseYaml(NAMED).value), "eager", 12);
  const select = (...words: readonly string[]) =>
    selectNodes(project, { select: words, selectors, release: 12 });

  test("takes over what stands anywhere, with graph operators and wildcards", () => {
    expect([...select("selector:night").ids]).toEqual(["a", "b"]);
    expect([...select("selector:night_*+1").ids]).toEqual(["a", "b"]);
    expect([...select("selector:uses_below").ids]).toEqual(["a", "b", "c"]);
    expect([...select("selector:nig*,config.materialized:table").ids]).toEqual(["b"]);
  });

  test("refuses what nobody defines, and circles", () => {
    const messages = (word: string) => select(word).problems.map(({ message }) => message);
    expect(messages("selector:nigth")).toEqual([
      "no selector is called \"nigth\". Did you mean 'night'?",
    ]);
    expect(messages("selector:round")).toEqual([
      "the selectors round, about take each other over in a circle",
    ]);
  });

  test("is not known before", () => {
    const { problems } = selectNodes(project, { select: ["selector:night"], selectors });
    expect(problems.map(({ severity }) => severity)).toEqual(["error"]);
    expect(readNamedSelectors(toPlain(parseYaml(NAMED).value)).problems).not.toEqual([]);
  });
});
