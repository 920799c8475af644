/** A workload in one line and its rows as the chart would draw them: the only caller of `layOut`. */

import { expect } from "vitest";
import { layOut, type RowsBy } from "../../client/panel/layout";
import { joinRun, type Run } from "../../client/panel/run";
import type { SimulateResult } from "../../server/src/protocol";
import { simulate } from "../../server/src/schedule/simulate";
import type { Workload } from "../../server/src/workload/workload";
import { workloadOf } from "../support/workloadOf";

/** A real simulation, joined without knowledge of the models. */
export function runOf(workload: Workload | string, threads: number): Run {
  const input = typeof workload === "string" ? workloadOf(workload) : workload;
  const schedule = simulate(input, { threads, hints: "ignored", policy: "dbt-core" });
  const result: SimulateResult = {
    ...schedule,
    schema: "heddle.schedule/1",
    alternatives: [],
    kpis: {},
  };
  return joinRun(result, undefined);
}

/** Rows as text: one letter per unit of time, `.` for idle that waits, `-` for idle at the end. */
export function checkRows(
  notation: string,
  threads: number,
  rowsBy: RowsBy,
  expected: string,
): void {
  const layout = layOut(runOf(notation, threads), rowsBy);
  const lines = layout.rows.map((row) => {
    const line = Array.from({ length: layout.endMs }, () => " ");
    for (const { id, startMs, endMs } of row.bars) line.fill(id, startMs, endMs);
    for (const gap of row.gaps) {
      line.fill(gap.waitsFor === undefined ? "-" : ".", gap.startMs, gap.endMs);
    }
    return `${row.label}|${line.join("")}|`;
  });
  const wanted = expected
    .trim()
    .split("\n")
    .map((line) => line.trim());
  expect(lines).toEqual(wanted);
}
