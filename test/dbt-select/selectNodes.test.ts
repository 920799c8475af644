/** Selection on drawn graphs: operators, sets, tests that come along, warnings, refusals. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DbtNode } from "../../server/src/dbt/project";
import { RESOURCE_TYPES_OF_COMMAND, selectNodes } from "../../server/src/dbt/select/selectNodes";
import type { IndirectSelection } from "../../server/src/dbt/select/selector";
import { dbtNode, dbtProject } from "./handBuilt";

/** `a -> b, a c -> d`; a name that starts with `t_` is a test, `s_` a source. */
function graph(drawing: string): ReturnType<typeof dbtProject> {
  const parents = new Map<string, string[]>();
  const seen = (name: string): string[] => {
    const known = parents.get(name) ?? [];
    parents.set(name, known);
    return known;
  };
  for (const edge of drawing.split(",")) {
    const [from = "", to] = edge.split("->").map((side) => side.trim());
    for (const parent of from.split(" ")) {
      seen(parent);
      if (to !== undefined) seen(to).push(parent);
    }
  }
  return dbtProject([...parents].map(([name, dependsOn]) => nodeOf(name, dependsOn)));
}

function nodeOf(name: string, dependsOn: readonly string[]): DbtNode {
  const resourceType = name.startsWith("t_") ? "test" : name.startsWith("s_") ? "source" : "model";
  const fqn = resourceType === "source" ? ["p", "raw", name] : ["p", name];
  return dbtNode(name, { resourceType, fqn, dependsOn, rawCode: "select 1" });
}

function checkSelect(
  drawing: string,
  words: string,
  expected: string,
  indirectSelection: IndirectSelection = "empty",
): void {
  const [select = "", exclude = ""] = words.split(" - ");
  const { ids } = selectNodes(graph(drawing), {
    select: select === "" ? [] : [select],
    exclude: exclude === "" ? [] : [exclude],
    indirectSelection,
  });
  expect([...ids].join(" ")).toBe(expected);
}

/**
 *  s_raw → a → b → d → e
 *              c ↗
 */
const CHAIN = "s_raw -> a, a -> b, b c -> d, d -> e";

describe("graph operators", () => {
  test("ancestors", () => checkSelect(CHAIN, "+d", "a b c d s_raw"));
  test("one step up", () => checkSelect(CHAIN, "1+d", "b c d"));
  test("no step up", () => checkSelect(CHAIN, "0+d", "d"));
  test("descendants", () => checkSelect(CHAIN, "b+", "b d e"));
  test("one step down", () => checkSelect(CHAIN, "b+1", "b d"));
  test("both, each with its depth", () => checkSelect(CHAIN, "1+d+1", "b c d e"));
  test("@: descendants and all that they need", () => checkSelect(CHAIN, "@b", "a b c d e s_raw"));
});

describe("sets", () => {
  test("a space is a union", () => checkSelect(CHAIN, "a c", "a c"));
  test("a comma is an intersection", () => checkSelect(CHAIN, "+d,a+", "a b d"));
  test("the comma binds tighter", () => checkSelect(CHAIN, "c +d,a+", "a b c d"));
  test("exclude takes away", () => checkSelect(CHAIN, "+d - a+", "c s_raw"));
  test("nothing selected is everything", () => checkSelect(CHAIN, " - d+", "a b c s_raw"));
});

/** t_one tests b; t_two tests b against c. */
const TESTED = "s_raw -> a, a -> b, a -> c, b -> t_one, b c -> t_two, s_raw b -> t_raw";

describe("indirect selection", () => {
  test("eager: one parent is enough", () =>
    checkSelect(TESTED, "b", "b t_one t_raw t_two", "eager"));
  test("cautious: all parents", () => checkSelect(TESTED, "b", "b t_one", "cautious"));
  test("cautious: the parents may come from two criteria", () =>
    checkSelect(TESTED, "b c", "b c t_one t_two", "cautious"));
  test("buildable: sources and ancestors count as there", () =>
    checkSelect(TESTED, "b", "b t_one t_raw", "buildable"));
  test("empty: no test comes along", () => checkSelect(TESTED, "b", "b", "empty"));
  test("excluding a model excludes its tests, as dbt does", () =>
    checkSelect(TESTED, "b c - c", "b t_one t_raw", "eager"));
});

test("commands keep their own kinds and pass over blank SQL", () => {
  const project = dbtProject([
    nodeOf("a", []),
    { ...nodeOf("blank", []), rawCode: " \n" },
    nodeOf("t_a", ["a"]),
  ]);
  const run = { resourceTypes: RESOURCE_TYPES_OF_COMMAND.run, keepsEmpty: false };
  expect([...selectNodes(project, run).ids]).toEqual(["a"]);
  expect([...selectNodes(project, {}).ids]).toEqual(["a", "blank", "t_a"]);
});

