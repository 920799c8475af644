/** What must hold for every schedule, on random workloads. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grahamBound, lowerBound } from "../../server/src/schedule/bounds";
import { createEngine } from "../../server/src/schedule/engine";
import { fusionOrders } from "../../server/src/schedule/fusion";
import { HINT_MEANINGS, type Schedule } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { buildGraph } from "../../server/src/workload/graph";
import type { Task, Workload } from "../../server/src/workload/workload";
import { bestMakespan } from "../support/bruteForce";
import { randomWorkload } from "../support/randomWorkload";

const CLOSE = 1e-9;
const seeds = fc.integer({ min: 0, max: 1_000_000 });
const threadCounts = fc.integer({ min: 1, max: 9 });
const sizes = fc.integer({ min: 1, max: 40 });
const policies = fc.constantFrom("dbt-core" as const, "longest-path" as const);
const meanings = fc.constantFrom(...HINT_MEANINGS);

function mapTasks(workload: Workload, change: (task: Task) => Task): Workload {
  return { ...workload, tasks: workload.tasks.map(change) };
}

function withHint(workload: Workload, threads: number): Workload {
  return mapTasks(workload, (task) => ({ ...task, threads }));
}

/** Everything but what the options say of themselves. */
function course({ hints: _hints, lowerBoundMs: _bound, ...rest }: Schedule) {
  return { ...rest, tasks: rest.tasks.map(({ threadsHeld: _held, ...task }) => task) };
}

describe("laws of a schedule", () => {
  it("dependencies, threads and pools are kept", () => {
    fc.assert(
      fc.property(
        seeds,
        sizes,
        threadCounts,
        meanings,
        policies,
        (seed, tasks, threads, hints, policy) => {
          const workload = randomWorkload(seed, { tasks });
          const schedule = simulate(workload, { threads, hints, policy });
          const endOf = new Map(schedule.tasks.map(({ id, endMs }) => [id, endMs]));
          expect(schedule.tasks).toHaveLength(tasks);
          for (const task of workload.tasks) {
            const placed = schedule.tasks.find(({ id }) => id === task.id)!;
            const readyMs = Math.max(0, ...task.dependsOn.map((id) => endOf.get(id)!));
            expect(placed.readyMs).toBe(readyMs);
            expect(placed.startMs).toBeGreaterThanOrEqual(readyMs);
            expect(placed.endMs).toBe(placed.startMs + task.durationMs);
            expect(placed.slackMs).toBeGreaterThanOrEqual(0);
          }
          for (let thread = 0; thread < threads; thread++) {
            const row = schedule.tasks.filter((task) =>
              (task.threadsHeld ?? [task.thread]).includes(thread),
            );
            for (let i = 1; i < row.length; i++) {
              expect(row[i]!.startMs).toBeGreaterThanOrEqual(row[i - 1]!.endMs);
            }
          }
          expect(schedule.peakThreads).toBeLessThanOrEqual(threads);
        },
      ),
    );
  });

  it("ignored without pools keeps every thread busy: never above Graham's bound", () => {
    fc.assert(
      fc.property(seeds, sizes, threadCounts, policies, (seed, tasks, threads, policy) => {
        const workload = randomWorkload(seed, { tasks, isPlain: true });
        const { makespanMs, workMs, criticalPathMs } = simulate(workload, {
          threads,
          hints: "ignored",
          policy,
        });
        const bound = grahamBound(workMs, criticalPathMs, threads);
        expect(makespanMs).toBeLessThanOrEqual(bound * (1 + CLOSE));
      }),
    );
  });

  it("one thread takes the sum of all durations", () => {
    fc.assert(
      fc.property(seeds, sizes, meanings, policies, (seed, tasks, hints, policy) => {
        const workload = randomWorkload(seed, { tasks, isPlain: true });
        const sum = workload.tasks.reduce((total, task) => total + task.durationMs, 0);
        const { makespanMs } = simulate(workload, { threads: 1, hints, policy });
        expect(makespanMs).toBeCloseTo(sum, 6);
      }),
    );
  });

  it("as many threads as tasks take the critical path", () => {
    fc.assert(
      fc.property(seeds, sizes, policies, (seed, tasks, policy) => {
        const workload = randomWorkload(seed, { tasks, isPlain: true });
        const { makespanMs, criticalPathMs } = simulate(workload, {
          threads: tasks,
          hints: "ignored",
          policy,
        });
        expect(makespanMs).toBeCloseTo(criticalPathMs, 6);
      }),
    );
  });

  it("hints that limit nothing change nothing", () => {
    fc.assert(
      fc.property(seeds, sizes, threadCounts, policies, (seed, tasks, threads, policy) => {
        const workload = randomWorkload(seed, { tasks, isPlain: true });
        const ignored = course(simulate(workload, { threads, hints: "ignored", policy }));
        const wide = withHint(workload, threads);
        for (const hints of ["seats", "exclusive"] as const) {
          expect(course(simulate(wide, { threads, hints, policy }))).toEqual(ignored);
        }
        const narrow = withHint(workload, 1);
        expect(course(simulate(narrow, { threads, hints: "slots", policy }))).toEqual(ignored);
      }),
    );
  });

  it("hint 1 on every task is one thread, under exclusive", () => {
    fc.assert(
      fc.property(seeds, sizes, threadCounts, (seed, tasks, threads) => {
        const workload = withHint(randomWorkload(seed, { tasks, isPlain: true }), 1);
        const alone = simulate(workload, { threads, hints: "exclusive", policy: "dbt-core" });
        const one = simulate(workload, { threads: 1, hints: "ignored", policy: "dbt-core" });
        expect(alone.tasks).toEqual(one.tasks);
      }),
    );
  });
});

