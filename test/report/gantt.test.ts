import { describe, expect, it } from "vitest";
import { displayWidth } from "../../server/src/report/displayWidth";
import { ganttLines, ganttSvg } from "../../server/src/report/gantt";
import type { SimulateOptions } from "../../server/src/schedule/schedule";
import { simulate } from "../../server/src/schedule/simulate";
import { randomWorkload } from "../support/randomWorkload";
import { workloadOf } from "../support/workloadOf";

function checkGantt(notation: string, options: Partial<SimulateOptions>, expected: string): void {
  const schedule = simulate(workloadOf(notation), {
    threads: 2,
    hints: "ignored",
    policy: "dbt-core",
    ...options,
  });
  const lines = ganttLines(schedule, { width: 62 });
  expect(`\n${lines.join("\n")}`).toBe(expected);
}

describe("ganttLines", () => {
  it("draws critical bars dark, others light, and says why a thread is idle", () => {
    checkGantt(
      "stg_orders:60000 -> int_orders:120000, stg_orders -> clv:30000, int_orders clv -> d:60000",
      {},
      `
  0              1 m            2 m            3 m
  ├──────────────┼──────────────┼──────────────┼─────────────┤
1 ██stg_orders███░░clv░░░ idle 1 m 30 s        ██d████████████
2  idle 1 m 00 s ██int_orders██████████████████ idle 1 m 00 s
  █ decides the makespan   ▒ has slack`,
    );
  });

  it("fits every line into the width, whatever the names", () => {
    for (let seed = 0; seed < 40; seed++) {
      const workload = randomWorkload(seed, { tasks: 30, longest: 400 });
      const hints = (["ignored", "seats", "exclusive", "slots"] as const)[seed % 4]!;
      const schedule = simulate(workload, { threads: 6, hints, policy: "dbt-core" });
      for (const width of [40, 77, 120]) {
        for (const line of ganttLines(schedule, { width })) {
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it("draws nothing where nothing takes time", () => {
    checkGantt("a:0 b:0", {}, "\n");
  });

  it("says how many rows and threads it leaves out", () => {
    const options = { threads: 9, hints: "ignored", policy: "dbt-core" } as const;
    const schedule = simulate(workloadOf("a:5 b:5 c:5"), options);
    expect(ganttLines(schedule, { width: 100, rows: 2 }).at(-1)).toContain(
      "1 more rows not shown   6 of 9 threads never used",
    );
  });
});

describe("ganttSvg", () => {
  it("escapes names and holds a bar per task", () => {
    const schedule = simulate(workloadOf("a<b>&c:5 -> d:5"), {
      threads: 2,
      hints: "ignored",
      policy: "dbt-core",
    });
    const svg = ganttSvg(schedule);
    expect(svg).not.toContain("<b>");
    expect(svg).toContain("a&lt;b&gt;&amp;c");
    expect(svg.match(/<g>/g)).toHaveLength(2);
  });
});
