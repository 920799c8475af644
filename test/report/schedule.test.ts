import { describe, expect, it } from "vitest";
import { bottleneck } from "../../server/src/ide/answers/bottleneck";
import { workloadSource } from "../../server/src/ide/answers/runSource";
import { scheduleAnswer } from "../../server/src/ide/answers/scheduleAnswer";
import { sweepAnswer } from "../../server/src/ide/answers/sweepAnswer";
import { sweepReport } from "../../server/src/report/sweepReport";
import { taskNames } from "../../server/src/report/taskNames";
import { renderText } from "../../server/src/report/text";
import { traceOf } from "../../server/src/report/trace";
import type { Task, Workload } from "../../server/src/workload/workload";

/** `a:3 b:5<a` = task b of 5 s waits for a; `a:3/2` carries the hint 2. */
function workloadOf(notation: string, threads: number): Workload {
  const tasks = notation.split(" ").map((word): Task => {
    const [, id = "", seconds = "0", hint, parents = ""] =
      /^(\w+):(\d+)(?:\/(\d+))?(?:<(.+))?$/.exec(word) ?? [];
    return {
      id,
      durationMs: Number(seconds) * 1000,
      durationOrigin: "given",
      dependsOn: parents === "" ? [] : parents.split(","),
      ...(hint !== undefined && { threads: Number(hint) }),
    };
  });
  return { schema: "heddle.workload/1", name: "w", tasks, capacity: { threads, pools: {} } };
}

const answerOf = (notation: string, threads: number, request = {}) =>
  scheduleAnswer(workloadSource(workloadOf(notation, threads)), request);

describe("schedule answer", () => {
  it("shows every meaning of hints beside today's run", () => {
    const { makespanMs, alternatives } = answerOf("a:3/1 b:3/1 c:3/1", 3);
    expect(makespanMs).toBe(3000);
    expect(alternatives.slice(0, 4)).toEqual([
      { hints: "ignored", policy: "dbt-core", makespanMs: 3000 },
      { hints: "seats", policy: "dbt-core", makespanMs: 9000 },
      { hints: "exclusive", policy: "dbt-core", makespanMs: 9000 },
      { hints: "slots", policy: "dbt-core", makespanMs: 3000 },
    ]);
  });

  it("takes threads, reserve and what-if into account, and compares with the run as it is", () => {
    const request = { threads: 4, reservePercent: 50, whatIf: new Map([["a", 1000]]) };
    const answer = answerOf("a:4 b:4", 1, request);
    expect(answer.threads).toBe(2);
    expect(answer.makespanMs).toBe(4000);
    // Today: one thread, 8 s.
    expect(answer.kpis["durationReductionPercent"]).toBe(50);
  });

  it("names what would save the most, largest first", () => {
    const { savings = [] } = answerOf("a:2 b:10<a c:1", 2);
    expect(savings.map(({ title, savesMs }) => [title, savesMs])).toEqual([
      ["b", 5000],
      ["a", 1000],
    ]);
  });

  it("gives the same bytes for the same input", () => {
    const text = () => JSON.stringify(answerOf("a:3 b:5<a c:2<a d:4<b,c e:9", 2));
    expect(text()).toBe(text());
  });
});

describe("bottleneck", () => {
  const kindOf = (notation: string, threads: number) =>
    bottleneck(answerOf(notation, threads)).kind;

  it("tells dependencies from threads from order", () => {
    expect(kindOf("a:5 b:5<a c:1", 2)).toBe("dependencies");
    expect(kindOf("a:5 b:5 c:5 d:5", 2)).toBe("threads");
    expect(kindOf("a:1 b:1 c:1 d:90<c e:1", 2)).toBe("dependencies");
    expect(kindOf("a:4 b:4 z:8", 2)).toBe("places");
    expect(kindOf("a:0", 2)).toBe("nothing");
  });
});

describe("trace", () => {
  it("has an event per task in microseconds and an arrow per release", () => {
    const { traceEvents } = traceOf(answerOf("a:3 b:5<a", 1), "w") as {
      traceEvents: readonly Readonly<Record<string, unknown>>[];
    };
    const tasks = traceEvents.filter(({ ph }) => ph === "X");
    expect(tasks.map(({ name, tid, ts, dur }) => [name, tid, ts, dur])).toEqual([
      ["a", 1, 0, 3_000_000],
      ["b", 1, 3_000_000, 5_000_000],
    ]);
    expect(traceEvents.filter(({ ph }) => ph === "s" || ph === "f")).toHaveLength(2);
  });
});

describe("sweep", () => {
  it("recommends first and leaves out counts that change nothing", () => {
    const answer = sweepAnswer(workloadSource(workloadOf("a:6 b:6 c:6", 2)), { to: 40 });
    const text = renderText(sweepReport(answer, "w", 2), { width: 100 });
    expect(text).toContain("recommended 3 threads");
    expect(text.split("\n").filter((line) => /^ +\d/.test(line))).toHaveLength(5);
  });
});

describe("names", () => {
  it("are short where they stay unique", () => {
    const nameOf = taskNames(["model.shop.orders", "model.shop.clv", "seed.shop.orders", "load"]);
    expect(nameOf("model.shop.clv")).toBe("clv");
    expect(nameOf("model.shop.orders")).toBe("model.shop.orders");
    expect(nameOf("load")).toBe("load");
  });
});
