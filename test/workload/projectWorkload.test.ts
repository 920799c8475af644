/** The workload of dbt's commands, against dbt's own rules spelled out edge by edge. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelDuration } from "../../server/src/dbt/artifacts/modelDuration";
import type { DbtNode, ResourceType } from "../../server/src/dbt/project";
import { projectWorkload } from "../../server/src/dbt/projectWorkload";
import { simulate } from "../../server/src/schedule/simulate";
import type { Task } from "../../server/src/workload/workload";

/** `test.t1` tests what it depends on; `source.s` is no task; all others are what they are called. */
type Graph = Readonly<Record<string, readonly string[]>>;

function projectOf(graph: Graph) {
  const nodes = new Map<string, DbtNode>();
  for (const [uniqueId, dependsOn] of Object.entries(graph)) {
    const resourceType = uniqueId.slice(0, uniqueId.indexOf(".")) as ResourceType;
    if (resourceType === "source") continue;
    nodes.set(uniqueId, {
      uniqueId,
      resourceType,
      name: uniqueId,
      package: "p",
      version: null,
      file: "",
      fqn: [],
      config: {},
      origins: new Map(),
      tags: [],
      schema: null,
      database: null,
      alias: null,
      dependsOn,
      dependsOnMacros: [],
      refs: [],
      rawCode: "select 1",
      configCalls: [],
      traces: [],
      uncertain: [],
      extra: {},
    });
  }
  const sources = Object.keys(graph).filter((id) => id.startsWith("source."));
  return {
    name: "p",
    nodes,
    sources: new Map(sources.map((id) => [id, nodes.values().next().value!])),
    threads: { value: 4, origin: "profiles.yml", effective: 4 } as const,
  };
}

const NO_DURATIONS = new Map<string, ModelDuration>();

function tasksOf(graph: Graph, command: "run" | "build", selection?: readonly string[]) {
  const options = selection === undefined ? { command } : { command, selection };
  return projectWorkload(projectOf(graph), NO_DURATIONS, options).tasks;
}

/** One line per task: `b < a` where b waits for a. */
function lines(tasks: readonly Task[]): readonly string[] {
  return tasks.map(({ id, dependsOn }) => [id, ...dependsOn].join(" < "));
}

describe("dbt run", () => {
  it("keeps order through what it does not run", () => {
    const graph = {
      "source.s": [],
      "seed.a": ["source.s"],
      "model.b": ["seed.a"],
      "snapshot.c": ["model.b"],
      "model.d": ["snapshot.c", "source.s"],
      "test.e": ["model.b"],
    };
    expect(lines(tasksOf(graph, "run"))).toEqual(["model.b", "model.d < model.b"]);
    expect(lines(tasksOf(graph, "run", ["model.d", "snapshot.c"]))).toEqual(["model.d"]);
  });
});