describe("bounds", () => {
  it("never lie above the best possible, and at least at path and work / threads", () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        meanings,
        policies,
        (seed, tasks, threads, hints, policy) => {
          const workload = randomWorkload(seed, { tasks, longest: 6 });
          const schedule = simulate(workload, { threads, hints, policy });
          const best = bestMakespan(workload, threads, hints);
          expect(schedule.lowerBoundMs).toBeLessThanOrEqual(best * (1 + CLOSE));
          expect(schedule.makespanMs).toBeGreaterThanOrEqual(best * (1 - CLOSE));
          const simple = Math.max(schedule.criticalPathMs, schedule.workMs / threads);
          expect(schedule.lowerBoundMs).toBeGreaterThanOrEqual(simple * (1 - CLOSE));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("hold where tasks slow each other down, whatever the order", () => {
    for (let seed = 0; seed < 60; seed++) {
      const graph = buildGraph(randomWorkload(seed, { tasks: 12, longest: 40 }));
      const hints = HINT_MEANINGS[seed % 4]!;
      const pace =
        seed % 2 === 0
          ? { capacity: 0.5 + (seed % 5) }
          : { contention: { alpha: 0.1, beta: 0.05 } };
      const options = { threads: 1 + (seed % 6), hints, policy: "dbt-core", ...pace } as const;
      const bound = lowerBound(graph, graph.durationMs, options);
      const engine = createEngine(graph, options);
      for (const order of fusionOrders(graph, seed)) {
        const makespanMs = engine.run(options.threads, graph.durationMs, order);
        expect(bound, `seed ${seed}`).toBeLessThanOrEqual(makespanMs * (1 + CLOSE));
      }
    }
  });

  it("see more than path and work on graphs that narrow", () => {
    // Three long tasks between two short ones: on two threads two of them share a thread.
    const workload = randomWorkload(1, { tasks: 1 });
    const task = (id: string, durationMs: number, dependsOn: readonly string[]): Task => ({
      id,
      durationMs,
      durationOrigin: "given",
      dependsOn,
    });
    const narrow: Workload = {
      ...workload,
      tasks: [
        task("a", 1, []),
        ...["b", "c", "d"].map((id) => task(id, 4, ["a"])),
        task("e", 1, ["b", "c", "d"]),
      ],
    };
    const schedule = simulate(narrow, { threads: 2, hints: "ignored", policy: "dbt-core" });
    expect(schedule).toMatchObject({ criticalPathMs: 6, workMs: 14, makespanMs: 10 });
    expect(schedule.lowerBoundMs).toBeCloseTo(8, 6);
  });
});

describe("slack", () => {
  it("with threads for all is the critical path method's float", () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, tasks) => {
        const workload = randomWorkload(seed, { tasks, isPlain: true, longest: 50 });
        const schedule = simulate(workload, {
          threads: tasks,
          hints: "ignored",
          policy: "dbt-core",
        });
        const latest = new Map<string, number>();
        const byId = new Map(schedule.tasks.map((task) => [task.id, task]));
        for (const placed of [...schedule.tasks].reverse()) {
          const children = workload.tasks.filter(({ dependsOn }) => dependsOn.includes(placed.id));
          const end = children.reduce(
            (least, { id }) => Math.min(least, latest.get(id)! - durationOf(byId.get(id)!)),
            schedule.makespanMs,
          );
          latest.set(placed.id, end);
          expect(placed.slackMs).toBeCloseTo(end - placed.endMs, 6);
        }
      }),
    );
  });

  it("is what a task can grow while threads are handed on as they were, and not more", () => {
    fc.assert(
      fc.property(seeds, sizes, threadCounts, policies, (seed, tasks, threads, policy) => {
        const workload = randomWorkload(seed, { tasks, isPlain: true, longest: 30 });
        const schedule = simulate(workload, { threads, hints: "ignored", policy });
        for (const { id, slackMs } of schedule.tasks.slice(0, 12)) {
          expect(replay(workload, schedule, id, slackMs)).toBeCloseTo(schedule.makespanMs, 6);
          expect(replay(workload, schedule, id, slackMs + 1)).toBeGreaterThan(schedule.makespanMs);
        }
      }),
    );
  });

  it("is zero all along the chain that decides the makespan", () => {
    fc.assert(
      fc.property(
        seeds,
        sizes,
        threadCounts,
        meanings,
        policies,
        (seed, tasks, threads, hints, policy) => {
          const schedule = simulate(randomWorkload(seed, { tasks }), { threads, hints, policy });
          const byId = new Map(schedule.tasks.map((task) => [task.id, task]));
          let from = 0;
          for (const id of schedule.bindingChain) {
            expect(byId.get(id)).toMatchObject({ startMs: from, slackMs: 0, critical: true });
            from = byId.get(id)!.endMs;
          }
          expect(from).toBe(schedule.makespanMs);
        },
      ),
    );
  });
});

