/** Rows, gaps, neighbours and the busy profile of the chart. */

import { describe, expect, it } from "vitest";
import {
  barAt,
  busyProfile,
  type Direction,
  firstBarAfter,
  gapAt,
  layOut,
  neighbour,
} from "../../client/panel/layout";
import { GRAPHS } from "../support/graphs";
import { randomWorkload } from "../support/randomWorkload";
import { checkRows, runOf } from "./checkRows";

describe("rows", () => {
  it("by thread, with the idle time between and after tasks told apart", () => {
    checkRows(
      GRAPHS.diamond,
      2,
      "threads",
      `
      1|aaabbbbbdddd|
      2|...cc-------|`,
    );
  });

  it("by model, in start order", () => {
    checkRows(
      GRAPHS.diamond,
      2,
      "models",
      `
      a|aaa         |
      b|   bbbbb    |
      c|   cc       |
      d|        dddd|`,
    );
  });

  it("tasks without a thread stand below, in as few rows as do not overlap", () => {
    checkRows(
      "a:2! b:3! -> c:1! d:4",
      1,
      "threads",
      `
      1|...dddd|
      –|aa c   |
      –|bbb    |`,
    );
  });

  it("by model only what was found", () => {
    const layout = layOut(runOf(GRAPHS.diamond, 2), "models", new Set(["b", "d"]));
    expect(layout.rows.map(({ label }) => label)).toEqual(["b", "d"]);
  });

  it("an empty run has no rows", () => {
    expect(layOut(runOf({ ...emptyWorkload }, 3), "threads").rows).toEqual([]);
  });
});

const emptyWorkload = {
  schema: "heddle.workload/1",
  name: "empty",
  tasks: [],
  capacity: { threads: 1, pools: {} },
} as const;

describe("laws on random runs", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const run = runOf(randomWorkload(seed, { tasks: 60, isPlain: true }), 1 + (seed % 7));
    const layout = layOut(run, "threads");

    it(`bars and gaps of a row never overlap and every task has one row (seed ${seed})`, () => {
      expect(layout.rows.flatMap((row) => row.bars)).toHaveLength(run.tasks.length);
      for (const row of layout.rows) {
        const pieces = [...row.bars, ...row.gaps]
          .filter((piece) => piece.endMs > piece.startMs)
          .sort((a, b) => a.startMs - b.startMs);
        pieces.slice(1).forEach((piece, index) => {
          expect(piece.startMs).toBeGreaterThanOrEqual((pieces[index]?.endMs ?? 0) - 1e-9);
        });
      }
    });

    it(`the deciding chain fills the run without a gap, and all of it is critical (seed ${seed})`, () => {
      let now = 0;
      for (const task of run.decidingChain) {
        expect(task.startMs).toBeCloseTo(now, 9);
        expect(task.isCritical).toBe(true);
        now = task.endMs;
      }
      expect(now).toBeCloseTo(run.schedule.makespanMs, 9);
    });

    it(`the profile holds all the work and never more than the threads (seed ${seed})`, () => {
      const end = Math.max(layout.endMs, 1);
      const profile = busyProfile(run, end, 37);
      const work = run.tasks.reduce((sum, task) => sum + task.endMs - task.startMs, 0);
      const shown = profile.reduce((sum, busy) => sum + (busy * end) / 37, 0);
      expect(shown).toBeCloseTo(work, 6);
      expect(Math.max(...profile)).toBeLessThanOrEqual(run.schedule.threads + 1e-9);
    });

    it(`what lies under a time is found as by looking at every bar (seed ${seed})`, () => {
      for (const row of layout.rows) {
        for (let share = 0; share <= 1; share += 0.07) {
          const time = share * layout.endMs;
          const first = row.bars.findIndex((bar) => bar.endMs > time);
          expect(firstBarAfter(row, time)).toBe(first < 0 ? row.bars.length : first);
          const hit = row.bars.find((bar) => bar.startMs <= time && time < bar.endMs);
          expect(barAt(row, time, 0)).toBe(hit);
          if (hit !== undefined) expect(gapAt(row, time)).toBeUndefined();
        }
      }
    });
  }
});

describe("neighbours", () => {
  /** Walks from a task and names every stop. */
  function checkWalk(
    notation: string,
    from: string,
    walk: readonly Direction[],
    stops: string,
  ): void {
    const run = runOf(notation, 2);
    const layout = layOut(run, "threads");
    let task = run.byId.get(from)!;
    const names = walk.map((direction) => {
      task = neighbour(layout, task, direction);
      return task.id;
    });
    expect(names.join(" ")).toBe(stops);
  }

  it("left and right stay on the thread, up and down go to what runs nearest in time", () => {
    checkWalk(GRAPHS.diamond, "a", ["right", "right", "down", "up", "left"], "b d c b a");
  });

  it("at the ends a step leads nowhere", () => {
    checkWalk(GRAPHS.diamond, "a", ["left", "up", "right", "right", "right"], "a a b d d");
  });
});