function checkProblems(words: string, expected: readonly string[]): void {
  const { ids, problems } = selectNodes(graph(CHAIN), { select: [words] });
  expect(problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual(expected);
  if (problems.some(({ severity }) => severity === "error")) expect(ids.size).toBe(0);
}

describe("problems", () => {
  test("a criterion that matches nothing", () =>
    checkProblems("a zzz a,b", [
      'warning: "zzz" matches no enabled node.',
      'warning: "a,b" matches no enabled node.',
    ]));
  test("@ and +", () =>
    checkProblems("@a+", ['error: "@" before and "+" after cannot stand together in "@a+"']));
  test("unknown method", () =>
    checkProblems("tags:x", [
      'error: "tags" is no selection method; dbt knows fqn, tag, group, access, source, path, file, package, config, test_name, test_type, resource_type, state, exposure, metric, result, source_status, version, semantic_model, saved_query, unit_test',
    ]));
  test("a value that the method refuses", () =>
    checkProblems("resource_type:models", ['error: "models" is no resource type']));
  test("state without a state", () =>
    checkProblems("state:modified", [
      "error: `state:` needs the manifest of an earlier state: give --state DIR",
    ]));
});

test("a plain name that matches nothing is disabled, or a slip", () => {
  const project = dbtProject([nodeOf("stg_orders", [])], {
    disabled: new Map([["old_orders", nodeOf("old_orders", [])]]),
  });
  const messages = selectNodes(project, { select: ["stg_order+ old_orders"] }).problems;
  expect(messages.map(({ message }) => message)).toEqual([
    `"stg_order+" matches no enabled node. Did you mean 'stg_orders'?`,
    '"old_orders" matches no enabled node. It is disabled.',
  ]);
});

test("earlier results and freshness", () => {
  const project = graph("s_x -> a, s_y -> b");
  const node = { status: "error", outcome: "failed", executionMs: 0 } as const;
  const previous = {
    results: {
      file: "r",
      schemaVersion: 6,
      isFullRefresh: false,
      isPartialData: false,
      nodes: [
        { ...node, uniqueId: "a" },
        { ...node, uniqueId: "b", status: "success" },
      ],
    },
    freshness: {
      previous: new Map([
        ["s_x", "2026-01-01T00:00:00Z"],
        ["s_y", "2026-01-02T00:00:00Z"],
      ]),
      current: new Map([
        ["s_x", "2026-01-02T00:00:00Z"],
        ["s_y", "2026-01-02T00:00:00Z"],
      ]),
    },
  };
  expect([...selectNodes(project, { select: ["result:error"], previous }).ids]).toEqual(["a"]);
  const fresher = selectNodes(project, { select: ["source_status:fresher+"], previous });
  expect([...fresher.ids]).toEqual(["a", "s_x"]);
});

test("laws on random graphs", () => {
  const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
  fc.assert(
    fc.property(edges, fc.nat(11), fc.nat(11), (pairs, x, y) => {
      const nodes = Array.from({ length: 12 }, (_, index) => {
        const dependsOn = pairs
          .filter(([from, to]) => to === index && from < index)
          .map(([from]) => `n${from}`);
        return nodeOf(`n${index}`, [...new Set(dependsOn)]);
      });
      const project = dbtProject(nodes);
      const ids = (...select: string[]): string =>
        [...selectNodes(project, { select }).ids].join(" ");
      const [a, b] = [`n${x}`, `n${y}`];
      expect(ids(a, b)).toBe(ids(b, a));
      expect(ids(`${a},${b}`)).toBe(ids(`${b},${a}`));
      expect(ids(`+${a}`).split(" ").includes(b)).toBe(ids(`${b}+`).split(" ").includes(a));
      expect(ids(`12+${a}+12`)).toBe(ids(`+${a}+`));
      const excluded = selectNodes(project, { select: [`+${a}`], exclude: [`+${a}`] });
      expect(excluded.ids.size).toBe(0);
    }),
    { numRuns: 150, seed: 3 },
  );
});

test("a node that stands in the project switched off is selected by nothing", () => {
  const off = dbtNode("t_a", {
    resourceType: "test",
    fqn: ["p", "t_a"],
    config: { enabled: false },
  });
  const project = dbtProject([nodeOf("a", []), off]);
  expect([...selectNodes(project, { select: ["*"] }).ids]).toEqual(["a"]);
});
