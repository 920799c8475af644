/**
 * How fast the schedule room is, beside a C program that does nothing but FIFO list scheduling on
 * the same graph in the same run. Figures are ratios, so that they mean something on any machine.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { causalRanking } from "../server/src/schedule/causalRanking";
import { seededRandom } from "../server/src/schedule/seededRandom";
import { simulate } from "../server/src/schedule/simulate";
import { levelIdOrder, Simulation } from "../server/src/schedule/simulation";
import { type SweepOptions, sweep } from "../server/src/schedule/sweep";
import { buildGraph, type WorkloadGraph } from "../server/src/workload/graph";
import type { Task, Workload } from "../server/src/workload/workload";
import type { Row } from "./measure";

const THREADS = 16;
/** How often the time of the same loop in C a simulation may take, and what a person waits for a sweep. */
const C_GOAL = 3;
const SWEEP_LIMIT_MS = 150;

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

/**
 * Simulates and sweeps `size` tasks, best of `repeats`. Beside the C program where there is a C
 * compiler; the rest beside our own plain simulation or sweep.
 */
export function measureSchedule(size = 10_000, repeats = 9): readonly Row[] {
  const graph = buildGraph(generateWorkload(size));
  const order = levelIdOrder(graph);
  const simulations = repeats * 5;
  const plain = new Simulation(graph, "ignored");
  const options = { hints: "ignored", policy: "dbt-core" } as const;
  const oneMs = best(simulations, () => plain.run(THREADS, graph.durationMs, order));
  const sweepMs = best(repeats, () => sweep(graph, options));
  const reference = measureReference(graph, repeats);
  const tasks = size.toLocaleString("en");
  const rows: Row[] = [];
  if (reference !== undefined) {
    const beside = "C reference";
    const { oneMs: besideMs, sweepMs: besideSweepMs } = reference;
    rows.push(
      { what: `simulate ${tasks} tasks`, ms: oneMs, beside, besideMs, goal: C_GOAL },
      {
        what: `sweep 1 to 64 threads, ${tasks} tasks`,
        ms: sweepMs,
        beside,
        besideMs: besideSweepMs,
      },
    );
  }
  rows.push({
    what: `sweep 1 to 64 threads, ${tasks} tasks`,
    ms: sweepMs,
    beside: "the limit",
    besideMs: SWEEP_LIMIT_MS,
  });
  const besideOne = (what: string, ms: number) =>
    rows.push({ what: `${what}, ${tasks} tasks`, ms, beside: "plain simulation", besideMs: oneMs });
  const besideSweep = (what: string, other: SweepOptions) => {
    const ms = best(repeats, () => sweep(graph, other));
    rows.push({ what: `${what}, ${tasks} tasks`, ms, beside: "plain sweep", besideMs: sweepMs });
  };
  for (const hints of ["seats", "exclusive", "slots"] as const) {
    const other = new Simulation(graph, hints);
    besideOne(
      hints,
      best(simulations, () => other.run(THREADS, graph.durationMs, order)),
    );
  }
  const rich = { ...options, threads: THREADS };
  besideOne(
    "with slack, causes, bound",
    best(repeats, () => simulate(graph, rich)),
  );
  besideOne(
    "causal ranking",
    best(2, () => causalRanking(graph, rich)),
  );
  besideSweep("longest path first", { ...options, policy: "longest-path" });
  besideSweep("capacity 8", { ...options, capacity: 8 });
  return rows;
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
