/**
 * The one caller of `simulate` for drawn expectations: a row per thread, a column per millisecond.
 * `a` running for three is `aaa`; a longer name is written once and drawn out with dots.
 */
import { expect } from "vitest";
import type { Schedule, SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { workloadOf } from "./workloadOf";

export interface CheckOptions extends Partial<SimulateOptions> {
  readonly pools?: Readonly<Record<string, number>>;
}

/** Simulates `notation` (dbt-core order, hints ignored unless said) and compares the drawing. */
export function checkSchedule(notation: string, options: CheckOptions, expected: string): void {
  const { pools = {}, ...rest } = options;
  const schedule = simulate(workloadOf(notation, { ...pools }), {
    threads: 2,
    hints: "ignored",
    policy: "dbt-core",
    ...rest,
  });
  expect(drawSchedule(schedule)).toBe(dedent(expected));
}

/** Threads from 1; tasks that take no thread stand in rows of their own, marked `-`. */
export function drawSchedule(schedule: Schedule): string {
  const rows = new Map<string, { id: string; from: number; to: number }[]>();
  for (let thread = 1; thread <= schedule.peakThreads; thread++) rows.set(String(thread), []);
  for (const { id, startMs: from, endMs: to, thread, threadsHeld } of schedule.tasks) {
    for (const row of threadsHeld ?? [thread]) {
      const name = row < 0 ? `- ${id}` : String(row + 1);
      rows.set(name, [...(rows.get(name) ?? []), { id, from, to }]);
    }
  }
  const width = Math.max(0, ...[...rows.keys()].map((name) => (name[0] === "-" ? 1 : name.length)));
  const lines = [...rows].map(([name, bars]) => {
    let text = "";
    for (const { id, from, to } of bars) text = text.padEnd(from) + bar(id, to - from);
    const label = (name[0] === "-" ? "-" : name).padStart(width);
    return `${label} |${text.padEnd(schedule.makespanMs)}|`;
  });
  return lines.join("\n");
}

function bar(id: string, length: number): string {
  return id.length === 1 ? id.repeat(length) : id.slice(0, length).padEnd(length, ".");
}

function dedent(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join("\n");
}
