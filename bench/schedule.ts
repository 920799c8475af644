/**
 * How fast the schedule room is, beside a C program that does nothing but FIFO list scheduling on
 * the same graph in the same run. Figures are ratios, so that they mean something on any machine.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../server/src/schedule/seededRandom";
import { simulate } from "../server/src/schedule/simulate";
import { levelIdOrder, Simulation } from "../server/src/schedule/simulation";
import { sweep } from "../server/src/schedule/sweep";
import { buildGraph, type WorkloadGraph } from "../server/src/workload/graph";
import type { Task, Workload } from "../server/src/workload/workload";

/** One line of the bench: a time of ours, and the reference's where there is one. */
export interface ScheduleFigure {
  readonly name: string;
  readonly oursMs: number;
  readonly referenceMs?: number;
  readonly ratio?: number;
}

/** A layered project of `size` tasks as dbt projects look: few parents, long-tailed durations. */
export function generateWorkload(size: number, seed = 7): Workload {
  const uniform = seededRandom(seed);
  const tasks: Task[] = [];
  for (let i = 0; i < size; i++) {
    const parents = new Set<string>();
    const wanted = i < size / 4 ? 0 : 1 + Math.floor(uniform() * 3);
    for (let k = 0; k < wanted; k++) {
      const back = Math.floor(uniform() ** 2 * i);
      parents.add(taskId(i - 1 - back));
    }
    tasks.push({
      id: taskId(i),
      durationMs: Math.round(200 * Math.exp(2 * uniform() + 2 * uniform())),
      durationOrigin: "given",
      dependsOn: [...parents],
      ...(uniform() < 0.3 ? { threads: 1 + Math.floor(uniform() * 8) } : {}),
    });
  }
  return {
    schema: "heddle.workload/1",
    name: "generated",
    tasks,
    capacity: { threads: 16, pools: {} },
  };
}

function taskId(i: number): string {
  return `model.bench.m${String((i * 7919) % 1000003).padStart(7, "0")}_${i}`;
}

/** Simulates and sweeps `size` tasks, best of `repeats`. */
export function measureSchedule(size = 10_000, repeats = 9): readonly ScheduleFigure[] {
  const workload = generateWorkload(size);
  const graphMs = best(3, () => buildGraph(workload));
  const graph = buildGraph(workload);
  const simulation = new Simulation(graph, "ignored");
  const order = levelIdOrder(graph);
  const oneMs = best(repeats * 5, () => simulation.run(16, graph.durationMs, order));
  const options = { hints: "ignored", policy: "dbt-core" } as const;
  const sweepMs = best(repeats, () => sweep(graph, options));
  const richMs = best(repeats, () => simulate(graph, { ...options, threads: 16 }));
  const reference = measureReference(graph, repeats);
  return [
    { name: `graph of ${size} tasks`, oursMs: graphMs },
    figure("simulate, 16 threads", oneMs, reference?.oneMs),
    figure("sweep, 1 to 64 threads", sweepMs, reference?.sweepMs),
    { name: "simulate with reasons, slack and bound", oursMs: richMs },
    ...(["seats", "exclusive", "slots"] as const).map((hints) => {
      const other = new Simulation(graph, hints);
      const oursMs = best(repeats, () => other.run(16, graph.durationMs, order));
      return { name: `simulate, 16 threads, ${hints}`, oursMs };
    }),
    {
      name: "sweep, longest path first",
      oursMs: best(repeats, () => sweep(graph, { hints: "ignored", policy: "longest-path" })),
    },
    {
      name: "sweep, capacity 8",
      oursMs: best(repeats, () => sweep(graph, { ...options, capacity: 8 })),
    },
  ];
}

function figure(name: string, oursMs: number, referenceMs: number | undefined): ScheduleFigure {
  return referenceMs === undefined
    ? { name, oursMs }
    : { name, oursMs, referenceMs, ratio: oursMs / referenceMs };
}

function best(repeats: number, work: () => unknown): number {
  let shortest = Infinity;
  for (let i = 0; i < repeats; i++) {
    const begin = performance.now();
    work();
    shortest = Math.min(shortest, performance.now() - begin);
  }
  return shortest;
}

/** Times of `fifo.c`; `undefined` where no C compiler is found. */
function measureReference(
  graph: WorkloadGraph,
  repeats: number,
): { oneMs: number; sweepMs: number } | undefined {
  const root = process.env["HEDDLE_ROOT"] ?? process.cwd();
  const source = join(root, "bench", "fifo.c");
  if (!existsSync(source)) return undefined;
  const folder = join(root, "dist", "bench");
  mkdirSync(folder, { recursive: true });
  const binary = join(folder, "fifo");
  if (spawnSync("cc", ["-O2", "-o", binary, source]).status !== 0) return undefined;
  const counts = Array.from(
    graph.level,
    (_, i) => graph.parentStart[i + 1]! - graph.parentStart[i]!,
  );
  const input = [
    `${graph.size} ${graph.rootCount}`,
    graph.childStart.join(" "),
    graph.children.join(" "),
    counts.join(" "),
    graph.durationMs.join(" "),
  ].join("\n");
  const { status, stdout } = spawnSync(binary, [String(repeats)], { input, encoding: "utf8" });
  if (status !== 0) return undefined;
  const [one = 0, whole = 0] = stdout.split(" ").map(Number);
  return { oneMs: one / 1e6, sweepMs: whole / 1e6 };
}
