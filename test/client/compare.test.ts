/** Two runs held against each other: what moved, what decides each, and choices in words. */

import { describe, expect, it } from "vitest";
import { compareRuns, figuresOf } from "../../client/panel/compare";
import { differenceWords } from "../../client/panel/compareView";
import { idleGapsOf } from "../../client/panel/idleTable";
import { changedOptions, furtherChoices } from "../../client/panel/options";
import { runWords } from "../../client/panel/words";
import { GRAPHS } from "../support/graphs";
import { randomWorkload } from "../support/randomWorkload";
import { runOf } from "./checkRows";

/** Each move as `id:shift of start/shift of end`, in order. */
function checkMoves(notation: string, threads: readonly [number, number], expected: string): void {
  const { moves } = compareRuns(runOf(notation, threads[0]), runOf(notation, threads[1]));
  const words = moves.map(
    ({ task, startShiftMs, endShiftMs }) => `${task.id}:${startShiftMs}/${endShiftMs}`,
  );
  expect(words.join(" ")).toBe(expected);
}

describe("what moved", () => {
  it("largest shift first", () => {
    checkMoves("a:3 b:5 c:1 -> d:2", [1, 2], "c:-5/-5 d:-4/-4 b:-3/-3");
  });

  it("nothing between equal runs", () => {
    checkMoves(GRAPHS.diamond, [2, 2], "");
  });

  it("tasks of one run only are named, not moved", () => {
    const comparison = compareRuns(runOf("a:1 b:2", 2), runOf("a:1 c:2", 2));
    expect(comparison.moves).toEqual([]);
    expect(comparison.onlyInA.map(({ id }) => id)).toEqual(["b"]);
    expect(comparison.onlyInB.map(({ id }) => id)).toEqual(["c"]);
  });

  it("tells what decides one run and not the other", () => {
    const comparison = compareRuns(runOf(GRAPHS.diamond, 1), runOf(GRAPHS.diamond, 2));
    expect(comparison.noLongerDeciding.map(({ id }) => id)).toEqual(["c"]);
    expect(comparison.newlyDeciding).toEqual([]);
  });

  for (let seed = 1; seed <= 30; seed++) {
    it(`swapping the runs turns every sign (seed ${seed})`, () => {
      const workload = randomWorkload(seed, { tasks: 40, isPlain: true });
      const [a, b] = [runOf(workload, 2), runOf(workload, 5)];
      const [there, back] = [compareRuns(a, b), compareRuns(b, a)];
      expect(back.differenceMs + there.differenceMs).toBe(0);
      const shifts = (moves: typeof there.moves) =>
        new Map(moves.map(({ task, endShiftMs }) => [task.id, endShiftMs]));
      const turned = shifts(back.moves);
      expect(turned.size).toBe(there.moves.length);
      for (const { task, endShiftMs } of there.moves) {
        expect(turned.get(task.id)).toBeCloseTo(-endShiftMs, 6);
      }
      const [makespan] = figuresOf(a, b);
      expect((makespan?.b ?? 0) - (makespan?.a ?? 0)).toBe(there.differenceMs);
    });

    it(`idle gaps that wait are all of the threads' time that no task and no end explains (seed ${seed})`, () => {
      const run = runOf(randomWorkload(seed, { tasks: 40, isPlain: true }), 3);
      for (const gap of idleGapsOf(run)) {
        const during = run.tasks.filter(
          ({ thread, startMs, endMs }) =>
            `${thread + 1}` === gap.thread && startMs < gap.endMs && endMs > gap.startMs,
        );
        expect(during).toEqual([]);
        const next = run.tasks.find(
          ({ thread, startMs }) => `${thread + 1}` === gap.thread && startMs === gap.endMs,
        );
        expect(next?.blockedBy).toBe(gap.waitsFor);
      }
    });
  }
});

describe("in words", () => {
  it("which run ends earlier", () => {
    expect(differenceWords(-260_000)).toBe("B ends 4 m 20 s earlier than A");
    expect(differenceWords(15_000)).toBe("B ends 15 s later than A");
    expect(differenceWords(0.2)).toBe("A and B end at the same time");
  });

  it("the settings of a run, and only what is not as the project says", () => {
    const schedule = { threads: 1, hints: "seats", policy: "longest-path" } as const;
    expect(runWords(schedule, {})).toBe("1 thread · hints seats · longest path first");
    expect(
      runWords(schedule, {
        command: "build",
        engine: "fusion",
        target: "prod",
        select: "+orders",
        at: "2026-03-05T03:10",
        contention: { alpha: 0, beta: 0 },
        whatIf: { a: 1 },
      }),
    ).toBe(
      "1 thread · hints seats · longest path first · dbt build · dbt 2 · target prod · " +
        "only +orders · at 2026-03-05 03:10 · no slowdown · 1 duration tried",
    );
  });
});

describe("choices", () => {
  it("are laid over each other, and taken back with undefined", () => {
    const options = changedOptions({ threads: 4, target: "prod" }, { hints: "seats" });
    expect(options).toEqual({ threads: 4, target: "prod", hints: "seats" });
    expect(changedOptions(options, { target: undefined })).toEqual({ threads: 4, hints: "seats" });
    expect(changedOptions({ command: "build" }, { command: "run" })).toEqual({});
  });

  it("that are not rules of the run are counted", () => {
    expect(furtherChoices({ threads: 3, hints: "slots" })).toBe(0);
    expect(furtherChoices({ select: "a", capacity: 2, contention: { alpha: 0, beta: 0 } })).toBe(2);
  });
});
