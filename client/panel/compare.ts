/** Two runs held against each other: the difference, what moved, what decides each. Pure. */

import { t } from "./language";
import type { Run, Stretch, TaskView } from "./run";

/** A task that stands elsewhere in run B; shifts in milliseconds, negative = earlier in B. */
export interface Move {
  readonly task: TaskView;
  readonly before: Stretch;
  readonly startShiftMs: number;
  readonly endShiftMs: number;
}

export interface Comparison {
  /** Makespan of B less that of A. */
  readonly differenceMs: number;
  /** Largest shift of the end first, then by id. */
  readonly moves: readonly Move[];
  /** In A or in B only, as with other selections. */
  readonly onlyInA: readonly TaskView[];
  readonly onlyInB: readonly TaskView[];
  /** Tasks of B that decide its length and did not decide A's, and the other way round. */
  readonly newlyDeciding: readonly TaskView[];
  readonly noLongerDeciding: readonly TaskView[];
}

/** Shifts below this are rounding. */
const smallestShiftMs = 0.5;

/** `O(n log n)`. */
export function compareRuns(a: Run, b: Run): Comparison {
  const moves = b.tasks.flatMap((task): Move[] => {
    const before = a.byId.get(task.id);
    if (before === undefined) return [];
    const startShiftMs = task.startMs - before.startMs;
    const endShiftMs = task.endMs - before.endMs;
    const isMoved = Math.max(Math.abs(startShiftMs), Math.abs(endShiftMs)) > smallestShiftMs;
    return isMoved ? [{ task, before, startShiftMs, endShiftMs }] : [];
  });
  moves.sort(
    (one, other) =>
      Math.abs(other.endShiftMs) - Math.abs(one.endShiftMs) ||
      (one.task.id < other.task.id ? -1 : 1),
  );
  return {
    differenceMs: b.schedule.makespanMs - a.schedule.makespanMs,
    moves,
    onlyInA: a.tasks.filter(({ id }) => !b.byId.has(id)),
    onlyInB: b.tasks.filter(({ id }) => !a.byId.has(id)),
    newlyDeciding: without(b.decidingChain, a.decidingChain),
    noLongerDeciding: without(a.decidingChain, b.decidingChain),
  };
}

function without(chain: readonly TaskView[], other: readonly TaskView[]): TaskView[] {
  const known = new Set(other.map(({ id }) => id));
  return chain.filter(({ id }) => !known.has(id));
}

/** One figure of both runs. */
export interface Figure {
  readonly label: string;
  readonly a: number;
  readonly b: number;
  readonly unit: "ms" | "share" | "count";
}

/** The figures that tell the two runs apart, most telling first. */
export function figuresOf(a: Run, b: Run): readonly Figure[] {
  const both = (label: string, unit: Figure["unit"], of: (run: Run) => number): Figure => ({
    label,
    unit,
    a: of(a),
    b: of(b),
  });
  return [
    both(t("makespan"), "ms", ({ schedule }) => schedule.makespanMs),
    both(t("threads"), "count", ({ schedule }) => schedule.threads),
    both(t("busy"), "share", ({ schedule }) => schedule.utilization),
    both(t("queue wait, in all"), "ms", ({ tasks }) =>
      tasks.reduce((sum, { waitMs }) => sum + waitMs, 0),
    ),
    both(t("lower bound"), "ms", ({ schedule }) => schedule.lowerBoundMs),
    both(t("tasks"), "count", ({ tasks }) => tasks.length),
  ];
}
