import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runnableTasks } from "../../server/src/workspace/runnableTasks";
import { workloadOf } from "../support/workloadOf";
import { openWorkspace } from "./liveDisk";

describe("tasks that can run", () => {
  it.each([
    ["a:1 -> b:2 -> c:3", "a b c", ""],
    ["a:1 -> b:2 -> a, c:3", "c", "a b"],
    ["a:1 -> b:2 -> c:3 -> b, c -> d:4, a -> e:5", "a e", "b c d"],
    ["a:1 -> a", "", "a"],
  ])("of %s are %s", (notation, expected, left) => {
    const { tasks } = workloadOf(notation);
    const found = runnableTasks(tasks);
    expect(found.tasks.map(({ id }) => id).join(" ")).toBe(expected);
    expect(found.left.join(" ")).toBe(left);
  });

  it("are the very list where all can run", () => {
    const { tasks } = workloadOf("a:1 -> b:2, c:3");
    expect(runnableTasks(tasks).tasks).toBe(tasks);
  });

  it("depend only on such, and the rest waits for one of the rest", () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 16 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const names = Array.from({ length: 10 }, (_, i) => `t${i}`).join(":1, ");
        const arrows = pairs.map(([from, to]) => `, t${from} -> t${to}`).join("");
        const { tasks } = workloadOf(`${names}:1${arrows}`);
        const found = runnableTasks(tasks);
        const runnable = new Set(found.tasks.map(({ id }) => id));
        for (const { id, dependsOn } of tasks) {
          expect(runnable.has(id)).toBe(dependsOn.every((parent) => runnable.has(parent)));
        }
        expect(found.tasks.length + found.left.length).toBe(tasks.length);
      }),
    );
  });
});

it("a cycle leaves the rest of a project simulated, and its mending all of it", () => {
  const { project, type } = openWorkspace(`
//- models/a.sql
select * from {{ ref('b') }}
//- models/b.sql
select * from {{ ref('a') }}
//- models/c.sql
select 1
//- models/d.sql
select * from {{ ref('c') }}
//- models/e.sql
select * from {{ ref('d') }}, {{ ref('b') }}
`);
  const ids = () =>
    project()
      .schedule()
      .tasks.map(({ id }) => id.replace("model.shop.", ""));
  expect(ids().sort()).toEqual(["c", "d"]);
  expect(project().sweep().points.length).toBeGreaterThan(0);
  expect(project().recommendation("model.shop.a")).toBeDefined();
  type("models/b.sql", "select 1");
  expect(ids().sort()).toEqual(["a", "b", "c", "d", "e"]);
});
