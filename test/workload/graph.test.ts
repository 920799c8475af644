import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints } from "../../server/src/workload/codePointOrder";
import { buildGraph } from "../../server/src/workload/graph";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

describe("compareCodePoints", () => {
  it("orders as Python does, above U+FFFF too", () => {
    // In UTF-16 the surrogates of the yarn emoji sort before the full-width tilde.
    const names = ["\u{1f9f6}", "\uff5e", "z", "a", "ab", "", "Z", "_"];
    expect([...names].sort(compareCodePoints)).toEqual([
      "",
      "Z",
      "_",
      "a",
      "ab",
      "z",
      "\uff5e",
      "\u{1f9f6}",
    ]);
    expect([...names].sort()).not.toEqual([...names].sort(compareCodePoints));
  });

  it("is the order of code points", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const left = [...a].map((c) => c.codePointAt(0)!);
        const right = [...b].map((c) => c.codePointAt(0)!);
        const at = left.findIndex((point, i) => point !== right[i]);
        const expected = at < 0 ? left.length - right.length : left[at]! - (right[at] ?? -1);
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
      }),
    );
  });
});

describe("buildGraph", () => {
  it("numbers tasks by level, then id", () => {
    const { ids, level, rootCount } = buildGraph(
      workloadOf("z -> y -> b, a -> b, q -> y, z -> a2"),
    );
    expect(ids).toEqual(["a", "q", "z", "a2", "y", "b"]);
    expect([...level]).toEqual([0, 0, 0, 1, 1, 2]);
    expect(rootCount).toBe(3);
  });

  it("holds every dependency once, in both directions, parents before children", () => {
    for (let seed = 0; seed < 50; seed++) {
      const workload = randomWorkload(seed, { tasks: 1 + seed });
      const graph = buildGraph(workload);
      const down: string[] = [];
      const up: string[] = [];
      for (let task = 0; task < graph.size; task++) {
        const children = graph.children.subarray(
          graph.childStart[task]!,
          graph.childStart[task + 1]!,
        );
        const parents = graph.parents.subarray(
          graph.parentStart[task]!,
          graph.parentStart[task + 1]!,
        );
        expect([...children]).toEqual([...children].sort((a, b) => a - b));
        for (const child of children) down.push(`${graph.ids[task]}→${graph.ids[child]}`);
        for (const parent of parents) {
          expect(parent).toBeLessThan(task);
          up.push(`${graph.ids[parent]}→${graph.ids[task]}`);
        }
      }
      const given = workload.tasks.flatMap(({ id, dependsOn }) =>
        dependsOn.map((p) => `${p}→${id}`),
      );
      expect(down.sort()).toEqual([...new Set(given)].sort());
      expect(up.sort()).toEqual(down);
    }
  });

  it("is the same whatever the order of the list", () => {
    const workload = randomWorkload(3, { tasks: 30 });
    const { workload: _given, ...graph } = buildGraph(workload);
    const { workload: _reversed, ...other } = buildGraph({
      ...workload,
      tasks: [...workload.tasks].reverse(),
    });
    expect(other).toEqual(graph);
  });

  it("says which task is wrong where nobody validated", () => {
    expect(() => buildGraph(workloadOf("a -> b -> a"))).toThrow(/dependency cycle/);
    const [task] = workloadOf("a").tasks;
    const twice = { ...workloadOf(""), tasks: [task!, task!] };
    expect(() => buildGraph(twice)).toThrow("task id a occurs twice");
    const unknown = { ...workloadOf(""), tasks: [{ ...task!, dependsOn: ["x"] }] };
    expect(() => buildGraph(unknown)).toThrow("task a depends on unknown id x");
  });
});