function durationOf(task: { readonly startMs: number; readonly endMs: number }): number {
  return task.endMs - task.startMs;
}

/**
 * Makespan when one task grows and every task takes its thread over from the same task as before:
 * of the free threads the one that was free longest.
 */
function replay(workload: Workload, schedule: Schedule, grown: string, byMs: number): number {
  const parents = new Map(workload.tasks.map(({ id, dependsOn }) => [id, dependsOn]));
  const end = new Map<string, number>();
  const threads = Array.from({ length: schedule.threads }, () => ({ freeSince: -1, by: "" }));
  const ends = schedule.tasks.map(({ id, endMs }, place) => ({ id, endMs, place }));
  ends.sort((a, b) => a.endMs - b.endMs || a.place - b.place);
  const endPlace = new Map(ends.map(({ id }, at) => [id, at]));
  for (const task of schedule.tasks) {
    const free = threads.filter(({ by }) => by === "" || hasEndedBefore(task, by));
    const thread = free.reduce((a, b) => (b.freeSince < a.freeSince ? b : a));
    const ready = (parents.get(task.id) ?? []).map((id) => end.get(id)!);
    const start = Math.max(0, end.get(thread.by) ?? 0, ...ready);
    end.set(task.id, start + durationOf(task) + (task.id === grown ? byMs : 0));
    thread.by = task.id;
    thread.freeSince = endPlace.get(task.id)!;
  }
  return Math.max(...end.values());

  /** A task of no length that started at this instant may still be running; then it is later. */
  function hasEndedBefore(task: { startMs: number; blockedBy: string | null }, by: string) {
    if (task.blockedBy === null) return false;
    return endPlace.get(by)! <= endPlace.get(task.blockedBy)!;
  }
}
