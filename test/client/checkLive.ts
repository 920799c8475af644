/** A run that goes on in one line, and its rows as the chart would draw them: the only caller of `runSoFar`. */

import { expect } from "vitest";
import { layOut, type RowsBy } from "../../client/panel/layout";
import { heard, type LiveState, runSoFar } from "../../client/panel/live";
import type { LiveEvent, LiveRun } from "../../client/panel/liveMessages";
import { isNotRun } from "../../client/panel/run";
import { runOf } from "./checkRows";

/** `a=0-3` is predicted, `+a@1` starts, `-a@4` ends well, `-a@4!error` ends so. */
export function liveEvents(notation: string): LiveEvent[] {
  return notation
    .split(/\s+/)
    .filter(Boolean)
    .map((word): LiveEvent => {
      const [, sign, id = "", from, to, status] =
        /^([+-]?)(\w+)[=@](\d+)(?:-(\d+))?(?:!([\w ]+))?$/.exec(word) ?? [];
      const atMs = Number(from);
      if (sign === "+") return { kind: "start", id, atMs };
      if (sign === "-") return { kind: "end", id, atMs, status: status ?? "success" };
      return { kind: "predicted", id, fromMs: atMs, toMs: Number(to) };
    });
}

export function liveRun(notation: string, facts: Partial<LiveRun> = {}): LiveRun {
  const events = liveEvents(notation);
  return {
    startedAt: 1,
    total: new Set(events.map(({ id }) => id)).size,
    threads: 2,
    predictedMs: null,
    nowMs: 0,
    left: null,
    waiting: [],
    state: "running",
    isWhole: true,
    events,
    ...facts,
  };
}

/** The run at `nowMs`, all of it told in one message. */
export function liveState(
  notation: string,
  nowMs: number,
  facts: Partial<LiveRun> = {},
): LiveState {
  const state = heard(undefined, liveRun(notation, { nowMs, ...facts }), 0);
  if (state === undefined) throw new Error("a whole message is always understood");
  return state;
}

/** A letter per unit of time, a capital one where the task has failed, `.` where it was predicted. */
export function checkLive(
  workload: string,
  notation: string,
  nowMs: number,
  rowsBy: RowsBy,
  expected: string,
): void {
  const run = runSoFar(runOf(workload, 2), liveState(notation, nowMs), 0);
  const lines = layOut(run, rowsBy).rows.map((row) => {
    const line = Array.from({ length: run.schedule.makespanMs }, () => " ");
    for (const bar of row.bars) {
      if (rowsBy === "models" && bar.before !== undefined) {
        line.fill(".", bar.before.startMs, bar.before.endMs);
      }
      const letter = bar.progress === "failed" ? bar.id.toUpperCase() : bar.id;
      line.fill(isNotRun(bar) ? "." : letter, bar.startMs, bar.endMs);
    }
    return `${row.label}|${line.join("")}|`;
  });
  const wanted = expected
    .trim()
    .split("\n")
    .map((line) => line.trim());
  expect(lines).toEqual(wanted);
}