describe("dbt build", () => {
  it("holds models back until what they stand on is tested", () => {
    const graph = {
      "model.a": [],
      "model.b": [],
      "model.c": ["model.a"],
      "model.d": ["model.b", "model.c"],
      "test.one": ["model.a"],
      "test.two": ["model.a", "model.b"],
    };
    expect(lines(tasksOf(graph, "build"))).toEqual([
      "model.a",
      "model.b",
      "model.c < model.a < test.one",
      "model.d < model.b < model.c < test.two",
      "test.one < model.a",
      "test.two < model.a < model.b",
    ]);
  });

  it("runs a model's unit tests on its worker", () => {
    const project = projectOf({
      "model.a": [],
      "model.b": ["model.a"],
      "unit_test.u": ["model.b"],
      "unit_test.v": ["model.b"],
    });
    const known = (uniqueId: string, ms: number): [string, ModelDuration] => [
      uniqueId,
      { uniqueId, ms, origin: "measured", runs: 1, source: "" },
    ];
    const durations = new Map([
      known("model.b", 50),
      known("unit_test.u", 7),
      known("unit_test.v", 5),
    ]);
    const durationsOf = (options: Parameters<typeof projectWorkload>[2]) =>
      projectWorkload(project, durations, options).tasks.map(({ id, durationMs }) => [
        id,
        durationMs,
      ]);
    const both = [
      ["model.a", 0],
      ["model.b", 62],
    ];
    expect(durationsOf({ command: "build" })).toEqual(both);
    expect(durationsOf({ command: "run" })).toEqual([both[0], ["model.b", 50]]);
    expect(durationsOf({ command: "build", selection: ["model.b", "unit_test.u"] })).toEqual([
      ["model.b", 57],
    ]);
  });

  it("gives the order of dbt's own edges, whatever is selected", () => {
    fc.assert(
      fc.property(projects, ({ graph, keep }) => {
        const ids = Object.keys(graph);
        const selection = ids.filter((_, at) => keep[at % keep.length]);
        for (const chosen of [ids, selection]) {
          const found = tasksOf(graph, "build", chosen);
          const expected = exactTasks(graph, chosen);
          expect(closure(found)).toEqual(closure(expected));
          const order = (tasks: readonly Task[]) =>
            simulate(
              { schema: "heddle.workload/1", name: "", capacity: { threads: 2, pools: {} }, tasks },
              { threads: 2, hints: "ignored", policy: "dbt-core" },
            ).tasks.map(({ id, startMs }) => `${id} ${startMs}`);
          const timed = (tasks: readonly Task[]) =>
            tasks.map((task) => ({ ...task, durationMs: 1 + (task.id.length % 5) }));
          expect(order(timed(found))).toEqual(order(timed(expected)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("takes 10,000 models with 20,000 tests within seconds", { timeout: 30_000 }, () => {
    const graph: Record<string, readonly string[]> = {};
    for (let at = 0; at < 10_000; at++) {
      const parents = at < 100 ? [] : [at - 100 + (at % 7), Math.floor(at / 2), at - 1 - (at % 90)];
      graph[`model.m${at}`] = [...new Set(parents)].map((parent) => `model.m${parent}`);
      graph[`test.one${at}`] = [`model.m${at}`];
      graph[`test.two${at}`] = [`model.m${at}`, `model.m${Math.floor(at / 3)}`];
    }
    const started = performance.now();
    const tasks = tasksOf(graph, "build");
    expect(tasks).toHaveLength(30_000);
    expect(performance.now() - started).toBeLessThan(12_000);
  });
});

const projects = fc
  .record({
    kinds: fc.array(fc.constantFrom("model", "model", "model", "seed", "snapshot", "source"), {
      minLength: 2,
      maxLength: 12,
    }),
    parents: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
    tests: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
    keep: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
  })
  .map(({ kinds, parents, tests, keep }) => {
    const ids = kinds.map((kind, at) => `${kind}.n${at}`);
    const graph: Record<string, readonly string[]> = {};
    ids.forEach((id, at) => {
      const wanted = id.startsWith("source.") ? 0 : parents[at]! % 4;
      const drawn = Array.from({ length: at === 0 ? 0 : wanted }, (_, k) => {
        return ids[parents[(at + k) % parents.length]! % at]!;
      });
      graph[id] = [...new Set(drawn)].sort();
    });
    tests.forEach((tested, at) => {
      graph[`test.t${at}`] = [...new Set(tested.map((one) => ids[one % ids.length]!))].sort();
    });
    return { graph, keep };
  });

/** `add_test_edges_1` and `get_subset_graph` of dbt-core, spelled out. */
function exactTasks(graph: Graph, chosen: readonly string[]): readonly Task[] {
  const isTest = (id: string) => id.startsWith("test.");
  const ancestors = (id: string, edges: Graph): ReadonlySet<string> => {
    const found = new Set<string>();
    const waiting = [...(edges[id] ?? [])];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (found.has(at)) continue;
      found.add(at);
      waiting.push(...(edges[at] ?? []));
    }
    return found;
  };
  const edges: Record<string, readonly string[]> = { ...graph };
  for (const id of Object.keys(graph)) {
    if (isTest(id) || id.startsWith("source.")) continue;
    const above = ancestors(id, graph);
    const tests = Object.keys(graph).filter(
      (test) => isTest(test) && graph[test]!.every((one) => above.has(one)),
    );
    edges[id] = [...graph[id]!, ...tests];
  }
  const run = chosen.filter((id) => !id.startsWith("source."));
  return run.sort().map((id) => ({
    id,
    durationMs: 0,
    durationOrigin: "assumed",
    // Every ancestor that runs: more edges than dbt has, in the same order.
    dependsOn: [...ancestors(id, edges)].filter((one) => run.includes(one)).sort(),
    kind: id.slice(0, id.indexOf(".")),
  }));
}

/** All that each task waits for, directly or not. */
function closure(tasks: readonly Task[]): Readonly<Record<string, readonly string[]>> {
  const parents = new Map(tasks.map(({ id, dependsOn }) => [id, dependsOn]));
  const above = (id: string): Set<string> => {
    const found = new Set<string>();
    for (const parent of parents.get(id) ?? []) {
      found.add(parent);
      for (const further of above(parent)) found.add(further);
    }
    return found;
  };
  return Object.fromEntries(tasks.map(({ id }) => [id, [...above(id)].sort()]));
}
